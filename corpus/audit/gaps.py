"""What is announced and not given: captions, cells, rows, sections of the contents, ends of sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.audit.columns import body
from corpus.audit.institutions import roster_tables
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place, sentence_place, span_place
from corpus.audit.titles import Title, body_titles, contents_titles, same_title
from corpus.model import BlockKind, SectionKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.audit.model import Place
    from corpus.model import Cell, Column, Document, Section, Table

_ANNOUNCED = re.compile(r"按[\u4e00-\u9fff]{2,6}(?:划分|分类|来分|分)\s*[，,：:]\s*([^，。；]*)")
_GIVES = re.compile(r"\d\s*(?:所|个|项|人|家|门|%)|以|其中|包括|分为|可分|主要|有")
_OPEN_ENDS = ("，", "、", "；", ",", "：", ":")
_MOSTLY = 0.5
_SHARED = 0.8
_LEAST_BLOCK = 20
_SHOWN = 3


def check_gaps(document: Document) -> Iterator[Finding]:
    """Everything that is announced and missing."""
    yield from _captions(document)
    yield from _sections(document)
    yield from _blank_cells(document)
    yield from _missing_rows(document)
    yield from _unfinished(document)


def _captions(document: Document) -> Iterator[Finding]:
    body_has = body_titles(document)
    for key, title in contents_titles(document).items():
        if key in body_has:
            continue
        moved = next((t for t in _all_titles(document) if same_title(t.text, title.text)), None)
        if moved is not None:
            yield Finding(
                Kind.NUMBERING,
                Severity.MIDDLE,
                f"目录里“{title.text}”的编号，正文里不是（正文是“{moved.place.quote[:24]}”）。",
                (moved.place, title.place),
            )
            continue
        what = "题注" if key.startswith("图") else "标题"
        yield Finding(
            Kind.MISSING,
            Severity.MIDDLE,
            f"目录列有 {key}“{title.text}”，正文里没有找到它的{what}。",
            (title.place, *_references(document, key)),
        )


def _references(document: Document, key: str) -> list[Place]:
    """The sentences that refer to the figure or table ``key``."""
    sort, _, number = key.partition(" ")
    dash = r"\s*[-－–—]\s*"
    pattern = re.compile(rf"{sort}\s*{number.replace('-', dash)}(?!\d)")
    return [
        sentence_place(document, block.span.start + found.start(), block.span.start + found.end())
        for block in document.blocks
        if block.kind is BlockKind.PARAGRAPH
        for found in pattern.finditer(document.quote(block.span))
    ]


def _all_titles(document: Document) -> list[Title]:
    return [
        Title(section.number, section.title, span_place(document, section.heading))
        for section in document.sections
        if section.kind is SectionKind.CHAPTER
    ]


def _sections(document: Document) -> Iterator[Finding]:
    """Chapters whose sections the contents leave out although they list those of most others."""
    listed = contents_titles(document)
    chapters = [s for s in document.sections if s.kind is SectionKind.CHAPTER and s.level == 1]
    below = {c.index: _children(document, c) for c in chapters}
    keys = {title.place.span: key for key, title in body_titles(document).items()}
    below = {index: [s for s in some if s.heading in keys] for index, some in below.items()}
    with_parts = [c for c in chapters if below[c.index]]
    absent = [c for c in with_parts if not any(keys[s.heading] in listed for s in below[c.index])]
    if not listed or not absent or len(absent) > _MOSTLY * len(with_parts):
        return
    for chapter in absent:
        parts = below[chapter.index]
        names = "、".join(_heading(s) for s in parts[:_SHOWN]) + (" 等" if len(parts) > _SHOWN else "")
        yield Finding(
            Kind.MISSING,
            Severity.LOW,
            f"“{_heading(chapter)}”下有 {len(parts)} 节（{names}），目录没有列出，其他有节的章都列到了节。",
            (span_place(document, chapter.heading),),
        )


def _heading(section: Section) -> str:
    """A heading as printed: a blank behind a number that ends without a mark (第一节 规模结构)."""
    blank = "" if section.number.endswith(("、", "）", ")")) else " "
    return f"{section.number}{blank}{section.title}"


def _children(document: Document, chapter: Section) -> list[Section]:
    return [s for s in document.sections if s.parent == chapter.index and s.kind is SectionKind.CHAPTER]


def _blank_cells(document: Document) -> Iterator[Finding]:
    for table in document.tables:
        for column in table.columns:
            if column.role not in ("value", "text", "label"):
                continue
            rows = body(table) if table.layout == "entities" else table.rows
            blank = [row.cells[column.index] for row in rows if not row.cells[column.index].text]
            if column.role == "label" and table.layout == "indicators":
                continue
            if blank and len(blank) < _MOSTLY * len(rows):
                yield _blank(document, table, column, blank)


def _blank(document: Document, table: Table, column: Column, blank: Sequence[Cell]) -> Finding:
    names = "、".join(_row_name(table, cell.row_index) for cell in blank[:6])
    return Finding(
        Kind.MISSING,
        Severity.LOW if column.role == "text" else Severity.MIDDLE,
        f"{table.number}“{column.label}”一列有 {len(blank)} 格空白（{names}），同列其余各行都有内容。",
        tuple(cell_place(document, table, cell) for cell in blank),
    )


def _row_name(table: Table, index: int) -> str:
    row = table.rows[index]
    return row.label or next((cell.text for cell in row.cells if cell.text), "")


def roster_names(document: Document) -> frozenset[str]:
    """The institutions that the document's tables list, by full name."""
    return frozenset(row.label for table in roster_tables(document) for row in body(table))


def _missing_rows(document: Document) -> Iterator[Finding]:
    """Institutions that one table of all lists and another does not."""
    tables = roster_tables(document)
    names = [frozenset(row.label for row in body(table)) for table in tables]
    for one, own in zip(tables, names, strict=True):
        for other, theirs in zip(tables, names, strict=True):
            lost = own - theirs
            if one is other or not lost or len(own & theirs) < _SHARED * max(len(own), len(theirs)):
                continue
            for row in body(one):
                if row.label in lost:
                    cell = next(cell for cell in row.cells if cell.text == row.label)
                    yield Finding(
                        Kind.MISSING,
                        Severity.MIDDLE,
                        f"{row.label}列在 {one.number}，不在 {other.number}。",
                        (cell_place(document, one, cell), span_place(document, other.caption_span)),
                    )


def _unfinished(document: Document) -> Iterator[Finding]:
    """Sentences that announce something and break off."""
    for place, block in enumerate(document.blocks):
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        text = document.quote(block.span).rstrip()
        for found in _ANNOUNCED.finditer(text):
            if not _GIVES.search(found.group(1)):
                start = block.span.start + found.start()
                yield _broken(document, Span(start, start + len(found.group(0))), found.group(0)[:20])
        following = document.blocks[place + 1].kind if place + 1 < len(document.blocks) else None
        closes = following in (None, BlockKind.HEADING)
        if (
            closes
            and text.endswith(_OPEN_ENDS[:4])
            and len(text) >= _LEAST_BLOCK
            and not _ANNOUNCED.search(text[-14:] + "x")
        ):
            end = block.span.start + len(text)
            yield _broken(document, Span(end - 1, end), text[-14:])


def _broken(document: Document, span: Span, words: str) -> Finding:
    return Finding(
        Kind.MISSING,
        Severity.MIDDLE,
        f"句子没有说完：“{words}…”之后没有给出所说的内容。",
        (sentence_place(document, span.start, span.end),),
    )
