"""A document as it is shown to a reader: paragraphs, headings and tables with their names, and its outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.page.reader.places import cell_id, named_tables, row_id, section_id
from corpus.model import BlockKind, SectionKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.model import Block, Document, Section, Table

FOUND_MOST = 200
"""Places listed for a search; more of them help nobody."""

AROUND = 24
"""Characters shown on either side of what was searched for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, marked or not; the first marked one is where the address leads."""

    text: str
    marked: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A block as the template needs it: ``tag`` is its element, ``name`` its place in addresses or ""."""

    tag: str
    kind: str
    name: str
    pieces: tuple[Piece, ...] = ()
    table: ShownGrid | None = None


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell with its name; ``marked`` where the quote is in it."""

    text: str
    name: str
    head: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with its name and cells."""

    name: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class ShownGrid:
    """A table: ``groups`` are the upper headings with the columns that each spans."""

    name: str
    label: str
    note: str
    groups: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline."""

    name: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Found:
    """A place where the searched words stand."""

    span: Span
    section: str
    before: str
    words: str
    after: str


def document_to_blocks(document: Document, quote: Span | None = None) -> tuple[Shown, ...]:
    """The whole document in reading order; ``quote`` is marked wherever it goes."""
    return tuple(_blocks(document, quote))


def _blocks(document: Document, quote: Span | None) -> Iterator[Shown]:
    headings = {section.heading.start: section for section in document.sections if section.level}
    tables = named_tables(document)
    shown: set[str] = set()
    begun = False
    for block in document.blocks:
        found = next(((n, t) for n, t in tables if t.span.contains(block.span)), None)
        pieces = _pieces(document, block, quote, fresh=not begun)
        begun = begun or any(piece.marked for piece in pieces)
        if found is not None:
            name, table = found
            if name not in shown:
                shown.add(name)
                yield Shown("figure", "table", name, table=_grid(document, name, table, quote))
            if block.kind is not BlockKind.HEADING:
                continue  # the grid holds it
        section = headings.get(block.span.start)
        if section is not None:
            alone = section.heading == block.span  # else the heading runs into its paragraph
            tag = f"h{min(section.level + 1, 5)}" if alone else "p"
            yield Shown(tag, "heading", section_id(section.index), pieces)
        else:
            yield Shown("p", block.kind.value, "", pieces)


def _pieces(document: Document, block: Block, quote: Span | None, *, fresh: bool) -> tuple[Piece, ...]:
    if quote is None or not quote.overlaps(block.span):
        return (Piece(document.quote(block.span)),)
    start, end = max(quote.start, block.span.start), min(quote.end, block.span.end)
    text = document.text
    parts = (
        Piece(text[block.span.start : start]),
        Piece(text[start:end], marked=True, first=fresh),
        Piece(text[end : block.span.end]),
    )
    return tuple(part for part in parts if part.text)


def _grid(document: Document, name: str, table: Table, quote: Span | None) -> ShownGrid:
    heads = {column.index for column in table.columns if column.role == "label"}
    rows = tuple(
        ShownRow(
            row_id(name, row),
            tuple(
                ShownCell(
                    cell.text,
                    cell_id(name, cell),
                    head=cell.column_index in heads,
                    marked=quote is not None and quote.overlaps(cell.span),
                )
                for cell in row.cells
            ),
        )
        for row in table.rows
    )
    caption = document.quote(table.caption_span).strip() or table.label
    columns = tuple(column.label for column in table.columns)
    return ShownGrid(name, caption, table.note, column_groups(table), columns, rows)


def column_groups(table: Table) -> tuple[tuple[str, int], ...]:
    """The headings over the columns, each with the number of columns it spans; () where there are none."""
    groups: list[tuple[str, int]] = []
    for column in table.columns:
        if groups and groups[-1][0] == column.group:
            groups[-1] = (column.group, groups[-1][1] + 1)
        else:
            groups.append((column.group, 1))
    return tuple(groups) if any(group for group, _ in groups) else ()


def document_to_outline(document: Document) -> tuple[Entry, ...]:
    """The sections and the tables under them, as links."""
    entries = [
        (section.heading.start, 0, Entry(section_id(section.index), _titled(section), section.level))
        for section in document.sections
        if section.kind is not SectionKind.ROOT
    ]
    levels = {section.index: section.level for section in document.sections}
    entries += [
        (table.span.start, 1, Entry(name, table.label, levels.get(table.section, 0) + 1))
        for name, table in named_tables(document)
        if all(section.heading.start != table.caption_span.start for section in document.sections)
    ]
    return tuple(entry for *_, entry in sorted(entries, key=lambda item: item[:2]))


def _titled(section: Section) -> str:
    number, title = section.number, section.title
    return f"{number} {title}".strip() if not title.startswith(number) else title


def search_document(document: Document, words: str) -> tuple[Found, ...]:
    """Where ``words`` stand in the document, blanks and letter case aside; at most :data:`FOUND_MOST`."""
    wanted = "".join(words.split()).casefold()
    if not wanted:
        return ()
    kept = [place for place, sign in enumerate(document.text) if not sign.isspace()]
    plain = "".join(document.text[place].casefold()[:1] for place in kept)
    found: list[Found] = []
    start = plain.find(wanted)
    while start >= 0 and len(found) < FOUND_MOST:
        span = Span(kept[start], kept[start + len(wanted) - 1] + 1)
        found.append(
            Found(
                span,
                document.section_at(span.start).name,
                " ".join(document.text[max(span.start - AROUND, 0) : span.start].split()),
                document.quote(span),
                " ".join(document.text[span.end : span.end + AROUND].split()),
            )
        )
        start = plain.find(wanted, start + len(wanted))
    return tuple(found)
