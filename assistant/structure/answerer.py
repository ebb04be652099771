"""Answers questions about the documents themselves: cases, figures, tables, pages, who and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.structure.captions import number_asked
from assistant.structure.cases import cases_asked, of_case
from assistant.structure.chapters import chapter_asked, chapter_named
from assistant.structure.counts import school_count_asked
from assistant.structure.imprint import Imprint
from assistant.structure.meant import asks, documents_meant, questions
from assistant.structure.mentions import mention_asked
from assistant.structure.outline import outline_asked, section_asked, titled_sections
from assistant.structure.rosters import roster_asked
from assistant.structure.schools import profile_asked, schools_asked
from assistant.structure.sizes import size_asked
from assistant.structure.sources import source_asked
from assistant.structure.tables import table_asked
from corpus.lines import squeeze
from corpus.model import ContentsEntry, Document, Section, SectionKind, Span, Table
from index.passages import split_sentences

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assistant.draft import Draft
    from assistant.reading import Reading
    from index.search import Index

_NO_TABLE = re.compile("表[现述明彰示率达]")
_COUNTED = re.compile(r"\d+\s*(?:个|项|篇|份|名)")
_NUMBERED = re.compile(r"^(案例|附表|表|图)\s*(\d{1,2}(?:\s*-\s*\d{1,2})?)\s*[:：]?\s*(.*)$")
_KEY_SENTENCES = 6
_TITLES_MOST = 12
_OWN_WORDS = 4
_ENTRY_FITS = 0.5
_TITLE_FITS = 0.6


class StructureAnswerer:
    """Answers from sections, captions, contents pages and the manifest."""

    def __init__(self, index: Index, schools: Collection[str]) -> None:
        self._index = index
        self._schools = frozenset(schools)
        self._imprint = Imprint(index.segmenter)
        self._titled = titled_sections(index.documents)

    def compose(self, draft: Draft, reading: Reading) -> str | None:
        """Writes the answer and gives the reason of a refusal, "" for an answer, ``None`` if the
        question is not about the documents' structure.
        """
        text = reading.text
        documents = documents_meant(text, self._index.documents)
        cut = self._index.segmenter.cut
        for told in (mention_asked(draft, text, documents), cases_asked(draft, reading, documents, cut)):
            if told is not None:
                return told
        if (
            source_asked(draft, reading, documents, cut)
            or table_asked(draft, reading, documents)
            or outline_asked(draft, text, documents)
            or school_count_asked(draft, reading, documents, self._index)
            or schools_asked(draft, reading, documents, self._schools)
            or profile_asked(draft, reading, documents)
            or chapter_asked(draft, text, documents)
            or roster_asked(draft, text, documents, cut)
            or (not reading.places and number_asked(draft, reading, documents, cut))
        ):
            return ""
        if asks(text, "page"):
            return self._page(draft, reading, documents)
        counted = self._count(draft, text, documents)
        if counted:
            return ""
        if reading.places and self._about_place(reading):
            reason = self._places(draft, reading, documents)
            return None if not reason and len(reading.words) > _OWN_WORDS else reason
        if asks(text, "chapter"):
            return self._chapter(draft, reading, documents)
        return self._imprint.compose(draft, text, documents, every=self._index.documents)

    def sized(self, draft: Draft, reading: Reading) -> bool:
        """Says how many rows and columns a table has that the question names and asks nothing else of."""
        return size_asked(draft, reading, documents_meant(reading.text, self._index.documents))

    def section(self, draft: Draft, text: str) -> bool:
        """Says what a section is about that ``text`` names by its whole title; False where it names none."""
        return section_asked(draft, text, self._titled)

    # -- cases, figures, tables ------------------------------------------------------------------

    def _about_place(self, reading: Reading) -> bool:
        kind = reading.places[0].split()[0]
        named = any(t.kind in ("concept", "label") for t in reading.tokens)
        about = asks(reading.text, "about") and not named
        return kind in ("案例", "图") or about or not any(map(self._has_place, reading.places))

    def _has_place(self, place: str) -> bool:
        """True where some document has a table, figure, annex or case of this number, or its contents list it."""
        return any(
            _caption(d, place) is not None
            or any(_number_of(entry.title) == place for entry in d.contents)
            or any(table.number == place for table in d.tables)
            or any(section.number == place for section in d.sections)
            for d in self._index.documents
        )

    def _places(self, draft: Draft, reading: Reading, documents: Sequence[Document]) -> str:
        missing = []
        for place in reading.places:
            found = False
            for document in documents:
                found = self._one_place(draft, document, place) or found
            if not found:
                missing.append(place)
        if missing and not draft:
            return self._no_such(draft, missing[0], documents)
        return ""

    def _no_such(self, draft: Draft, place: str, documents: Sequence[Document]) -> str:
        kind = place.split(maxsplit=1)[0]
        known = [n for d in documents for n in _numbers(d, kind)]
        range_ = f"，有的是{known[0]}至{known[-1]}（共 {len(known)} 个）" if known else ""
        draft.say(f"文件中没有{place}{range_}。")
        return "not_found"

    def _one_place(self, draft: Draft, document: Document, place: str) -> bool:
        kind = place.split(maxsplit=1)[0]
        entry = next((e for e in document.contents if _number_of(e.title) == place), None)
        if kind == "案例":
            section = next((s for s in document.sections if s.number == place), None)
            return self._case(draft, document, place, section, entry)
        caption = _caption(document, place)
        if caption is None and entry is None:
            return False
        if caption is not None:
            label, span = caption
            draft.say(f"{place}：{label}。", [draft.cite_span(document, span)])
        self._beside_entry(draft, document, place, caption[0] if caption else "", entry)
        return True

    def _case(
        self,
        draft: Draft,
        document: Document,
        place: str,
        section: Section | None,
        entry: ContentsEntry | None,
    ) -> bool:
        if section is None and entry is None:
            return False
        if section is not None:
            body = Span(section.heading.end, section.span.end)
            sentences = _body_sentences(document, body)
            draft.say(f"{place}：《{section.title}》。", [draft.cite_span(document, section.heading)])
            self._beside_entry(draft, document, place, section.title, entry)
            for span in sentences[:_KEY_SENTENCES]:
                draft.say(document.quote(span).strip(), [draft.cite_span(document, span)], "item")
        else:
            self._beside_entry(draft, document, place, "", entry)
        return True

    def _beside_entry(
        self, draft: Draft, document: Document, place: str, title: str, entry: ContentsEntry | None
    ) -> None:
        if entry is None:
            return
        listed = _NUMBERED.match(entry.title)
        name = listed.group(3) if listed else entry.title
        if not title:
            draft.say(
                f"{place}：{name}（目录第 {entry.page} 页；正文中没有找到）。",
                [draft.cite_span(document, entry.span)],
            )
        elif _differs(title, name):
            draft.caveat(
                f"注意：目录中{place}的标题是“{name}”，与正文“{title}”不同。",
                [draft.cite_span(document, entry.span)],
            )

    # -- counting --------------------------------------------------------------------------------

    def _count(self, draft: Draft, text: str, documents: Sequence[Document]) -> bool:
        data = questions()
        if (
            of_case(text)
            or any(f"{word}案例" in text.replace(" ", "") for word in data["other_cases"])
            or _COUNTED.search(text)
        ):
            return False
        for kind in data["counts"]:
            noun = {"case": "案例", "chapter": "章", "annex": "附", "table": "表"}.get(kind, "图")
            plain = _NO_TABLE.sub("", text)
            lists = noun in plain and any(w in plain for w in data["list_all"].get(kind, ()))
            if not lists and not any(w in text for w in data["counts"][kind]):
                continue
            for document in documents:
                items = _countable(document, kind)
                if not items:
                    continue
                word = {
                    "case": "个案例",
                    "chapter": "章",
                    "table": "张正文表",
                    "annex": "张附表",
                    "figure": "幅图",
                }[kind]
                chapter = chapter_named(document, text)
                if chapter is not None:
                    items = [item for item in items if chapter.span.contains(item[1])]
                if kind == "case" and len(items) <= _TITLES_MOST:
                    titles = {s.heading: f"{s.number}《{s.title}》" for s in _cases(document)}
                    items = [(titles[span], span) for _, span in items]
                names = "、".join(name for name, _ in items) if len(items) <= 40 else ""
                whole = chapter.heading if chapter is not None else None
                cited = [draft.cite_span(document, span) for _, span in items] or (
                    [draft.cite_span(document, whole)] if whole else []
                )
                place = f"“{chapter.number}{chapter.title}”一章" if chapter is not None else ""
                count = f"共有 {len(items)} {word}" if items else f"没有{word.lstrip('个章张幅')}"
                draft.say(f"《{document.title}》{place}{count}。", cited)
                if items:
                    draft.say(f"依次是：{names}。", cited, "item")
            if draft:
                return True
        return False

    # -- pages and chapters ----------------------------------------------------------------------

    def _page(self, draft: Draft, reading: Reading, documents: Sequence[Document]) -> str | None:
        best: tuple[float, Document, ContentsEntry] | None = None
        for document in documents:
            for entry in document.contents:
                score = self._entry_score(reading, entry)
                if best is None or score > best[0]:
                    best = (score, document, entry)
        if best is None or best[0] < _ENTRY_FITS:
            draft.say("目录中没有找到您所问的内容，无法给出页码。")
            return "not_found"
        _, document, entry = best
        draft.say(f"“{entry.title}”在目录中标为第 {entry.page} 页。", [draft.cite_span(document, entry.span)])
        return ""

    def _entry_score(self, reading: Reading, entry: ContentsEntry) -> float:
        number = _number_of(entry.title)
        if reading.places:
            return 2.0 if number == reading.places[0] else 0.0
        words = set(self._index.segmenter.cut(reading.text))
        title = set(self._index.segmenter.cut(entry.title))
        shared = words & title
        if not shared:
            return 0.0
        plain = 0.2 if not number else 0.0
        return len(shared) / max(len(title), 1) + 0.15 * len(shared) + plain

    def _chapter(self, draft: Draft, reading: Reading, documents: Sequence[Document]) -> str | None:
        hits = self._index.search(reading.text, 8)
        ids = {d.id for d in documents}
        hits = [h for h in hits if h.passage.document in ids]
        words = set(self._index.segmenter.cut(reading.text))
        sections = [
            (len(words & set(self._index.segmenter.cut(s.title))) / (1 + 0.15 * len(s.title)), d, s)
            for d in documents
            for s in d.sections
            if s.kind in (SectionKind.CHAPTER, SectionKind.CASE) and s.level <= 3
        ]
        best = max(sections, key=lambda item: item[0], default=None)
        if best is not None and best[0] >= _TITLE_FITS:
            _, document, section = best
        elif hits:
            document = self._index.document(hits[0].passage.document)
            section = document.sections[hits[0].passage.section]
        else:
            return None
        path = " › ".join(section.path)
        draft.say(f"在{path}（《{document.title}》）。", [draft.cite_span(document, section.heading)])
        return ""


def _numbers(document: Document, kind: str) -> list[str]:
    if kind == "案例":
        return [s.number for s in document.sections if s.kind is SectionKind.CASE]
    if kind == "图":
        return [f.number for f in document.figures]
    return [t.number for t in document.tables if t.number.startswith(f"{kind} ")]


def _number_of(title: str) -> str:
    found = _NUMBERED.match(title.strip())
    return f"{found.group(1)} {squeeze(found.group(2))}" if found else ""


def _caption(document: Document, place: str) -> tuple[str, Span] | None:
    for figure in document.figures:
        if figure.number == place:
            return figure.caption, figure.span
    table = next((t for t in document.tables if t.number == place), None)
    if table is not None:
        return _table_name(table), table.caption_span
    return None


def _table_name(table: Table) -> str:
    return table.caption


def _differs(one: str, other: str) -> bool:
    plain = [re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]", "", squeeze(t)) for t in (one, other)]
    return plain[0] != plain[1] and plain[1] not in plain[0] and plain[0] not in plain[1]


def _cases(document: Document) -> list[Section]:
    return [s for s in document.sections if s.kind is SectionKind.CASE]


def _countable(document: Document, kind: str) -> list[tuple[str, Span]]:
    if kind == "case":
        return [(s.number, s.heading) for s in _cases(document)]
    if kind == "chapter":
        return [
            (f"{s.number}{s.title}", _listed_at(document, s))
            for s in document.sections
            if s.kind is SectionKind.CHAPTER and s.level == 1 and s.number
        ]
    if kind == "figure":
        return [(f.number, f.span) for f in document.figures]
    prefixes = ("附表 ", "附件 ") if kind == "annex" else ("表 ",)
    return [
        (f"{t.number} {t.caption}", t.caption_span) for t in document.tables if t.number.startswith(prefixes)
    ]


def _listed_at(document: Document, section: Section) -> Span:
    """Where the contents pages list a chapter, else its heading."""
    name = squeeze(f"{section.number}{section.title}")
    return next((e.span for e in document.contents if squeeze(e.title) == name), section.heading)


def _body_sentences(document: Document, body: Span) -> list[Span]:
    spans: list[Span] = []
    for block in document.blocks:
        if body.contains(block.span) and block.kind.value == "paragraph":
            spans.extend(split_sentences(document, block.span))
    return spans
