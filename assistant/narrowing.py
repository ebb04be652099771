"""Figure follow-ups about the schools of the answer before: fewer of them, one more, another figure of theirs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.conditions import condition, target_unit
from assistant.dialogue import dialogue_words, points_back
from assistant.names import Mention
from assistant.operations import Cue, operation_words, said
from assistant.query import Group, Operation, Plan, Query

if TYPE_CHECKING:
    from assistant.dialogue import Context
    from assistant.planner import Planner
    from assistant.reading import Reading

_THESE = re.compile(r"[这那](?:几|[一二两三四五六七八九十]{1,3}|\d{1,2})(?:所|家|个)")
_THAN_THAT = re.compile(
    r"(低于|高于|超过|不到|不足|少于|多于|大于|小于|达到|没到|不低于|不高于)(?:这个|该|此|这)(?:数|值|水平|标准|线)"
)
_YES_OR_NO = re.compile(r"吗|是不是|是否|么[？?]?$|没有[？?]?$")
_PAIR = 2
_MOST = 5
_LISTS = (Operation.TOP, Operation.FILTER, Operation.COUNT, Operation.RANGE)
_RANKINGS = (Operation.TOP, Operation.RANK_OF, Operation.RANGE)
_FILTERS = (Operation.FILTER, Operation.COUNT)
_OF_THESE = (*_RANKINGS, *_FILTERS, Operation.SUM, Operation.MEAN, Operation.MEDIAN)
_NOT_OF_NEW = (Operation.DIFFERENCE, Operation.COMPARE, Operation.SUM, Operation.FILTER, Operation.COUNT)
_OF_GROUP = (Operation.FILTER, Operation.COUNT, Operation.SUM, Operation.MEAN)


class Narrowing:
    """Completes follow-ups from the schools that the answer before was about."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner

    def resolve(self, reading: Reading, context: Context, last: Query) -> Plan | None:
        """The completed plan, or ``None`` where the message is about no such schools."""
        if not reading.subjects and reading.group is None and (of_these := self._of_these(reading, context)):
            return of_these
        if (more := _one_more(reading, last)) is not None:
            return more
        if (beside := self._sibling(reading, last)) is not None:
            return beside
        if reading.words:
            return self._of_the_first(reading, context, last)
        return (
            _beyond_usual(reading, last)
            or _tested_again(reading, last)
            or _counted(reading, last)
            or self._against(reading, context, last)
            or _asked_whether_first(reading, context, last)
            or _against_before(reading, context, last)
            or _how_many(reading, context, last)
        )

    def without_repetition(self, reading: Reading, last: Query) -> Reading:
        """平均每所多少双师 after a ranking by it: the figure of before named again is as good as left out."""
        done = reading.cue(
            "mean", "total", "printed_total", "median", "printed_mean", "rank_of", "difference", "compare"
        )
        if done is None or not reading.words or reading.subjects or reading.group or last.formula:
            return reading
        again = len(last.measures) == 1 and set(reading.words) <= set(last.measures[0].words)
        again = again and self._planner.columns_for(reading) == last.measures
        return replace(reading, tokens=()) if again else reading

    def of_columns(self, last: Query) -> Query:
        """``last`` with the column that tells of each school what its row tells of the region, if one does."""
        if len(last.measures) != 1 or last.measures[0].layout == "entities":
            return last
        column = self._planner.column_like(last.measures[0])
        if column is not None:
            return replace(last, measures=(column,))
        found = self._planner.formula_of(last.measures[0])
        if found is None:
            return last
        return replace(last, operation=Operation.DERIVED, formula=found[0], measures=found[1])

    def _of_these(self, reading: Reading, context: Context) -> Plan | None:
        """其中学生最多的, 这三所的教师一共多少: what is asked of the schools that the answer before listed."""
        last = context.last
        within = any(w in reading.text for w in dialogue_words()["within"]) or _THESE.search(reading.text)
        if last is None or last.operation not in _LISTS or len(context.found) < _PAIR or not within:
            return None
        if not reading.words or reading.region:
            return None
        group = Group("上面这些学校", names=context.found)
        plan = self._planner.plan(replace(reading, group=group, mentions=()))
        if plan is None or not plan.sure or any(m.layout != "entities" for m in plan.query.measures):
            return None
        if plan.query.operation in _OF_THESE:
            return plan
        listed = _THESE.search(reading.text) or reading.cue("each")
        return plan if plan.query.operation is Operation.VALUE and listed else None

    def _sibling(self, reading: Reading, last: Query) -> Plan | None:
        """思政的呢 after 美育课专任教师数: the one row beside the last that has the word in its label."""
        first = last.measures[0]
        apart = reading.cue("difference", "compare")
        alone = (
            len(reading.words) == 1 and reading.words == reading.unknown and len(reading.cues) == bool(apart)
        )
        if first.layout != "indicators" or not alone or len(reading.words[0]) < _PAIR or reading.subjects:
            return None
        rows = [
            m
            for m in self._planner.measures.all
            if (m.document, m.table, m.unit) == (first.document, first.table, first.unit)
            and m.path[:-1] == first.path[:-1]
            and reading.words[0] in m.path[-1]
        ]
        if len(rows) != 1 or rows[0] == first:
            return None
        if apart is not None:
            return changed(last, reading, operation=Operation.DIFFERENCE, measures=(first, rows[0]))
        return changed(last, reading, operation=Operation.VALUE, measures=(rows[0],))

    def _of_the_first(self, reading: Reading, context: Context, last: Query) -> Plan | None:
        """它双师占专任的比例 after a ranking: another figure of the one school that it found."""
        if last.operation not in _RANKINGS or last.subjects or len(context.found) != 1:
            return None
        if reading.subjects or reading.group or reading.region or not points_back(reading.text):
            return None
        mention = Mention(0, 0, context.found[0], context.found, "context")
        plan = self._planner.plan(replace(reading, mentions=(mention,)))
        shared = plan is not None and plan.sure and (plan.query.formula or len(plan.query.measures) > 1)
        return plan if shared else None

    def _against(self, reading: Reading, context: Context, last: Query) -> Plan | None:
        """超过省平均没有, 比省均值高多少: the last figure against the printed mean or median."""
        cue = reading.cue("against")
        if last.operation is Operation.TOP and len(context.found) == 1:
            last = replace(last, subjects=context.found, limit=0, position=1)
        if cue is None:
            return self._with_region(reading, last)
        if len(last.subjects) != 1 or last.measures[0].layout != "entities":
            return None
        if last.operation is Operation.DERIVED or last.formula:
            return changed(last, reading, operation=Operation.DIFFERENCE, summary=cue.written)
        if len(last.measures) > 1 or said(reading.text, "which"):
            return None
        return changed(
            last, reading, operation=Operation.DIFFERENCE, summary=cue.written, group=None, conditions=()
        )

    def _with_region(self, reading: Reading, last: Query) -> Plan | None:
        """跟省里比呢: the last figure of a school against what is usual."""
        one = len(last.subjects) == 1 and last.measures[0].layout == "entities"
        if not one or not reading.region or not reading.cue("compare", "difference") or reading.subjects:
            return None
        shared = last.operation is Operation.SHARE and len(last.measures) == _PAIR and not last.formula
        name = self._planner.share_named(last.measures[0], last.measures[1]) if shared else last.formula
        return changed(
            last,
            reading,
            operation=Operation.DIFFERENCE,
            formula=name,
            summary="mean",
            group=None,
            conditions=(),
        )


