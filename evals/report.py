"""Scores for a reader (tables in the terminal) and for programs (JSON)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from evals.scoring import OVERALL, Summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from evals.model import Example, Outcome, Score

_COLUMNS = (
    "kind", "n", "right", "evidence", "precision", "verbatim", "ungrounded", "crashed",
    "refused", "wrongly refused", "p50 ms", "p95 ms",
)  # fmt: skip
_START = 400


def show_summaries(summaries: Sequence[Summary], console: Console) -> None:
    """A table with a row for each kind and one over all."""
    table = Table(title="Scores by kind")
    for name in _COLUMNS:
        table.add_column(name, justify="left" if name == "kind" else "right")
    for summary in summaries:
        if summary.kind == OVERALL:
            table.add_section()
        table.add_row(*_cells(summary))
    console.print(table)


def _cells(summary: Summary) -> tuple[str, ...]:
    return (
        summary.kind,
        str(summary.count),
        _percent(summary.right),
        _percent(summary.evidence),
        _percent(summary.precision),
        _percent(summary.verbatim),
        str(summary.ungrounded),
        str(summary.crashed),
        _percent(summary.refusal_recall),
        _percent(summary.wrong_refusals),
        _milliseconds(summary.p50_ms),
        _milliseconds(summary.p95_ms),
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _milliseconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def show_failures(
    scores: Sequence[Score],
    examples: Mapping[str, Example],
    outcomes: Mapping[str, Outcome],
    console: Console,
) -> None:
    """Every example that is wrong, lacks evidence, misquotes or shows a number from nowhere."""
    for score in scores:
        if wrong := problems(score):
            example, outcome = examples[score.id], outcomes.get(score.id)
            answer = outcome.answer[:_START] if outcome else ""
            console.print(
                Text(f"{score.id} [{score.kind}] " + " → ".join(example.turns), "bold"), soft_wrap=True
            )
            console.print(Text(f"  answer: {answer}"), soft_wrap=True)
            for problem in wrong:
                console.print(Text(f"  {problem}", "red"), soft_wrap=True)


def problems(score: Score) -> list[str]:
    """What went wrong, in words: not right, evidence not cited, misquoted, a number from nowhere."""
    found = list(score.missed)
    found += [f"evidence not cited: {item}" for item in score.missed_evidence]
    if score.verbatim is not None and score.verbatim < 1:
        found.append(f"quotes not verbatim: {1 - score.verbatim:.0%}")
    if score.ungrounded:
        found.append(f"numbers in no citation: {', '.join(score.ungrounded)}")
    return found


def to_json(summaries: Sequence[Summary], scores: Sequence[Score]) -> str:
    """The summaries and, unless there are none to show, the scores."""
    fields = {
        "summaries": [asdict(summary) for summary in summaries],
        "scores": [asdict(score) for score in scores],
    }
    return json.dumps(fields, ensure_ascii=False, indent=1)
