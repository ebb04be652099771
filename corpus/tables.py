"""Finds the tables of a document and reads them into :class:`~corpus.model.Table` values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.grids import Header, align, header_depth, nest_rows, plain_label, read_headers
from corpus.knowledge import structure_words
from corpus.lines import CONTINUED, LineKind, bare, squeeze
from corpus.model import Cell, Column, Row, Span, Table
from corpus.turning import is_turned, spread, turn
from corpus.units import parse_number, split_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.assembly import Assembly, Placed

_PERIOD = re.compile(r"\d{4}\s*[-－–—]\s*\d{4}\s*学?年度?|\d{4}\s*年度?")
_CODE = re.compile(r"\s*[（(]\d+[)）]\s*$")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]+[)）、．.]")
_LINES_ABOVE = 3
_LEAST_ROWS = 2  # a header and a row


@dataclass(frozen=True, slots=True)
class _Run:
    """Placed rows that make one table, with the caption above and the lines between."""

    caption: Placed | None
    above: tuple[Placed, ...]
    rows: tuple[Placed, ...]
    below: Placed | None


def read_tables(assembly: Assembly, region: str, period: str) -> tuple[Table, ...]:
    """All tables in reading order; ``region`` and ``period`` are the document's own."""
    return tuple(
        table for run in _runs(assembly.placed) if (table := _read(assembly, run, region, period)) is not None
    )


def _runs(placed: Sequence[Placed]) -> Iterator[_Run]:
    caption: Placed | None = None
    above: list[Placed] = []
    rows: list[Placed] = []
    for item in _joined(placed):
        kind = item.draft.kind
        if kind is LineKind.ROW:
            rows.append(item)
        elif kind in (LineKind.TABLE, LineKind.ANNEX):
            if rows:
                yield _Run(caption, tuple(above), tuple(rows), None)
            caption, above, rows = item, [], []
        else:
            if rows:
                below = item if kind is LineKind.NOTE else None
                yield _Run(caption, tuple(above), tuple(rows), below)
                caption, above, rows = None, [], []
            if caption is not None and kind is LineKind.TEXT and len(above) < _LINES_ABOVE:
                above.append(item)
            elif kind is not LineKind.NOTE:
                caption, above = None, []
    if rows:
        yield _Run(caption, tuple(above), tuple(rows), None)


def _joined(placed: Sequence[Placed]) -> Iterator[Placed]:
    """Without rules, pages' margins, and the lines between two parts of a table (续表1-1, 单位：人)."""
    rows_above = goes_on = False
    for item in placed:
        kind = item.draft.kind
        if kind in (LineKind.RULE, LineKind.MARGIN) or (goes_on and kind is LineKind.TEXT):
            continue
        goes_on = rows_above and item.draft.first.label == CONTINUED
        if not goes_on:
            rows_above = kind is LineKind.ROW
            yield item


def _split(assembly: Assembly, item: Placed) -> list[tuple[str, Span]]:
    text = assembly.text[item.span.start : item.span.end]
    mark = "|" if text.strip().startswith("|") else "\t"
    cells: list[tuple[str, Span]] = []
    offset = item.span.start
    for piece in text.split(mark):
        left = len(piece) - len(piece.lstrip())
        body = piece.strip()
        cells.append((body, Span(offset + left, offset + left + len(body))))
        offset += len(piece) + 1
    return (cells[1:-1] or cells[:1]) if mark == "|" else cells


def _read(assembly: Assembly, run: _Run, region: str, period: str) -> Table | None:
    scope, unit, rows = _scope_and_unit(assembly, run)
    split, rows = _without_repeats([_split(assembly, item) for item in rows], rows)
    if len(split) <= 1:
        return None
    depth = header_depth([[text for text, _ in row] for row in split])
    body = split[depth:]
    shifts = align([[text for text, _ in row] for row in body])
    moved = [_shift(row, shift) for row, shift in zip(body, shifts, strict=True)]
    width = max(len(row) for row in [*split[:depth], *moved])
    grid = [_padded(row, width) for row in [*split[:depth], *moved]]
    headers = read_headers([[text for text, _ in row] for row in grid], depth)
    grid[depth:] = spread(headers, grid[depth:])
    texts = [[text for text, _ in row] for row in grid]
    nested = nest_rows(headers, texts[depth:])
    caption = run.caption
    title = _caption_text(caption) if caption else ""
    number = caption.draft.first.label if caption else ""
    table = Table(
        number=number,
        caption=title,
        note=assembly.text[run.below.span.start : run.below.span.end] if run.below else "",
        layout=_layout(headers),
        scope=scope or region,
        period=_period(title) or period,
        columns=tuple(
            Column(
                i, h.label, h.group, h.unit or _common_unit(h, unit, [r[i] for r in texts[depth:]]), h.role
            )
            for i, h in enumerate(headers)
        ),
        rows=tuple(
            Row(
                i,
                place.label,
                place.path,
                place.unit,
                tuple(Cell(text, span, i, j) for j, (text, span) in enumerate(cells)),
                item.span,
            )
            for i, (place, cells, item) in enumerate(zip(nested, grid[depth:], rows[depth:], strict=True))
        ),
        caption_span=caption.span if caption else rows[0].span,
        span=Span((caption or rows[0]).span.start, (run.below or rows[-1]).span.end),
        section=_owner(assembly, rows[0].span.start),
    )
    return turn(table, grid[:depth]) if is_turned(table) else table


