"""Figure follow-ups that do something else with the figures before: a rank, a share, a difference, a total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue import dialogue_words
from assistant.narrowing import changed
from assistant.query import Group, Operation

if TYPE_CHECKING:
    from assistant.dialogue import Context
    from assistant.planner import Planner
    from assistant.query import Measure, Plan, Query
    from assistant.reading import Reading

_PAIR = 2


class Recalculation:
    """Completes follow-ups that name no figure but what is to be done with those before."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner

    def resolve(self, reading: Reading, context: Context, last: Query) -> Plan | None:
        """Something else done with the same figures: a rank, a share, a difference, a total."""
        if reading.cue("rank_of"):
            subjects = last.subjects or context.found[:1]
            return self._rank_of(reading, last, subjects) if subjects else None
        printed = reading.cue("printed_mean", "printed_median")
        against = reading.cue("difference", "compare") is not None and len(last.subjects) == 1
        if printed is not None and last.measures[0].layout == "entities" and against:
            summary = printed.kind.removeprefix("printed_")
            return changed(last, reading, operation=Operation.DIFFERENCE, summary=summary)
        if printed is not None and last.formula and not reading.cue("difference", "compare"):
            return self._planner.typical(last, reading)
        if printed is not None and last.measures[0].layout == "entities" and not reading.cue("difference"):
            summary = printed.kind.removeprefix("printed_")
            return changed(last, reading, operation=Operation.VALUE, subjects=(), group=None, summary=summary)
        if reading.cue("share"):
            return self._share(reading, context, last)
        if reading.cue("difference", "compare", "ratio"):
            return self._difference(reading, context, last)
        if reading.cue("total", "printed_total", "mean"):
            return self._total(reading, context, last)
        if reading.region and last.subjects and last.measures[0].layout == "indicators":
            return changed(last, reading, subjects=())  # no school has the figure: 那全省的呢
        if reading.region and last.measures[0].layout == "entities":
            return changed(last, reading, operation=Operation.VALUE, subjects=(), summary="mean")
        return None

    def _rank_of(self, reading: Reading, last: Query, subjects: tuple[str, ...]) -> Plan:
        """排第几: by the last figure, or by the share that was the last figure."""
        shared = last.operation is Operation.SHARE and len(last.measures) == _PAIR and not last.formula
        name = self._planner.share_named(last.measures[0], last.measures[1]) if shared else last.formula
        return changed(
            last, reading, operation=Operation.RANK_OF, subjects=subjects, formula=name, summary=""
        )

    def _share(self, reading: Reading, context: Context, last: Query) -> Plan | None:
        """占多大比例: the last figure in the one before it, in what it is part of, or in that of all."""
        together = last.subjects or last.group is not None or last.conditions
        if together and (reading.region or last.operation is Operation.SUM):
            return changed(
                last, reading, operation=Operation.SHARE, measures=last.measures[:1], summary="total"
            )
        before = [
            q
            for q in context.queries[:-1]
            if q.kind == "figure"
            and q.measures
            and q.subjects == last.subjects
            and q.measures[0] != last.measures[0]
        ]
        bases: tuple[Measure, ...] = before[-1].measures[:1] if before else ()
        whole = self._planner.whole(last.measures[0])
        if whole is not None and last.operation is Operation.TOP and last.measures[0].layout == "entities":
            name = self._planner.share_named(last.measures[0], whole)
            return changed(last, reading, measures=(last.measures[0], whole), formula=name)
        if whole is not None and (not bases or bases[0].unit != last.measures[0].unit):
            bases = (whole,)
        if not bases:
            if last.subjects and last.operation is Operation.VALUE:
                return changed(last, reading, operation=Operation.SHARE)
            return None
        return changed(last, reading, operation=Operation.SHARE, measures=(last.measures[0], bases[0]))

    def _difference(self, reading: Reading, context: Context, last: Query) -> Plan | None:
        subjects = self._recent(context, last)
        if len(subjects) <= 1:
            return self._against_mean(reading, context, last) or self._between_measures(
                reading, context, last
            )
        operation = Operation.RATIO if reading.cue("ratio") else Operation.DIFFERENCE
        return changed(last, reading, operation=operation, subjects=subjects[-2:])

    def _against_mean(self, reading: Reading, context: Context, last: Query) -> Plan | None:
        """差多少 where a school's figure and the mean of all were the last two that were asked for."""
        summary = next((q.summary for q in reversed(context.queries[-2:]) if q.summary), "")
        subjects = self._recent(context, last)
        if summary not in ("mean", "median") or len(subjects) != 1 or reading.cue("ratio"):
            return None
        return changed(
            last, reading, operation=Operation.DIFFERENCE, subjects=subjects, summary=summary, group=None
        )

    def _between_measures(self, reading: Reading, context: Context, last: Query) -> Plan | None:
        """差多少, 是几倍 between the last two figures of one school, or of the region."""
        measures = self._measures_in_turn(context, last)
        if len(measures) <= 1:
            return None
        operation = Operation.RATIO if reading.cue("ratio") else Operation.DIFFERENCE
        pair = measures[-2:][::-1] if _latter_first(reading.text) else measures[-2:]
        return changed(last, reading, operation=operation, measures=pair, formula="")

    def _measures_in_turn(self, context: Context, last: Query) -> tuple[Measure, ...]:
        """The measures of one unit and of the same whose that the last turns asked for, each by itself."""
        found: list[Measure] = []
        for query in reversed(context.queries):
            plain = query.kind == "figure" and query.operation is Operation.VALUE and not query.formula
            if not plain or not query.measures or query.subjects != last.subjects:
                break
            if query.measures[0].unit != last.measures[0].unit:
                break
            found = [*query.measures, *found]
        return tuple(dict.fromkeys(found))

    def _total(self, reading: Reading, context: Context, last: Query) -> Plan | None:
        if (quotient := self._per_head(reading, context, last)) is not None:
            return quotient
        operation = Operation.MEAN if reading.cue("mean") else Operation.SUM
        if last.operation in (Operation.FILTER, Operation.COUNT, Operation.TOP) and len(context.found) > 1:
            named = Group("上面这些学校", names=context.found)
            return changed(
                last,
                reading,
                operation=operation,
                group=named,
                subjects=(),
                conditions=(),
                limit=0,
                position=1,
            )
        subjects = self._recent(context, last)
        if len(subjects) > 1:
            return changed(last, reading, operation=operation, subjects=subjects, limit=0)
        if last.group is not None:
            return changed(last, reading, operation=operation, subjects=(), conditions=(), limit=0)
        measures = self._measures_in_turn(context, last)
        if len(measures) > 1 and operation is Operation.SUM and last.measures[0].unit not in ("%", ":"):
            return changed(
                last, reading, operation=Operation.VALUE, measures=measures, summary="total", formula=""
            )
        if operation is Operation.MEAN and last.measures[0].layout == "entities":
            return changed(last, reading, operation=Operation.VALUE, subjects=(), limit=0, summary="mean")
        return changed(last, reading, operation=Operation.SUM, subjects=(), limit=0, summary="total")

    def _per_head(self, reading: Reading, context: Context, last: Query) -> Plan | None:
        """平均每人多少: the last figure by the number of people asked for before it."""
        if not any(word in reading.text for word in dialogue_words()["per_head"]) or len(context.queries) < 2:
            return None
        before = context.queries[-2]
        people = before.measures[:1] if before.kind == "figure" and before.subjects == last.subjects else ()
        if not people or people[0].unit != "人" or last.measures[0].unit == "人":
            return None
        measures = (last.measures[0], people[0])
        return changed(last, reading, operation=Operation.RATIO, measures=measures, formula="", summary="")

    def _recent(self, context: Context, last: Query) -> tuple[str, ...]:
        """The schools of the last turns that asked for the same measure."""
        found: list[str] = []
        for query in reversed(context.queries):
            if query.measures[:1] != last.measures[:1]:
                break
            found = [*query.subjects, *found]
        return tuple(dict.fromkeys(found))


def _latter_first(text: str) -> bool:
    """True for 后者是前者的几倍."""
    return -1 < text.find("后者") < text.find("前者")
