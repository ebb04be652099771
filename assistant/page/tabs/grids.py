"""Tables of the documents as rows for a browser, found again by key and by what was clicked."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.page.reader.places import cell_id, document_address, named_tables, place_address, row_id
from corpus.export import write_csv, write_workbook
from corpus.units import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Document, Observation, Table

STEP = " \u203a "
FORMULA = ("=", "+", "-", "@", "\t", "\r")
FOUND_MOST = 500
"""Figures listed for a search."""

FOUND_HEADS = ("文件", "表", "对象", "指标", "数值", "单位", "时间")


@dataclass(frozen=True, slots=True)
class Browsed:
    """A table with its document and its key, ``document/table``, as addresses have it."""

    document: Document
    name: str
    table: Table

    @property
    def key(self) -> str:
        """What the page and the addresses call it."""
        return f"{self.document.id}/{self.name}"

    @property
    def heads(self) -> tuple[str, ...]:
        """The columns' headings, the group before the label."""
        return tuple(STEP.join(part for part in (c.group, c.label) if part) for c in self.table.columns)

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the rows, with those above them; made different where they are the same."""
        seen: dict[str, int] = {}
        labels = []
        for row in self.table.rows:
            label = STEP.join(row.path) or row.label
            seen[label] = seen.get(label, 0) + 1
            labels.append(f"{label}（{seen[label]}）" if seen[label] > 1 else label)
        return tuple(labels)

    @property
    def figure_columns(self) -> tuple[str, ...]:
        """The headings of the columns with figures."""
        return tuple(
            head
            for head, column in zip(self.heads, self.table.columns, strict=True)
            if column.role == "value"
        )

    def printed(self) -> list[list[str]]:
        """Every cell as printed, a blank where a row has none; the label column has the path."""
        rows = []
        for row, label in zip(self.table.rows, self.labels, strict=True):
            cells = {cell.column_index: cell.text for cell in row.cells}
            rows.append(
                [
                    label if column.role == "label" else cells.get(column.index, "")
                    for column in self.table.columns
                ]
            )
        return rows

    def values(self) -> list[list[float | str | None]]:
        """The cells for sorting: figures as numbers, the rest as printed."""
        roles = [column.role for column in self.table.columns]
        return [
            [_sortable(text, role) for text, role in zip(row, roles, strict=True)] for row in self.printed()
        ]

    def address(self, label: str, column: int) -> str:
        """The address of the cell in the row called ``label``; of the table where there is none."""
        if label not in self.labels:
            return document_address(self.document.id, self.name)
        row = self.table.rows[self.labels.index(label)]
        cell = next((c for c in row.cells if c.column_index == column), None)
        return document_address(
            self.document.id, cell_id(self.name, cell) if cell else row_id(self.name, row)
        )


def _sortable(text: str, role: str) -> float | str | None:
    if role != "value":
        return text
    number = parse_number(text)
    return text or None if number is None else float(number)


def browse(documents: Sequence[Document]) -> dict[str, Browsed]:
    """All tables by key, in reading order."""
    found = (Browsed(d, name, table) for d in documents for name, table in named_tables(d))
    return {browsed.key: browsed for browsed in found}


def search_observations(documents: Sequence[Document], words: str) -> list[tuple[Document, Observation]]:
    """The figures whose subject, indicator or table holds every one of the ``words``."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    hits = ((d, o) for d in documents for o in d.observations if _holds(o, wanted))
    return [hit for hit, _ in zip(hits, range(FOUND_MOST), strict=False)]


def _holds(observation: Observation, wanted: Sequence[str]) -> bool:
    said = f"{observation.subject} {STEP.join(observation.indicator)} {observation.source.table}".casefold()
    return all(word in said for word in wanted)


def observation_to_row(document: Document, observation: Observation) -> list[str]:
    """A figure found, under :data:`FOUND_HEADS`."""
    return [
        document.title, observation.source.table, observation.subject, STEP.join(observation.indicator),
        observation.text, observation.unit, observation.period,
    ]  # fmt: skip


def observation_address(document: Document, observation: Observation) -> str:
    """The address of the cell."""
    return place_address(document, observation.source.span)


def table_to_csv(browsed: Browsed) -> bytes:
    """The table as printed, with the mark by which Excel knows UTF-8; formulas are disarmed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([[*map(disarmed, row)] for row in (browsed.heads, *browsed.printed())])
    return out.getvalue().encode("utf-8-sig")


def disarmed(text: str) -> str:
    """Words that a spreadsheet would take for a formula get an apostrophe before them."""
    return f"'{text}" if text.startswith(FORMULA) and parse_number(text) is None else text


def table_to_workbook(browsed: Browsed) -> bytes:
    """A workbook of the one table: as printed, and its figures one a row."""
    table = browsed.table
    own = tuple(o for o in browsed.document.observations if table.span.contains(o.source.span))
    return documents_to_workbook((replace(browsed.document, tables=(table,), observations=own),))


def documents_to_workbook(documents: Sequence[Document]) -> bytes:
    """A workbook of all figures, with a sheet for each table."""
    return _written("data.xlsx", lambda path: write_workbook(path, documents))


def documents_to_csv(documents: Sequence[Document]) -> bytes:
    """All figures, one a line."""
    return _written("data.csv", lambda path: write_csv(path, documents))


def _written(name: str, write: Any) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


def keys_and_labels(tables: dict[str, Browsed]) -> Iterator[tuple[str, str]]:
    """What a list of tables shows, with the keys."""
    several = len({browsed.document.id for browsed in tables.values()}) > 1
    for key, browsed in tables.items():
        yield (f"{browsed.table.label}（{browsed.document.title}）" if several else browsed.table.label), key
