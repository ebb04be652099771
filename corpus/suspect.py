"""Cells that look wrong, by general methods; an answer that uses one says so.

A cell is suspicious when it is out of all proportion to its column, when its digits are cut off,
when it is a zero among figures that cannot be zero, or when its whole column cannot be what its
header says (amounts per student as large as a school's total).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from corpus.tables import summary_kind
from corpus.units import find_unit, parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Column, Table

_FAR = Decimal(200)
_PER_STUDENT_LIMIT = Decimal(100)
_FEW = 4
_RARE = 5  # one in so many
_LARGE = 20
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A cell that looks wrong: its place in the table, the kind of doubt, and a Chinese sentence."""

    row: int
    column: int
    kind: str
    text: str


def suspicions(table: Table) -> tuple[Suspicion, ...]:
    """The suspicious cells of an entity table, column by column."""
    if table.layout != "entities":
        return ()
    found: list[Suspicion] = []
    for column in table.columns:
        if column.role == "value":
            cells = _cells(table, column)
            found.extend(_outliers(column, cells))
            found.extend(_cut_off(column, cells))
            found.extend(_zeros(column, cells))
            found.extend(_per_student(column, cells))
            found.extend(_impossible(column, cells))
    return tuple(found)


def _cells(table: Table, column: Column) -> list[tuple[int, str, Decimal, str]]:
    cells = []
    for row in table.rows:
        text = row.cells[column.index].text
        value = parse_number(text)
        if value is not None and not summary_kind(row.label):
            cells.append((row.index, row.label, value, text))
    return cells


def _outliers(column: Column, cells: Sequence[tuple[int, str, Decimal, str]]) -> list[Suspicion]:
    values = [value for _, _, value, _ in cells if value > 0]
    if len(values) < _FEW:
        return []
    middle = median(values)
    second = sorted(values)[-2]
    return [
        Suspicion(
            row,
            column.index,
            "outlier",
            f"{label}的“{column.label}”印作 {text}，是全列中位数的 {value / middle:.0f} 倍，疑为单位或录入有误",
        )
        for row, label, value, text in cells
        if middle > 0 and value > _FAR * middle and value > 20 * second
    ]


def _cut_off(column: Column, cells: Sequence[tuple[int, str, Decimal, str]]) -> list[Suspicion]:
    return [
        Suspicion(
            row,
            column.index,
            "truncated",
            f"{label}的“{column.label}”印作“{text}”，小数点后的数字可能被截断，印得不完整",
        )
        for row, label, _, text in cells
        if text.strip().endswith(".")
    ]


def _impossible(column: Column, cells: Sequence[tuple[int, str, Decimal, str]]) -> list[Suspicion]:
    unit = find_unit(column.unit)
    if (
        unit is None
        or unit.dimension != "percent"
        or not column.label.partition("（")[0].endswith(("率", "比例"))
    ):
        return []
    return [
        Suspicion(
            row,
            column.index,
            "impossible",
            f"{label}的“{column.label}”印作 {text}，比率不应超过 100% 或小于 0",
        )
        for row, label, value, text in cells
        if not 0 <= value <= _WHOLE
    ]


def _zeros(column: Column, cells: Sequence[tuple[int, str, Decimal, str]]) -> list[Suspicion]:
    zeros = [(row, label, text) for row, label, value, text in cells if value == 0]
    values = [value for _, _, value, _ in cells if value > 0]
    if not zeros or not values or len(zeros) * _RARE > len(cells) or median(values) < _LARGE:
        return []
    return [
        Suspicion(
            row,
            column.index,
            "zero",
            f"{label}的“{column.label}”印作 {text}，可能表示未填报或尚无数据，文件没有说明原因",
        )
        for row, label, text in zeros
    ]


def _per_student(column: Column, cells: Sequence[tuple[int, str, Decimal, str]]) -> list[Suspicion]:
    unit = find_unit(column.unit)
    if "生均" not in column.label or unit is None or unit.dimension != "money" or not cells:
        return []
    values = [value * unit.factor / Decimal(10_000) for _, _, value, _ in cells if value > 0]
    if not values or median(values) < _PER_STUDENT_LIMIT:
        return []
    return [
        Suspicion(
            row,
            column.index,
            "per-student",
            f"“{column.label}”一列的数值量级更像学校总额而不是生均数，表头单位存疑，建议核对",
        )
        for row, _, _, _ in cells
    ]
