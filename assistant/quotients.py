"""Plans for quotients: A 占 B 的比例, A 除以 B, A 是 B 的几倍, 生均 A, and the formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.choosing import ENOUGH, words_between
from assistant.conditions import formula_condition
from assistant.formulas import formulas, said_formula
from assistant.intent import asked_ranking, asked_summary
from assistant.query import Operation, Plan, Query
from corpus.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.choosing import Chooser
    from assistant.formulas import Formula
    from assistant.operations import Cue
    from assistant.query import Condition, Measure
    from assistant.reading import Reading

_PRINTED = 0.9


class Quotients:
    """Plans figure queries over two measures, one divided by the other."""

    def __init__(self, chooser: Chooser) -> None:
        self._chooser = chooser

    def by_formula(self, reading: Reading, operation: Operation) -> Plan | None:
        """The plan for a formula that the question names (师生比, 生均收入); conditions are planned apart."""
        if operation in (Operation.FILTER, Operation.COUNT):
            return None
        formula = said_formula(reading.nameless)
        if formula is None and "生均" in reading.words:
            formula = _per_student(reading.words)
        operands = self._operands(formula)
        if formula is None or operands is None:
            return None
        if operation in (Operation.SHARE, Operation.RATIO):
            operation = Operation.VALUE
        ranking = asked_ranking(reading, operation)
        query = Query(
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
        return Plan(query, 1.0)

    def condition(self, reading: Reading, span: tuple[int, int], cue: Cue) -> Condition | None:
        """The condition on a formula that the question names within ``span``: 生师比超过20, 双师占教师过半."""
        words = words_between(reading, *span)
        formula = said_formula(reading.nameless[slice(*span)])
        if formula is None and "生均" in words:
            formula = _per_student(words)
        if formula is None:
            formula = self._said_as_share(reading, span, cue)
        operands = self._operands(formula)
        if formula is None or operands is None:
            return None
        return formula_condition(formula, operands, cue)

    def _said_as_share(self, reading: Reading, span: tuple[int, int], cue: Cue) -> Formula | None:
        """The formula of A 占 B 的比例, or of a column of people that a threshold in per cent is put on."""
        start, end = span
        share = next((c for c in reading.cues if c.kind == "share" and start <= c.start < end), None)
        if share is not None:
            tops, bases = words_between(reading, start, share.start), words_between(reading, share.end, end)
        elif cue.unit == "%":
            tops, bases = words_between(reading, start, end), []
        else:
            return None
        return next((f for f in formulas() if f.unit == "%" and _is_share(f, tops, bases)), None)

    def _operands(self, formula: Formula | None) -> tuple[Measure, Measure] | None:
        """The two columns that ``formula`` divides."""
        if formula is None:
            return None
        top, base = self._column(formula.numerator), self._column(formula.denominator)
        return None if top is None or base is None else (top, base)

    def share(self, reading: Reading, operation: Operation, *, entity: bool) -> Plan | None:
        """A 占 B 的比例, A 除以 B, A 是 B 的几倍: two measures, or one and the whole it is part of."""
        cue = reading.cue("division", "share", "ratio")
        if cue is None:
            return None
        before = words_between(reading, 0, cue.start)
        after = words_between(reading, cue.end, len(reading.text))
        if before and after:
            return self._of_two(reading, operation, before, after, entity=entity)
        if cue.kind != "division":
            printed = self._printed(reading, entity=entity)
            if printed is not None:
                return printed
        return self._of_whole(reading, operation, before or after, entity=entity)

    def _of_two(
        self,
        reading: Reading,
        operation: Operation,
        before: Sequence[str],
        after: Sequence[str],
        *,
        entity: bool,
    ) -> Plan | None:
        among = self._chooser.among(reading, entity=entity)
        tops = self._chooser.choose(reading, before, among)
        if not tops.clear:
            return None
        bases = self._chooser.choose(reading, after, among)
        top = _in_order(reading, tops.measures)[0]
        base = bases.measures[0] if bases.measures else None
        if operation is Operation.SHARE and base is not None and _dimension(top) != _dimension(base):
            return None
        explained = min(tops.explained, bases.explained)
        return _divided(reading, operation, (top, base), explained, entity=entity)

    def _of_whole(
        self, reading: Reading, operation: Operation, words: Sequence[str], *, entity: bool
    ) -> Plan | None:
        among = self._chooser.among(reading, entity=entity)
        tops = self._chooser.choose(reading, words, among, several=True)
        if not tops.clear:
            return None
        measures = _in_order(reading, tops.measures)
        top = measures[-1]
        base = measures[0] if len(measures) > 1 else self.whole(top)
        if operation is Operation.SHARE and base is not None and _dimension(top) != _dimension(base):
            return _printed_rate(reading, measures, tops.explained)
        return _divided(reading, operation, (top, base), tops.explained, entity=entity)

    def _printed(self, reading: Reading, *, entity: bool) -> Plan | None:
        """A ratio that is printed as such is preferred to one that is calculated."""
        among = [m for m in self._chooser.among(reading, entity=entity) if m.unit in ("%", ":")]
        choice = self._chooser.choose(reading, reading.words, among)
        if not choice.measures or choice.explained < _PRINTED:
            return None
        if not self._chooser.measures.names(choice.measures[0], reading.words):
            return None
        query = Query(
            kind="figure",
            text=reading.text,
            operation=Operation.VALUE,
            subjects=reading.subjects,
            measures=choice.measures[:1],
            group=reading.group,
        )
        return Plan(query, choice.explained, alternatives=choice.ties)

    def whole(self, part: Measure) -> Measure | None:
        """The measure that ``part`` is a part of: its parent row in the same unit, or a formula's base."""
        for length in range(len(part.path) - 1, 0, -1):
            for row in self._chooser.rows:
                if (row.path, row.table, row.unit) == (part.path[:length], part.table, part.unit):
                    return row
        for formula in formulas():
            if formula.unit == "%" and self._column(formula.numerator) == part:
                return self._column(formula.denominator)
        return None

    def _column(self, words: Sequence[str]) -> Measure | None:
        """The column of the entity tables that ``words`` name best."""
        matches = self._chooser.measures.match(words, self._chooser.columns)
        return matches[0].measure if matches and matches[0].explained > ENOUGH else None


