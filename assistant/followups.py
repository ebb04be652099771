"""Figure follow-ups: what a short message leaves out is taken from the :class:`Query` of the turn before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conditions import target_unit
from assistant.dialogue import Context, dialogue_words, elliptic, leans_back, points_back
from assistant.narrowing import Narrowing, changed, of_group, of_subjects
from assistant.operations import said
from assistant.query import Measure, Operation, Plan, Query
from assistant.recalculation import Recalculation

if TYPE_CHECKING:
    from assistant.planner import Planner
    from assistant.reading import Reading

_NAMED = 0.6
_NAMED_FULLY = 0.9
_PAIR = 2
_LISTED = 12
_OF_SEVERAL = (Operation.DIFFERENCE, Operation.COMPARE, Operation.RATIO, Operation.SUM)
_RANKINGS = (Operation.TOP, Operation.RANK_OF, Operation.RANGE)
_LISTS = (Operation.TOP, Operation.FILTER, Operation.COUNT, Operation.RANGE)


class Resolver:
    """Completes figure follow-ups from the queries before."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._narrowing = Narrowing(planner)
        self._recalculation = Recalculation(planner)

    def resolve(self, reading: Reading, context: Context, plan: Plan | None) -> Plan | None:
        """The completed plan, or ``None`` where the message is no figure follow-up."""
        last = context.last
        if last is None or last.kind != "figure" or not last.measures:
            return None
        levels = self._levels(reading, last)
        if levels is not None:
            return levels
        apart = reading.words and not elliptic(reading, last) and not self.part_named(reading, last)
        if not leans_back(reading.text) and apart:
            return None
        dated = self._planner.in_years(last, reading) if reading.years else None
        if dated is not None:
            return dated
        reading = self._narrowing.without_repetition(reading, last)
        if (narrowed := self._narrowing.resolve(reading, context, last)) is not None:
            return narrowed
        words = [w for w in reading.words if w not in reading.unknown]
        if reading.unknown and len(reading.unknown) > len(words) + 1:
            return None
        if not words:
            return self._same_measure(reading, context, last)
        return self._other_measure(reading, context, last, plan)

    def part_named(self, reading: Reading, last: Query) -> bool:
        """True for 在读的学生有多少 after a region's figure that has a part of that name (其中：在校生数), where nobody else is named."""
        whose = reading.mentions or reading.strangers or reading.region or reading.places or reading.group
        first = last.measures[0] if last.measures else None
        words = set(reading.words)
        if whose or reading.unknown or not words or first is None or first.layout != "indicators":
            return False
        return any(
            m.document == first.document
            and m.table == first.table
            and m.path[:-1] == first.path
            and words <= set(m.words) - set(first.words)
            for m in self._planner.measures.all
        )

    def _levels(self, reading: Reading, last: Query) -> Plan | None:
        """省级和校级分别是多少 after a row: the parts of it, or beside it, that narrowing words alone name."""
        words, first = reading.words, last.measures[0]
        done = reading.cue("share", "difference", "compare", "ratio", "highest", "lowest")
        if not words or not self._planner.measures.only_narrow(words) or done or first.layout != "indicators":
            return None
        for above in (first.path, first.path[:-1]):
            near = [
                m
                for m in self._planner.measures.all
                if (m.document, m.table, m.unit) == (first.document, first.table, first.unit)
                and m.path[:-1] == above
            ]
            named = [next((m for m in near if word in m.words), None) for word in words]
            if above and all(named):
                summary = "total" if reading.cue("total", "printed_total") else ""
                measures = tuple(m for m in named if m is not None)
                return changed(last, reading, operation=Operation.VALUE, measures=measures, summary=summary)
        return None

    def _same_measure(self, reading: Reading, context: Context, last: Query) -> Plan | None:
        ranks = reading.cue("highest", "lowest") is not None
        if reading.cue("threshold", "against") is not None and not ranks:
            return None
        if reading.cue("ordinal", "ordinal_last", "top", "bottom", "highest", "lowest"):
            return self._rank_again(reading, last)
        if reading.subjects:
            return of_subjects(reading, self._narrowing.of_columns(last))
        if reading.group is not None:
            return of_group(reading, last)
        return self._said_otherwise(reading, last) or self._recalculation.resolve(reading, context, last)

    def _said_otherwise(self, reading: Reading, last: Query) -> Plan | None:
        """换成亿元, 倒过来呢, 都是哪些: the same figures in another unit, order or form."""
        if (
            reading.units
            and target_unit(reading, last.measures[0])
            and not reading.cue("total", "printed_total", "mean")
        ):
            return changed(last, reading)
        if last.operation is Operation.TOP and any(w in reading.text for w in dialogue_words()["reversed"]):
            return changed(last, reading, descending=not last.descending, position=1)
        if last.operation in (Operation.COUNT, Operation.FILTER) and said(reading.text, "which"):
            return changed(last, reading, operation=Operation.FILTER)
        return None

    def _rank_again(self, reading: Reading, last: Query) -> Plan | None:
        if said(reading.text, "school"):
            last = self._narrowing.of_columns(last)
        if last.measures[0].layout == "indicators" and len(last.measures) == 1:
            family = self._planner.family(last.measures[0])
            if not family:
                return None
            last = replace(last, measures=family)
        cue = reading.cue("ordinal", "ordinal_last", "top", "bottom")
        low = reading.cue("lowest", "ordinal_last", "bottom") is not None
        high = reading.cue("highest") is not None
        up = not low if (low or high) else last.descending
        position = cue.number if cue and cue.kind.startswith("ordinal") else 1
        limit = cue.number if cue and cue.kind in ("top", "bottom") else 1
        return changed(
            last,
            reading,
            operation=Operation.TOP,
            descending=up,
            position=position,
            limit=limit,
            subjects=(),
            conditions=(),
            group=reading.group or last.group,
        )

    def _other_measure(
        self, reading: Reading, context: Context, last: Query, plan: Plan | None
    ) -> Plan | None:
        if not reading.subjects and (named := self._by_formula(reading, context, last, plan)) is not None:
            return named
        if not reading.subjects and (quotient := self._quotient(reading, last)) is not None:
            return quotient
        if reading.subjects or reading.region:
            return None
        if (one := self._of_listed(reading, context, last)) is not None:
            return one
        beside = self._beside(reading, last)
        if beside is not None and reading.cue("share") is not None:
            whole = self._planner.whole(beside.query.measures[0])
            shared = whole in last.measures
            return (
                changed(
                    beside.query, reading, operation=Operation.SHARE, measures=(*beside.query.measures, whole)
                )
                if shared
                else beside
            )
        if beside is not None and (apart := self._apart_from(reading, last, beside.query)) is not None:
            return apart
        if beside is not None or plan is None:
            return beside
        return self._other_column(reading, context, last, plan)

    def _apart_from(self, reading: Reading, last: Query, beside: Query) -> Plan | None:
        """比用人单位高多少 after another satisfaction: the last figure against the one that is named."""
        cue = reading.cue("difference", "compare", "ratio")
        one, other = last.measures[0], beside.measures[0]
        if cue is None or one == other or one.unit != other.unit or last.operation is not Operation.VALUE:
            return None
        operation = Operation.RATIO if cue.kind == "ratio" else Operation.DIFFERENCE
        return changed(last, reading, operation=operation, measures=(one, other))

    def _by_formula(self, reading: Reading, context: Context, last: Query, plan: Plan | None) -> Plan | None:
        """生师比呢, 那落实率: a figure by formula, of the schools or of the region spoken of before."""
        if reading.region or reading.group:
            return None
        derived = self._planner.by_formula(reading)
        subjects = last.subjects or (context.subjects if points_back(reading.text) else ())
        if derived is not None and subjects and last.measures[0].layout == "entities":
            several = len(subjects) > 1 and last.operation in _OF_SEVERAL
            keep = Operation.DIFFERENCE if several else Operation.DERIVED
            query = replace(derived.query, subjects=subjects, operation=keep)
            return replace(derived, query=query)
        divides = plan is not None and plan.query.operation in (Operation.SHARE, Operation.RATIO)
        regional = plan is not None and divides and not subjects
        two = plan is not None and len(plan.query.measures) == _PAIR
        return plan if regional and two and reading.cue("share") is None else None

    def _other_column(self, reading: Reading, context: Context, last: Query, plan: Plan) -> Plan | None:
        """The same for another column of a table of schools."""
        query = plan.query
        subjects = last.subjects or context.subjects
        columns = self._planner.columns_for(reading)
        ranked = query.operation in (*_RANKINGS, Operation.FILTER, Operation.COUNT)
        if columns is not None and not ranked:
            if last.operation in _RANKINGS and not last.subjects and not points_back(reading.text):
                return changed(last, reading, measures=columns, formula="")
            if last.operation in (Operation.FILTER, Operation.COUNT) and not last.subjects:
                listed = context.found[:_LISTED]
                return changed(
                    last,
                    reading,
                    operation=Operation.VALUE,
                    measures=columns,
                    subjects=listed,
                    conditions=(),
                    group=None,
                )
            if subjects:
                if query.operation is Operation.SHARE:
                    return replace(plan, query=replace(query, subjects=subjects))
                derived = query.operation is Operation.DERIVED and query.formula
                operation = Operation.DERIVED if derived else Operation.VALUE
                several = len(last.subjects) > 1 and last.operation in _OF_SEVERAL
                keep = last.operation if several else operation
                return changed(
                    last, reading, operation=keep, measures=columns, subjects=subjects, formula=query.formula
                )
            if last.group is not None:
                return changed(last, reading, measures=columns, formula="")
        return None

    def _quotient(self, reading: Reading, last: Query) -> Plan | None:
        """占它专任教师的多大比例, 人均多少: the last figure by one that is named."""
        if last.operation not in (Operation.VALUE, Operation.SUM, Operation.SHARE) or last.formula:
            return None
        top = last.measures[0]
        if last.subjects and (each := self._planner.per_one(reading)) is not None:
            return replace(each, query=replace(each.query, subjects=last.subjects))
        if (per := self._planner.per_student(top, reading)) is not None and last.subjects:
            name, operands = per
            return changed(last, reading, operation=Operation.DERIVED, measures=operands, formula=name)
        if reading.cue("share") is None:
            return None
        base = self._planner.named(reading, top.layout)
        if base is None:
            return None
        if base == top and last.subjects and (reading.region or len(last.subjects) > 1):
            return changed(last, reading, operation=Operation.SHARE, measures=(top,), summary="total")
        if base == top or base.unit != top.unit or reading.region:
            return None
        if self._planner.whole(base) == top:  # 其中双师占比: the whole was asked for before
            top, base = base, top
        return changed(last, reading, operation=Operation.SHARE, measures=(top, base))

    def _of_listed(self, reading: Reading, context: Context, last: Query) -> Plan | None:
        """第一名有多少专业: another figure of one of the schools that the answer before listed."""
        cue = reading.cue("ordinal", "ordinal_last")
        superlative = [c for c in reading.cues if c.kind in ("highest", "lowest")]
        if cue is None or superlative or last.operation not in _LISTS or len(context.found) < cue.number:
            return None
        columns = self._planner.columns_for(reading)
        if columns is None or columns == last.measures:
            return None
        place = -cue.number if cue.kind == "ordinal_last" else cue.number - 1
        return changed(
            last,
            reading,
            operation=Operation.VALUE,
            measures=columns,
            subjects=(context.found[place],),
            conditions=(),
            group=None,
            formula="",
            position=1,
            limit=0,
        )

    def _beside(self, reading: Reading, last: Query) -> Plan | None:
        """Another figure of the same row or family: 调查了多少人次, 家长的呢, 省级的呢."""
        first = last.measures[0]
        if first.layout != "indicators":
            return None
        kin = [
            m
            for m in self._planner.measures.all
            if m.document == first.document
            and m.table == first.table
            and (m.row == first.row or m.path[0] == first.path[0] or len(m.path) == len(first.path))
        ]
        words = [w for w in reading.words if w not in reading.unknown]
        same_row = [m for m in kin if m.row == first.row and m is not first]
        for pool in (same_row, kin):
            matches = self._planner.measures.match(words, pool)
            matches.sort(key=lambda m: (-round(m.explained, 2), -_kinship(m.measure, first), -m.score))
            if matches and matches[0].explained > _NAMED and set(matches[0].measure.words) & set(words):
                return changed(last, reading, measures=(matches[0].measure,), operation=Operation.VALUE)
            topic = [*words, *(w for w in first.words if w not in words)]
            wider = self._planner.measures.match(topic, pool)
            if (
                wider
                and wider[0].explained > _NAMED_FULLY
                and wider[0].measure is not first
                and set(words) <= set(wider[0].measure.words)
            ):
                return changed(last, reading, measures=(wider[0].measure,), operation=Operation.VALUE)
        return None


def _kinship(measure: Measure, other: Measure) -> int:
    """How many of the labels above two rows are the same."""
    return next(
        (i for i, (a, b) in enumerate(zip(measure.path, other.path, strict=False)) if a != b),
        min(len(measure.path), len(other.path)),
    )
