"""Sums, means and medians printed in a table against its rows."""

from __future__ import annotations

from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from corpus.audit.labels import core
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place, span_place
from corpus.audit.wording import hypothesis, plain, terms
from corpus.tables import summary_kind
from corpus.units import parse_number, split_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Cell, Column, Document, Row, Table

_FEW = 3
_MORE_ROWS = 3
_MOSTLY = 0.9


def check_columns(document: Document) -> Iterator[Finding]:
    """Printed totals, means and medians that are not those of the rows, and parts above their whole."""
    for table in document.tables:
        if table.layout != "entities":
            continue
        wide = _hidden_rows(table)
        if wide:
            yield _over_more_rows(document, table, wide)
            yield from _medians_of_more(document, table, wide)
        for column in table.columns:
            if column.role == "value":
                yield from _totals(document, table, column)
                if not wide:
                    yield from _means(document, table, column)
        yield from _parts_above(document, table)


def body(table: Table) -> tuple[Row, ...]:
    """The rows that are no summaries."""
    return tuple(row for row in table.rows if not summary_kind(row.label))


def values(table: Table, column: Column) -> list[Decimal]:
    """The figures of ``column`` in the rows that are no summaries."""
    found = [parse_number(row.cells[column.index].text) for row in body(table)]
    return [value for value in found if value is not None]


def summaries(table: Table, column: Column, kind: str) -> list[tuple[Row, Cell, Decimal]]:
    """The cells of ``column`` in the summary rows of ``kind`` ("total", "mean", "median")."""
    found = []
    for row in table.rows:
        cell = row.cells[column.index]
        value = parse_number(cell.text)
        if summary_kind(_summary_label(row)) == kind and value is not None:
            found.append((row, cell, value))
    return found


def _summary_label(row: Row) -> str:
    return row.label or next((cell.text for cell in row.cells if cell.text), "")


def _totals(document: Document, table: Table, column: Column) -> Iterator[Finding]:
    own = values(table, column)
    for row, cell, value in summaries(table, column, "total"):
        added = sum(own, Decimal(0))
        rounding = Decimal("0.01") * len(own) / 2 if column.unit == "%" else Decimal(0)
        if abs(added - value) <= rounding or len(own) < _FEW:
            continue
        label = split_unit(column.label)[0]
        yield Finding(
            Kind.ARITHMETIC,
            Severity.HIGH,
            f"{table.number}“{label}”一列，各行相加为 {plain(added)}，“{_summary_label(row)}”行印作 {cell.text}，"
            f"相差 {plain(abs(added - value))}。",
            (cell_place(document, table, cell),),
            terms([plain(v) for v in own], plain(added)),
            hypothesis(value, added, "各行之和"),
        )


def _printed_step(cell: Cell) -> Decimal:
    """Half a unit of the last digit that ``cell`` prints, twice for figures rounded before."""
    _, _, decimals = cell.text.partition(".")
    return Decimal(1).scaleb(-len(decimals.strip())) if decimals else Decimal(1)


def _mean_fits(cell: Cell, value: Decimal, own: Sequence[Decimal]) -> bool:
    step = _printed_step(cell)
    least = min((_printed_tail(v) for v in (value,)), default=step)
    return abs(sum(own, Decimal(0)) / len(own) - value) <= max(step, least) * Decimal("0.6")


