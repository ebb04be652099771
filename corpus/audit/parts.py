"""Wholes and their parts in tables of indicators: sums by family, parts above wholes, weighted rates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from corpus.audit.labels import audit_words, core, dice, family_of
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place
from corpus.audit.wording import hypothesis, plain, terms
from corpus.observe import is_period_label
from corpus.units import find_unit, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Cell, Column, Document, Row, Table

_NEARLY = Decimal("0.05")
_LEAST_PARTS = 2
_STEP = Decimal("0.02")
_SIBLING = 0.6  # a label so like the whole's names something beside it
_LITTLE = Decimal("0.5")
_ALL = Decimal(100)
_ROUNDED = Decimal("0.1")
_FAR_OFF = Decimal(20)  # further off they are no shares of one whole


@dataclass(frozen=True, slots=True)
class _Entry:
    row: Row
    cell: Cell
    value: Decimal


def check_parts(document: Document) -> Iterator[Finding]:
    """Parts that do not make their whole, in every table whose rows are indicators."""
    for table in document.tables:
        if table.layout != "indicators":
            continue
        for column in table.columns:
            if is_period_label(column.label):
                for whole, parts in _trees(table, column):
                    yield from _tree(document, table, whole, parts)
                yield from _closed(document, table, column)


def _closed(document: Document, table: Table, column: Column) -> Iterator[Finding]:
    """Shares of all members of a family, in rows one below the other, that do not make 100 %."""
    rows = [row for row in table.rows if (unit := find_unit(row.unit)) and unit.dimension == "percent"]
    for family in audit_words().families:
        for start in range(len(rows) - len(family) + 1):
            some = rows[start : start + len(family)]
            if not family_of(tuple(row.path[-1] for row in some)) or not _one_thing(some, family):
                continue
            cells = [row.cells[column.index] for row in some]
            known = [value for cell in cells if (value := parse_number(cell.text)) is not None]
            added = sum(known, Decimal(0))
            if len(known) < len(some) or abs(added - _ALL) <= _ROUNDED or abs(added - _ALL) > _FAR_OFF:
                continue
            named = "、".join(f"{row.path[-1]} {cell.text}%" for row, cell in zip(some, cells, strict=True))
            yield Finding(
                Kind.ARITHMETIC,
                Severity.HIGH,
                f"{table.number}：{named}，各部分合计 {plain(added)}%，不是 100%。",
                tuple(cell_place(document, table, cell) for cell in cells),
                f"{terms([cell.text for cell in cells], plain(added))} ≠ 100",
            )


def _one_thing(rows: Sequence[Row], family: Sequence[str]) -> bool:
    """True where the labels differ in the family's words alone, and are shares of one whole."""
    plain_labels = set()
    for row in rows:
        label = row.path[-1]
        for member in family:
            label = label.replace(member, "")
        plain_labels.add(label)
    return len(plain_labels) == 1 and next(iter(plain_labels)).endswith(("比例", "占比", "比重"))


def _trees(table: Table, column: Column) -> Iterator[tuple[_Entry, list[_Entry]]]:
    entries = []
    for row in table.rows:
        value = parse_number(row.cells[column.index].text)
        if value is not None:
            entries.append(_Entry(row, row.cells[column.index], value))
    for whole in entries:
        depth = len(whole.row.path)
        parts = [
            entry
            for entry in entries
            if len(entry.row.path) == depth + 1
            and entry.row.path[:depth] == whole.row.path
            and entry.row.unit == whole.row.unit
        ]
        if parts:
            yield whole, parts


def _tree(document: Document, table: Table, whole: _Entry, parts: Sequence[_Entry]) -> Iterator[Finding]:
    unit = find_unit(whole.row.unit)
    if unit is not None and unit.dimension == "percent":
        yield from _rates(document, table, whole, parts)
        return
    announced = [p for p in parts if p.row.label.startswith("其中")]
    if announced:
        parts = [p for p in parts if p.row.index >= announced[0].row.index]
    parts = [p for p in parts if dice(p.row.path[-1], whole.row.path[-1]) < _SIBLING]
    labels = tuple(part.row.path[-1] for part in parts)
    added = sum((part.value for part in parts), Decimal(0))
    gap = abs(added - whole.value)
    near = gap <= _NEARLY * max(whole.value, Decimal(1)) and len(parts) > _LEAST_PARTS
    if len(parts) >= _LEAST_PARTS and gap and (family_of(labels) or (announced and near)):
        yield _unequal(document, table, whole, parts)
        return
    if (
        announced
        and len(parts) >= _LEAST_PARTS
        and added < _LITTLE * whole.value
        and _same_noun(whole, parts)
    ):
        yield _uncovered(document, table, whole, parts)
    for part in parts if announced else ():
        if part.value > whole.value and part is announced[0]:
            yield _above(document, table, whole, part)


