"""Looks observations up with SQL: a query's measures and conditions become one SELECT.

Values are bound as parameters, never pasted into the statement. The rows of a table are the schools
it lists; its mean, median and total rows are left out unless they are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.query import Condition, Group, Measure
    from corpus.model import Observation
    from index.search import Index

_COMPARISONS = {">": ">", ">=": ">=", "<": "<", "<=": "<=", "=": "="}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a look-up: the school and one observation for each measure asked for."""

    subject: str
    observations: tuple[Observation, ...]

    @property
    def first(self) -> Observation:
        """The observation of the first measure."""
        return self.observations[0]


@dataclass(frozen=True, slots=True)
class Result:
    """The lines found, and the statements that found them (with their parameters)."""

    lines: tuple[Line, ...]
    sql: tuple[str, ...]


class Lookup:
    """Look-ups in the observations of one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._by_cell = {
            (o.source.document, o.source.table, o.row_index, o.column_index): o for o in index.observations
        }

    def cell(self, measure: Measure) -> Observation | None:
        """The observation of an indicator row's measure."""
        return self._by_cell.get((measure.document, measure.table, measure.row, measure.column))

    def at(self, document: str, table: str, row: int, column: int) -> Observation | None:
        """The observation of one cell."""
        return self._by_cell.get((document, table, row, column))

    def lines(
        self,
        measures: Sequence[Measure],
        *,
        subjects: Sequence[str] = (),
        conditions: Sequence[Condition] = (),
        group: Group | None = None,
        kinds: Sequence[str] = ("entity",),
    ) -> Result:
        """The schools that have all ``measures``, are in ``group`` and meet all ``conditions``.

        The lines are in the table's own order.
        """
        needed = [*measures, *(c.measure for c in conditions)]
        joins = [f"observation m{i}" for i in range(len(needed))]
        where: list[str] = []
        values: list[object] = []
        for i, measure in enumerate(needed):
            where.append(f"m{i}.document = ? AND m{i}.tbl = ? AND m{i}.column_index = ?")
            values += [measure.document, measure.table, measure.column]
            if i:
                where.append(f"m{i}.subject = m0.subject")
        where.append(f"m0.kind IN ({', '.join('?' * len(kinds))})")
        values += kinds
        if subjects:
            where.append(f"m0.subject IN ({', '.join('?' * len(subjects))})")
            values += subjects
        for i, condition in enumerate(conditions, start=len(measures)):
            test, bound = self._test(f"m{i}.value", condition)
            where.append(test)
            values += bound
        columns = ", ".join(f"m{i}.id" for i in range(len(measures)))
        sql = f"SELECT m0.subject, {columns} FROM {', '.join(joins)} WHERE {' AND '.join(where)} ORDER BY m0.row_index"  # noqa: S608 - only aliases and marks are put in; values are bound
        rows = self._index.store.select(sql, values)
        found = tuple(
            Line(str(row[0]), tuple(self._index.observations[int(str(n))] for n in row[1:]))
            for row in rows
            if group is None or group.holds(str(row[0]))
        )
        return Result(found, (f"{sql} -- {values}",))

    def _test(self, column: str, condition: Condition) -> tuple[str, list[object]]:
        if condition.comparison == "between":
            return f"{column} BETWEEN ? AND ?", [float(condition.low), float(condition.high or 0)]
        return f"{column} {_COMPARISONS[condition.comparison]} ?", [float(condition.low)]

    def summary(self, measure: Measure, kind: str) -> Observation | None:
        """The printed mean, median or total of an entity table's column."""
        result = self.lines([measure], kinds=(kind,))
        return result.lines[0].first if result.lines else None

    def rows_of(self, subject: str) -> list[Observation]:
        """Every observation of a school, table by table."""
        return [o for o in self._index.observations if o.subject == subject]


def total(lines: Sequence[Line], place: int = 0) -> Decimal:
    """The sum of the lines' first figures, or of those of the measure at ``place``."""
    return sum((line.observations[place].value or Decimal(0) for line in lines), Decimal(0))
