"""Judgements of readers as candidate examples, for somebody to look through and complete."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.page.feedback import FeedbackError, FeedbackStore
from evals.errors import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from assistant.page.feedback import Judgement


@dataclass(frozen=True, slots=True)
class Collected:
    """How many judgements became how many candidates; the same conversation is asked once."""

    judgements: int
    candidates: int


def collect_candidates(feedback: Path, output: Path) -> Collected:
    """Write a candidate a line to ``output``; raises :class:`EvaluationError`.

    A useful answer's first sentence and citations are proposed as what is to be expected; for a useless
    one nothing is, since nobody knows the right answer yet. Every line has a ``note`` for whoever checks it.
    """
    try:
        judgements = FeedbackStore(feedback).read()
    except FeedbackError as error:
        raise EvaluationError(str(error)) from error
    candidates = list(judgements_to_candidates(judgements))
    lines = "".join(json.dumps(candidate, ensure_ascii=False) + "\n" for candidate in candidates)
    try:
        output.write_text(lines, encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{output}: cannot be written: {error.strerror}") from error
    return Collected(len(judgements), len(candidates))


def judgements_to_candidates(judgements: Sequence[Judgement]) -> Iterator[dict[str, Any]]:
    """The latest judgement on each conversation as an example, in the order of the conversations."""
    latest = {(*judgement.history, judgement.question): judgement for judgement in judgements}
    for number, (turns, judgement) in enumerate(latest.items(), start=1):
        first = judgement.answer.split("\n", maxsplit=1)[0]
        yield {
            "id": f"c{number:04}",
            "turns": list(turns),
            "kind": _kind(judgement),
            "answerable": bool(judgement.citations),
            "expect": [[first]] if judgement.useful and judgement.citations else [],
            "reject": [],
            "evidence": [[_evidence(c)] for c in judgement.citations] if judgement.useful else [],
            "note": _note(judgement, first),
            "source": {"author": "reader", "place": judgement.at},
        }


def _kind(judgement: Judgement) -> str:
    """What the question seems to be, for whoever checks it to put right."""
    if judgement.history:
        return "followup"
    if not judgement.citations:
        return "unanswerable"
    return "cell" if judgement.citations[0]["table"] else "fact"


def _evidence(citation: dict[str, Any]) -> dict[str, Any]:
    place = {"doc": citation["document_id"]}
    if citation["table"]:
        return {**place, **{key: citation[key] for key in ("table", "row", "column")}}
    return {**place, "quote": citation["quote"]}


def _note(judgement: Judgement, first: str) -> str:
    verdict = "useful" if judgement.useful else f"not useful: {judgement.reason or 'no reason given'}"
    return f"to be checked; {verdict}; understood as: {judgement.understanding}; answered: {first}"
