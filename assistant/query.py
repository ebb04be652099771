"""What was asked, as a value: printable, comparable, compiled to SQL elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal

_SURE = 0.68
_NAMED = 0.42
BOTH = "mean and median"
"""The summary of a query that asks for the mean and for the median."""
TIMES = "倍"
"""The unit of a query that asks how many times one figure is another."""


class Operation(str, Enum):
    """What is to be done with the figures."""

    VALUE = "value"
    TOP = "top"
    RANK_OF = "rank_of"
    FILTER = "filter"
    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    RANGE = "range"
    SHARE = "share"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    COMPARE = "compare"
    DERIVED = "derived"
    ROW = "row"
    CHECK = "check"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Measure:
    """Something measured in a table: a column of an entity table, or a row of an indicator table.

    ``row`` is -1 for a column of an entity table. ``words`` are the concepts of its label.
    """

    document: str
    table: str
    label: str
    path: tuple[str, ...]
    unit: str
    period: str
    layout: str
    column: int
    row: int
    words: tuple[str, ...] = ()
    context: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Of the place alone: measures are looked up in sets for every question."""
        return hash((self.table, self.row, self.column, self.document))

    @property
    def name(self) -> str:
        """The labels from the outermost to its own."""
        return " › ".join(self.path)


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on a measure: ``comparison`` is one of > >= < <= = between; values in the cell's unit.

    ``against`` is "mean" or "median" where that is the threshold. For a ``formula`` the test is on its
    value: ``measure`` divided by ``base``, and the values are in the formula's unit.
    """

    measure: Measure
    comparison: str
    low: Decimal
    high: Decimal | None = None
    against: str = ""
    said: str = ""
    formula: str = ""
    base: Measure | None = None

    @property
    def name(self) -> str:
        """What is tested: the formula or the measure."""
        return self.formula or self.measure.name

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The columns that the test needs."""
        return (self.measure,) if self.base is None else (self.measure, self.base)


@dataclass(frozen=True, slots=True)
class Group:
    """The rows looked at: those whose label has one of ``parts`` and one of ``also``, or exactly ``names``."""

    said: str
    parts: tuple[str, ...] = ()
    at_start: bool = False
    names: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def holds(self, label: str) -> bool:
        """True where the row with this label is looked at."""
        if label in self.without:
            return False
        if self.names:
            return label in self.names
        if self.also and not any(part in label for part in self.also):
            return False
        if not self.parts:
            return True
        return any(label.startswith(p) if self.at_start else p in label for p in self.parts)


@dataclass(frozen=True, slots=True)
class First:
    """The first ``limit`` schools by a measure, from the top or from the bottom."""

    measure: Measure
    limit: int
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood.

    ``kind`` is "figure", "record", "structure", "prose", "list", "summary", "quality", "chat" or
    "unclear". Fields that a kind does not use stay empty. ``turned`` asks for those whom a rate does not count;
    ``by`` are the schools looked at, where they are the first of a ranking by another measure.
    """

    kind: str
    text: str
    operation: Operation = Operation.VALUE
    subjects: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    conditions: tuple[Condition, ...] = ()
    group: Group | None = None
    descending: bool = True
    position: int = 1
    limit: int = 0
    period: str = ""
    table: str = ""
    document: str = ""
    unit: str = ""
    summary: str = ""
    formula: str = ""
    focus: str = ""
    turned: bool = False
    by: First | None = None

    def as_json(self) -> dict[str, Any]:
        """The fields that are set, as plain data."""
        out: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value in ((), "", None, 0) or (field.name == "position" and value == 1):
                continue
            out[field.name] = _plain(value)
        return out


@dataclass(frozen=True, slots=True)
class Plan:
    """A query and how sure it is: ``explained`` is the share of the question's words accounted for.

    ``covered`` is the share of the first measure's label that the question names. ``problem`` names
    why it cannot be answered ("only_region", "no_breakdown", ...).
    """

    query: Query
    explained: float
    covered: float = 1.0
    problem: str = ""
    alternatives: tuple[Measure, ...] = ()

    @property
    def sure(self) -> bool:
        """True where the figures may answer: the question's words are explained, and the label named."""
        return self.explained >= _SURE and (self.covered >= _NAMED or bool(self.query.subjects))


def _plain(value: Any) -> Any:
    if isinstance(value, Measure):
        return {"table": value.table, "name": value.name, "unit": value.unit}
    if isinstance(value, Condition):
        return {"measure": value.name, "comparison": value.comparison, "said": value.said}
    if isinstance(value, Group):
        return value.said
    if isinstance(value, First):
        return {"measure": value.measure.name, "limit": value.limit, "descending": value.descending}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
