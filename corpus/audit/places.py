"""From cells, sentences and spans to the places of a finding."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from corpus.audit.model import Place
from corpus.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Cell, Document, Table

_ENDS = "。！？；\n"


def span_place(document: Document, span: Span) -> Place:
    """The place of the words at ``span``."""
    return Place(document.id, document.section_at(span.start).name, document.quote(span), span)


def cell_place(document: Document, table: Table, cell: Cell) -> Place:
    """The place of a cell; an empty one is quoted with its row."""
    row = table.rows[cell.row_index]
    span = cell.span if cell.text else row.span
    label = row.label or next((c.text for c in row.cells if c.text), "")
    section = document.sections[table.section].name
    column = table.columns[cell.column_index].label
    return Place(document.id, section, document.quote(span), span, table.number, label, column)


def table_place(document: Document, table: Table, column: str = "") -> Place:
    """The place of a whole table, or of a column of it: the caption's words."""
    span = table.caption_span
    section = document.sections[table.section].name
    return Place(document.id, section, document.quote(span), span, table.number, "", column)


def section_title(document: Document, offset: int) -> str:
    """The title of the section at ``offset`` without its number."""
    section = document.section_at(offset)
    return section.title or section.path[-1]


def sentence_span(text: str, start: int, end: int) -> Span:
    """The sentence around ``[start, end)``, without the blanks before it."""
    left = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    rights = [place for mark in _ENDS if (place := text.find(mark, end)) >= 0]
    right = min(rights) + 1 if rights else len(text)
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return Span(left, right)


def sentence_place(document: Document, start: int, end: int) -> Place:
    """The place of the sentence around ``[start, end)``."""
    return span_place(document, sentence_span(document.text, start, end))


def by_turns(groups: Sequence[Sequence[Place]]) -> tuple[Place, ...]:
    """The places of all groups, each once: the first of each group, then the second of each."""
    rounds = zip_longest(*groups)
    return tuple(dict.fromkeys(place for places in rounds for place in places if place is not None))
