"""Cells out of all proportion, cut-off digits, zeros that stand for nothing, impossible values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place
from corpus.suspect import suspicions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.model import Document, Table
    from corpus.suspect import Suspicion

_KINDS = {
    "outlier": (Kind.OUTLIER, Severity.HIGH),
    "impossible": (Kind.OUTLIER, Severity.HIGH),
    "per-student": (Kind.OUTLIER, Severity.HIGH),
    "zero": (Kind.OUTLIER, Severity.MIDDLE),
    "truncated": (Kind.TRUNCATED, Severity.MIDDLE),
}


def check_cells(document: Document) -> Iterator[Finding]:
    """A finding for each suspicious cell; one for a column that is doubted as a whole."""
    for table in document.tables:
        doubted: set[tuple[int, str]] = set()
        for suspicion in suspicions(table):
            whole = (suspicion.column, suspicion.kind)
            if suspicion.kind == "per-student" and whole in doubted:
                continue
            doubted.add(whole)
            yield _finding(document, table, suspicion)


def _finding(document: Document, table: Table, suspicion: Suspicion) -> Finding:
    kind, severity = _KINDS[suspicion.kind]
    cell = table.rows[suspicion.row].cells[suspicion.column]
    return Finding(
        kind, severity, f"{table.number}：{suspicion.text}。", (cell_place(document, table, cell),)
    )
