"""From examples and outcomes to a report."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from evals.measures.correctness import describe
from evals.measures.named import estimates
from evals.report import problems
from evals.reporting.curve import refusal_curve
from evals.reporting.model import Breakdown, CurvePoint, Failure, Row, SetReport
from evals.scoring import OVERALL, describe_evidence, score_all

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from evals.documents import SourceText
    from evals.model import Citation, Example, Outcome, Score
    from evals.reporting.places import Places

UNREAD: Final = "unread"
"""Sets with this in their name are scored, not looked at."""

FEWEST: Final = 5
"""Groups of an unread set with fewer examples are not shown: a score of one is a look at it."""

SETS: Final = Path(__file__).parents[1] / "sets"
_SHOWN_HITS: Final = 5
_THRESHOLDS: Final = tuple(step / 2 for step in range(41))


def is_unread(name: str) -> bool:
    """Whether the set of this name must not be shown question by question."""
    return UNREAD in name


def provenance(name: str) -> str:
    """Who wrote the set, from what and for what; "" where nothing is recorded."""
    path = SETS / "provenance.toml"
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    entry = data.get(name, {})
    return " ".join(str(entry[field]) for field in ("author", "purpose") if field in entry)


def set_report(
    name: str,
    examples: Sequence[Example],
    outcomes: Sequence[Outcome],
    texts: Sequence[SourceText],
    places: Places,
) -> SetReport:
    """The measures of a set, and every failure unless the set stays unread."""
    scores = score_all(examples, outcomes, texts)
    unread = is_unread(name)
    failed = [score for score in scores if problems(score)]
    by_example = {example.id: example for example in examples}
    by_outcome = {outcome.id: outcome for outcome in outcomes}
    fewest = FEWEST if unread else 1
    return SetReport(
        name=name,
        provenance=provenance(name),
        unread=unread,
        overall=Row(OVERALL, len(scores), estimates(scores)),
        breakdowns=tuple(
            Breakdown(dimension, _rows(examples, scores, keys, fewest))
            for dimension, keys in places.dimensions().items()
        ),
        failed=len(failed),
        failures=()
        if unread
        else tuple(failure(score, by_example[score.id], by_outcome.get(score.id)) for score in failed),
    )


def _rows(
    examples: Sequence[Example],
    scores: Sequence[Score],
    keys: Callable[[Example], tuple[str, ...]],
    fewest: int,
) -> tuple[Row, ...]:
    groups: dict[str, list[Score]] = {}
    for example, score in zip(examples, scores, strict=True):
        for key in keys(example):
            groups.setdefault(key, []).append(score)
    return tuple(
        Row(key, len(group), estimates(group))
        for key, group in sorted(groups.items())
        if len(group) >= fewest
    )


def failure(score: Score, example: Example, outcome: Outcome | None) -> Failure:
    """A question that went wrong, for a reader."""
    return Failure(
        id=example.id,
        kind=example.kind,
        turns=example.turns,
        understanding=outcome.understanding if outcome else "",
        answer=outcome.answer if outcome else "",
        expected=tuple(describe(group) for group in example.expect)
        or (() if example.answerable else ("a refusal",)),
        evidence=tuple(" | ".join(describe_evidence(item) for item in group) for group in example.evidence),
        cited=tuple(describe_citation(c) for c in outcome.citations) if outcome else (),
        hits=tuple(describe_citation(c) for c in outcome.hits[:_SHOWN_HITS]) if outcome else (),
        problems=tuple(problems(score)),
    )


def describe_citation(citation: Citation) -> str:
    """A cited place, for a reader."""
    where = (citation.table, citation.row, citation.column) if citation.table else (citation.section,)
    named = " / ".join(part for part in (citation.document, *where) if part)
    return f"{named}: “{citation.quote}”"


def curves(
    sets: Iterable[tuple[str, Sequence[Example], Sequence[Outcome]]], texts: Sequence[SourceText]
) -> dict[str, tuple[CurvePoint, ...]]:
    """The refusal curve over all questions that are looked at, and over all unread ones."""
    gathered: dict[str, tuple[list[Score], list[Outcome]]] = {}
    for name, examples, outcomes in sets:
        scores, found = gathered.setdefault("unread" if is_unread(name) else "looked at", ([], []))
        renamed = {e.id: f"{name}/{e.id}" for e in examples}
        scores.extend(_renamed(score, renamed) for score in score_all(examples, outcomes, texts))
        found.extend(_renamed(outcome, renamed) for outcome in outcomes if outcome.id in renamed)
    return {part: refusal_curve(scores, found, _THRESHOLDS) for part, (scores, found) in gathered.items()}


def _renamed(item: Any, names: dict[str, str]) -> Any:
    """A score or outcome under a name that is unique over all sets."""
    return replace(item, id=names[item.id])
