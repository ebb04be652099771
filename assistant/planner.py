"""From a reading to a figure query: which measures, which schools, which operation.

Each step is a small function over the :class:`Reading`; nothing looks at a whole question at once.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.arithmetic import Arithmetic
from assistant.choosing import ENOUGH, Chooser, named_tables, words_between
from assistant.conditions import asks_some, some_or_none, target_unit
from assistant.intent import asked_operation, asked_ranking, asked_summary, asks_schools
from assistant.leaves import Leaves
from assistant.operations import said
from assistant.planning import adds_up, against_typical, in_all, reported, typical, with_group
from assistant.query import Operation, Plan, Query
from assistant.quotients import Quotients
from assistant.reckoning import Reckonings, relative, turned_round
from assistant.rows import Rows
from assistant.subsets import Filtered, Subsets, asks_share_of_schools

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.choosing import Choice
    from assistant.measures import Measures
    from assistant.query import Measure
    from assistant.reading import Reading

__all__ = ["Plan", "Planner"]

_BREAKDOWN = re.compile(
    r"(?:哪|什么)(?:个|些|一个|几个|类|种)?(?:专业|行业|城市|地区|省份|地方|岗位|年级|班级|企业|老师|学生)"
)
_THAN = re.compile(r"[比和与跟同]")
_PAIR = 2
_ADDING = ("加", "之和", "总和", "合起来", "求和", "合计")
_CLEARLY_MORE = 0.15
_TABLE_NAMED = 0.5
_WHOLLY = 0.95


class Planner:
    """Plans figure queries over the measures of one corpus."""

    def __init__(self, measures: Measures, every: Measures | None = None) -> None:
        """``measures`` are those of the newest year, ``every`` those of all years."""
        self.measures = measures
        self._every = every or measures
        self._of_years: dict[tuple[str, ...], Planner] = {}
        self._chooser = Chooser(measures)
        self._quotients = Quotients(self._chooser)
        self._reckonings = Reckonings(self._quotients)
        self._rows = Rows(self._chooser)
        self._leaves = Leaves(self._chooser)
        self._arithmetic = Arithmetic(self._chooser)
        self._subsets = Subsets(self._chooser, self._quotients)

    def plan(self, reading: Reading) -> Plan | None:
        """The best figure query for ``reading``, or ``None`` where no measure fits at all."""
        if not reading.years or self._every is self.measures:
            return self._planned(reading)
        if len(reading.years) > 1:
            return self._between_years(reading) or self._planned(reading)
        if reading.years not in self._of_years:
            self._of_years[reading.years] = Planner(self._every.of_years(reading.years))
        return self._of_years[reading.years].plan(reading)

    def has_years(self, years: Sequence[str]) -> bool:
        """True where the tables have figures of all these ``years``, in columns of their own."""
        periods = {m.period for m in self._every.all} if self._every is not self.measures else set()
        return all(any(year in period for period in periods) for year in years)

    def in_years(self, last: Query, reading: Reading) -> Plan | None:
        """The figures of ``last`` in the years that a follow-up names alone (2020年呢)."""
        found = [m for measure in last.measures for m in self._same_row(measure, reading.years)]
        if not found or reading.words or last.operation is not Operation.VALUE:
            return None
        return Plan(replace(last, text=reading.text, measures=tuple(found)), 1.0)

    def _same_row(self, measure: Measure, years: Sequence[str]) -> list[Measure]:
        """The figures of the row of ``measure`` in ``years``, in their order."""
        key = (measure.document, measure.table, measure.row, measure.path)
        row = [m for m in self._every.all if (m.document, m.table, m.row, m.path) == key and m.row >= 0]
        return [m for year in years for m in row if year in m.period]

    def _between_years(self, reading: Reading) -> Plan | None:
        """2023年比2022年多多少: one figure of two years."""
        plan = self._planned(replace(reading, cues=()))
        if plan is None or len(plan.query.measures) != 1:
            return None
        found = self._same_row(plan.query.measures[0], reading.years)
        if len(found) != len(reading.years):
            return None
        dated = tuple(replace(m, path=(*m.path[:-1], f"{m.path[-1]}（{m.period}）")) for m in found)
        compared = reading.cue("difference", "compare") or _THAN.search(reading.text)
        operation = Operation.DIFFERENCE if compared else Operation.VALUE
        query = replace(plan.query, operation=operation, measures=dated, summary="")
        return replace(plan, query=query, problem="")

    def _planned(self, reading: Reading) -> Plan | None:
        operation = asked_operation(reading)
        if operation is Operation.SHARE and asks_share_of_schools(reading):
            listed = self._plain(reading, Operation.VALUE, entity=asks_some(reading))
            if listed is not None and listed.query.operation is Operation.FILTER:
                return listed
        reading = with_group(reading, operation)
        entity = asks_schools(reading, operation) or asks_some(reading)
        planned = self._special_first(reading, operation, entity=entity)
        return None if planned is None else turned_round(reading, planned)

    def _special_first(self, reading: Reading, operation: Operation, *, entity: bool) -> Plan | None:
        """The plan of the first way of reading the question that fits, the more special first."""
        if (ranked := self._rows.plan(reading)) is not None:
            return ranked
        if (spelled := self._arithmetic.plan(reading, operation, entity=entity)) is not None:
            return spelled
        if (alike := self._leaves.plan(reading)) is not None:
            return alike
        derived = self._reckonings.of_all(reading) or self._reckonings.farthest_apart(reading)
        derived = derived or self._reckonings.one_above_other(reading) or self._reckonings.as_many(reading)
        derived = derived or self._subsets.of_first(reading)
        if derived is None and entity:
            derived = self._quotients.by_formula(reading, operation) or self._reckonings.over_schools(
                reading, operation
            )
        if derived is None and not entity and not reading.subjects:
            derived = self._quotients.of_region(reading, operation)
        derived = derived or self._quotients.each.per(reading, entity=entity)
        return derived or self._simple(reading, operation, entity=entity)

    def _simple(self, reading: Reading, operation: Operation, *, entity: bool) -> Plan | None:
        """The plan of figures as they are printed: compared, in a row, shared, tested, or alone."""
        if operation in (Operation.DIFFERENCE, Operation.COMPARE) and len(reading.subjects) <= 1:
            between = self._between(reading, entity=entity)
            if between is not None:
                return between
        if operation is Operation.ROW and reading.subjects:
            return self._row(reading)
        if operation in (Operation.SHARE, Operation.RATIO) and (
            len(reading.subjects) <= 1 or in_all(reading)
        ):
            share = (
                None if against_typical(reading) else self._quotients.share(reading, operation, entity=entity)
            )
            if share is not None:
                return share
        thresholds = [c for c in reading.cues if c.kind in ("threshold", "against")]
        if operation in (Operation.FILTER, Operation.COUNT) and thresholds:
            return self._subsets.plan(reading, operation, thresholds, entity=entity)
        return self._plain(reading, operation, entity=entity)

    def _between(self, reading: Reading, *, entity: bool) -> Plan | None:
        """教职工比编制多多少: the difference of two measures of one school, or of the region."""
        among = self._chooser.among(reading, entity=entity)
        joints = [found.span() for found in _THAN.finditer(reading.rest)]
        joints += [(cue.start, cue.end) for cue in reading.cues if cue.kind == "difference"]
        for start, end in joints:
            sides = (words_between(reading, 0, start), words_between(reading, end, len(reading.text)))
            one, other = (self._chooser.choose(reading, words, among, alone=True) for words in sides)
            if not one.clear or not other.clear or one.measures[0] == other.measures[0]:
                continue
            pair = (one.measures[0], other.measures[0])
            if pair[0].unit != pair[1].unit or pair[0].layout != pair[1].layout:
                continue
            query = Query(
                kind="figure",
                text=reading.text,
                operation=Operation.DIFFERENCE,
                subjects=reading.subjects,
                measures=pair,
                summary="" if entity else "total",
            )
            return Plan(query, min(one.explained, other.explained))
        return None

    def continued(self, reading: Reading, before: Reading) -> Plan | None:
        """The figure that a follow-up and the question before name together: 那到账的钱呢 after a training."""
        words = set(reading.words)
        if not words or reading.unknown or len(before.subjects) > 1 or reading.years:
            return None
        pool = self._chooser.columns if before.subjects else self._chooser.rows
        both = tuple(dict.fromkeys((*reading.words, *(w for w in before.words if w not in before.unknown))))
        for match in self.measures.match(both, pool, reading.units[0] if reading.units else ""):
            own = set(match.measure.words)
            if words <= own <= set(both) and own - words:
                query = Query("figure", reading.text, Operation.VALUE, before.subjects, (match.measure,))
                return Plan(query, 1.0)
        return None

    def columns_for(self, reading: Reading) -> tuple[Measure, ...] | None:
        """The columns of entity tables that the question's words name, if they do."""
        choice = self._chooser.choose(reading, reading.words, self._chooser.columns)
        return choice.measures if choice.clear else None

    def named(self, reading: Reading, layout: str) -> Measure | None:
        """The one measure of such tables that the question's words name, if they do."""
        pool = self._chooser.columns if layout == "entities" else self._chooser.rows
        choice = self._chooser.choose(reading, reading.words, pool)
        return choice.measures[0] if choice.clear else None

    def column_like(self, row: Measure) -> Measure | None:
        """The column of the tables of schools for what ``row`` tells of the region, if one says just that."""
        found = self.measures.match(row.words, self._chooser.columns)
        fits = found and found[0].explained >= ENOUGH and found[0].measure.unit == row.unit
        return found[0].measure if fits else None

    def family(self, row: Measure) -> tuple[Measure, ...]:
        """The rows of an indicator table that ``row`` is ranked with."""
        return self._rows.family(row)

    def formula_of(self, row: Measure) -> tuple[str, tuple[Measure, Measure]] | None:
        """The formula that ``row`` prints for the region and its columns, if schools have them."""
        return self._quotients.formula_of(row)

    def typical(self, last: Query, reading: Reading) -> Plan | None:
        """What a formula is for the region: the row that prints it, else the quotient over all schools."""
        row = self._quotients.printed_row(last.formula)
        if row is not None:
            return Plan(Query("figure", reading.text, measures=(row,)), 1.0)
        query = replace(last, text=reading.text, operation=Operation.MEAN, subjects=(), group=None)
        return Plan(query, 1.0)

    def per_student(self, top: Measure, reading: Reading) -> tuple[str, tuple[Measure, Measure]] | None:
        """The formula of ``top`` per student and its columns, where the question asks for just that."""
        return self._quotients.per_student(top, reading)

    def by_formula(self, reading: Reading) -> Plan | None:
        """The formula that the question names, for schools that it does not name itself."""
        return self._quotients.by_formula(reading, Operation.VALUE)

    def share_named(self, part: Measure, whole: Measure) -> str:
        """The name of the formula for the share of one column in another."""
        return self._reckonings.formula(part, whole, share=True).name

    def per_one(self, reading: Reading) -> Plan | None:
        """平均一个教师对几个学生, for schools that the question does not name itself."""
        return self._quotients.each.per(reading, entity=True)

    def whole(self, part: Measure) -> Measure | None:
        """The measure that ``part`` is a part of."""
        return self._quotients.whole(part)

    def _plain(self, reading: Reading, operation: Operation, *, entity: bool) -> Plan | None:
        choice, problem = self._chosen(reading, entity=entity)
        if not choice.measures:
            return None
        first = choice.measures[0]
        alone = len(choice.measures) == 1 and not reading.subjects
        special = self._per_one_of(reading, operation, first)
        special = special or (typical(reading, operation, choice) if alone else None)
        if special is not None:
            return special
        if operation in (Operation.DIFFERENCE, Operation.COMPARE) and alone:
            return None
        if first.layout == "indicators" and operation in (Operation.TOP, Operation.RANGE):
            operation = Operation.VALUE
            if _BREAKDOWN.search(reading.text):
                problem = "no_breakdown"
            elif said(reading.text, "school"):
                problem = "only_region"
        if operation is Operation.SHARE and alone and first.unit == "%":
            operation = Operation.VALUE  # what is printed in per cent is the share
        some = some_or_none(reading, operation, first)
        if some is not None:
            query = Query("figure", reading.text, Operation.FILTER, (), (first,), (some,), reading.group)
            return self._subsets.asked_of(reading, Filtered(Plan(query, choice.explained), ()))
        ranking = asked_ranking(reading, operation)
        summary = asked_summary(reading, operation)
        if operation is Operation.VALUE and not reading.subjects and adds_up(reading, choice.measures):
            summary = "total"
        query = Query(
            kind="figure",
            text=reading.text,
            operation=operation,
            subjects=reading.subjects,
            measures=choice.measures,
            group=reading.group,
            descending=ranking.descending,
            position=ranking.position,
            limit=ranking.limit,
            summary=summary,
            conditions=reported(reading, operation, first),
            unit="%" if relative(reading, operation) else target_unit(reading, first),
        )
        covered = self._chooser.covered(reading, first)
        return Plan(query, choice.explained, covered, problem, choice.ties)

    def _per_one_of(self, reading: Reading, operation: Operation, part: Measure) -> Plan | None:
        """国外办的学校平均每所多少学生: a row by the row that it stands under, which is counted singly."""
        mean = reading.cue("mean")
        if mean is None or operation is not Operation.MEAN or part.layout != "indicators" or reading.subjects:
            return None
        whole = self._quotients.above(part)
        if whole is None or f"每{whole.unit}" not in mean.written:
            return None
        query = Query("figure", reading.text, Operation.RATIO, measures=(part, whole), summary="total")
        return Plan(query, 1.0)

    def _chosen(self, reading: Reading, *, entity: bool) -> tuple[Choice, str]:
        """The measures, those of the region where only they fit, and the problem with that."""
        among = self._chooser.among(reading, entity=entity)
        total = reading.cue("total", "printed_total")
        adds = total is not None and any(w in total.written for w in _ADDING)
        choice = self._chooser.choose(reading, reading.words, among, several=adds)
        if total is not None and not adds and not choice.clear:
            all_named = self._chooser.choose(reading, reading.words, among, several=True)
            choice = all_named if all_named.explained > _WHOLLY else choice
        choice = self._counted(reading, choice, among)
        if not entity or choice.clear:
            return choice, ""
        wider = self._chooser.choose(reading, reading.words, self.measures.all)
        if not wider.clear or wider.explained <= choice.explained + _CLEARLY_MORE:
            return choice, ""
        regional = any(m.layout == "indicators" for m in wider.measures)
        problem = "only_region" if regional and (reading.subjects or reading.group) else ""
        return replace(wider, ties=()), problem

    def _counted(self, reading: Reading, choice: Choice, among: Sequence[Measure]) -> Choice:
        """高级职称人数全省合计: the people who are added up or counted, not their rate."""
        counts = reading.cue("total", "printed_total") is not None or "人数" in reading.rest
        if not counts or not choice.measures or choice.measures[0].unit not in ("%", ":"):
            return choice
        people = [m for m in among if m.unit not in ("%", ":")]
        other = self._chooser.choose(reading, reading.words, people)
        return other if other.clear and other.explained >= choice.explained else choice

    def _row(self, reading: Reading) -> Plan:
        """The plan for a whole row of a table, or for the columns that are named."""
        words = [w for w in reading.words if w not in reading.unknown]
        tables = named_tables(reading)
        named: tuple[Measure, ...] = ()
        if words:
            choice = self._chooser.choose(reading, words, self._chooser.among(reading, entity=True))
            if choice.clear and len(choice.measures) > 1:
                named = choice.measures
            elif choice.measures and not tables and choice.explained >= _TABLE_NAMED:
                tables = [choice.measures[0].table]
        query = Query(
            kind="figure",
            text=reading.text,
            operation=Operation.ROW,
            subjects=reading.subjects,
            measures=named,
            table=tables[0] if tables else "",
        )
        return Plan(query, 1.0)
