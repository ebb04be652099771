"""Source lines and what each of them is, judged line by line.

One pass, no look-behind but the contents pages: :func:`classify` turns raw text into
:class:`Line` values; joining and nesting are later steps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from corpus.knowledge import structure_words
from corpus.units import unit_spellings

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHAPTER = re.compile(r"^([一二三四五六七八九十百]{1,4})\s*[、．.]\s*(\S.*)$")
_PART = re.compile(r"^第\s*(?:[一二三四五六七八九十百\d]{1,4})\s*(?:[章编]|部分?)\s*(.*)$")
_DIVISION = re.compile(r"^第\s*(?:[一二三四五六七八九十百\d]{1,4})\s*节\s*(.*)$")
_DECIMAL = re.compile(r"^\d{1,2}\.\d{1,2}(\.\d{1,2})?\.?\s*([\u4e00-\u9fff“《].*)$")
_SECTION = re.compile(r"^[（(]\s*([一二三四五六七八九十]{1,3})\s*[)）]\s*(\S.*)$")
_ITEM = re.compile(r"^(\d{1,2})\s*[.．、]\s*(?![\d\s.])(\S.*)$")
_CASE = re.compile(
    r"^[【\[]?\s*(?:典型)?案例\s*(\d{1,2}(?:\s*[-－–—]\s*\d{1,2})?)\s*[】\]]?\s*[:：]?\s*(.*)$"
)
_ANNEX = re.compile(r"^附\s*([表件录])\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*[:：]?\s*(.*)$")
_TABLE = re.compile(r"^表\s*(\d{1,2}(?:\s*[-－–—.]\s*\d{1,2})?)\s*[:：]?\s*(.*)$")
_CONTINUED = re.compile(
    r"^[（(]?\s*续上?\s*附?表\s*[\d\s.－–—-]*[)）]?(?:\s.*)?$|^附?表.*[（(]\s*续表?\s*[)）]$"
)
_FIGURE = re.compile(r"^图\s*(\d{1,2}(?:\s*[-－–—.]\s*\d{1,2})?)\s*[:：]?\s*(.*)$")
_ENTRY = re.compile(r"^(\S.*?)(?:\s*\t\s*|\s*[.…·．]{2,}\s*|\s{2,})(\d{1,4})\s*$")
_RULE = re.compile(r"^[\s|:\-=—\t]{3,}$")
CONTINUED = "续表"
"""The label of a caption that only says that the table before goes on."""
_HEADING_LIMIT = 60
_DECIMAL_LIMIT = 30
_CAPTION_LIMIT = 90
_EDGES = 2  # bars of a row with a single cell
_NOT_A_CAPTION = ("所示", "所列", "中的", "中，", "中可", "的", "可见", "显示", "，", "、", "）", ")")


class LineKind(Enum):
    """What a line of a source file is by its look."""

    BLANK = "blank"
    TEXT = "text"
    HEADING = "heading"
    CASE = "case"
    ANNEX = "annex"
    TABLE = "table"
    FIGURE = "figure"
    NOTE = "note"
    ROW = "row"
    RULE = "rule"
    CONTENTS = "contents"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True)
class Line:
    """One source line: 1-based number, its text, what it is, heading level, number and title."""

    number: int
    text: str
    kind: LineKind
    level: int = 0
    label: str = ""
    title: str = ""


def classify(text: str) -> Iterator[Line]:
    """The lines of ``text`` with their kinds, in order."""
    in_contents = False
    for number, raw in enumerate(text.split("\n"), start=1):
        line = _classify_line(number, raw, in_contents=in_contents)
        if line.kind is LineKind.HEADING and line.level == 1:
            in_contents = squeeze(line.title) in structure_words().contents_headings
        elif line.kind not in (LineKind.BLANK, LineKind.CONTENTS):
            in_contents = False
        yield line


def squeeze(text: str) -> str:
    """NFKC with every blank removed, for comparing short labels."""
    return "".join(normalize("NFKC", text).split())


def bare(text: str) -> str:
    """``text`` without Markdown emphasis marks and outer blanks."""
    return text.replace("**", "").strip().strip("#").strip()


def _classify_line(number: int, raw: str, *, in_contents: bool) -> Line:
    words = structure_words()
    text = bare(raw)
    if not raw.strip():
        return Line(number, raw, LineKind.BLANK)
    if _RULE.match(raw) and "-" in raw:
        return Line(number, raw, LineKind.RULE)
    if squeeze(text) in words.contents_headings:
        return Line(number, raw, LineKind.HEADING, 1, "", squeeze(text))
    entry = _ENTRY.match(text) if in_contents else None
    if entry:
        return Line(number, raw, LineKind.CONTENTS, 0, entry.group(2), entry.group(1).strip())
    if squeeze(text) in (*words.front_headings, *words.back_headings):
        return Line(number, raw, LineKind.HEADING, 1, "", squeeze(text))
    if "\t" in raw or (raw.strip().startswith("|") and raw.count("|") > _EDGES):
        return Line(number, raw, LineKind.ROW)
    return _numbered(number, raw, text) or Line(number, raw, LineKind.TEXT)


def _numbered(number: int, raw: str, text: str) -> Line | None:
    if len(text) <= _CAPTION_LIMIT and _CONTINUED.match(text):
        return Line(number, raw, LineKind.TABLE, 0, CONTINUED)
    if case := _CASE.match(text):
        if len(text) <= _CAPTION_LIMIT and "。" not in text:
            label = "案例 " + dashed(case.group(1))
            return Line(number, raw, LineKind.CASE, 0, label, bare(case.group(2)))
    elif annex := _ANNEX.match(text):
        if len(text) <= _CAPTION_LIMIT and not _runs_on(annex.group(3)):
            label = f"附{annex.group(1)} {annex.group(2)}"
            return Line(number, raw, LineKind.ANNEX, 2, label, annex.group(3).strip())
    elif caption := _TABLE.match(text) or _FIGURE.match(text):
        if len(text) <= _CAPTION_LIMIT and not _runs_on(caption.group(2)):
            kind = LineKind.TABLE if text[0] == "表" else LineKind.FIGURE
            label = f"{text[0]} {dashed(caption.group(1))}"
            return Line(number, raw, kind, 0, label, caption.group(2).strip())
    elif any(squeeze(text).startswith((f"{w}:", f"{w}：")) for w in structure_words().note_openings):
        return Line(number, raw, LineKind.NOTE)
    return _heading(number, raw, text)


def _heading(number: int, raw: str, text: str) -> Line | None:
    patterns = ((1, _CHAPTER), (1, _PART), (2, _DIVISION), (2, _SECTION), (3, _ITEM))
    for level, pattern in patterns:
        found = pattern.match(text)
        if not found:
            continue
        first, mark, rest = text.partition("。")
        if len(first) > _HEADING_LIMIT or (rest and level == 1):
            return None
        if not mark and text[-1] in "，、；,;":
            return None
        title = found.group(found.lastindex or 1).partition("。")[0].strip()
        label = first[: len(first) - len(found.group(found.lastindex or 1).partition("。")[0])]
        return Line(number, raw, LineKind.HEADING, level, label.strip(), title)
    return _decimal_heading(number, raw, text)


def _decimal_heading(number: int, raw: str, text: str) -> Line | None:
    """``1.1 院校概况`` and ``1.1.1 布局``; a wrapped line that begins with a figure (2.4 亿元) is none."""
    found = _DECIMAL.match(text)
    if found is None or len(text) > _DECIMAL_LIMIT or re.search(r"[，。；！？,;]", text):
        return None
    title = found.group(2).strip()
    if title.startswith(_long_units()):
        return None
    label = text[: found.start(2)].strip()
    return Line(number, raw, LineKind.HEADING, 3 if found.group(1) else 2, label, title)


@lru_cache(maxsize=1)
def _long_units() -> tuple[str, ...]:
    """Spellings of units that no title begins with; 人, 项 and 门 begin many (人才培养, 项目建设)."""
    return tuple(unit for unit in unit_spellings() if len(unit) > 1)


def _runs_on(rest: str) -> bool:
    return "。" in rest or not rest or rest.startswith(_NOT_A_CAPTION)


def dashed(number: str) -> str:
    """``"2 － 3" -> "2-3"``."""
    return re.sub(r"\s*[-－–—.]\s*", "-", normalize("NFKC", number)).strip()
