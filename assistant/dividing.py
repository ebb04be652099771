"""Queries of one measure divided by another, and what tells which is divided by which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.intent import asked_ranking, asked_summary
from assistant.query import Operation, Plan, Query
from corpus.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.formulas import Formula
    from assistant.query import Measure
    from assistant.reading import Reading


def run_from(reading: Reading, start: int, end: int) -> list[str]:
    """The words that follow what is counted one by one: 专任 and 教师 of 一个专任教师."""
    run: list[str] = []
    place = end
    for token in reading.tokens:
        if token.kind not in ("concept", "label") or token.start < start:
            continue
        if token.start > place:
            break
        run.append(token.form)
        place = token.end
    return run


def last_of(units: Sequence[str]) -> str:
    """The last unit asked for, or ""."""
    return units[-1] if units else ""


def divided(
    reading: Reading,
    operation: Operation,
    measures: tuple[Measure, Measure | None],
    explained: float,
    *,
    entity: bool,
) -> Plan | None:
    """The quotient of two measures, or a school's share in the sum of one."""
    top, base = measures
    if base is not None and base != top:
        query = Query(
            kind="figure",
            text=reading.text,
            operation=operation,
            subjects=reading.subjects,
            measures=(top, base),
            group=reading.group,
            summary="" if entity else "total",
        )
        return Plan(query, explained)
    in_all = reading.cue("total", "printed_total") or reading.region or reading.counted
    if not (reading.subjects or reading.group) or not in_all:
        return None
    query = Query(
        kind="figure",
        text=reading.text,
        operation=Operation.SHARE,
        subjects=reading.subjects,
        measures=(top,),
        group=reading.group,
        summary="total",
    )
    return Plan(query, explained)


def printed_rate(reading: Reading, measures: Sequence[Measure], explained: float) -> Plan | None:
    """The plan for a rate among ``measures``: what is printed in per cent is a share already."""
    rates = tuple(m for m in measures if m.unit == "%")
    if len(rates) != 1:
        return None
    query = Query("figure", reading.text, Operation.VALUE, reading.subjects, rates, group=reading.group)
    return Plan(query, explained)


def dimension(measure: Measure) -> str:
    """What the measure counts; only a like thing can be its share."""
    unit = find_unit(measure.unit)
    return unit.dimension if unit is not None else measure.unit


def in_order(reading: Reading, measures: Sequence[Measure]) -> list[Measure]:
    """``measures`` as the question first names each by a word of its own."""

    def place(measure: Measure) -> int:
        others = {w for m in measures if m is not measure for w in m.words}
        alone = [t.start for t in reading.tokens if t.form in set(measure.words) - others]
        shared = [t.start for t in reading.tokens if t.form in measure.words]
        return next(iter((*alone, *shared)), len(reading.text))

    return sorted(measures, key=place)


def of_schools(
    reading: Reading, operation: Operation, formula: Formula, operands: tuple[Measure, Measure]
) -> Query:
    """The query for a formula's values of the schools that ``reading`` speaks of."""
    ranking = asked_ranking(reading, operation)
    return Query(
        kind="figure",
        text=reading.text,
        operation=Operation.DERIVED if operation is Operation.VALUE else operation,
        subjects=reading.subjects,
        measures=operands,
        group=reading.group,
        descending=ranking.descending,
        position=ranking.position,
        limit=ranking.limit,
        summary=asked_summary(reading, operation),
        formula=formula.name,
    )


def is_share(formula: Formula, tops: Sequence[str], bases: Sequence[str]) -> bool:
    """True where ``tops`` name the numerator by what sets it off, and ``bases`` nothing but the whole."""
    own = set(formula.numerator) - set(formula.denominator)
    return bool(own) and own <= set(tops) <= set(formula.numerator) and set(bases) <= set(formula.denominator)
