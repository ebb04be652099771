"""The two documents that come with the program, and their hand-checked cells, read once."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import read_corpus
from corpus.grids import plain_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus import Document, Table

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT / "corpus" / "documents"
CELLS = ROOT / "tests" / "fixtures" / "cells.tsv"
FILES = {"report": "jilin-vocational-quality-report-2023.txt", "reply": "changchun-proposal-244-reply.txt"}
STEP = " › "


@dataclass(frozen=True)
class Printed:
    """A line of cells.tsv, or a cell as the corpus reads it."""

    document: str
    table: str
    row: str
    column: str
    printed: str
    unit: str
    value: Decimal | None

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column} {self.unit}"


@cache
def documents() -> tuple[Document, ...]:
    return read_corpus(DOCUMENTS)


def report() -> Document:
    return next(document for document in documents() if document.id == "report")


def reply() -> Document:
    return next(document for document in documents() if document.id == "reply")


def source(document: Document) -> str:
    return (DOCUMENTS / FILES[document.id]).read_text(encoding="utf-8")


def fixture_cells(path: Path = CELLS) -> list[Printed]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [
        Printed(document, table, row, column, printed, unit, Decimal(value) if value else None)
        for document, table, row, column, printed, unit, value in rows
    ]


def read_cells(document: Document, name: str) -> Iterator[Printed]:
    """The cells as the corpus reads them, in the fixture's form: its README tells the conventions."""
    observed = {
        (o.source.table, o.row_index, o.column_index): o.value
        for o in document.observations
        if o.value is not None
    }
    for table in document.tables:
        first_label = next(c.index for c in table.columns if c.role == "label")
        dated = next((c.index for c in table.columns if c.role == "value"), None)
        for row in table.rows:
            for cell in row.cells:
                column = table.columns[cell.column_index]
                if column.role in ("sequence", "unit") or column.index == first_label:
                    continue
                value = observed.get((table.number, row.index, column.index))
                is_dated = table.layout == "indicators" and column.index == dated
                unit = row.unit if is_dated else column.unit
                yield Printed(
                    document=name,
                    table=table.number,
                    row=_row_name(table, row.path, row.label),
                    column=column.label,
                    printed=cell.text,
                    unit=unit if value is not None else "",
                    value=value,
                )


def _row_name(table: Table, path: tuple[str, ...], label: str) -> str:
    return STEP.join(path) if table.layout == "indicators" else plain_label(label)
