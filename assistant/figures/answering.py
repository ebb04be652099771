"""Chooses the composer for a query's operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.figures import comparing, derived, extremes, ranking, rows, totals, values
from assistant.figures.desk import Desk, Refusal
from assistant.query import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.query import Measure, Query
    from index.search import Index

Composer = Callable[[Desk, "Draft", "Query"], Refusal | None]


class FigureAnswerer:
    """Answers figure queries over one index."""

    def __init__(self, index: Index, measures: Sequence[Measure]) -> None:
        self.desk = Desk(index, measures)
        self._composers: dict[Operation, Composer] = {
            Operation.VALUE: values.compose_value,
            Operation.ROW: values.compose_row,
            Operation.TOP: ranking.compose_top,
            Operation.RANGE: extremes.compose_range,
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
        ranked = query.operation in (Operation.TOP, Operation.RANGE)
        if ranked and not query.formula and all(m.layout == "indicators" for m in query.measures):
            composer = rows.compose_rows
        return (composer or self._composers[query.operation])(self.desk, draft, query)
