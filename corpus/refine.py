"""What only the document as a whole tells of a line: pages' margins, parts of tables, levels of numbering.

``lines -> lines``, each step on its own; no line is added, dropped or changed but in what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.lines import Line, LineKind, bare, squeeze
from corpus.units import parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAGE = re.compile(r"[-—–－·•~\s]+\d{1,4}[-—–－·•~\s]+|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}")
_BARE_PAGE = re.compile(r"\d{1,4}")
_PART = re.compile(r"^第.+[章编部]")
_DIVISION = re.compile(r"^第.+节")
_CHAPTER = re.compile(r"^[一二三四五六七八九十百]+[、．.]")
_DECIMAL = re.compile(r"^\d+\.\d")
_HEAD_LIMIT = 40
_LEAST_PAGES = 3
_BAND_LIMIT = 40
_LOOSE = (LineKind.TEXT, LineKind.HEADING)


def refine(lines: Sequence[Line]) -> list[Line]:
    """The lines with what their neighbours and the rest of the document make of them."""
    return _levels(_bands(_margins(list(lines))))


def _margins(lines: list[Line]) -> list[Line]:
    """Page numbers on lines of their own, and the line that is repeated beside them: the running head."""
    pages = {place for place, line in enumerate(lines) if _is_page(line)}
    bare_pages = [place for place, line in enumerate(lines) if _is_bare_page(lines, place)]
    numbers = [int(squeeze(lines[place].text)) for place in bare_pages]
    if len(numbers) >= _LEAST_PAGES and numbers == sorted(set(numbers)):
        pages |= set(bare_pages)
    heads = _running_heads(lines, pages)
    return [
        replace(line, kind=LineKind.MARGIN, level=0, label="", title="")
        if place in pages or place in heads
        else line
        for place, line in enumerate(lines)
    ]


def _is_page(line: Line) -> bool:
    text = line.text.strip()
    return line.kind is LineKind.TEXT and bool(_PAGE.fullmatch(text) or _PAGE.fullmatch(squeeze(text)))


def _is_bare_page(lines: Sequence[Line], place: int) -> bool:
    """True for a line of digits between blank lines (or beside the file's ends)."""
    if lines[place].kind is not LineKind.TEXT or not _BARE_PAGE.fullmatch(squeeze(lines[place].text)):
        return False
    around = [lines[i] for i in (place - 1, place + 1) if 0 <= i < len(lines)]
    return any(line.kind is LineKind.BLANK for line in around)


def _running_heads(lines: Sequence[Line], pages: set[int]) -> set[int]:
    """The places of short lines that stand beside page numbers again and again."""
    solid = [place for place, line in enumerate(lines) if line.kind is not LineKind.BLANK]
    at = {place: order for order, place in enumerate(solid)}
    beside = [
        solid[order]
        for page in pages
        for order in (at[page] - 1, at[page] + 1)
        if 0 <= order < len(solid) and solid[order] not in pages
    ]
    short = [p for p in beside if lines[p].kind in _LOOSE and len(bare(lines[p].text)) <= _HEAD_LIMIT]
    often = Counter(squeeze(lines[place].text) for place in short)
    return {place for place in short if often[squeeze(lines[place].text)] >= _LEAST_PAGES - 1}


def _bands(lines: list[Line]) -> list[Line]:
    """Lines between the rows of one table that name the rows below them (一、国家级) are rows too."""
    solid = [i for i, line in enumerate(lines) if line.kind not in (LineKind.BLANK, LineKind.MARGIN)]
    result = list(lines)
    for before, place, after in zip(solid, solid[1:], solid[2:], strict=False):
        if lines[place].kind in _LOOSE and _is_band(result[before], lines[place], lines[after]):
            result[place] = replace(lines[place], kind=LineKind.ROW, level=0, label="", title="")
    return result


def _is_band(before: Line, line: Line, after: Line) -> bool:
    text = bare(line.text)
    if before.kind is not LineKind.ROW or after.kind is not LineKind.ROW:
        return False
    above, below = before.text.split("\t"), after.text.split("\t")
    figures = any(parse_number(cell) is not None for cell in below)
    return len(above) == len(below) > 1 and figures and len(text) <= _BAND_LIMIT and "。" not in text


def _levels(lines: list[Line]) -> list[Line]:
    """Headings by the kinds of numbering that the document has: 一、 stands under 第一节 where there are such.

    Where 1.1 hangs under 1. and nothing else numbers chapters, 1. does.
    """
    labels = [line.label for line in lines if line.kind is LineKind.HEADING and line.label]
    shift = 0
    if any(_DIVISION.match(label) for label in labels):
        shift = 2
    elif any(_PART.match(label) for label in labels):
        shift = 1
    decimal = any(_DECIMAL.match(label) for label in labels)
    top = decimal and not shift and not any(_CHAPTER.match(label) for label in labels)
    return [_levelled(line, shift, items_first=top) for line in lines]


def _levelled(line: Line, shift: int, *, items_first: bool) -> Line:
    if line.kind is not LineKind.HEADING or not line.label or line.label[0] == "第":
        return line
    if _DECIMAL.match(line.label):
        return line
    if items_first and line.label[0].isdigit():
        return replace(line, level=1)
    return replace(line, level=line.level + shift) if shift else line
