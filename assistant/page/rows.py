"""The printed row of a cited cell, found again in its document, with the cell marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.model import Citation
    from corpus.model import Document, Row, Table

WIDE = 4
"""A row of more cells than this is set upright, a column a line: the panel is narrow."""

ARROW = " › "

NEAR = 2
"""Cells shown on either side of the cited one in an upright row; the others unfold on a click."""


HEADING_ROLES = ("label", "sequence")
"""Columns that name a row rather than say something about it."""


@dataclass(frozen=True, slots=True)
class CitedCell:
    """A cell under its column's heading."""

    column: str
    text: str
    cited: bool


@dataclass(frozen=True, slots=True)
class CitedRow:
    """A row of a table as the panel shows it."""

    caption: str
    label: str
    cells: tuple[CitedCell, ...]

    @property
    def upright(self) -> bool:
        """Whether the row is too wide to lie."""
        return len(self.cells) > WIDE + 1

    @property
    def near(self) -> tuple[CitedCell, ...]:
        """The cited cell and its neighbours; the whole row where no cell is marked."""
        place = next((i for i, cell in enumerate(self.cells) if cell.cited), None)
        return self.cells if place is None else self.cells[max(place - NEAR, 0) : place + NEAR + 1]


def cited_row(citation: Citation, document: Document | None) -> CitedRow | None:
    """The row of a cited cell; None for a sentence or a table's caption. Without its table, the cell alone."""
    if not citation.table or not (citation.row or citation.cell):
        return None
    found = find_row(citation, document) if document else None
    return table_row(citation, *found) if found else lone_cell(citation)


def find_row(citation: Citation, document: Document) -> tuple[Table, Row] | None:
    """The table and the row in which the citation's span lies."""
    for table in document.tables:
        if table.span.overlaps(citation.span):
            for row in table.rows:
                if row.span.overlaps(citation.span):
                    return table, row
    return None


def table_row(citation: Citation, table: Table, row: Row) -> CitedRow:
    """The whole row under its column headings, with the cited cell marked."""
    columns = {column.index: column for column in table.columns}
    cells: list[CitedCell] = []
    for cell in row.cells:
        column = columns.get(cell.column_index)
        if column is None or column.role in HEADING_ROLES:
            continue
        marked = is_cited(citation, column.label, cell.text) and not any(c.cited for c in cells)
        heading = ARROW.join(part for part in (column.group, column.label) if part)
        cells.append(CitedCell(heading, cell.text, cited=marked))
    label = ARROW.join(row.path) or row.label
    if len(cells) <= WIDE:
        heading = next((column.label for column in table.columns if column.role == "label"), "")
        cells.insert(0, CitedCell(heading, label, cited=citation.cell == row.label))
    return CitedRow(table.label, label, tuple(cells))


def is_cited(citation: Citation, column: str, text: str) -> bool:
    """Whether this is the cell that the citation names."""
    same_column = not citation.column or citation.column.endswith(column)
    return bool(citation.cell) and text.strip() == citation.cell.strip() and same_column


def lone_cell(citation: Citation) -> CitedRow:
    """Row label and cell, from the citation alone."""
    text = citation.cell or citation.quote.replace("\t", " ")
    cells = (CitedCell("", citation.row, cited=False), CitedCell(citation.column, text, cited=True))
    return CitedRow(citation.table, citation.row, tuple(cell for cell in cells if cell.text))
