"""A whole table: its caption, its columns and rows, as printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.model import ShownTable
from assistant.structure.remainder import asks_whole
from corpus.lines import squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.draft import Draft
    from assistant.reading import Reading
    from corpus.model import Column, Document, Observation, Row, Span, Table

_NUMBERED = re.compile(r"附?表\s*[\d一二三四五六七八九十]+(?:\s*[-－—–.]\s*\d+)?")
_STEP = " \u203a "
_MOST_ROWS = 60
"""Rows said one by one; all of them are in the table that is shown."""


def table_asked(draft: Draft, reading: Reading, documents: Sequence[Document]) -> bool:
    """Shows the tables that the question names, where it asks for nothing of them."""
    named = names_said(reading, documents)
    if not reading.places or not named or not asks_whole(reading.text, "table", *named):
        return False
    for place in reading.places:
        for document in documents:
            for table in document.tables:
                if table.number == place:
                    show_table(draft, document, table)
    return bool(draft)


def names_said(reading: Reading, documents: Sequence[Document]) -> list[str]:
    """How the question names tables: by their numbers, or by their captions."""
    captions = (t.caption for d in documents for t in d.tables if t.number in reading.places)
    return [*_NUMBERED.findall(reading.text), *(c for c in dict.fromkeys(captions) if c in reading.text)]


def show_table(draft: Draft, document: Document, table: Table) -> None:
    """Says what a table is and has, and shows it."""
    caption = draft.cite_caption(document, table)
    broken = "\n" in document.quote(table.caption_span)
    marks = [caption, draft.cite_span(document, table.caption_span)] if broken else [caption]
    shown = [column for column in table.columns if column.role != "sequence"]
    draft.say(f"{table.number}：{table.caption}。共 {len(table.rows)} 行。", marks)
    heads = tuple(_head(column) for column in shown)
    if table.layout == "entities":
        draft.say(f"各行：{'、'.join(squeeze(row.label) for row in table.rows)}。", [caption], "item")
        draft.say(f"各列：{'、'.join(heads[1:])}。", [caption], "item")
    else:
        figures = {o.source.span: o for o in document.observations if o.source.table == table.number}
        for row in table.rows[:_MOST_ROWS]:
            line = _figures(row, figures) if table.layout == "indicators" else _words(table, row)
            draft.say(line, [draft.cite_row(document, table, row)], "item")
    draft.table = ShownTable(table.label, heads, tuple(_cells(row, shown) for row in table.rows))


def _head(column: Column) -> str:
    return _STEP.join(squeeze(part) for part in (column.group, column.label) if part)


def _cells(row: Row, columns: Sequence[Column]) -> tuple[str, ...]:
    """The printed cells of a row; the label of an indicator has those above it."""
    texts = {cell.column_index: cell.text for cell in row.cells}
    path = _STEP.join(row.path) or row.label
    return tuple(path if column.role == "label" else texts.get(column.index, "") for column in columns)


def _figures(row: Row, figures: Mapping[Span, Observation]) -> str:
    """An indicator with the figures of its row; a further figure (调查人次) has its column's name."""
    path = _STEP.join(row.path) or row.label
    told = [figures[cell.span] for cell in row.cells if cell.span in figures]
    if not told:
        return f"{path}：（空）"
    first, *others = (f"{o.text} {o.unit}".strip() for o in told)
    more = [f"{o.source.column} {text}" for o, text in zip(told[1:], others, strict=True)]
    return f"{path}：{'，'.join((first, *more))}"


def _words(table: Table, row: Row) -> str:
    texts = {cell.column_index: cell.text for cell in row.cells}
    parts = [(c, texts.get(c.index, "")) for c in table.columns if c.role in ("text", "value", "label")]
    return "；".join(f"{squeeze(column.label)}：{text}" for column, text in parts if text)
