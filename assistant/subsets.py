"""Plans over the schools that pass conditions: listed, counted, ranked, added up, averaged, or set against all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.choosing import words_between
from assistant.conditions import condition
from assistant.intent import asked_ranking, both_ends
from assistant.operations import said
from assistant.query import First, Operation, Plan, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.choosing import Choice, Chooser
    from assistant.operations import Cue
    from assistant.query import Condition, Measure
    from assistant.quotients import Quotients
    from assistant.reading import Reading

_CLAUSE_END = re.compile(
    r"[，,；;。？]|的(?:那?些|这?些|那?几所|几家)?(?:(?:学校|院校|高校|高职|职院)(?:里面|里头|当中|之中|中间|里|中|内|，)?(?=[^，,。？?]{3})|(?:里面|里头|当中|之中|里|中))"
)
_SCHOOLS_SHARE = re.compile(
    r"(?:学校|院校|高校|高职)(?:数量?|个数)?(?:所)?(?:占|的?比例|的?比重)|占(?:全省|全部|所有)?(?:学校|院校|高职院校)(?:总数|总量|数)"
)
_SCHOOLS_COUNTED = re.compile(r"(?:一共|总共|共|合计)(?:有|是)?(?:几|多少)(?:所|家|个(?!专业|人))")
_OF_THE_FIRST = re.compile(
    r"(?:名|位|所|家)?(?:的)?(?:[这那])?(?:几|[一二两三四五六七八九十]{1,2}|\d{1,2})?(?:所|家|个)?(?:学校|院校|高校|高职)(?:里面?|中|当中)?的?"
)
_ASKS_ON = re.compile(r"多少|几|合计|一共|总共|加|平均|各|占|总")
_WHOLE_NUMBER = re.compile(r"总(?:数|人数|量|额)")
_ALL_OF_THEM = ("都", "均", "全都")
_TWICE = 2
_ADDED = ("total", "printed_total")
_MEAN = ("mean", "printed_mean")


@dataclass(frozen=True, slots=True)
class Filtered:
    """A plan for the schools that pass, and the words of the question that its conditions leave."""

    plan: Plan
    left: tuple[str, ...]


class Subsets:
    """Plans figure queries over the schools that pass one or more thresholds."""

    def __init__(self, chooser: Chooser, quotients: Quotients) -> None:
        self._chooser = chooser
        self._quotients = quotients

    def plan(
        self, reading: Reading, operation: Operation, thresholds: Sequence[Cue], *, entity: bool
    ) -> Plan | None:
        """The plan for what is asked of the schools that pass."""
        filtered = self._filter(reading, operation, thresholds, entity=entity)
        if filtered is None:
            return None
        return self._first_among(reading, thresholds[0], filtered.plan) or self.asked_of(reading, filtered)

    def asked_of(self, reading: Reading, filtered: Filtered) -> Plan:
        """The plan for the sum, the mean or the share of those that pass, where that is asked for."""
        return self._reduced(reading, filtered) or _share_of_schools(reading, filtered) or filtered.plan

    def _reduced(self, reading: Reading, filtered: Filtered) -> Plan | None:
        """学生过万的学校一共多少专任教师, 平均多少: the sum, the mean or the share of another figure of those that pass."""
        query = filtered.plan.query
        operation = _reduction(reading)
        choice = self._chooser.choose(reading, filtered.left, self._chooser.columns)
        tested = [m for c in query.conditions for m in c.measures]
        named: tuple[Measure, ...] = choice.measures if filtered.left and choice.clear else ()
        if operation is None:
            asked = named and reading.quantifiers and not set(named) & set(tested)
            if not asked:
                return None
            measures = tuple(dict.fromkeys((*query.measures, *named)))
            return replace(filtered.plan, query=replace(query, measures=measures))
        one = len(tested) == 1 and not (said(reading.text, "count") and reading.quantifiers < _TWICE)
        if not named and (not one or reading.cue("share") is not None):
            return None
        reduced = replace(
            query, operation=operation, measures=(named or tuple(tested))[:1], summary="", limit=0, position=1
        )
        return Plan(reduced, min(filtered.plan.explained, choice.explained if named else 1.0))

    def of_first(self, reading: Reading) -> Plan | None:
        """双师最多的三所学校学生一共多少, 经费前五的占全省多少: figures of the first of a ranking."""
        cue = reading.cue("top", "bottom", "highest", "lowest")
        noun = _schools_after(reading.text, cue) if cue is not None else None
        if cue is None or reading.subjects or reading.cue("threshold", "against", "range"):
            return None
        if noun is None and cue.kind in ("top", "bottom"):
            return self._share_of_first(reading, cue)
        if noun is None:
            return None
        before = words_between(reading, 0, cue.start)
        after = words_between(reading, noun, len(reading.text))
        by = self._chooser.choose(reading, before, self._chooser.columns)
        asked = self._chooser.choose(reading, after, self._chooser.columns)
        if not by.clear or len(by.measures) > 1 or not before:
            return None
        if not after or not asked.clear or asked.measures[:1] == by.measures:
            return self._share_of_first(reading, cue)
        if by.ties:
            return None
        return _of_those(reading, cue, noun, (by, asked))

    def _share_of_first(self, reading: Reading, cue: Cue) -> Plan | None:
        """经费前五的学校占全省的多少: what the first of a ranking have of all schools together."""
        share = reading.cue("share")
        if share is None or share.start < cue.start:
            return None
        if not (reading.region or reading.counted or reading.cue(*_ADDED)):
            return None
        choice = self._chooser.choose(reading, reading.words, self._chooser.columns)
        if not choice.clear or len(choice.measures) > 1 or choice.measures[0].unit in ("%", ":"):
            return None
        ranking = asked_ranking(reading, Operation.TOP)
        if ranking.limit <= 1:
            return None
        query = Query(
            "figure",
            reading.text,
            Operation.SHARE,
            measures=choice.measures,
            group=reading.group,
            descending=ranking.descending,
            limit=ranking.limit,
            summary="total",
        )
        return Plan(query, choice.explained)

    def _first_among(self, reading: Reading, cue: Cue, filtered: Plan) -> Plan | None:
        """就业率最高的三所，只看学生过万的: a ranking, in a clause of its own, of those that pass."""
        ranks = reading.cue("highest", "lowest", "top", "bottom", "range")
        if ranks is None:
            return None
        starts = [_clause_start(reading.rest, place) for place in (ranks.start, cue.start)]
        if starts[0] == starts[1]:
            return None
        end = starts[1] if starts[1] > starts[0] else len(reading.text)
        words = words_between(reading, starts[0], end)
        choice = self._chooser.choose(reading, words, self._chooser.columns)
        if not choice.clear:
            return None
        ranking = asked_ranking(reading, Operation.TOP)
        query = replace(
            filtered.query,
            operation=both_ends(reading) or Operation.TOP,
            measures=choice.measures[:1],
            descending=ranking.descending,
            position=ranking.position,
            limit=ranking.limit,
        )
        return Plan(query, min(filtered.explained, choice.explained), alternatives=choice.ties)

    def _filter(
        self, reading: Reading, operation: Operation, thresholds: Sequence[Cue], *, entity: bool
    ) -> Filtered | None:
        """The plan for schools that pass one or more thresholds, and what it leaves."""
        among = self._chooser.among(reading, entity=entity)
        conditions: list[Condition] = []
        explained: list[float] = []
        spans: list[tuple[int, int]] = []
        start = 0
        for cue in thresholds:
            begin = max(start, _clause_start(reading.rest, cue.start))
            words = words_between(reading, begin, cue.start)
            if not words:
                begin = start
                words = words_between(reading, begin, cue.start)
            span = (begin, cue.start) if words else (cue.end, _clause_end(reading.rest, cue.end))
            words = words or words_between(reading, *span)
            if not words:
                span = (cue.end, len(reading.text))
                words = words_between(reading, *span)
            start = cue.end
            spans.append(span)
            of_formula = self._quotients.condition(reading, span, cue)
            if of_formula is not None:
                explained.append(1.0)
                conditions.append(of_formula)
                continue
            if not words and conditions and not conditions[-1].formula:
                conditions.append(condition(conditions[-1].measure, cue))  # 低于80%但不是0
                continue
            choice = self._chooser.choose(reading, words, among)
            if not choice.measures or _of_other_unit(cue, choice.measures[0]):
                return None
            explained.append(choice.explained)
            both = cue.kind == "against" and any(w in reading.rest[slice(*span)] for w in _ALL_OF_THEM)
            conditions.extend(condition(m, cue) for m in choice.measures[: None if both else 1])
        query = Query(
            kind="figure",
            text=reading.text,
            operation=operation,
            subjects=reading.subjects,
            measures=tuple(dict.fromkeys(m for c in conditions for m in c.measures)),
            conditions=tuple(conditions),
            group=reading.group,
        )
        return Filtered(Plan(query, min(explained)), _left(reading, spans))


def _left(reading: Reading, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The words outside ``spans``, without those that are unknown."""
    edges = [0, *(place for span in sorted(spans) for place in span), len(reading.text)]
    found = [w for a, b in zip(edges[::2], edges[1::2], strict=True) for w in words_between(reading, a, b)]
    return tuple(w for w in dict.fromkeys(found) if w not in reading.unknown)