def _divided(
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
    in_all = reading.cue("total", "printed_total") or reading.region
    if not reading.subjects or not in_all:
        return None
    query = Query(
        kind="figure",
        text=reading.text,
        operation=Operation.SHARE,
        subjects=reading.subjects,
        measures=(top,),
        group=reading.group,
    )
    return Plan(query, explained)


def _printed_rate(reading: Reading, measures: Sequence[Measure], explained: float) -> Plan | None:
    """The plan for a rate among ``measures``: what is printed in per cent is a share already."""
    rates = tuple(m for m in measures if m.unit == "%")
    if len(rates) != 1:
        return None
    query = Query("figure", reading.text, Operation.VALUE, reading.subjects, rates, group=reading.group)
    return Plan(query, explained)


def _dimension(measure: Measure) -> str:
    """What the measure counts; only a like thing can be its share."""
    unit = find_unit(measure.unit)
    return unit.dimension if unit is not None else measure.unit


def _in_order(reading: Reading, measures: Sequence[Measure]) -> list[Measure]:
    """``measures`` as the question first names each by a word of its own."""

    def place(measure: Measure) -> int:
        return next((t.start for t in reading.tokens if t.form in measure.words), len(reading.text))

    return sorted(measures, key=place)


def _per_student(words: Sequence[str]) -> Formula | None:
    """The formula per student whose numerator ``words`` name: 收入摊到每个学生头上."""
    named = set(words)
    return next((f for f in formulas() if f.denominator == ("学生",) and set(f.numerator) <= named), None)


def _is_share(formula: Formula, tops: Sequence[str], bases: Sequence[str]) -> bool:
    """True where ``tops`` name the numerator by what sets it off, and ``bases`` nothing but the whole."""
    own = set(formula.numerator) - set(formula.denominator)
    return bool(own) and own <= set(tops) <= set(formula.numerator) and set(bases) <= set(formula.denominator)
