"""Refusal in the form of RGB (``zh_refine.json``): refuse where only passages without the answer are given.

Chen et al., Benchmarking Large Language Models in Retrieval-Augmented Generation, AAAI 2024, sections
3.2 (noise robustness) and 3.3 (negative rejection). Each line has a query, its answer, passages with it
(positive) and passages like them without it (negative).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evals.errors import SetError
from evals.measures.bootstrap import Estimate, estimate
from evals.public.corpora import need, opened
from evals.text import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.encoder import Encoder

PASSAGES = 5
"""Passages that are given with a question, as in the paper."""

_POSITIVE = 3


@dataclass(frozen=True, slots=True)
class RefusalQuestion:
    """A question with passages; ``answer`` are groups that must all be said, each in one of its forms."""

    id: str
    question: str
    answer: tuple[tuple[str, ...], ...]
    positive: tuple[str, ...]
    negative: tuple[str, ...]


def read_refusal_set(path: Path) -> tuple[RefusalQuestion, ...]:
    """One question a line; raises :class:`SetError` naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SetError(path, 0, "", f"cannot be read: {error}") from error
    return tuple(_question(path, number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _question(path: Path, number: int, line: str) -> RefusalQuestion:
    try:
        entry = json.loads(line)
    except json.JSONDecodeError as error:
        raise SetError(path, number, "", f"not JSON: {error}") from error
    fields = need(path, number, entry, "query", "answer", "positive", "negative")
    return RefusalQuestion(
        str(fields.get("id", number)),
        str(fields["query"]),
        _groups(fields["answer"]),
        tuple(map(str, fields["positive"])),
        tuple(map(str, fields["negative"])),
    )


def _groups(answer: Any) -> tuple[tuple[str, ...], ...]:
    """A string, a list of strings that must all be there, or of lists of forms of one."""
    items = answer if isinstance(answer, list) else [answer]
    return tuple(tuple(map(str, item)) if isinstance(item, list) else (str(item),) for item in items)


def measure_refusal(questions: Sequence[RefusalQuestion], encoder: Encoder) -> dict[str, Estimate]:
    """Right answers and wrong refusals with the answer among the passages; refusals where it is not."""
    rows = [_measured(question, encoder) for question in questions]
    found = {
        name: estimate([row[name] for row in rows if name in row])
        for name in ("right with the answer given", "wrongly refused", "refused without it")
    }
    return {name: value for name, value in found.items() if value is not None}


def _measured(question: RefusalQuestion, encoder: Encoder) -> dict[str, float]:
    rest = PASSAGES - len(question.positive[:_POSITIVE])
    row: dict[str, float] = {}
    if question.positive:
        given = (*question.positive[:_POSITIVE], *question.negative[:rest])
        with opened(given, encoder) as assistant:
            answer = assistant.answer(question.question)
        row["right with the answer given"] = float(
            not answer.abstained and says_all(answer.text, question.answer)
        )
        row["wrongly refused"] = float(answer.abstained)
    if question.negative:
        with opened(question.negative[:PASSAGES], encoder) as assistant:
            row["refused without it"] = float(assistant.answer(question.question).abstained)
    return row


def says_all(answer: str, groups: Sequence[Sequence[str]]) -> bool:
    """Whether every group is said in one of its forms (the paper's exact match)."""
    text = normalise(answer)
    return all(any(normalise(form) in text for form in group) for group in groups)
