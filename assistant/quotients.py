"""Plans for quotients: A 占 B 的比例, A 除以 B, A 是 B 的几倍, 生均 A, and the formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.choosing import ENOUGH, words_between
from assistant.conditions import condition, formula_condition
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
_PER = re.compile(
    r"(?<![哪另第那这同上下前后某任唯])(?:每|一)一?(?:个|名|位|项|门|台|本|人|课时|学时)(?!月|百分)"
)
_THINGS = ("concept", "label", "unknown")
_OF_PEOPLE = ("人", "名", "位")
_WITHIN = re.compile(r"在[^在，。？]*(?:里面|当中|之中|里头|里|中|内)的?$")


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
        printed = self._column_of(formula)
        if printed is not None:
            return self._as_printed(reading, operation, printed)
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

    def _column_of(self, formula: Formula | None) -> Measure | None:
        """The column that prints the values of ``formula`` itself."""
        if formula is None:
            return None
        fitting = (m for m in self._chooser.columns if said_formula(m.path[-1]) is formula)
        return next((m for m in fitting if m.unit in ("", "%", ":", "：", formula.unit)), None)

    def _as_printed(self, reading: Reading, operation: Operation, column: Measure) -> Plan:
        if operation in (Operation.SHARE, Operation.RATIO, Operation.DERIVED):
            operation = Operation.VALUE
        ranking = asked_ranking(reading, operation)
        query = Query(
            kind="figure",
            text=reading.text,
            operation=operation,
            subjects=reading.subjects,
            measures=(column,),
            group=reading.group,
            descending=ranking.descending,
            position=ranking.position,
            limit=ranking.limit,
            summary=asked_summary(reading, operation),
        )
        return Plan(query, 1.0)

    def of_region(self, reading: Reading, operation: Operation) -> Plan | None:
        """A formula's value for the region: the row that prints it, else the quotient of two rows."""
        formula = said_formula(reading.nameless)
        ranked = reading.cue("highest", "lowest", "top", "bottom", "threshold", "against")
        if formula is None or ranked or operation not in (Operation.VALUE, Operation.SHARE, Operation.RATIO):
            return None
        words = self._chooser.measures.words_of(formula.name)
        things = {t.form for t in reading.tokens if t.kind in _THINGS}
        if things - {*words, *formula.numerator, *formula.denominator, *self._implied(words)}:
            return None
        rows = [m for m in self._chooser.rows if m.unit in ("%", ":") or "/" in m.unit]
        printed = [m for m in self._chooser.measures.match(words, rows) if set(m.measure.words) <= set(words)]
        if printed and printed[0].explained > _PRINTED:
            query = Query("figure", reading.text, measures=(printed[0].measure,))
            return Plan(query, 1.0)
        top, base = self._row(formula.numerator), self._row(formula.denominator)
        if top is None or base is None:
            return None
        query = Query("figure", reading.text, Operation.SHARE, measures=(top, base), summary="total")
        return Plan(query, 1.0)

    def per(self, reading: Reading, *, entity: bool) -> Plan | None:
        """平均一个项目到账多少, 每人上多少课时: one figure by another that every word of the question names."""
        found = _PER.search(reading.nameless)
        if found is None or "生均" in reading.words:
            return None
        people = found.group()[-1] in _OF_PEOPLE
        run = _run_from(reading, found.start(), found.end())
        pool = self._chooser.columns if entity else self._chooser.rows
        words = {t.form for t in reading.tokens if t.kind in _THINGS}
        counter = found.group()[-1]
        bases = [
            m for m in pool if set(run) <= set(m.words) <= words and (run or (people and m.unit == "人"))
        ]
        for base in sorted(bases, key=lambda m: (len(m.words), m.unit != counter, len(m.path))):
            rest = words - set(run or base.words)
            tops = [
                m
                for m in pool
                if m.table == base.table and m.unit not in ("%", ":") and rest <= {*m.words, *base.words}
            ]
            fitting = self._chooser.measures.match(tuple(words), tops, _last(reading.units))
            for match in fitting:
                own = set(match.measure.words)
                other = own & rest or (
                    not rest and match.measure.unit in reading.units and base.unit == counter
                )
                if match.measure != base and other and words <= own | set(base.words):
                    return _divided(reading, Operation.RATIO, (match.measure, base), 1.0, entity=entity)
        return None

    def _implied(self, words: Sequence[str]) -> set[str]:
        return {wider for word in words for wider in self._chooser.measures.implied(word)}

    def _row(self, words: Sequence[str]) -> Measure | None:
        """The row of the indicator tables whose label says just ``words``."""
        return next((m for m in self._chooser.rows if set(m.words) == set(words)), None)

    def condition(self, reading: Reading, span: tuple[int, int], cue: Cue) -> Condition | None:
        """The condition on a formula that the question names within ``span``: 生师比超过20, 双师占教师过半."""
        words = words_between(reading, *span)
        formula = said_formula(reading.nameless[slice(*span)])
        if formula is None and "生均" in words:
            formula = _per_student(words)
        if formula is None:
            formula = self._said_as_share(reading, span, cue)
        printed = self._column_of(formula)
        if printed is not None:
            return condition(printed, cue)
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
        within = _WITHIN.search(reading.rest[: cue.start])
        if within is not None and not after and cue.kind == "share":
            inside = words_between(reading, within.start(), cue.start)
            apart = words_between(reading, 0, within.start())
            if inside and apart:
                return self._of_two(reading, operation, apart, inside, entity=entity)
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
        top = _in_order(reading, tops.measures)[0]
        like = (
            [m for m in among if _dimension(m) == _dimension(top)] if operation is Operation.SHARE else among
        )
        bases = self._chooser.choose(reading, after, like)
        if operation is Operation.SHARE and not bases.clear:
            bases = self._chooser.choose(reading, after, among)
        base = bases.measures[0] if bases.measures else None
        if reading.cue("ratio") and base is not None and _dimension(top) != _dimension(base):
            return None  # 是几倍 is of like things
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
        if operation is Operation.RATIO and reading.cue("ratio") and len(measures) > 1:
            measures.reverse()  # A 是 B 的几倍
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

    def per_student(self, top: Measure, reading: Reading) -> tuple[str, tuple[Measure, Measure]] | None:
        """The formula of ``top`` per student and its columns: 人均呢 after a number of books."""
        if "生均" not in reading.words or set(reading.words) - {"生均", "学生", *top.words}:
            return None
        for formula in formulas():
            operands = self._operands(formula)
            if formula.denominator == ("学生",) and operands is not None and operands[0] == top:
                return formula.name, operands
        return None

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


def _run_from(reading: Reading, start: int, end: int) -> list[str]:
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


def _last(units: Sequence[str]) -> str:
    return units[-1] if units else ""


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
        others = {w for m in measures if m is not measure for w in m.words}
        alone = [t.start for t in reading.tokens if t.form in set(measure.words) - others]
        shared = [t.start for t in reading.tokens if t.form in measure.words]
        return next(iter((*alone, *shared)), len(reading.text))

    return sorted(measures, key=place)


def _per_student(words: Sequence[str]) -> Formula | None:
    """The formula per student whose numerator ``words`` name: 收入摊到每个学生头上."""
    named = set(words)
    return next((f for f in formulas() if f.denominator == ("学生",) and set(f.numerator) <= named), None)


def _is_share(formula: Formula, tops: Sequence[str], bases: Sequence[str]) -> bool:
    """True where ``tops`` name the numerator by what sets it off, and ``bases`` nothing but the whole."""
    own = set(formula.numerator) - set(formula.denominator)
    return bool(own) and own <= set(tops) <= set(formula.numerator) and set(bases) <= set(formula.denominator)
