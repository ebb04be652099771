"""Plans for quotients: A 占 B 的比例, A 除以 B, A 是 B 的几倍, 生均 A, and the formulas."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.choosing import ENOUGH, words_between
from assistant.conditions import condition, formula_condition
from assistant.dividing import dimension, divided, in_order, is_share, of_schools, printed_rate
from assistant.each import Each
from assistant.formulas import formulas, said_formula
from assistant.intent import against_typical, asked_ranking, asked_summary
from assistant.query import TIMES, Operation, Plan, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.choosing import Chooser
    from assistant.formulas import Formula
    from assistant.operations import Cue
    from assistant.query import Condition, Measure
    from assistant.reading import Reading

_PRINTED = 0.9
_THINGS = ("concept", "label", "unknown")
_INNER = re.compile(r"(?<=[\u4e00-\u9fff])(?:里面|里头|当中|之中|其中|里|(?<!其)中(?=，?[\u4e00-\u9fff]))的?")
_WITHIN = re.compile(r"在[^在，。？]*(?:里面|当中|之中|里头|里|中|内)的?$")


class Quotients:
    """Plans figure queries over two measures, one divided by the other."""

    def __init__(self, chooser: Chooser) -> None:
        self._chooser = chooser
        self.each = Each(chooser)

    def by_formula(self, reading: Reading, operation: Operation) -> Plan | None:
        """The plan for a formula that the question names (师生比, 生均收入); conditions are planned apart."""
        if operation in (Operation.FILTER, Operation.COUNT):
            return None
        share = reading.cue("share") is not None
        formula = said_formula(reading.nameless, reading.words, share=share)
        if formula is None and "生均" in reading.words:
            formula = self._per_student(reading.words)
        printed = self._column_of(formula)
        if printed is not None:
            return self._as_printed(reading, operation, printed)
        operands = self.operands(formula)
        if formula is None or operands is None:
            return None
        if operation in (Operation.SHARE, Operation.RATIO):
            operation = Operation.VALUE
        if self.each.counted_by_another(reading, formula):
            return None
        if operation is Operation.VALUE and against_typical(reading):
            query = of_schools(reading, Operation.DIFFERENCE, formula, operands)
            return Plan(replace(query, unit=TIMES if reading.cue("ratio") else query.unit), 1.0)
        return Plan(of_schools(reading, operation, formula, operands), 1.0)

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
        """A formula's value for the region: the row that prints it, else the quotient of two rows or of columns' means."""
        formula = said_formula(reading.nameless)
        if formula is None and "生均" in reading.words:
            formula = self._per_student(reading.words)
        ranked = reading.cue("highest", "lowest", "top", "bottom", "threshold", "against")
        if formula is None or ranked or operation not in (Operation.VALUE, Operation.SHARE, Operation.RATIO):
            return None
        words = self._chooser.measures.words_of(formula.name)
        things = {t.form for t in reading.tokens if t.kind in _THINGS}
        if things - {*words, *formula.numerator, *formula.denominator, *self._implied(words)}:
            return None
        printed = self.printed_row(formula.name)
        if printed is not None:
            return Plan(Query("figure", reading.text, measures=(printed,)), 1.0)
        top, base = self._row(formula.numerator), self._row(formula.denominator)
        if top is None or base is None:
            columns = self.operands(formula)
            query = Query(
                "figure", reading.text, Operation.MEAN, measures=columns or (), formula=formula.name
            )
            shared = operation is not Operation.VALUE or reading.cue("share") is not None
            return Plan(query, 1.0) if columns and not shared else None
        operation = Operation.DIFFERENCE if formula.operator == "−" else Operation.SHARE
        return Plan(Query("figure", reading.text, operation, measures=(top, base), summary="total"), 1.0)

    def printed_row(self, name: str) -> Measure | None:
        """The row of the region that prints the formula called ``name``."""
        words = self._chooser.measures.words_of(name)
        rows = [m for m in self._chooser.rows if m.unit in ("%", ":") or "/" in m.unit]
        printed = [m for m in self._chooser.measures.match(words, rows) if set(m.measure.words) <= set(words)]
        return printed[0].measure if printed and printed[0].explained > _PRINTED else None

    def formula_of(self, row: Measure) -> tuple[str, tuple[Measure, Measure]] | None:
        """The formula whose value ``row`` prints, and the columns that it divides."""
        for formula in formulas():
            operands = self.operands(formula)
            if operands is not None and self.printed_row(formula.name) == row:
                return formula.name, operands
        return None

    def _implied(self, words: Sequence[str]) -> set[str]:
        return {wider for word in words for wider in self._chooser.measures.implied(word)}

    def _row(self, words: Sequence[str]) -> Measure | None:
        """The row of the indicator tables whose label says just ``words``."""
        named = (m for m in self._chooser.rows if set(m.words) == set(words))
        return min(named, key=lambda m: len(m.path), default=None)

    def _child(self, words: Sequence[str], of: Sequence[str]) -> tuple[Measure, Measure] | None:
        """The one part that ``words`` name of the row that ``of`` names, and that row: 精品课里省级的占多少."""
        row = self._row(of)
        if row is None or not words:
            return None
        parts = [
            m
            for m in self._chooser.rows
            if (m.document, m.table, m.unit) == (row.document, row.table, row.unit)
            and m.path[:-1] == row.path
            and set(words) <= set(m.words)
        ]
        return (parts[0], row) if len(parts) == 1 else None

    def _row_beside(self, part: Measure, words: Sequence[str]) -> Measure | None:
        """The row in the unit of ``part`` whose label says just ``words``: 毕业生人数 for 毕业生里升本的占多少."""
        row = self._row(words)
        if row is None or row == part or row.unit != part.unit or part.layout != row.layout:
            return None
        return row if row.table == part.table or len(set(words)) == 1 else None

    def condition(self, reading: Reading, span: tuple[int, int], cue: Cue) -> Condition | None:
        """The condition on a formula that the question names within ``span``: 生师比超过20, 双师占教师过半."""
        words = words_between(reading, *span)
        formula = said_formula(reading.nameless[slice(*span)])
        if formula is None and "生均" in words:
            formula = self._per_student(words)
        if formula is None:
            formula = self._said_as_share(reading, span, cue)
        printed = self._column_of(formula)
        if printed is not None:
            return condition(printed, cue)
        operands = self.operands(formula)
        if formula is None or operands is None:
            return None
        return formula_condition(formula, operands, cue)

    def sides(
        self, reading: Reading, between: tuple[int, int], end: int, start: int = 0
    ) -> tuple[Measure, Measure] | None:
        """The two columns that the words before and after a place name clearly, from ``start`` to ``end``."""
        columns = self._chooser.columns
        one = self._chooser.choose(reading, words_between(reading, start, between[0]), columns)
        other = self._chooser.choose(reading, words_between(reading, between[1], end), columns)
        clear = one.clear and other.clear and one.measures[0] != other.measures[0]
        return (one.measures[0], other.measures[0]) if clear else None

    def _per_student(self, words: Sequence[str]) -> Formula | None:
        """The formula per student whose numerator ``words`` name: 收入摊到每个学生头上."""
        named = set(words)
        known = [f for f in formulas() if f.denominator == ("学生",) and f.operator == "÷"]
        exact = next((f for f in known if set(f.numerator) <= named), None)
        wider = (f for f in known if all(named & self._implied([word]) for word in f.numerator))
        return exact or next(wider, None)

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
        return next((f for f in formulas() if f.unit == "%" and is_share(f, tops, bases)), None)

    def operands(self, formula: Formula | None) -> tuple[Measure, Measure] | None:
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
        inner = _INNER.search(reading.rest[: cue.start])
        if inner is not None and cue.kind == "share":
            whole, part = (
                words_between(reading, 0, inner.start()),
                words_between(reading, inner.end(), cue.start),
            )
            if whole and not (part or after) and (own := self._of_named(reading, inner.end(), whole)):
                return own
            if whole and (part or after):
                return self._of_part(reading, operation, (part or after, whole), entity=entity)
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

    def _of_named(self, reading: Reading, start: int, words: Sequence[str]) -> Plan | None:
        """新增专业里吉林工业占多少: what the schools named after ``start`` have of a column's sum."""
        if not reading.subjects or any(m.start < start for m in reading.mentions):
            return None
        tops = self._chooser.choose(reading, words, self._chooser.columns)
        if not tops.clear or tops.measures[0].unit in ("%", ":"):
            return None
        query = Query(
            "figure", reading.text, Operation.SHARE, reading.subjects, tops.measures[:1], summary="total"
        )
        return Plan(query, tops.explained)

    def _of_part(
        self,
        reading: Reading,
        operation: Operation,
        words: tuple[Sequence[str], Sequence[str]],
        *,
        entity: bool,
    ) -> Plan | None:
        """B 里 A 占多少: the whole that A is printed under goes before another that B names."""
        child = None if entity else self._child(*words)
        if child is not None:
            return divided(reading, operation, child, 1.0, entity=entity)
        part = self._chooser.choose(reading, words[0], self._chooser.among(reading, entity=entity))
        whole = self.whole(part.measures[0]) if part.clear else None
        exact = None if entity or not part.clear else self._row_beside(part.measures[0], words[1])
        if exact is not None:
            return divided(reading, operation, (part.measures[0], exact), part.explained, entity=entity)
        if whole is not None and set(words[1]) <= {*whole.words, *self._implied(whole.words)}:
            return divided(reading, operation, (part.measures[0], whole), part.explained, entity=entity)
        return self._of_two(reading, operation, *words, entity=entity)

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
        top = in_order(reading, tops.measures)[0]
        if operation is Operation.SHARE and top.unit == "%":
            return printed_rate(reading, (top,), tops.explained)  # 高级职称占专任教师多少: printed as such
        like = [m for m in among if dimension(m) == dimension(top)] if operation is Operation.SHARE else among
        whole = self.whole(top) if operation is Operation.SHARE else None
        named = self._whole_said(top, after, entity=entity) if operation is Operation.SHARE else None
        if named is not None:
            return divided(reading, operation, (top, named), tops.explained, entity=entity)
        bases = self._chooser.choose(reading, after, like)
        if operation is Operation.SHARE and not bases.clear:
            bases = self._chooser.choose(reading, after, among)
        base = bases.measures[0] if bases.measures else None
        if base is not None and whole is not None and base.table != top.table:
            base = whole if set(after) <= self._implied(whole.words) else base  # 专业 of the same table
        if base is not None and set(before) <= self._implied(base.words) and reading.counted:
            return divided(reading, operation, (base, None), bases.explained, entity=entity)
        within = base is not None and (top in self._wholes(base) or self.whole(base) == top)
        if operation is Operation.SHARE and base is not None and within:
            top, base = base, top  # 老师里有百分之多少是双师
        if reading.cue("ratio") and base is not None and dimension(top) != dimension(base):
            return None  # 是几倍 is of like things
        if operation is Operation.SHARE and base is not None and dimension(top) != dimension(base):
            return None
        explained = min(tops.explained, bases.explained)
        return divided(reading, operation, (top, base), explained, entity=entity)

    def _whole_said(self, part: Measure, words: Sequence[str], *, entity: bool) -> Measure | None:
        """The row that ``words`` say just so, else what ``part`` is a part of, where they name that."""
        exact = None if entity else self._row_beside(part, words)
        whole = self.whole(part)
        return exact or (whole if whole is not None and set(words) <= set(whole.words) else None)

    def _of_whole(
        self, reading: Reading, operation: Operation, words: Sequence[str], *, entity: bool
    ) -> Plan | None:
        among = self._chooser.among(reading, entity=entity)
        tops = self._chooser.choose(reading, words, among, several=True)
        if not tops.clear:
            return None
        measures = in_order(reading, tops.measures)
        if operation is Operation.RATIO and reading.cue("ratio") and len(measures) > 1:
            measures.reverse()  # A 是 B 的几倍
        if reading.cue("division") and len(measures) > 1:
            measures.reverse()  # A 跟 B 之比
        top = measures[-1]
        base = measures[0] if len(measures) > 1 else self.whole(top)
        rate = base is None and top.unit == "%"  # 就业率是百分之多少
        apart = base is not None and dimension(top) != dimension(base)
        if operation is Operation.SHARE and (rate or apart):
            return printed_rate(reading, measures, tops.explained)
        return divided(reading, operation, (top, base), tops.explained, entity=entity)

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
            operands = self.operands(formula)
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
            share = formula.unit == "%" and formula.operator == "÷"
            if share and self._column(formula.numerator) == part:
                return self._column(formula.denominator)
        return None

    def above(self, part: Measure) -> Measure | None:
        """The row that ``part`` stands under, in whatever unit."""
        rows = (m for m in self._chooser.rows if (m.document, m.table) == (part.document, part.table))
        return next((m for m in rows if m.path == part.path[:-1]), None)

    def _wholes(self, part: Measure) -> list[Measure]:
        """What the reviewed formulas give as the whole of a column."""
        shares = [f for f in formulas() if f.unit == "%" and f.operator == "÷"]
        return [o[1] for f in shares if (o := self.operands(f)) is not None and o[0] == part]

    def _column(self, words: Sequence[str]) -> Measure | None:
        """The column of the entity tables that ``words`` name best."""
        matches = self._chooser.measures.match(words, self._chooser.columns)
        return matches[0].measure if matches and matches[0].explained > ENOUGH else None
