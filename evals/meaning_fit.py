"""Lessons for the weights by which the indicator meant is found (``python -m evals meaning-fit``).

Each question is a lesson: the signals of all measures, and which of them the cited cell belongs to. The fit is
that of :mod:`evals.ranking_fit`; questions are left out an indicator at a time, so that the figures printed are
for indicators whose wordings were not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.lines import squeeze
from corpus.units import split_unit
from evals.model import CellEvidence
from evals.prose_lessons import Lesson, read
from evals.ranking_fit import Ranking, fit_ranking, measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant import Assistant
    from assistant.query import Measure
    from evals.model import Example

_PARTS = 5
KINDS = ("cell", "appendix")


def meaning_lessons(assistant: Assistant, examples: Iterable[Example]) -> list[tuple[str, Lesson]]:
    """A lesson for each single question about one cell, with the label that it asks for."""
    found = []
    measures = assistant.meaning.measures
    for example in examples:
        cells = [e for group in example.evidence for e in group if isinstance(e, CellEvidence)]
        if example.kind not in KINDS or len(example.turns) > 1 or not cells or len(example.evidence) > 1:
            continue
        gold = np.array([cited_by(m, cells[0]) for m in measures])
        reading = read(assistant, example.question)
        if not gold.any():
            continue
        unit = reading.units[0] if reading.units else ""
        values = assistant.meaning.features(reading.rest, reading.words, unit)
        found.append((measures[int(gold.argmax())].path[-1], Lesson(example.id, values, gold)))
    return found


def cited_by(measure: Measure, cell: CellEvidence) -> bool:
    """True where ``measure`` is the row or column that ``cell`` stands in."""
    if squeeze(measure.table) != squeeze(cell.table):
        return False
    asked = cell.column if measure.layout == "entities" else cell.row
    names = {squeeze(measure.path[-1]), squeeze(measure.label)}
    same = squeeze(asked) in names or squeeze(split_unit(asked)[0]) in names
    return same and (not cell.unit or cell.unit == measure.unit)


def left_out(lessons: Sequence[tuple[str, Lesson]], columns: Sequence[int]) -> Ranking:
    """The measures where the questions about a fifth of the indicators are left out of the fit."""
    labels = sorted({label for label, _ in lessons})
    parts = {label: place % _PARTS for place, label in enumerate(labels)}
    found = []
    for part in range(_PARTS):
        held = [lesson for label, lesson in lessons if parts[label] == part]
        rest = [lesson for label, lesson in lessons if parts[label] != part]
        if held:
            found.append((len(held), measure(held, columns, fit_ranking(rest, columns))))
    total = sum(size for size, _ in found)
    fields = ("hit_1", "hit_5", "reciprocal_rank", "ndcg_10")
    return Ranking(*(sum(size * getattr(r, field) for size, r in found) / total for field in fields))