def _one_more(reading: Reading, last: Query) -> Plan | None:
    """再加上松原职院: the same with one school more."""
    added = any(word in reading.text for word in dialogue_words()["adding"])
    named = set(reading.words) - set(reading.unknown)
    if not added or not reading.subjects or not last.subjects or named:
        return None
    both = tuple(dict.fromkeys((*last.subjects, *reading.subjects)))
    return changed(last, reading, subjects=both)


def _tested_again(reading: Reading, last: Query) -> Plan | None:
    """不算0的 after a filter: one more condition; 超过一万的呢: another one in its place."""
    tests = [c for c in reading.cues if c.kind == "threshold"]
    if not tests or reading.subjects or reading.cue("highest", "lowest", "top", "bottom"):
        return None
    if last.operation is Operation.TOP and not last.formula and last.measures[0].layout == "entities":
        new = tuple(condition(last.measures[0], cue) for cue in tests)
        return changed(last, reading, conditions=(*last.conditions, *new))
    if last.operation not in _FILTERS or not last.conditions:
        return None
    before = last.conditions[-1]
    if before.formula:
        return None
    new = tuple(condition(before.measure, cue) for cue in tests)
    excludes = all(c.comparison == ">" and not c.low for c in new)
    kept = last.conditions if excludes or _narrows(reading) else last.conditions[:-1]
    count = Operation.COUNT if said(reading.text, "count") else Operation.FILTER
    return changed(last, reading, operation=count, conditions=(*kept, *new))


def _beyond_usual(reading: Reading, last: Query) -> Plan | None:
    """哪些学校低于这个数 after the printed mean or median."""
    found = _THAN_THAT.search(reading.text)
    plain = last.summary in ("mean", "median") and not last.subjects and not last.formula
    if found is None or not plain or len(last.measures) != 1 or last.measures[0].layout != "entities":
        return None
    words = operation_words()["comparisons"]
    comparison = next((c for c in (">=", "<=", ">", "<") if found.group(1) in words[c]), "")
    if not comparison:
        return None
    cue = Cue("against", found.start(), found.end(), last.summary, comparison=comparison)
    count = Operation.COUNT if said(reading.text, "count") else Operation.FILTER
    test = condition(last.measures[0], cue)
    return changed(last, reading, operation=count, conditions=(test,), summary="", group=reading.group)


