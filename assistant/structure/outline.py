"""What a chapter is about: its sections and theirs, each with its first sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.figures_in_text import read_numeral
from assistant.structure.meant import questions
from assistant.structure.remainder import asks_whole
from assistant.text import normalise
from corpus.lines import squeeze
from corpus.model import BlockKind, SectionKind
from index.passages import split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from corpus.model import Document, Section, Span

_NUMBERED = re.compile(r"第([一二三四五六七八九十\d]{1,3})(章|(?:大|个)?部分|大?块)")
_FIRST_SENTENCES = 6
_TITLE = 4
_SECTION = re.compile("[这那]一?节|一节")
_PARTS = ("这一节", "这节", "一节", "案例")


def outline_asked(draft: Draft, text: str, documents: Sequence[Document]) -> bool:
    """Says what the chapter is about that the question numbers or names, where it asks for nothing of it."""
    found = _NUMBERED.search(text)
    for document in _with_chapters(documents, found.group(2) if found else ""):
        for chapter in _chapters(document):
            named = [*_title_in(text, chapter.title)]
            if found and _value(chapter.number) == read_numeral(found.group(1)):
                named.append(found.group())
            if named and asks_whole(text, "chapter", *named):
                _outline(draft, document, chapter)
    return bool(draft)


@dataclass(frozen=True, slots=True)
class Titled:
    """A section or case with its title as questions write it, and that of its document."""

    document: Document
    section: Section
    title: str
    of: str


def titled_sections(documents: Sequence[Document]) -> tuple[Titled, ...]:
    """The sections and cases whose titles are long enough to be told from other words."""
    return tuple(
        Titled(document, section, title, squeeze(normalise(document.title)))
        for document in documents
        for section in document.sections
        if section.kind in (SectionKind.CHAPTER, SectionKind.CASE)
        and len(title := squeeze(normalise(section.title))) >= _TITLE
    )


def section_asked(draft: Draft, text: str, sections: Sequence[Titled]) -> bool:
    """Says what a section or case is about whose whole title the question has, where it asks for nothing of it.

    The title stands in quotation marks, or the question says that it is a section's.
    """
    asked = squeeze(text)
    for one in sections:
        if one.title not in asked:
            continue
        named = re.search(rf"[“「《\"]{re.escape(one.title)}", asked) or _SECTION.search(asked)
        if named and asks_whole(asked, "chapter", one.title, one.of, *_PARTS):
            _outline(draft, one.document, one.section)
            return True
    return False


def _title_in(text: str, title: str) -> list[str]:
    """The words of the question that name the chapter: its title, or other words for what it is about."""
    if title in text:
        return [title]
    others: dict[str, list[str]] = questions()["titles"]
    return [word for known, words in others.items() if known in title for word in words if word in text]


def _with_chapters(documents: Sequence[Document], said: str) -> Sequence[Document]:
    """第三章 is that of a document with contents pages where there is one."""
    return [d for d in documents if d.contents] or documents if said == "章" else documents


def _chapters(document: Document) -> list[Section]:
    """The numbered sections of the highest level."""
    numbered = [s for s in document.sections if s.kind is SectionKind.CHAPTER and s.number]
    highest = min((s.level for s in numbered), default=0)
    return [s for s in numbered if s.level == highest]


def _value(number: str) -> object:
    return read_numeral(re.sub(r"[^一二三四五六七八九十\d]", "", number))


def _outline(draft: Draft, document: Document, chapter: Section) -> None:
    below = [s for s in document.sections if s.parent == chapter.index and s.kind is SectionKind.CHAPTER]
    cited = [draft.cite_span(document, chapter.heading)]
    numbered = chapter.kind is SectionKind.CHAPTER and "、" not in chapter.number
    name = f"{chapter.number}、{chapter.title}" if numbered and chapter.level == 1 else chapter.name
    if not below:
        draft.say(f"“{name}”（《{document.title}》）：", cited)
        for span in _sentences(document, chapter)[:_FIRST_SENTENCES]:
            draft.say(document.quote(span).strip(), [draft.cite_span(document, span)], "item")
        return
    titles = "；".join(f"{s.number}{s.title}" for s in below)
    marks = [draft.cite_span(document, s.heading) for s in below]
    draft.say(f"“{name}”（《{document.title}》）共有 {len(below)} 节：{titles}。", [*cited, *marks])
    for section, mark in zip(below, marks, strict=True):
        inner = [s for s in document.sections if s.parent == section.index and s.kind is SectionKind.CHAPTER]
        inside = f"：{'；'.join(f'{s.number}{s.title}' for s in inner)}" if inner else ""
        draft.say(f"{section.number}{section.title}{inside}", [mark], "item")
        for span in _sentences(document, section)[:1]:
            draft.say(document.quote(span).strip(), [draft.cite_span(document, span)], "item")


def _sentences(document: Document, section: Section) -> list[Span]:
    """The sentences of a section's running text, those of its sub-sections after its own."""
    blocks = [b for b in document.blocks if section.span.contains(b.span) and b.kind is BlockKind.PARAGRAPH]
    return [span for block in blocks for span in split_sentences(document, block.span)]
