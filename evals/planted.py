"""How many planted faults the audit finds, and how much of what it finds was planted."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from corpus import audit, read_document
from evals.synthetic import make_report
from evals.synthetic.faults import one_of_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus import Document, Finding


@dataclass(frozen=True, slots=True)
class PlantedOutcome:
    """One report: its faults, those found, the findings, and those that name no fault."""

    seed: int
    planted: tuple[str, ...]
    found: tuple[str, ...]
    findings: int
    false: tuple[str, ...]


def audit_report(seed: int, faults: Sequence[str]) -> PlantedOutcome:
    """Plants ``faults`` in the report of ``seed``, audits it and compares by place and kind."""
    text, planted = make_report(seed, faults)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text(text, encoding="utf-8")
        document = read_document(path)
    findings = audit((document,))
    lines = {finding.id: _lines(document, finding) for finding in findings}
    hits = {
        fault.name
        for fault in planted
        for f in findings
        if f.kind.value in fault.kinds and lines[f.id] & set(fault.lines)
    }
    touched = {line for fault in planted for line in fault.lines}
    false = tuple(f.sentence for f in findings if not lines[f.id] & touched)
    names = tuple(fault.name for fault in planted)
    return PlantedOutcome(seed, names, tuple(n for n in names if n in hits), len(findings), false)


def _lines(document: Document, finding: Finding) -> set[int]:
    """The 1-based source lines on which the finding's places stand."""
    spans = [place.span for place in finding.places]
    return {
        line
        for span in spans
        for line in range(
            document.source_line(span.start), document.source_line(max(span.end - 1, span.start)) + 1
        )
    }


def planted_outcomes(seeds: Iterable[int]) -> list[PlantedOutcome]:
    """For each seed a report with a fault of each kind, drawn by the seed."""
    return [audit_report(seed, one_of_each(Random(seed))) for seed in seeds]  # noqa: S311 - draws faults


def clean_outcomes(seeds: Iterable[int]) -> list[PlantedOutcome]:
    """For each seed the report without a fault: all findings are false."""
    return [audit_report(seed, ()) for seed in seeds]


def recall_by_fault(outcomes: Sequence[PlantedOutcome]) -> dict[str, tuple[int, int]]:
    """For each fault how often it was found and how often planted."""
    planted = Counter(name for outcome in outcomes for name in outcome.planted)
    found = Counter(name for outcome in outcomes for name in outcome.found)
    return {name: (found[name], count) for name, count in sorted(planted.items())}
