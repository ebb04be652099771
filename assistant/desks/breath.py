"""Several questions in one breath: figures side by side, and a second question that leans on the first."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.dialogue import Context
from assistant.query import Operation, Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.followups import Resolver
    from assistant.planner import Planner
    from assistant.query import Query
    from assistant.reading import Reading

_LONGEST = 18
_LONGEST_AFTER = 16
_LEAST_BEFORE = 5
_JOINTS = re.compile(r"以及|还有|[和与及、，,]")
_APART = re.compile(r"[，,；; ]")
_ASKS = re.compile(r"多少|(?<![那这前后])几|哪|谁|什么|吗|呢|怎|占|比|第")
_WHOLLY = 0.99
_VALUES = (Operation.VALUE, Operation.DERIVED)
_RANKED = (Operation.TOP, Operation.RANK_OF, Operation.RANGE)
_FILTERED = (Operation.FILTER, Operation.COUNT)
_CLAUSES = re.compile(r"[，,；;。？?]")
_TWO = 2


class InOneBreath:
    """Takes a message apart that asks for more than one figure."""

    def __init__(self, read: Callable[[str], Reading], planner: Planner, resolver: Resolver) -> None:
        self._read = read
        self._planner = planner
        self._resolver = resolver

    def figures_beside(self, text: str) -> list[str]:
        """Formulas, or one and another figure (生师比和教师数), as questions of their own; or none."""
        reading = self._read(text)
        if reading.cue("compare", "difference", "total") or len(reading.nameless) > _LONGEST:
            return []
        names = "和".join(reading.subjects)
        end = max((m.end for m in reading.mentions), default=0)
        for joint in _JOINTS.finditer(reading.nameless):
            if joint.start() < end:
                continue
            left, right = text[: joint.start()], text[joint.end() :]
            own = self._read(right)
            sides = [left, right if own.mentions or not names else f"{names}的{right}"]
            plans = [self._planner.plan(self._read(side)) for side in sides]
            values = [p.query for p in plans if p is not None and p.sure and p.query.operation in _VALUES]
            told = {q.formula or q.measures[0].name for q in values}
            if len(told) == len(sides) and any(q.formula for q in values):
                return sides
        return []

    def one_after_other(self, text: str) -> list[str]:
        """谁的专任教师最多 五所平均多少: a clause that changes nothing of what is asked before it, but leans on it."""
        whole = self._planner.plan(self._read(text))
        if whole is None or whole.query.kind != "figure":
            return []
        for joint in _APART.finditer(text):
            left, right = text[: joint.start()], text[joint.end() :].strip("，,；; ")
            if len(left) < _LEAST_BEFORE or not 1 < len(right) <= _LONGEST_AFTER:
                continue
            if not (_ASKS.search(left) and _ASKS.search(right)):
                continue
            first = self._planner.plan(self._read(left))
            if (
                first is not None
                and first.sure
                and _adds_nothing(whole, first)
                and self._leans(right, first.query)
            ):
                return [left, right]
        return []

    def asked_each(self, text: str) -> list[str]:
        """全省平均是多少，最高的是哪所: clauses that each ask, where one query for all would lose what one asks."""
        clauses = [c for c in _CLAUSES.split(text) if c.strip()]
        whole = self._planner.plan(self._read(text))
        if len(clauses) < _TWO or not all(_ASKS.search(c) for c in clauses):
            return []
        filters = [self._read(c).cue("threshold", "against") is not None for c in clauses]
        later = any(filters[1:]) and not filters[0]  # 平均是多少，超过平均的有几所
        those = whole is not None and not later and _of_those_that_pass(whole)
        if those or (whole is not None and _of_one_row(whole, len(clauses))):
            return []
        queries: list[Query] = []
        for n, clause in enumerate(clauses):
            clauses[n] = self._completed(clause, queries)
            plan = self._in_turn(clauses[n], queries)
            if plan is None or not plan.sure or plan.problem or plan.query.kind != "figure":
                return []
            queries.append(plan.query)
        return [] if whole is not None and _covers(whole.query, queries) else clauses

    def _completed(self, clause: str, before: Sequence[Query]) -> str:
        """超过平均的有几所 with the indicator of the value asked before it: 学生数超过平均的有几所."""
        reading = self._read(clause)
        filters = reading.cue("threshold", "against") is not None
        if not before or before[-1].operation is not Operation.VALUE or not filters or reading.words:
            return clause
        return f"{before[-1].measures[0].name}{clause}"

    def _in_turn(self, clause: str, before: Sequence[Query]) -> Plan | None:
        """The plan of a clause after those before it: completed from the last where it leans on that."""
        reading = self._read(clause)
        plan = self._planner.plan(reading)
        if not before:
            return plan
        last = before[-1]
        context = Context((last,), last.subjects, (), last.text, last.subjects)
        return self._resolver.resolve(reading, context, plan) or plan

    def _leans(self, text: str, before: Query) -> bool:
        """True where ``text`` is a question that is completed from the one before it."""
        reading = self._read(text)
        if reading.subjects or reading.strangers or reading.years:
            return False
        context = Context((before,), before.subjects, (), before.text, before.subjects)
        resolved = self._resolver.resolve(reading, context, self._planner.plan(reading))
        return resolved is not None and not _same(resolved, Plan(before, 1.0))


def _covers(whole: Query, parts: Sequence[Query]) -> bool:
    """True where the answer to ``whole`` tells what each of ``parts`` asks.

    A ranking tells the value of the first; a filter, how many it found; a quotient and a comparison, their operands.
    """
    if {m.name for q in parts for m in q.measures} - {m.name for m in whole.measures}:
        return False
    if whole.operation not in (*_RANKED, *_FILTERED):
        return not {q.operation for q in parts} & {*_RANKED, *_FILTERED}
    alike = _RANKED if whole.operation in _RANKED else _FILTERED
    first = next((n for n, q in enumerate(parts) if q.operation in alike), len(parts))
    told = (*alike, Operation.VALUE, Operation.DERIVED)
    return all(q.operation in told for q in parts) and (first == 0 or bool(parts[0].subjects))


def _same(one: Plan, other: Plan) -> bool:
    """True where two plans ask for the same, however many places of a ranking."""
    return _bare(one) == _bare(other)


def _adds_nothing(whole: Plan, first: Plan) -> bool:
    """True where the whole asks for no more than its first clause, be that printed, added up or averaged."""
    asked = [replace(_bare(plan), summary="") for plan in (whole, first)]
    if {query.operation for query in asked} <= {Operation.VALUE, Operation.SUM, Operation.MEAN}:
        asked = [replace(query, operation=Operation.VALUE) for query in asked]
    return asked[0] == asked[1]


def _bare(plan: Plan) -> Query:
    return replace(plan.query, text="", limit=0)


def _of_one_row(whole: Plan, clauses: int) -> bool:
    """True where the whole asks for a row and what stands under it, one for each clause: 留学生多少人，分布在几个专业."""
    measures = whole.query.measures
    rows = {(m.document, m.table, m.path[0]) for m in measures if m.layout == "indicators"}
    told = whole.query.operation is Operation.VALUE and whole.explained >= _WHOLLY
    return told and len(measures) == clauses and len(rows) == 1


def _of_those_that_pass(whole: Plan) -> bool:
    """True for a sum or mean over the schools that pass, which says how many they are: 撤过专业的有几所 总共撤了多少个."""
    reduced = whole.query.operation in (Operation.SUM, Operation.MEAN)
    return reduced and bool(whole.query.conditions) and whole.explained >= _WHOLLY
