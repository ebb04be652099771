"""Chooses the composer for a query's operation and puts caveats to what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.draft import Draft
from assistant.lookup import Lookup
from assistant.query import Measure, Operation, Query
from corpus.suspect import Suspicion, suspicions

if TYPE_CHECKING:
    from corpus.model import Document, Observation, Table
    from index.search import Index


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a query has no answer: a short code and a sentence naming what is missing."""

    reason: str
    text: str


class Desk:
    """What every composer works with: look-ups, the tables, and what looks wrong in them."""

    def __init__(self, index: Index, measures: Sequence[Measure]) -> None:
        self.index = index
        self.measures = tuple(measures)
        self.lookup = Lookup(index)
        self.tables: dict[tuple[str, str], tuple[Document, Table]] = {
            (d.id, t.number): (d, t) for d in index.documents for t in d.tables
        }
        self._doubts: dict[tuple[str, str, int, int], Suspicion] = {
            (d.id, t.number, s.row, s.column): s
            for d in index.documents
            for t in d.tables
            for s in suspicions(t)
        }

    def table(self, measure: Measure) -> tuple[Document, Table]:
        """The table of ``measure`` with its document."""
        return self.tables[(measure.document, measure.table)]

    def lookup_tables(self, subject: str) -> list[str]:
        """The tables that list a school."""
        return list(dict.fromkeys(o.source.table for o in self.lookup.rows_of(subject)))

    def caption(self, draft: Draft, measure: Measure) -> int:
        """Cites the caption of the measure's table."""
        return draft.cite_caption(*self.table(measure))

    def doubt(self, observation: Observation) -> Suspicion | None:
        """What looks wrong in the observation's cell."""
        source = observation.source
        return self._doubts.get(
            (source.document, source.table, observation.row_index, observation.column_index)
        )

    def doubts_of(self, measure: Measure) -> list[Suspicion]:
        """What looks wrong in the measure's column."""
        return [
            s
            for (document, table, _, column), s in self._doubts.items()
            if (document, table, column) == (measure.document, measure.table, measure.column)
        ]

    def misleading(self, observation: Observation) -> bool:
        """True for an empty report or a slip, which no ranking or mean should count."""
        doubt = self.doubt(observation)
        return doubt is not None and doubt.kind in ("zero", "outlier")

    def warn(self, draft: Draft, observations: Sequence[Observation]) -> None:
        """Adds a caveat for each suspicious cell among ``observations``; one for a whole column."""
        for observation in observations:
            doubt = self.doubt(observation)
            if doubt is not None:
                draft.caveat(f"注意：{doubt.text}。", [draft.cite_cell(observation)])


Composer = Callable[[Desk, Draft, Query], "Refusal | None"]


class FigureAnswerer:
    """Answers figure queries over one index."""

    def __init__(self, index: Index, measures: Sequence[Measure]) -> None:
        from assistant.figures import comparing, derived, ranking, totals, values

        self.desk = Desk(index, measures)
        self._composers: dict[Operation, Composer] = {
            Operation.VALUE: values.compose_value,
            Operation.ROW: values.compose_row,
            Operation.TOP: ranking.compose_top,
            Operation.RANGE: ranking.compose_range,
            Operation.RANK_OF: ranking.compose_rank,
            Operation.FILTER: ranking.compose_filter,
            Operation.COUNT: ranking.compose_filter,
            Operation.SUM: totals.compose_sum,
            Operation.MEAN: totals.compose_mean,
            Operation.MEDIAN: totals.compose_mean,
            Operation.SHARE: comparing.compose_quotient,
            Operation.RATIO: comparing.compose_quotient,
            Operation.DIFFERENCE: comparing.compose_difference,
            Operation.COMPARE: comparing.compose_difference,
            Operation.DERIVED: derived.compose_derived,
        }
        self._of_formula: dict[Operation, Composer] = {
            Operation.VALUE: derived.compose_derived,
            Operation.SHARE: derived.compose_derived,
            Operation.RATIO: derived.compose_derived,
            Operation.SUM: derived.compose_derived_sum,
            Operation.MEAN: derived.compose_derived_mean,
            Operation.MEDIAN: derived.compose_derived_mean,
            Operation.DIFFERENCE: derived.compose_derived_difference,
            Operation.COMPARE: derived.compose_derived_difference,
        }

    def compose(self, draft: Draft, query: Query) -> Refusal | None:
        """Writes the answer into ``draft``, or returns why there is none."""
        composer = self._of_formula.get(query.operation) if query.formula else None
        return (composer or self._composers[query.operation])(self.desk, draft, query)


def scope(query: Query, count: int) -> str:
    """How many schools of which table a ranking is over: ``表 1-1 所列 29 所学校``."""
    measure = query.measures[0]
    group = f"中{query.group.said}的 {count} 所" if query.group else f"所列 {count} 所学校"
    return f"{measure.table} {group}"


def describe(query: Query) -> str:
    """The understanding in one line, for the reader."""
    names = "、".join(f"「{m.name}」" for m in query.measures)
    group = f"，范围：{query.group.said}" if query.group else ""
    subjects = "、".join(query.subjects)
    order = "从高到低" if query.descending else "从低到高"
    where = "、".join(dict.fromkeys(m.table for m in query.measures))
    what = f"「{query.formula}」（按公式计算）" if query.formula else names
    match query.operation:
        case Operation.TOP:
            place = f"第 {query.position} 名" if query.position > 1 else f"前 {query.limit}"
            tests = "且".join(f"「{c.name}」{c.said}" for c in query.conditions)
            return f"按{what}{order}取{place}{group}{'，只看' + tests if tests else ''}（{where}）"
        case Operation.FILTER | Operation.COUNT:
            tests = "且".join(f"「{c.name}」{c.said}" for c in query.conditions)
            return f"筛选{tests}的学校{group}（{where}）"
        case Operation.RANGE:
            return f"{what}的最高和最低{group}（{where}）"
        case Operation.RANK_OF:
            return f"{subjects}按{what}{order}排第几{group}（{where}）"
        case Operation.ROW:
            return f"列出{subjects}的各项指标{'（' + query.table + '）' if query.table else ''}"
        case Operation.SUM | Operation.MEAN | Operation.MEDIAN:
            verb = {"sum": "合计", "mean": "平均", "median": "中位数"}[query.operation.value]
            return f"{subjects or '各校'}的{what}求{verb}{group}（{where}）"
        case Operation.DIFFERENCE | Operation.COMPARE:
            return f"比较{subjects or '全省'}的{what}（{where}）"
        case Operation.SHARE | Operation.RATIO:
            return f"{subjects or '全省'}：{' ÷ '.join(f'「{m.name}」' for m in query.measures)}（{where}）"
        case _:
            whose = subjects or ("各校" if query.group else "全省")
            return f"查{whose}的{what}{group}（{where}）"
