"""Cells out of all proportion, cut-off digits, zeros that stand for nothing, impossible values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.audit.columns import summaries
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place
from corpus.suspect import suspicions
from corpus.units import find_unit, split_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Column, Document, Table
    from corpus.suspect import Suspicion

_KINDS = {
    "outlier": (Kind.OUTLIER, Severity.HIGH),
    "impossible": (Kind.OUTLIER, Severity.HIGH),
    "per-student": (Kind.OUTLIER, Severity.HIGH),
    "zero": (Kind.OUTLIER, Severity.MIDDLE),
    "truncated": (Kind.TRUNCATED, Severity.MIDDLE),
}

_NAMED = 6


def check_cells(document: Document) -> Iterator[Finding]:
    """One finding for each column and kind of doubt, with all cells in doubt; outliers one by one."""
    for table in document.tables:
        groups: dict[tuple[int, str, int], list[Suspicion]] = {}
        for suspicion in suspicions(table):
            if suspicion.kind == "zero" and _in_mean(table, table.columns[suspicion.column]):
                continue
            alone = suspicion.row if suspicion.kind in ("outlier", "impossible") else -1
            groups.setdefault((suspicion.column, suspicion.kind, alone), []).append(suspicion)
        for some in groups.values():
            yield _finding(document, table, some)


def _in_mean(table: Table, column: Column) -> bool:
    """True for a rate with a printed mean: :mod:`corpus.audit.means` says what its zeros do."""
    unit = find_unit(column.unit)
    return unit is not None and unit.dimension == "percent" and bool(summaries(table, column, "mean"))


def _finding(document: Document, table: Table, some: Sequence[Suspicion]) -> Finding:
    first = some[0]
    kind, severity = _KINDS[first.kind]
    cells = [table.rows[one.row].cells[one.column] for one in some]
    column = table.columns[first.column]
    label = split_unit(column.label)[0]
    named = "、".join(f"{table.rows[c.row_index].label} {c.text}" for c in cells[:_NAMED]) + (
        " 等" if len(cells) > _NAMED else ""
    )
    sentence = f"{table.number}：{first.text}。"
    if first.kind == "zero" and len(some) > 1:
        sentence = f"{table.number}“{label}”有 {len(some)} 行印作 0（{named}），可能表示未填报或尚无数据，文件没有说明原因。"
    if first.kind == "truncated" and len(some) > 1:
        sentence = f"{table.number}“{label}”有 {len(some)} 个数在小数点后被截断（{named}），印得不完整。"
    places = [cell_place(document, table, cell) for cell in cells]
    if first.kind == "per-student":
        places[:0] = [
            cell_place(document, table, c)
            for kind in ("mean", "median")
            for _, c, _ in summaries(table, column, kind)
        ]
    return Finding(kind, severity, sentence, tuple(places))