def _printed_tail(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def _means(document: Document, table: Table, column: Column) -> Iterator[Finding]:
    own = values(table, column)
    label = split_unit(column.label)[0]
    if len(own) < _FEW:
        return
    for row, cell, value in summaries(table, column, "mean"):
        if not _mean_fits(cell, value, own):
            mean = sum(own, Decimal(0)) / len(own)
            yield Finding(
                Kind.ARITHMETIC,
                Severity.HIGH,
                f"{table.number}“{label}”一列，{len(own)} 行的平均数是 {plain(mean, 2)}，“{row.label}”印作 {cell.text}。",
                (cell_place(document, table, cell),),
                f"{plain(sum(own, Decimal(0)))} ÷ {len(own)} = {plain(mean, 2)}",
                hypothesis(value, mean, "平均数"),
            )
    for row, cell, value in summaries(table, column, "median"):
        middle = Decimal(median(own))
        if abs(middle - value) > _printed_step(cell) * Decimal("0.6"):
            yield Finding(
                Kind.ARITHMETIC,
                Severity.HIGH,
                f"{table.number}“{label}”一列，{len(own)} 行的中位数是 {plain(middle)}，“{row.label}”印作 {cell.text}。",
                (cell_place(document, table, cell),),
                f"{len(own)} 行排序后居中的数是 {plain(middle)}",
            )


def _hidden_rows(table: Table) -> int:
    """Over how many rows the means were taken where nearly all fit that number and not the listed one."""
    listed = len(body(table))
    columns = [c for c in table.columns if c.role == "value" and summaries(table, c, "mean")]
    if len(columns) < _FEW:
        return 0
    misfits = sum(
        not all(_mean_fits(cell, value, values(table, c)) for _, cell, value in summaries(table, c, "mean"))
        for c in columns
    )
    if misfits < _MOSTLY * len(columns):
        return 0
    for more in range(1, _MORE_ROWS + 1):
        fitting = sum(_rest(table, c, listed + more) is not None for c in columns)
        if fitting >= _MOSTLY * len(columns):
            return listed + more
    return 0


def _rest(table: Table, column: Column, rows: int) -> Decimal | None:
    """What rows that are not listed must hold together for the printed mean over ``rows`` rows."""
    own = values(table, column)
    (_, cell, value), *_ = summaries(table, column, "mean")
    rest = value * rows - sum(own, Decimal(0))
    slack = _printed_step(cell) * rows
    return rest if -slack <= rest <= max(own) * (rows - len(own)) else None


def _over_more_rows(document: Document, table: Table, rows: int) -> Finding:
    listed = len(body(table))
    columns = [c for c in table.columns if c.role == "value" and summaries(table, c, "mean")]
    shown = []
    for column in columns:
        rest = _rest(table, column, rows)
        (_, _, value), *_ = summaries(table, column, "mean")
        if rest is not None:
            label = split_unit(column.label)[0]
            added = plain(sum(values(table, column), Decimal(0)))
            shown.append(f"{label}：{plain(value)} × {rows} − {added} = {plain(rest, 2)}")
    (row, _, _), *_ = summaries(table, columns[0], "mean")
    places = [
        cell_place(document, table, item[1]) for c in columns for item in summaries(table, c, "mean")[:1]
    ]
    return Finding(
        Kind.ARITHMETIC,
        Severity.HIGH,
        f"{table.number} 列出 {listed} 行，而“{row.label}”一行与这 {listed} 行的平均数都不符；"
        f"按 {rows} 行计算则各列都说得通，可能多计了表中没有列出的 {rows - listed} 行。",
        (*places, span_place(document, table.caption_span)),
        "；".join(shown[:4]),
        f"推测：均值的分母是 {rows} 而不是 {listed}",
    )


def _medians_of_more(document: Document, table: Table, rows: int) -> Iterator[Finding]:
    """Medians that are not those of the listed rows, where the means are over more rows too."""
    found = []
    for column in table.columns:
        if column.role == "value" and (own := values(table, column)):
            for _, cell, value in summaries(table, column, "median"):
                if abs(Decimal(median(own)) - value) > _printed_step(cell) * Decimal("0.6"):
                    found.append((column, cell, Decimal(median(own))))
    if not found:
        return
    row = table.rows[found[0][1].row_index]
    shown = "；".join(
        f"{split_unit(c.label)[0]}：{cell.text}，按行算为 {plain(own)}" for c, cell, own in found[:4]
    )
    yield Finding(
        Kind.ARITHMETIC,
        Severity.HIGH,
        f"{table.number}“{row.label}”一行有 {len(found)} 列不是所列 {len(body(table))} 行的中位数，同均值一样，可能按 {rows} 行计算。",
        tuple(cell_place(document, table, cell) for _, cell, _ in found),
        shown,
    )


def _parts_above(document: Document, table: Table) -> Iterator[Finding]:
    """Cells of a column that names a part of another column's people, above the whole."""
    columns = [c for c in table.columns if c.role == "value"]
    for whole in columns:
        name = core(whole.label)
        for part in columns:
            label = core(part.label)
            if part is whole or len(name) < _FEW or not label.startswith(name) or label == name:
                continue
            yield from _above(document, table, whole, part)


def _above(document: Document, table: Table, whole: Column, part: Column) -> Iterator[Finding]:
    pairs = []
    for row in body(table):
        one = parse_number(row.cells[whole.index].text)
        two = parse_number(row.cells[part.index].text)
        if one is not None and two is not None:
            pairs.append((row, one, two))
    above = [row for row, one, two in pairs if two > one]
    if not above or len(above) > (1 - _MOSTLY) * len(pairs):
        return
    for row in above:
        small, large = row.cells[whole.index], row.cells[part.index]
        yield Finding(
            Kind.ARITHMETIC,
            Severity.HIGH,
            f"{table.number}：{row.label}的“{split_unit(part.label)[0]}”{large.text} 大于“{split_unit(whole.label)[0]}”{small.text}，"
            "部分不应大于整体。",
            (cell_place(document, table, large), cell_place(document, table, small)),
            f"{large.text} > {small.text}",
        )
