"""Addresses of places in a document: ``read/report#biao-1-1-r5-c11``, ``read/report?quote=10-20#quote``.

They are relative to the page's own address, so that they hold behind a proxy's sub-path too. A section
and a table are named by what is printed, as far as that is unambiguous, so that a mailed link outlives
a new reading of the document; a quote is named by its characters and the document's fingerprint.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote as percent

from pypinyin import lazy_pinyin

if TYPE_CHECKING:
    from assistant.model import Citation
    from corpus.model import Cell, Document, Row, Span, Table

NOT_A_SLUG = re.compile(r"[^a-z0-9]+")
VERSION = 8
"""Characters of a document's fingerprint in an address."""


@lru_cache(maxsize=64)
def table_names(document_id: str, labels: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a document's tables in addresses: ``表 1-1`` is ``biao-1-1``, a second one ``biao-1-1-2``."""
    del document_id  # part of the cache's key
    names: list[str] = []
    for place, label in enumerate(labels, start=1):
        name = NOT_A_SLUG.sub("-", "-".join(lazy_pinyin(label.replace(" ", ""))).lower()).strip("-")
        name = name or f"table-{place}"
        names.append(f"{name}-{names.count(name) + 1}" if name in names else name)
    return tuple(names)


def named_tables(document: Document) -> tuple[tuple[str, Table], ...]:
    """Every table with its name in addresses, in reading order."""
    names = table_names(document.sha256, tuple(table.number for table in document.tables))
    return tuple(zip(names, document.tables, strict=True))


def table_id(document: Document, table: Table) -> str:
    """The name of one table in addresses."""
    return next(name for name, known in named_tables(document) if known.span == table.span)


def row_id(name: str, row: Row) -> str:
    """The name of a row in addresses; rows count from 1."""
    return f"{name}-r{row.index + 1}"


def cell_id(name: str, cell: Cell) -> str:
    """The name of a cell in addresses; rows and columns count from 1."""
    return f"{name}-r{cell.row_index + 1}-c{cell.column_index + 1}"


def section_id(index: int) -> str:
    """The name of a section in addresses."""
    return f"section-{index}"


def document_address(document_id: str, place: str = "") -> str:
    """The address of a document, or of a named place in it."""
    return f"read/{percent(document_id, safe='')}" + (f"#{place}" if place else "")


def quote_address(document: Document, span: Span) -> str:
    """The address of any range of characters, which will be marked."""
    version = document.sha256[:VERSION]
    return f"{document_address(document.id)}?quote={span.start}-{span.end}&v={version}#quote"


def place_address(document: Document, span: Span, column: str = "") -> str:
    """The address of a range: of the cell that it is or that stands under ``column``, else of the quote."""
    for name, table in named_tables(document):
        if not table.span.overlaps(span):
            continue
        for row in table.rows:
            if row.span.overlaps(span):
                cell = find_cell(table, row, span, column)
                place = cell_id(name, cell) if cell else row_id(name, row)
                return document_address(document.id, place)
        return document_address(document.id, name)
    return quote_address(document, span)


def find_cell(table: Table, row: Row, span: Span, column: str = "") -> Cell | None:
    """The cell of a row that ``span`` lies in, or that stands under ``column``; None for the whole row."""
    for cell in row.cells:
        if cell.span.contains(span) and span.start < span.end:
            return cell
    heads = {head.index: head.label for head in table.columns}
    wanted = (cell for cell in row.cells if column and column.endswith(heads.get(cell.column_index, "\0")))
    return next(wanted, None)


def citation_address(citation: Citation, document: Document | None) -> str:
    """Where 打开原文 leads: the cited cell, its row, or the quote, marked."""
    if document is None:
        return document_address(citation.document_id)
    return place_address(document, citation.span, citation.column if citation.cell else "")
