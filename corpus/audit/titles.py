"""The contents pages against the body: titles that differ, change places, are missing or repeated."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.audit.labels import dice
from corpus.audit.model import Finding, Kind, Place, Severity
from corpus.audit.places import span_place
from corpus.lines import dashed, squeeze
from corpus.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import ContentsEntry, Document

_NUMBERED = re.compile(
    r"^(?P<captioned>(?:附\s*[表件录]|图|表|案例)\s*\d{1,2}(?:\s*[-－–—.]\s*\d{1,2})?)\s*[:：]?\s*(?P<title>.*)$"
)
_CHAPTER = re.compile(
    r"^(?:([一二三四五六七八九十]{1,3})\s*[、．.]|第([一二三四五六七八九十]{1,3})[章部]分?)\s*(.*)$"
)
_SECTION = re.compile(
    r"^(?:[（(]\s*([一二三四五六七八九十]{1,3})\s*[)）]|第([一二三四五六七八九十]{1,3})节)\s*(.*)$"
)
_DECIMAL = re.compile(r"^(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)[.、]?\s*(?=[^\d.])(.*)$")
_MARKS = re.compile(r"[\s，、。；：,;:“”\"'《》（）()·—\-–!！?？.…]")
_LAST_BRACKET = re.compile(r"[（(][^（）()]*[)）]$")
_SUBTITLE = re.compile(r"\s*——.*$")
_OTHER = 0.45  # below this two titles are of different things


@dataclass(frozen=True, slots=True)
class Title:
    """A numbered title: ``key`` is its number within the document, e.g. ``图 2-5`` or ``四（一）``."""

    key: str
    text: str
    place: Place


def check_titles(document: Document) -> Iterator[Finding]:
    """What the contents pages say otherwise than the body."""
    listed, body = contents_titles(document), body_titles(document)
    swapped, doubled = set(_swapped(listed, body)), set(_doubled(document))
    for key, title in listed.items():
        own = body.get(key)
        if own is None or same_title(title.text, own.text):
            continue
        if key.startswith("表") and same_title(title.text, _LAST_BRACKET.sub("", own.text)):
            continue
        if key in doubled:
            continue
        if key in swapped:
            other = next(k for k, t in body.items() if k != key and same_title(t.text, title.text))
            if key < other:
                yield _exchanged(title, own, listed.get(other), body[other])
        else:
            yield _differing(title, own)
    yield from _repeated(document, listed)


def contents_titles(document: Document) -> dict[str, Title]:
    """The entries of the contents pages by number."""
    return {
        key: Title(key, title, span_place(document, entry.span)) for key, title, entry in _entries(document)
    }


def contents_entries(document: Document) -> dict[str, ContentsEntry]:
    """The lines of the contents pages by number, with their pages."""
    return {key: entry for key, _, entry in _entries(document)}


def _entries(document: Document) -> list[tuple[str, str, ContentsEntry]]:
    """Number, title and line of each entry of the contents pages; the first of each number."""
    found: dict[str, tuple[str, str, ContentsEntry]] = {}
    chapter = ""
    for entry in document.contents:
        text = entry.title.strip()
        if captioned := _NUMBERED.match(text):
            key, title = _key(captioned.group("captioned")), captioned.group("title")
        elif one := _CHAPTER.match(text):
            chapter = one.group(1) or one.group(2)
            key, title = chapter, one.group(3)
        elif one := _SECTION.match(text):
            key, title = f"{chapter}（{one.group(1) or one.group(2)}）", one.group(3)
        elif one := _DECIMAL.match(text):
            key, title = one.group(1), one.group(2)
        else:
            continue
        found.setdefault(key, (key, title, entry))
    return list(found.values())


def body_titles(document: Document) -> dict[str, Title]:
    """The headings, captions and case titles of the body by number; the first of each."""
    found: dict[str, Title] = {}
    chapter = ""
    for section in document.sections:
        number = squeeze(section.number)
        place = span_place(document, section.heading)
        if section.kind is SectionKind.CHAPTER and section.level == 1:
            one = _CHAPTER.match(number + "x")
            chapter = (one.group(1) or one.group(2)) if one else number.rstrip("、.．")
            found.setdefault(chapter, Title(chapter, section.title, place))
        elif section.kind is SectionKind.CHAPTER and (one := _DECIMAL.match(number + "x")):
            found.setdefault(one.group(1), Title(one.group(1), section.title, place))
        elif section.kind is SectionKind.CHAPTER and (one := _SECTION.match(number + "x")):
            key = f"{chapter}（{one.group(1) or one.group(2)}）"
            found.setdefault(key, Title(key, section.title, place))
        elif section.kind in (SectionKind.CASE, SectionKind.ANNEX):
            key = _key(section.number)
            found.setdefault(key, Title(key, _SUBTITLE.sub("", section.title), place))
    for figure in document.figures:
        found.setdefault(
            _key(figure.number), Title(_key(figure.number), figure.caption, span_place(document, figure.span))
        )
    for table in document.tables:
        if table.number:
            place = span_place(document, table.caption_span)
            found.setdefault(_key(table.number), Title(_key(table.number), table.caption, place))
    return found


def _key(number: str) -> str:
    plain = dashed(squeeze(number))
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)", " ", plain)


def same_title(one: str, other: str) -> bool:
    """True for titles of the same words, whatever marks and blanks are between them."""
    return _MARKS.sub("", squeeze(one)) == _MARKS.sub("", squeeze(other))


def _swapped(listed: dict[str, Title], body: dict[str, Title]) -> Iterator[str]:
    """The numbers whose titles the body has under another number of the same sort, and the reverse."""
    for key, title in listed.items():
        own = body.get(key)
        if own is None or same_title(title.text, own.text):
            continue
        for other, theirs in body.items():
            back = listed.get(other)
            if (
                other != key
                and back
                and same_title(theirs.text, title.text)
                and same_title(back.text, own.text)
            ):
                yield key


def _exchanged(title: Title, own: Title, back: Title | None, other: Title) -> Finding:
    places = (title.place, own.place, *((back.place,) if back else ()), other.place)
    return Finding(
        Kind.NUMBERING,
        Severity.MIDDLE,
        f"目录与正文的编号对调：目录里“{title.text}”是 {title.key}，正文里是 {other.key}；正文的 {own.key} 是“{own.text}”。",
        places,
    )


def _differing(title: Title, own: Title) -> Finding:
    other = dice(title.text, own.text) < _OTHER
    return Finding(
        Kind.NUMBERING,
        Severity.MIDDLE if other else Severity.LOW,
        f"{_shown(own)}的标题，目录作“{title.text}”，正文作“{own.text}”，{'相差较大' if other else '文字不一致'}。",
        (own.place, title.place),
    )


def _shown(title: Title) -> str:
    return title.key if title.key[:1] in "图表附案" else f"“{title.place.quote.strip()[:12]}…”"


def _doubled(document: Document) -> list[str]:
    """The numbers of the tables whose title another table has too."""
    titles = Counter(squeeze(table.caption) for table in document.tables if table.number and table.caption)
    return [_key(t.number) for t in document.tables if t.number and titles[squeeze(t.caption)] > 1]


def _repeated(document: Document, listed: dict[str, Title]) -> Iterator[Finding]:
    """Two annexes or tables with one title."""
    titles: list[tuple[str, str, Place]] = [
        (_key(table.number), squeeze(table.caption), span_place(document, table.caption_span))
        for table in document.tables
        if table.number and table.caption
    ]
    counts = Counter(title for _, title, _ in titles)
    for title, count in counts.items():
        if count > 1:
            same = [item for item in titles if item[1] == title]
            wrong = [
                item for item in same if item[0] in listed and not same_title(listed[item[0]].text, title)
            ]
            suspects = wrong or same[1:]
            hint = f"，目录里 {suspects[0][0]} 是“{listed[suspects[0][0]].text}”" if wrong else ""
            places: Sequence[Place] = [
                item[2] for item in (*suspects, *(s for s in same if s not in suspects))
            ]
            yield Finding(
                Kind.NUMBERING,
                Severity.HIGH,
                f"{'、'.join(item[0] for item in same)} 的标题同为“{title}”{hint}，疑有一处误印。",
                tuple(places),
            )
