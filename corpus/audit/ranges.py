"""Figures outside the range in which their indicator usually lies: 自主创业率 26.53%, 生师比 220.9."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.audit.columns import body
from corpus.audit.labels import core
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place
from corpus.audit.wording import plain
from corpus.knowledge import load_toml
from corpus.observe import is_period_label
from corpus.units import parse_number, split_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.model import Cell, Document, Table

_TEN = Decimal(10)
_POWERS = (-4, -3, -2, -1, 1, 2, 3, 4)
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class _Range:
    """The range of a figure whose label ends with ``name``, in one of ``units``."""

    name: str
    units: tuple[str, ...]
    least: Decimal
    most: Decimal


@lru_cache(maxsize=1)
def _ranges() -> tuple[_Range, ...]:
    return tuple(
        _Range(entry["name"], tuple(entry["units"]), Decimal(entry["least"]), Decimal(entry["most"]))
        for entry in load_toml("corpus", "audit.toml")["usual"]
    )


def check_ranges(document: Document) -> Iterator[Finding]:
    """Cells outside the usual range of their indicator; a column that is so for the most part is left to its unit."""
    for table in document.tables:
        for column in table.columns:
            if table.layout == "indicators" and is_period_label(column.label):
                for row in table.rows:
                    name, unit = split_unit(row.path[-1])
                    yield from _outside(document, table, name, row.unit or unit, [row.cells[column.index]])
            elif table.layout == "entities" and column.role == "value":
                cells = [row.cells[column.index] for row in body(table)]
                found = list(_outside(document, table, split_unit(column.label)[0], column.unit, cells))
                if len(found) <= _MOSTLY * len(cells):
                    yield from found


def _outside(document: Document, table: Table, name: str, unit: str, cells: list[Cell]) -> Iterator[Finding]:
    label = core(name, document.region)
    usual = next((r for r in _ranges() if label.endswith(r.name) and unit in r.units), None)
    for cell in cells if usual else ():
        value = parse_number(cell.text)
        if usual is None or not value or usual.least <= value <= usual.most:
            continue
        row = table.rows[cell.row_index]
        whose = f"{row.label}的" if table.layout == "entities" else ""
        shown = cell.text if unit in ("", ":", "：") else f"{cell.text} {unit}".replace(" %", "%")
        above = value > usual.most
        yield Finding(
            Kind.OUTLIER,
            Severity.HIGH,
            f"{table.number}：{whose}“{name}”印作 {shown}，明显{'高' if above else '低'}于这项指标通常的水平，疑为小数点、单位或录入有误，请核对。",
            (cell_place(document, table, cell),),
            f"{plain(value)} > 通常至多 {plain(usual.most)}"
            if above
            else f"{plain(value)} < 通常至少 {plain(usual.least)}",
            _moved(value, usual),
        )


def _moved(value: Decimal, usual: _Range) -> str:
    """The one place of the point by which the figure comes into the range; "" for none or several."""
    fitting = [value * _TEN**power for power in _POWERS if usual.least < value * _TEN**power < usual.most]
    return f"推测：如果小数点错位，原数可能是 {plain(fitting[0])}" if len(fitting) == 1 else ""