def _without_repeats(
    split: list[list[tuple[str, Span]]], rows: list[Placed]
) -> tuple[list[list[tuple[str, Span]]], list[Placed]]:
    """The rows without the header rows that a further page repeats, and without bands (一、国家级)."""
    texts = [[squeeze(text) for text, _ in row] for row in split]
    plain = [i for i, row in enumerate(texts) if not _is_band(row)]
    depth = header_depth([[text for text, _ in split[i]] for i in plain])
    head = [texts[i] for i in plain[:depth] if sum(map(bool, texts[i])) > 1]
    kept = [i for place, i in enumerate(plain) if place < depth or texts[i] not in head]
    return [split[i] for i in kept], [rows[i] for i in kept]


def _is_band(row: Sequence[str]) -> bool:
    """True for a row that only names the rows below it: one cell, or one that is numbered like a heading."""
    filled = [cell for cell in row if cell]
    return len(filled) == 1 and (len(row) == 1 or bool(_NUMBERED.match(filled[0])))


def _common_unit(header: Header, unit: str, cells: Sequence[str]) -> str:
    """The unit of a column whose header prints none: of the line above the table, or in its cells (%)."""
    if header.role != "value":
        return ""
    filled = [squeeze(cell) for cell in cells if parse_number(cell) is not None]
    percent = sum(cell.endswith("%") for cell in filled)
    return "%" if percent * 2 > len(filled) else unit


def _owner(assembly: Assembly, offset: int) -> int:
    return next(block.section for block in assembly.blocks if block.span.start == offset)


def _padded(row: list[tuple[str, Span]], width: int) -> list[tuple[str, Span]]:
    end = row[-1][1].end
    return row + [("", Span(end, end))] * (width - len(row))


def _shift(row: list[tuple[str, Span]], shift: int) -> list[tuple[str, Span]]:
    if not shift:
        return row
    start = row[0][1].start
    kept = row[:-1] if not row[-1][0] else row
    return [("", Span(start, start)), *kept]


def _caption_text(caption: Placed) -> str:
    lines = [caption.draft.first.title, *(bare(line.text) for line in caption.draft.lines[1:])]
    return "".join(lines).replace("*", "").strip()


def _scope_and_unit(assembly: Assembly, run: _Run) -> tuple[str, str, list[Placed]]:
    """Whom and in what unit all the figures are, from the lines over the header row."""
    words = structure_words()
    rows = list(run.rows)
    lines = [assembly.text[item.span.start : item.span.end] for item in run.above]
    while rows and len([c for c, _ in _split(assembly, rows[0]) if c]) == 1 and len(rows) > _LEAST_ROWS:
        lines.append(next(c for c, _ in _split(assembly, rows[0]) if c))
        rows.pop(0)
    scope = unit = ""
    for line in lines:
        name, mark, value = squeeze(line).replace("：", ":").partition(":")
        if mark and name in words.scope_openings:
            scope = _CODE.sub("", value)
        elif mark and name in words.unit_openings:
            unit = split_unit(f"({value})")[1] or value
    return scope, unit, rows


def _layout(headers: Sequence[Header]) -> str:
    words = structure_words()
    labels = {squeeze(header.label) for header in headers if header.role == "label"}
    if any(header.role == "unit" for header in headers) or labels & set(words.indicator_headers):
        return "indicators"
    return "entities" if any(header.role == "value" for header in headers) else "text"


def _period(text: str) -> str:
    found = _PERIOD.search(text)
    return found.group(0) if found else ""


@lru_cache(maxsize=4096)
def summary_kind(label: str) -> str:
    """Which summary a row label names: "mean", "median", "total", or "" for none."""
    words = structure_words()
    plain = squeeze(plain_label(label))
    for kind, known in (
        ("mean", words.mean_rows),
        ("median", words.median_rows),
        ("total", words.total_rows),
    ):
        if plain in known:
            return kind
    return ""
