"""The tables of a text by their own structure: an independent, small reader for tests."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CAPTION = re.compile(r"^\**\s*(附表|表)\s*(\d+(?:-\d+)?)(?!\d)")
NUMBER = re.compile(r"\d+(\.\d*)?")
UNIT = re.compile(r"（([^（）]*)）$")


@dataclass
class Row:
    """A line of a table: its label path, its unit and where its cells are among the line's fields."""

    at: int
    path: tuple[str, ...]
    unit: str
    cells: dict[str, int]


@dataclass
class Grid:
    """A table: which lines hold its header and rows."""

    number: str
    header: list[int]
    rows: list[Row] = field(default_factory=list)
    has_units: bool = False


@dataclass(frozen=True)
class Cell:
    """A line of cells.tsv."""

    document: str
    table: str
    row: str
    column: str
    printed: str
    unit: str
    value: str


def find_grids(lines: Sequence[str]) -> list[Grid]:
    """Every captioned table; entries of a table of contents have a tab in the caption."""
    grids = []
    for at, line in enumerate(lines):
        caption = _CAPTION.match(line)
        if caption and "\t" not in line and (table := _table_lines(lines, at)):
            grids.append(_read_grid(f"{caption[1]} {caption[2]}", lines, table))
    return grids


def _table_lines(lines: Sequence[str], caption: int) -> list[int]:
    """The lines with tabs below a caption, across blank lines, until other text comes."""
    found: list[int] = []
    for at in range(caption + 1, len(lines)):
        line = lines[at]
        if not line.strip() or line.startswith("名称：") or (not found and line.endswith("**")):
            continue
        if "\t" not in line:
            break
        if set(line) - set("-\t"):
            found.append(at)
    return found


def _read_grid(number: str, lines: Sequence[str], table: list[int]) -> Grid:
    first, second = (lines[at].split("\t") for at in table[:2])
    has_groups = not second[0] and not any(NUMBER.fullmatch(name) for name in second)
    labels = second if has_groups else first
    grid = Grid(number, table[: 1 + has_groups], has_units="单位" in labels)
    for at in table[1 + has_groups :]:
        fields = lines[at].split("\t")
        grid.rows.append(_annex_row(grid, at, fields, labels) if grid.has_units else _row(at, fields, labels))
    return grid


def _row(at: int, fields: list[str], labels: list[str]) -> Row:
    start = 1 if labels[0] == "序号" else 0
    path = (fields[start] or fields[0],)
    return Row(at, path, "", {labels[pos]: pos for pos in range(start + 1, len(labels))})


def _annex_row(grid: Grid, at: int, fields: list[str], labels: list[str]) -> Row:
    """A row of 序号, 指标, 单位, figures; a row that lost its first tab has it at the end."""
    lost = int(len("\t".join(fields).rstrip("\t").split("\t")) < len(labels))
    ordinal = "" if lost else fields[0]
    label, unit = fields[1 - lost], fields[2 - lost]
    path = (label,) if ordinal else _sub_path(grid.rows, label, unit)
    return Row(at, path, unit, {labels[pos]: pos - lost for pos in range(3, len(labels))})


def _sub_path(above: list[Row], label: str, unit: str) -> tuple[str, ...]:
    """Where a row without a number hangs; see tests/fixtures/README.md."""
    if not label:
        return above[-1].path
    top = above[-1].path[0]
    group = [row for row in above if row.path[0] == top]
    if label.startswith("其中：") or any("其中：" in "".join(row.path) for row in group):
        own = [row for row in group if "其中：" not in "".join(row.path) and row.path[-1] != label]
        parent = next((row.path for row in reversed(own) if row.unit == unit), (top,))
        parent = next((row.path[:-1] for row in group if row.path[-1].startswith("其中：")), parent)
        return (*parent, label)
    return (top, label)


def paths(grid: Grid) -> list[tuple[str, ...]]:
    """Final paths: 其中： goes, and a label that repeats hangs under the level above it."""
    often = Counter((row.path, row.unit) for row in grid.rows if len(row.path) > 1)
    found: list[tuple[str, ...]] = []
    for at, row in enumerate(grid.rows):
        path = tuple(label.removeprefix("其中：") for label in row.path)
        level = (row.path[:-1], row.unit)
        repeats = len(row.path) > 1 and often[row.path, row.unit] > 1 and at > 0
        if repeats and (grid.rows[at - 1].path[:-1], grid.rows[at - 1].unit) == level:
            path = (*found[-1], path[-1])
        found.append(path)
    return found


def read_cells(document: str, lines: Sequence[str]) -> list[Cell]:
    """All cells of all tables of a document, in the order of print."""
    cells = []
    for grid in find_grids(lines):
        for row, path in zip(grid.rows, paths(grid), strict=True):
            fields = lines[row.at].split("\t")
            for column, at in row.cells.items():
                printed = fields[at].strip()
                is_number = bool(NUMBER.fullmatch(printed))
                unit = unit_of(grid, row, column) if is_number else ""
                value = printed.rstrip(".") if is_number else ""
                cells.append(Cell(document, grid.number, " › ".join(path), column, printed, unit, value))
    return cells


def unit_of(grid: Grid, row: Row, column: str) -> str:
    if grid.has_units:
        return row.unit if column == next(iter(row.cells)) else ""
    found = UNIT.search(column)
    return found[1] if found else ""
