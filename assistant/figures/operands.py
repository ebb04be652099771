"""The figures that a calculation works with, and their values in base units."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.figures.values import region_value
from corpus.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.figures.desk import Desk
    from assistant.query import Measure, Query
    from corpus.model import Observation


def base_value(observation: Observation) -> Decimal:
    """The value in the base unit of its dimension: 万元 as 元, 万册 as 册."""
    unit = find_unit(observation.unit)
    value = observation.value or Decimal(0)
    return value * unit.factor if unit else value


def operands(
    desk: Desk, draft: Draft, query: Query, measures: Sequence[Measure]
) -> list[tuple[str, list[Observation]]]:
    """The observations of ``measures`` for each school asked for, or for the region."""
    if query.subjects:
        result = desk.lookup.lines(measures, subjects=query.subjects)
        draft.sql += result.sql
        order = {subject: i for i, subject in enumerate(query.subjects)}
        lines = sorted(result.lines, key=lambda line: order[line.subject])
        return [(line.subject, list(line.observations)) for line in lines]
    found = [region_value(desk, m, query.summary) for m in measures]
    if any(o is None for o in found):
        return []
    known = [o for o in found if o is not None]
    return [(known[0].subject if known[0].subject_kind.value == "region" else "全省", known)]
