"""From blocks of lines to ``Document.text``, with sections, contents, figures and row runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.knowledge import structure_words
from corpus.lines import Line, LineKind, bare, squeeze
from corpus.model import Block, BlockKind, ContentsEntry, Figure, Section, SectionKind, Span
from corpus.paragraphs import Draft, glue
from corpus.signature import signature_start

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBERED_LEVEL = 3  # headings such as 1. and 2., which a case may have of its own
_SPACED = re.compile(r"第|\d+\.\d")  # 第一章 基本情况, 1.1 院校概况; but 一、基本情况, 1.国际赛事
_ADDRESS_LIMIT = 30
_BLOCK_KINDS = {
    LineKind.HEADING: BlockKind.HEADING,
    LineKind.CASE: BlockKind.HEADING,
    LineKind.ANNEX: BlockKind.HEADING,
    LineKind.TABLE: BlockKind.CAPTION,
    LineKind.FIGURE: BlockKind.CAPTION,
    LineKind.NOTE: BlockKind.NOTE,
    LineKind.ROW: BlockKind.ROW,
    LineKind.RULE: BlockKind.ROW,
    LineKind.CONTENTS: BlockKind.CONTENTS,
    LineKind.MARGIN: BlockKind.MARGIN,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft block at its place in the text."""

    draft: Draft
    span: Span


@dataclass(frozen=True, slots=True)
class Assembly:
    """The text of a document and everything that needs no look into tables."""

    text: str
    placed: tuple[Placed, ...]
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    contents: tuple[ContentsEntry, ...]
    figures: tuple[Figure, ...]
    origins: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Open:
    """A section being read; frozen into :class:`Section` when its end is known."""

    kind: SectionKind
    level: int
    number: str
    title: str
    heading: Span
    parent: int | None
    end: int = 0


def assemble(drafts: Sequence[Draft], title: str) -> Assembly:
    """The text and structure of ``drafts``; ``title`` names the root section."""
    text, placed, origins = _lay_out(drafts)
    opened, owners = _nest(placed, text, title)
    sections = _freeze(opened)
    blocks = tuple(
        Block(_BLOCK_KINDS.get(item.draft.kind, BlockKind.PARAGRAPH), item.span, owner)
        for item, owner in zip(placed, owners, strict=True)
    )
    contents = tuple(
        ContentsEntry(item.draft.first.title, int(item.draft.first.label), item.span)
        for item in placed
        if item.draft.kind is LineKind.CONTENTS
    )
    figures = tuple(
        Figure(item.draft.first.label, item.draft.first.title, item.span, owner)
        for item, owner in zip(placed, owners, strict=True)
        if item.draft.kind is LineKind.FIGURE
    )
    return Assembly(text, tuple(placed), blocks, sections, contents, figures, tuple(origins))


def _lay_out(drafts: Sequence[Draft]) -> tuple[str, list[Placed], list[tuple[int, int]]]:
    parts: list[str] = []
    placed: list[Placed] = []
    origins: list[tuple[int, int]] = []
    offset = 0
    for draft in drafts:
        start = offset
        previous = ""
        for line in draft.lines:
            piece = _piece(line)
            if previous:
                joint = glue(previous, piece) if draft.kind is LineKind.TEXT else "\n"
                parts.append(joint)
                offset += len(joint)
            origins.append((offset, line.number))
            parts.append(piece)
            offset += len(piece)
            previous = piece
        placed.append(Placed(draft, Span(start, offset)))
        parts.append("\n")
        offset += 1
    return "".join(parts), placed, origins


def _piece(line: Line) -> str:
    return line.text.rstrip("\r") if line.kind is LineKind.ROW else line.text.strip()


def _nest(placed: Sequence[Placed], text: str, title: str) -> tuple[list[_Open], list[int]]:
    sections = [_Open(SectionKind.ROOT, 0, "", title, Span(0, 0), None)]
    stack = [0]
    owners: list[int] = []
    signed = _signed_from(placed, text)
    for position, item in enumerate(placed):
        opened = _opened_by(item, text, [sections[i] for i in stack], signs=position == signed)
        if opened is not None:
            while len(stack) > 1 and sections[stack[-1]].level >= opened.level:
                sections[stack.pop()].end = item.span.start
            opened.parent = stack[-1]
            stack.append(len(sections))
            sections.append(opened)
        owners.append(stack[-1])
    for place in stack:
        sections[place].end = len(text)
    return sections, owners