def _narrows(reading: Reading) -> bool:
    return any(w in reading.text for w in dialogue_words()["within"]) or bool(_THESE.search(reading.text))


def _counted(reading: Reading, last: Query) -> Plan | None:
    """有几所 after a filter."""
    if last.operation not in _FILTERS or not said(reading.text, "count") or reading.cue("threshold"):
        return None
    return changed(last, reading, operation=Operation.COUNT)


def _asked_whether_first(reading: Reading, context: Context, last: Query) -> Plan | None:
    """是全省最少的吗: the rank of the one school spoken of."""
    cue = reading.cue("highest", "lowest")
    subjects = last.subjects or context.found[:1]
    if cue is None or len(subjects) != 1 or not _YES_OR_NO.search(reading.text) or reading.subjects:
        return None
    if last.measures[0].layout != "entities" or said(reading.text, "which"):
        return None
    return changed(
        last,
        reading,
        operation=Operation.RANK_OF,
        subjects=subjects,
        descending=cue.kind == "highest",
        position=1,
        limit=0,
        summary="",
    )


def of_subjects(reading: Reading, last: Query) -> Plan:
    """The same for other schools (那长春的呢), or compared with those of before."""
    if reading.cue("difference", "compare", "ratio") is not None and last.subjects:
        both = tuple(dict.fromkeys((*reading.subjects, *last.subjects)))
        if reading.cue("ratio") and len(both) == _PAIR and not last.formula:
            return changed(last, reading, operation=Operation.RATIO, subjects=both[::-1], summary="")
        return changed(last, reading, operation=Operation.DIFFERENCE, subjects=both)
    operation = Operation.RANK_OF if last.operation in _RANKINGS else last.operation
    if operation in _NOT_OF_NEW:
        operation = Operation.VALUE
    return changed(last, reading, operation=operation, subjects=reading.subjects, summary="", group=None)


def of_group(reading: Reading, last: Query) -> Plan:
    """The same for a group of schools (医学类的呢)."""
    keeps = last.operation in (*_RANKINGS, *_OF_GROUP) or said(reading.text, "which")
    operation = last.operation if keeps else Operation.SUM
    return changed(last, reading, operation=operation, group=reading.group, subjects=())


def _against_before(reading: Reading, context: Context, last: Query) -> Plan | None:
    """高出几个点 after a figure of the region and of a school; 比最少的多多少 after who has most."""
    apart = reading.cue("difference", "compare", "ratio")
    if apart is None or reading.subjects or reading.group:
        return None
    ends = {c.kind for c in reading.cues} & {"highest", "lowest"}
    if last.operation is Operation.TOP and last.limit <= 1 and ends and not last.subjects:
        return changed(last, reading, operation=Operation.RANGE)
    before = context.queries[-2] if len(context.queries) > 1 else None
    if before is not None and _both_ends(before, last):
        return changed(last, reading, operation=Operation.RANGE)
    of_region = before is not None and not before.subjects and before.kind == "figure"
    if not of_region or not last.formula or len(last.subjects) != 1:
        return None
    return changed(last, reading, operation=Operation.DIFFERENCE, summary="mean")


def _both_ends(before: Query, last: Query) -> bool:
    """True where the last two asked who has most and who has least of one figure."""
    tops = all(q.operation is Operation.TOP and q.limit <= 1 and q.position <= 1 for q in (before, last))
    same = (before.measures, before.formula, before.group) == (last.measures, last.formula, last.group)
    return tops and same and before.descending is not last.descending


def _how_many(reading: Reading, context: Context, last: Query) -> Plan | None:
    """有多少平 after a ranking or a filter: the figures of those that it found."""
    named = reading.subjects or reading.group or reading.region or reading.years or reading.cues
    if named or not reading.quantifiers or last.operation not in _LISTS or not context.found:
        return None
    if last.formula or len(context.found) > _MOST:
        return None
    return changed(
        last,
        reading,
        operation=Operation.VALUE,
        subjects=context.found,
        conditions=(),
        group=None,
        position=1,
        limit=0,
    )


def changed(last: Query, reading: Reading, **changes: Any) -> Plan:
    """``last`` asked again with ``changes``, in the unit that is asked for."""
    query = replace(last, text=reading.text, turned=False, **changes)
    unit = target_unit(reading, query.measures[0]) if query.measures else ""
    return Plan(replace(query, unit=unit or query.unit), 1.0)