def _unequal(document: Document, table: Table, whole: _Entry, parts: Sequence[_Entry]) -> Finding:
    added = sum((part.value for part in parts), Decimal(0))
    unit = whole.row.unit
    named = "、".join(f"{part.row.path[-1]} {part.cell.text}" for part in parts)
    return Finding(
        Kind.ARITHMETIC,
        Severity.HIGH,
        f"{table.number}“{whole.row.path[-1]}”印作 {whole.cell.text} {unit}，而各部分（{named}）相加为 {plain(added)} {unit}，"
        f"相差 {plain(abs(added - whole.value))}。",
        (
            cell_place(document, table, whole.cell),
            *(cell_place(document, table, part.cell) for part in parts),
        ),
        f"{terms([part.cell.text for part in parts], plain(added))} ≠ {whole.cell.text}",
        hypothesis(whole.value, added, "各部分之和"),
    )


def _same_noun(whole: _Entry, parts: Sequence[_Entry]) -> bool:
    """True where the parts are the whole's sorts: each label ends in the noun that the whole counts (专业标准, 课程标准)."""
    if any(word in whole.row.path[-1] for word in audit_words().open_wholes):
        return False
    noun = core(whole.row.path[-1])[-2:]
    return all(core(part.row.path[-1]).endswith(noun) for part in parts)


def _uncovered(document: Document, table: Table, whole: _Entry, parts: Sequence[_Entry]) -> Finding:
    added = sum((part.value for part in parts), Decimal(0))
    named = "、".join(f"{part.row.path[-1]} {part.cell.text}" for part in parts)
    return Finding(
        Kind.ARITHMETIC,
        Severity.LOW,
        f"{table.number}“{whole.row.path[-1]}”为 {whole.cell.text} {whole.row.unit}，其中列出的 {named} 合计只有 {plain(added)}，"
        f"其余 {plain(whole.value - added)} 没有说明类别。",
        (cell_place(document, table, whole.cell), *(cell_place(document, table, p.cell) for p in parts)),
        f"{terms([part.cell.text for part in parts], plain(added))} < {whole.cell.text}",
    )


def _above(document: Document, table: Table, whole: _Entry, part: _Entry) -> Finding:
    return Finding(
        Kind.ARITHMETIC,
        Severity.HIGH,
        f"{table.number}“{part.row.path[-1]}”{part.cell.text} 大于其整体“{whole.row.path[-1]}”{whole.cell.text}。",
        (cell_place(document, table, part.cell), cell_place(document, table, whole.cell)),
        f"{part.cell.text} > {whole.cell.text}",
    )


def _rates(document: Document, table: Table, whole: _Entry, parts: Sequence[_Entry]) -> Iterator[Finding]:
    """A rate of all must be the mean of its parts' rates, weighted by how many were asked."""
    weights = _weights(table, whole, parts)
    if not weights:
        return
    total = sum(weights, Decimal(0))
    mean = sum((p.value * w for p, w in zip(parts, weights, strict=True)), Decimal(0)) / total
    if abs(mean - whole.value) <= _STEP:
        return
    yield Finding(
        Kind.ARITHMETIC,
        Severity.HIGH,
        f"{table.number}“{whole.row.path[-1]}”印作 {whole.cell.text}%，按各部分人数加权应为 {plain(mean, 2)}%。",
        (
            cell_place(document, table, whole.cell),
            *(cell_place(document, table, part.cell) for part in parts),
        ),
        "（" + " + ".join(f"{p.cell.text} × {plain(w)}" for p, w in zip(parts, weights, strict=True))
        + f"）÷ {plain(total)} = {plain(mean, 2)}",
    )  # fmt: skip


def _weights(table: Table, whole: _Entry, parts: Sequence[_Entry]) -> list[Decimal]:
    """The parts' counts in another column where they add up to the whole's; else nothing."""
    if len(parts) < _LEAST_PARTS:
        return []
    for column in table.columns:
        if column.role != "value" or is_period_label(column.label):
            continue
        counts = [parse_number(p.row.cells[column.index].text) for p in parts]
        top = parse_number(whole.row.cells[column.index].text)
        known = [count for count in counts if count is not None]
        if len(known) == len(parts) and top is not None and sum(known, Decimal(0)) == top:
            return known
    return []
