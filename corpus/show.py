"""A document on the terminal: its outline, and its tables in parts that fit the width."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.table import Table as Grid
from rich.text import Text
from rich.tree import Tree

from corpus.lines import Line, LineKind, classify, squeeze
from corpus.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from corpus.model import Column, Document, Row, Section, Table

_WIDEST = {"label": 32, "text": 36}
_HEADER = 12
_CONTENTS_LEVELS = 2
_BORDERS = 3


def document_to_outline(document: Document) -> Tree:
    """The sections as a tree, with the pages that the contents give and the tables in their places."""
    facts = [document.publisher, document.date or "没有写明日期", document.region, f"{len(document.text)} 字"]
    title = Text(f"《{document.title}》", style="bold")
    tree = Tree(title.append("  " + " · ".join(fact for fact in facts if fact), style="not bold dim"))
    pages = section_pages(document)
    nodes: dict[int, Tree] = {0: tree}
    for section in document.sections[1:]:
        above = nodes[section.parent or 0]
        nodes[section.index] = above.add(_named(section.path[-1], pages.get(section.index)))
        for table in document.tables:
            if table.section == section.index and section.kind is not SectionKind.ANNEX:
                nodes[section.index].add(Text(f"{table.label}（{len(table.rows)} 行）", style="green"))
        for figure in document.figures:
            if figure.section == section.index:
                nodes[section.index].add(Text(f"{figure.number} {figure.caption}", style="dim"))
    return tree


def _named(name: str, page: int | None) -> Text:
    text = Text(name)
    return text if page is None else text.append(f"（第{page}页）", style="cyan")


def section_pages(document: Document) -> dict[int, int]:
    """The page of each section by the contents: of the entry that has its number and title.

    Contents and body do not always agree: what is left is matched by title alone, then by number alone.
    """
    entries = _keys((next(classify(entry.title)), entry.page) for entry in document.contents)
    headings = _keys(
        (_heading_line(document, section), section.index)
        for section in document.sections
        if section.kind is not SectionKind.ROOT
    )
    pages: dict[int, int] = {}
    taken: set[int] = set()
    for parts in ((0, 1), (1,), (0,)):
        free = [place for place in range(len(entries)) if place not in taken]
        for keys, section in headings:
            wanted = [keys[part] for part in parts]
            fits = (place for place in free if [entries[place][0][part] for part in parts] == wanted)
            found = next(fits, None) if section not in pages and all(any(key) for key in wanted) else None
            if found is not None:
                pages[section] = entries[found][1]
                taken.add(found)
    return pages


_Keys = tuple[tuple[str, str], tuple[str, str]]


def _keys(lines: Iterable[tuple[Line, int]]) -> list[tuple[_Keys, int]]:
    """For each line what its number and its title are compared by; sections are numbered by chapter."""
    found: list[tuple[_Keys, int]] = []
    chapter = ""
    for line, value in lines:
        number = squeeze(line.label)
        if line.kind is LineKind.HEADING and line.level == 1:
            chapter = number
        is_deep = line.kind is LineKind.HEADING and line.level > _CONTENTS_LEVELS
        above = chapter if line.kind is LineKind.HEADING and number else ""
        found.append(
            ((("", "") if is_deep else (above, number), (line.kind.value, _plain(line.title))), value)
        )
    return found


def _heading_line(document: Document, section: Section) -> Line:
    """The heading's first line that has a title; under a bare 案例 it is the next one."""
    lines = list(classify(document.quote(section.heading)))
    following = lines[1].text.strip() if len(lines) > 1 else ""
    return lines[0] if lines[0].title or not following else replace(lines[0], title=following)


def _plain(title: str) -> str:
    return "".join(sign for sign in squeeze(title) if sign.isalnum())


def find_tables(document: Document, number: str) -> list[Table]:
    """The tables numbered ``number``, written with or without blanks (``"表1-1"``); all for ""."""
    return [table for table in document.tables if not number or squeeze(table.number) == squeeze(number)]


def table_to_parts(table: Table, document: Document, width: int) -> Iterator[RenderableType]:
    """The table as grids that fit ``width``, each with the label columns first."""
    groups = _fitting(table, width)
    yield _heading(table, document)
    for place, columns in enumerate(groups, start=1):
        if len(groups) > 1:
            yield Text(f"第 {place} 部分，共 {len(groups)} 部分", style="dim")
        yield _grid(table, columns)
    if table.note:
        yield Text(table.note, style="dim")
    yield Text("")


def _heading(table: Table, document: Document) -> Text:
    line = document.source_line(table.caption_span.start)
    facts = f"{table.scope} · {table.period} · {len(table.rows)} 行 · 原文第 {line} 行"
    return Text(table.label or "（没有标题的表）", style="bold").append(f"  {facts}", style="not bold dim")


def _fitting(table: Table, width: int) -> list[list[Column]]:
    """The columns in groups that fit; every group begins with the columns that name the row."""
    fixed = [column for column in table.columns if column.role in ("sequence", "label", "unit")]
    others = [column for column in table.columns if column not in fixed]
    room = max(width - 1 - sum(_width(table, column) + _BORDERS for column in fixed), _HEADER + _BORDERS)
    groups: list[list[Column]] = []
    used = 0
    for column in others:
        needed = _width(table, column) + _BORDERS
        if not groups or used + needed > room:
            groups.append([*fixed])
            used = 0
        groups[-1].append(column)
        used += needed
    return groups or [fixed]


def _width(table: Table, column: Column) -> int:
    cells = [_shown(row, column) for row in table.rows]
    widest = max((cell_len(cell) for cell in cells), default=0)
    header = min(max(cell_len(column.label), cell_len(column.group)), _HEADER)
    return max(min(widest, _WIDEST.get(column.role, widest)), header)


def _grid(table: Table, columns: Sequence[Column]) -> Grid:
    grid = Grid(box=box.SQUARE, header_style="bold", pad_edge=True)
    for column in columns:
        header = Text(f"{column.group}\n", style="dim") if column.group else Text("")
        grid.add_column(
            header.append(column.label, style="not dim bold"),
            justify="right" if column.role == "value" else "left",
            width=_width(table, column),
            overflow="fold",
        )
    for row in table.rows:
        grid.add_row(*(Text(_shown(row, column)) for column in columns))
    return grid


def _shown(row: Row, column: Column) -> str:
    """A cell's text; a label stands in by its depth under other labels."""
    text = row.cells[column.index].text
    return "　" * (len(row.path) - 1) + text if column.role == "label" else text
