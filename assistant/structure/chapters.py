"""Chapters and their sections by number: their titles in the body and in the contents, how many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.figures_in_text import read_numeral
from assistant.structure.meant import asks
from corpus.lines import squeeze
from corpus.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from corpus.model import ContentsEntry, Document, Section

_CHAPTER = re.compile(
    r"第([一二三四五六七八九十\d]{1,3})(?:章|大?部分)(?:[^第，。？]{0,8}第([一二三四五六七八九十\d]{1,3})节)?"
)
_DECIMAL = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d{1,2}){1,2})\s*(?:小?节|部分)")
_ENTRY = re.compile(r"^([（(]?)([一二三四五六七八九十]{1,3})[、）)]\s*(.+)$")


def chapter_asked(draft: Draft, text: str, documents: Sequence[Document]) -> bool:
    """Says the title of the chapter or section that the question numbers, or a chapter's sections."""
    if _decimal_asked(draft, text, documents):
        return True
    found = _CHAPTER.search(text)
    how_many = asks(text, "sections")
    if not how_many and not (found and asks(text, "heading")):
        return False
    chapters = [(d, _titled(d, text)) for d in documents]
    if found and not any(chapter for _, chapter in chapters):
        chapters = [(d, _numbered(_below(d, 0), found.group(1))) for d in documents]
    for document, chapter in chapters:
        if chapter is None:
            continue
        if how_many:
            _sections(draft, document, chapter)
            continue
        section = chapter
        if found and found.group(2):
            within = _numbered(_below(document, chapter.index), found.group(2))
            if within is None:
                continue
            section = within
        _title(draft, document, chapter, section, found.group() if found else "")
    return bool(draft)


def _decimal_asked(draft: Draft, text: str, documents: Sequence[Document]) -> bool:
    """2.2节讲什么: the title of the section with that number."""
    found = _DECIMAL.search(text)
    if found is None or not (asks(text, "heading") or asks(text, "about")):
        return False
    for document in documents:
        section = next((s for s in document.sections if squeeze(s.number) == found.group(1)), None)
        if section is not None:
            mark = draft.cite_span(document, section.heading)
            draft.say(f"{found.group()}的标题是“{section.number} {section.title}”。", [mark])
    return bool(draft)


def chapter_named(document: Document, text: str) -> Section | None:
    """The chapter that ``text`` numbers (第三章) or calls by its title; its span has what is below it too."""
    found = _CHAPTER.search(text)
    return _numbered(_below(document, 0), found.group(1)) if found else _titled(document, text)


def _below(document: Document, parent: int) -> list[Section]:
    return [s for s in document.sections if s.parent == parent and s.kind is SectionKind.CHAPTER and s.number]


def _numbered(sections: Sequence[Section], number: str) -> Section | None:
    wanted = read_numeral(number)
    return next((s for s in sections if _value(s.number) == wanted), None)


def _value(number: str) -> object:
    return read_numeral(re.sub(r"[^一二三四五六七八九十\d]", "", number))


def _titled(document: Document, text: str) -> Section | None:
    return next((s for s in _below(document, 0) if s.title in text), None)


def _sections(draft: Draft, document: Document, chapter: Section) -> None:
    children = _below(document, chapter.index)
    name = f"{chapter.number}{chapter.title}"
    if not children:
        draft.say(f"“{name}”没有分节。", [draft.cite_span(document, chapter.heading)])
        return
    cited = [draft.cite_span(document, s.heading) for s in children]
    draft.say(f"“{name}”共有 {len(children)} 节。", [draft.cite_span(document, chapter.heading), *cited])
    for child, mark in zip(children, cited, strict=True):
        draft.say(f"{child.number}{child.title}", [mark], "item")


def _title(draft: Draft, document: Document, chapter: Section, section: Section, said: str) -> None:
    name = f"{section.number}{section.title}"
    draft.say(f"{said}的标题在正文中是“{name}”。", [draft.cite_span(document, section.heading)])
    entry = _entry(document, chapter, section)
    if entry is None:
        return
    mark = [draft.cite_span(document, entry.span)]
    listed = _ENTRY.match(entry.title)
    if listed and squeeze(listed.group(3)) != squeeze(section.title):
        draft.say(f"目录中写作“{entry.title}”，与正文不同。", mark)
    else:
        draft.say(f"目录中也写作“{entry.title}”。", mark, "source")


def _entry(document: Document, chapter: Section, section: Section) -> ContentsEntry | None:
    """The line of the contents with the number of ``section`` under that of ``chapter``."""
    inside = False
    for entry in document.contents:
        found = _ENTRY.match(entry.title)
        if not found:
            continue
        value = read_numeral(found.group(2))
        if not found.group(1):
            inside = value == _value(chapter.number)
            if inside and section is chapter:
                return entry
        elif inside and section is not chapter and value == _value(section.number):
            return entry
    return None