def _signed_from(placed: Sequence[Placed], text: str) -> int:
    """The number of the block with which a letter's signature begins."""
    loose = len(placed)
    while loose > 0 and placed[loose - 1].draft.kind is LineKind.TEXT:
        loose -= 1
    lines = [text[item.span.start : item.span.end].strip() for item in placed[loose:]]
    return loose + signature_start(lines)


def _opened_by(item: Placed, text: str, stack: Sequence[_Open], *, signs: bool) -> _Open | None:
    line = item.draft.first
    top = stack[-1]
    if line.kind is LineKind.HEADING:
        return _from_heading(item, text, stack)
    if line.kind is LineKind.CASE:
        level = next((s.level for s in reversed(stack) if s.kind is not SectionKind.CASE), 0) + 1
        title = _joined_title(item)
        return _Open(SectionKind.CASE, level, line.label, title, item.span, None)
    if line.kind is LineKind.ANNEX:
        return _Open(SectionKind.ANNEX, 2, line.label, line.title, item.span, None)
    if (line.kind is LineKind.TEXT and len(stack) > 1) or top.kind is SectionKind.ROOT:
        return _from_text(item, text, top, signs=signs)
    return None


def _from_heading(item: Placed, text: str, stack: Sequence[_Open]) -> _Open | None:
    line = item.draft.first
    words = structure_words()
    body = text[item.span.start : item.span.end]
    shown = body.find("。") + 1 if "。" in body else len(body)
    heading = Span(item.span.start, item.span.start + shown)
    kind = SectionKind.CHAPTER
    if squeeze(line.title) in words.contents_headings:
        kind = SectionKind.CONTENTS
    elif not line.label and squeeze(line.title) in words.front_headings:
        kind = SectionKind.FRONT
    elif not line.label and squeeze(line.title) in words.back_headings:
        kind = SectionKind.BACK
    inside_case = stack[-1].kind is SectionKind.CASE and line.level >= stack[-1].level
    if inside_case and line.level == _NUMBERED_LEVEL < stack[-1].level:
        return None
    return _Open(kind, line.level, line.label, line.title, heading, None)


def _from_text(item: Placed, text: str, top: _Open, *, signs: bool) -> _Open | None:
    """Sections that have no heading: a letter's address, its plans, its signature."""
    words = structure_words()
    body = text[item.span.start : item.span.end].strip()
    if top.kind is SectionKind.ROOT and len(body) <= _ADDRESS_LIMIT and body.endswith(("：", ":")):
        return _Open(SectionKind.FRONT, 1, "", body.rstrip("：:"), item.span, None)
    for opening in words.outlook_openings:
        if body.startswith(opening) and top.kind is SectionKind.CHAPTER and len(body) > len(opening):
            heading = Span(item.span.start, item.span.start + len(opening))
            return _Open(SectionKind.CHAPTER, 1, "", opening, heading, None)
    if signs and top.kind is not SectionKind.ROOT:
        return _Open(SectionKind.BACK, 1, "", "落款", item.span, None)
    return None


def _joined_title(item: Placed) -> str:
    pieces = [item.draft.first.title, *(bare(line.text) for line in item.draft.lines[1:])]
    return " ".join(piece for piece in pieces if piece)


def _freeze(opened: Sequence[_Open]) -> tuple[Section, ...]:
    sections: list[Section] = []
    for index, item in enumerate(opened):
        name = _display(item)
        above = sections[item.parent].path if item.parent else ()
        path = (*above, name) if item.kind is not SectionKind.ROOT else (name,)
        span = Span(item.heading.start, max(item.end, item.heading.end))
        sections.append(
            Section(
                index,
                item.kind,
                item.level,
                item.number,
                item.title,
                path,
                item.heading,
                span,
                item.parent,
            )
        )
    return tuple(sections)


def _display(item: _Open) -> str:
    if item.kind in (SectionKind.CASE, SectionKind.ANNEX):
        return f"{item.number}：{item.title}".rstrip("：")
    joint = " " if _SPACED.match(item.number) else ""
    return f"{item.number}{joint}{item.title}"