def _reduction(reading: Reading) -> Operation | None:
    """The sum or the mean of a figure of the schools, if one is asked for; not how many schools there are."""
    if reading.cue(*_MEAN) is not None:
        return Operation.MEAN
    counts = _SCHOOLS_COUNTED.search(reading.text)
    added = [c for c in reading.cues if c.kind in _ADDED]
    others = [c for c in added if counts is None or not counts.start() <= c.start < counts.end()]
    if reading.cue("share") is not None:
        return Operation.SHARE
    return Operation.SUM if others or _WHOLE_NUMBER.search(reading.text) else None


def _schools_after(text: str, cue: Cue) -> int | None:
    """Where 的三所学校 ends behind the words of a ranking, or ``None`` where no schools are spoken of."""
    if cue.written.rstrip("的").endswith(("学校", "院校")):
        return cue.end
    found = _OF_THE_FIRST.match(text, cue.end)
    return None if found is None else found.end()


def _of_those(reading: Reading, cue: Cue, noun: int, choices: tuple[Choice, Choice]) -> Plan | None:
    """The plan for a figure of the first of a ranking: told, added up, averaged, shared, or ranked in turn."""
    by, asked = choices
    low = cue.kind in ("bottom", "lowest")
    first = First(by.measures[0], max(cue.number, 1), not low)
    query = Query("figure", reading.text, measures=asked.measures, group=reading.group, by=first)
    explained = min(by.explained, asked.explained)
    again = next((c for c in reading.cues if c.start >= noun and c.kind in ("highest", "lowest")), None)
    if again is not None and first.limit > 1:
        top = replace(
            query,
            operation=Operation.TOP,
            measures=asked.measures[:1],
            descending=again.kind == "highest",
            limit=1,
        )
        return Plan(top, explained, alternatives=asked.ties)
    if not _asks_on(reading.text[noun:]):
        return None
    query = replace(query, operation=_reduction(reading) or Operation.VALUE)
    return Plan(query, explained, alternatives=asked.ties)


