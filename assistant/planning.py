"""Small decisions of the planner, each over one :class:`~assistant.reading.Reading`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conditions import condition
from assistant.intent import asks_mean_and_median, named_summaries
from assistant.names import Mention
from assistant.query import BOTH, Group, Operation, Plan, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.choosing import Choice
    from assistant.query import Condition, Measure
    from assistant.reading import Reading

_PAIR = 2


def typical(reading: Reading, operation: Operation, choice: Choice) -> Plan | None:
    """The mean and the median of a column, or how far they are apart."""
    first = choice.measures[0]
    if operation is Operation.DIFFERENCE and len(named_summaries(reading)) > 1:
        return Plan(Query("figure", reading.text, operation, measures=(first,)), choice.explained)
    if first.layout == "entities" and asks_mean_and_median(reading, operation):
        both = Query("figure", reading.text, Operation.MEAN, (), (first,), group=reading.group, summary=BOTH)
        return Plan(both, choice.explained)
    return None


def against_typical(reading: Reading) -> bool:
    """True where a school's figure is set against the mean or the median: 是全省平均的几倍."""
    share = reading.cue("share")
    times = reading.cue("ratio") is not None or (share is not None and share.written.startswith("百分之"))
    return times and bool(named_summaries(reading)) and len(reading.subjects) == 1


def in_all(reading: Reading) -> bool:
    """True where a share of several schools together in all of them is asked for: 两家经费占全省多少."""
    whole = reading.region or reading.counted or reading.cue("total", "printed_total")
    return bool(whole) and reading.cue("share") is not None and "各" not in reading.rest


def reported(reading: Reading, operation: Operation, measure: Measure) -> tuple[Condition, ...]:
    """不算填0的，最低的: the condition that a ranking leaves out what is not reported."""
    tests = [c for c in reading.cues if c.kind == "threshold" and c.comparison == ">" and not c.low]
    return tuple(condition(measure, c) for c in tests) if operation is Operation.TOP else ()


def adds_up(reading: Reading, measures: Sequence[Measure]) -> bool:
    """True where several figures of the region in one unit are to be added, and not each asked by itself (一共几个甲，几个乙)."""
    units = {m.unit for m in measures}
    each = reading.quantifiers == len(measures)
    added = reading.cue("total", "printed_total") is not None and not each
    return added and len(measures) > 1 and len(units) == 1 and not units & {"%", ":"}


def with_group(reading: Reading, operation: Operation) -> Reading:
    """``reading`` with its group compared school by school, or its schools ranked as a group."""
    if operation in (Operation.DIFFERENCE, Operation.COMPARE) and not reading.subjects:
        return _of_pair(reading)
    if operation in (Operation.TOP, Operation.RANGE) and len(reading.subjects) > 1:
        return _among_named(reading)
    return reading


def _among_named(reading: Reading) -> Reading:
    """``reading`` with the schools that it names as the group to rank: A、B、C三家谁的学生最多."""
    names = reading.subjects
    return replace(reading, mentions=(), group=Group("所问学校", names=names))


def _of_pair(reading: Reading) -> Reading:
    """``reading`` with the two schools of its group as its subjects: 两所医专差多少."""
    names = reading.group.names if reading.group else ()
    if len(names) != _PAIR:
        return reading
    added = tuple(Mention(0, 0, name, (name,), "context") for name in names)
    return replace(reading, mentions=added, group=None)
