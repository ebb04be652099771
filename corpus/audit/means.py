"""What distorts a printed mean: a cell out of proportion, zeros of those who have nothing to report."""

from __future__ import annotations

from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from corpus.audit.columns import body, summaries, values
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place
from corpus.audit.wording import plain
from corpus.suspect import suspicions
from corpus.units import find_unit, parse_number, split_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Cell, Column, Document, Table

_LEAST = 5
_TINY = Decimal(500)
_ALONE = Decimal(20)
_LARGE_RATE = 20
_SAME_WIDTH = 3
_LEAST_DECIMALS = 2


def check_means(document: Document) -> Iterator[Finding]:
    """Means that one cell or some zeros have moved, tiny cells, and digits cut off by a column's width."""
    for table in document.tables:
        if table.layout != "entities":
            continue
        doubts = suspicions(table)
        for column in table.columns:
            if column.role != "value":
                continue
            far = [d.row for d in doubts if d.column == column.index and d.kind == "outlier"]
            yield from _dragged(document, table, column, far)
            yield from _zeros(document, table, column)
            yield from _tiny(document, table, column)
            yield from _cut(document, table, column)


def _dragged(document: Document, table: Table, column: Column, far: Sequence[int]) -> Iterator[Finding]:
    means, middles = summaries(table, column, "mean"), summaries(table, column, "median")
    if not means or not far:
        return
    row, cell, _ = means[0]
    cells = [table.rows[index].cells[column.index] for index in far]
    rest = [
        v
        for r in body(table)
        if r.index not in far and (v := parse_number(r.cells[column.index].text)) is not None
    ]
    if not rest:
        return
    without = sum(rest, Decimal(0)) / len(rest)
    middle = f"，而“{middles[0][0].label}”只有 {middles[0][1].text}" if middles else ""
    names = "、".join(f"{table.rows[index].label}的 {c.text}" for index, c in zip(far, cells, strict=True))
    yield Finding(
        Kind.OUTLIER,
        Severity.HIGH,
        f"{table.number}“{split_unit(column.label)[0]}”的“{row.label}”{cell.text}{middle}，是被{names}拉高的，不宜引用；"
        f"去掉后 {len(rest)} 行平均为 {plain(without, 2)}。",
        (cell_place(document, table, cell), *(cell_place(document, table, c) for c in cells),
         *(cell_place(document, table, c) for _, c, _ in middles)),
        f"{plain(sum(rest, Decimal(0)))} ÷ {len(rest)} = {plain(without, 2)}",
    )  # fmt: skip


def _zeros(document: Document, table: Table, column: Column) -> Iterator[Finding]:
    """Rates of 0 among rates that are far from it, counted in the mean."""
    unit = find_unit(column.unit)
    means = summaries(table, column, "mean")
    if unit is None or unit.dimension != "percent" or not means:
        return
    cells = [r.cells[column.index] for r in body(table) if parse_number(r.cells[column.index].text) == 0]
    rest = [v for v in values(table, column) if v > 0]
    if not cells or len(rest) < _LEAST or median(rest) < _LARGE_RATE:
        return
    row, cell, _ = means[0]
    without = sum(rest, Decimal(0)) / len(rest)
    names = "、".join(table.rows[c.row_index].label for c in cells)
    yield Finding(
        Kind.OUTLIER,
        Severity.HIGH,
        f"{table.number}“{split_unit(column.label)[0]}”有 {len(cells)} 个 0（{names}），可能是没有毕业生或没有填报，却计入了平均："
        f"“{row.label}”{cell.text}，不计 0 时 {len(rest)} 行平均为 {plain(without, 2)}。",
        (cell_place(document, table, cell), *(cell_place(document, table, c) for c in cells)),
        f"{plain(sum(rest, Decimal(0)))} ÷ {len(rest)} = {plain(without, 2)}",
    )


def _tiny(document: Document, table: Table, column: Column) -> Iterator[Finding]:
    own = sorted(v for v in values(table, column) if v > 0)
    if len(own) < _LEAST:
        return
    middle = Decimal(median(own))
    for row in body(table):
        cell = row.cells[column.index]
        value = parse_number(cell.text)
        if (
            value is None
            or value <= 0
            or value != own[0]
            or value * _TINY > middle
            or value * _ALONE > own[1]
        ):
            continue
        yield Finding(
            Kind.OUTLIER,
            Severity.HIGH,
            f"{table.number}：{row.label}的“{column.label}”印作 {cell.text}，不到全列中位数 {plain(middle)} 的 1/{plain(_TINY)}，疑为单位或录入有误。",
            (cell_place(document, table, cell),),
            f"{plain(middle)} ÷ {cell.text} = {plain(middle / value, 0)}",
        )


def _cut(document: Document, table: Table, column: Column) -> Iterator[Finding]:
    """Long figures with fewer decimals than the rest, all equally wide: cut off by the column's width."""
    cells = [row.cells[column.index] for row in body(table) if "." in row.cells[column.index].text]
    decimals = [len(cell.text.partition(".")[2]) for cell in cells]
    if len(cells) < _LEAST:
        return
    usual = max(set(decimals), key=decimals.count)
    short = [cell for cell, count in zip(cells, decimals, strict=True) if 0 < count < usual]
    widths = {len(cell.text) for cell in short}
    full = [cell for cell, count in zip(cells, decimals, strict=True) if count == usual]
    if (
        usual < _LEAST_DECIMALS
        or len(short) < _SAME_WIDTH
        or len(widths) != 1
        or max(len(c.text) for c in full) > min(widths)
    ):
        return
    yield _cut_finding(document, table, column, short, usual)


def _cut_finding(
    document: Document, table: Table, column: Column, short: Sequence[Cell], usual: int
) -> Finding:
    shown = "、".join(cell.text for cell in short[:3])
    return Finding(
        Kind.TRUNCATED,
        Severity.LOW,
        f"{table.number}“{split_unit(column.label)[0]}”有 {len(short)} 个数（{shown} 等）宽度相同、小数位数少于其余各数的 {usual} 位，疑被列宽截断。",
        tuple(cell_place(document, table, cell) for cell in short),
    )