def _asks_on(text: str) -> bool:
    """True where a figure is asked for in what follows the schools, not who they are."""
    return _ASKS_ON.search(text) is not None and not re.search(r"谁|哪[所家个些]|最", text)


def _share_of_schools(reading: Reading, filtered: Filtered) -> Plan | None:
    """没有撤销专业的学校占多大比例: how large a part of the schools passes."""
    if reading.cue("share") is None or not asks_share_of_schools(reading):
        return None
    return replace(filtered.plan, query=replace(filtered.plan.query, summary="share"))


def asks_share_of_schools(reading: Reading) -> bool:
    """True where the share is one of schools: 没有撤销专业的学校占多大比例."""
    return _SCHOOLS_SHARE.search(reading.text) is not None


def _clause_start(text: str, place: int) -> int:
    """Where the clause begins that ``place`` is in: a threshold is said of what its own clause names.

    学生过万的学校里 ends a clause as a comma does.
    """
    return max((end for found in _CLAUSE_END.finditer(text) if (end := found.end()) <= place), default=0)


def _clause_end(text: str, place: int) -> int:
    """Where the clause ends that ``place`` is in."""
    found = _CLAUSE_END.search(text, place)
    return found.start() if found else len(text)


def _of_other_unit(cue: Cue, measure: Measure) -> bool:
    """True for a threshold in per cent on a figure that is none: 双师超过50% of a number of people."""
    return cue.unit == "%" and measure.unit != "%"
