"""Every cell of every table is read as a person reads it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from real_documents import ROOT, Printed, documents, fixture_cells, read_cells, report

from corpus import read_document
from corpus.metadata import Metadata

if TYPE_CHECKING:
    from pathlib import Path

TABLES = [
    "表 1-1", "表 2-1", "表 2-2", "表 2-3", "表 2-4", "附表 1", "附表 2", "附表 3", "附表 4", "附表 5", "附表 6",
]  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_of_the_table(table: str) -> None:
    """Row path, column label, printed text, unit and Decimal value equal the hand-checked ones, in order."""
    read = [cell for d in documents() for cell in read_cells(d, d.id) if cell.table == table]
    assert read == [cell for cell in fixture_cells() if cell.table == table]


def test_no_table_more_or_less() -> None:
    """The tables are those of the fixture, in the order of print."""
    assert [table.number for d in documents() for table in d.tables] == TABLES


def test_printed_trailing_zeros_are_kept() -> None:
    """A value has the places that are printed: 50000.00 is not 5E+4."""
    odd = [
        (o.text, str(o.value))
        for o in report().observations
        if o.value is not None and str(o.value) != o.text.rstrip(".")
    ]
    assert odd == []


def test_every_span_of_a_cell_is_its_text() -> None:
    """A cell's span quotes the cell as printed, in every table."""
    wrong = [
        (table.number, cell)
        for d in documents()
        for table in d.tables
        for row in table.rows
        for cell in row.cells
        if d.quote(cell.span) != cell.text
    ]
    assert wrong == []


def test_every_observation_points_at_its_row() -> None:
    """An observation's cell lies in its row's span, and its section is the table's."""
    wrong = [
        o
        for d in documents()
        for o in d.observations
        if not o.source.row_span.contains(o.source.span)
        or d.section_at(o.source.span.start).name != o.source.section
    ]
    assert wrong == []


@pytest.fixture(scope="module", params=[1, 7, 42])
def altered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with another province, other schools, figures, rows and columns."""
    folder = tmp_path_factory.mktemp("altered")
    command = [sys.executable, str(ROOT / "tests" / "altered.py"), str(folder), "--seed", str(request.param)]
    subprocess.run(command, check=True, cwd=ROOT)
    return folder


def described(cells: list[Printed]) -> list[tuple[str, ...]]:
    return [(str(cell), cell.printed, str(cell.value)) for cell in cells]


def test_an_altered_copy_reads_completely(altered: Path) -> None:
    """Nothing is tied to this report: every cell of another province's is read as well."""
    read = [
        c for name in ("report", "reply") for c in read_cells(read_document(altered / f"{name}.txt"), name)
    ]
    assert described(read) == described(fixture_cells(altered / "cells.tsv"))


def test_an_altered_copy_has_the_same_structure(altered: Path) -> None:
    """The sections of the copy are numbered as those of the source."""
    copy = read_document(altered / "report.txt", Metadata("report", "", "", "", "", "report.txt"))
    assert [s.number for s in copy.sections] == [s.number for s in report().sections]
