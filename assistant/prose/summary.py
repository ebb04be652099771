"""Summaries in the documents' own words: the right section's headings and lead sentences, in order."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from corpus.knowledge import load_toml
from corpus.model import Block, BlockKind, Document, Section, SectionKind, Span
from index.passages import split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.prose.evidence import Evidence, EvidenceFinder
    from index.search import Index

_POINT = re.compile(r"[一二三四五六七八九]是")
_MOST_SENTENCES = 11
_SEVERAL = 2
_MOST_CHARACTERS = 1250
_TOP = 10
_PARENT_SHARE = 0.3
_WHOLE_TITLE = 1.9
_QUOTED_TITLE = 3.0
_MOST_OF_TITLE = 0.6
_HALF_OF_TITLE = 0.4
_NAMED_THING = 0.8
_SAID_PLAINLY = 0.8
_HARDLY_SAID = 0.3
_LITTLE_TOLD = 120
_STRETCH = 4
_PLAIN = re.compile("[一-龥]+")
_LONGEST_STRETCH = 12
_STRETCH_EACH = 0.25
_STRETCH_MOST = 1.5
_LEAST_TOLD = 2.2
_INTRODUCTION = 4
_CASE_SHARE = 0.6
_CLOSING = 0.4
_ONE_CLAUSE = 0.9
_CLAUSE = re.compile(r"[，,；—]+")
_QUOTED = re.compile(r"[“「]([^“”「」]{3,20})[”」]")
_GOES_ON = re.compile(r"(?:学校|该校|学院|我校|同时|此外|其中)")


class Summariser:
    """Finds the section that a question is about and gives its sentences."""

    def __init__(self, index: Index, finder: EvidenceFinder) -> None:
        self._index = index
        self._finder = finder

    def quoted_title(self, question: str, title: str) -> bool:
        """True where ``title`` has what ``question`` quotes."""
        return any(quote in title for quote in _QUOTED.findall(question))

    def compose(
        self, draft: Draft, question: str, found: Sequence[Evidence], documents: Sequence[Document] = ()
    ) -> None:
        """Writes the headings and sentences of the section of ``documents`` that ``found`` points to."""
        if self._overview(draft, question, documents or self._index.documents):
            return
        document, section = self._section(question, found, documents or self._index.documents)
        announced = self._announced(document, section)
        if announced:
            self._headings(draft, document, section, announced)
            return
        children = [
            s for s in document.sections if s.parent == section.index and s.kind is not SectionKind.CASE
        ]
        cited = [draft.cite_span(document, section.heading)]
        draft.say(f"{section.name}（《{document.title}》）：", cited)
        about = self._about(question, document, section)
        if about:
            for span in self._chosen(question, document, about):
                draft.say(document.quote(span).strip(), [draft.cite_span(document, span)], "item")
            if sum(span.end - span.start for span in about) < _LITTLE_TOLD:
                self._told_elsewhere(draft, question, found, section)
            return
        if len(children) >= 2:
            self._headings(draft, document, section, children)
            return
        spans = self._all(document, section, alone=bool(children))
        for span in self._chosen(question, document, spans):
            draft.say(document.quote(span).strip(), [draft.cite_span(document, span)], "item")

    def _all(self, document: Document, section: Section, *, alone: bool = True) -> list[Span]:
        """The sentences of the paragraphs of a section, ``alone`` without those of its sub-sections."""
        blocks = [
            b
            for b in document.blocks
            if section.span.contains(b.span)
            and b.kind is BlockKind.PARAGRAPH
            and (b.section == section.index or not alone)
        ]
        return [s for b in blocks for s in self._sentences(document, b)]

    def _told_elsewhere(
        self, draft: Draft, question: str, found: Sequence[Evidence], section: Section
    ) -> None:
        """What the next best section tells of the schools asked about, where the best one hardly does."""
        wanted = self._finder.subjects(question)
        others = [e for e in found if e.sentence.section != section.index]
        place = next((e.sentence for e in others if wanted & self._finder.subjects(e.sentence.text)), None)
        if place is None:
            return
        document = self._index.document(place.document)
        there = document.sections[place.section]
        spans = self._about(question, document, there) or self._all(document, there)
        for span in self._chosen(question, document, spans):
            draft.say(document.quote(span).strip(), [draft.cite_span(document, span)], "item")

    def _overview(self, draft: Draft, question: str, documents: Sequence[Document]) -> bool:
        """All that is written of the one school named, a sentence of each section, where nothing in particular is asked."""
        wanted = self._finder.subjects(question)
        generic = set(load_toml("assistant", "asked.toml")["overview"]["words"])
        bare = question.replace(next(iter(wanted), ""), "") if wanted else question
        telling = [w for w in self._finder.words(bare) if w not in generic]
        if len(wanted) != 1 or any(len(w) > 1 and self._finder.known(w) for w in telling):
            return False
        told: list[tuple[Document, Span]] = []
        for document in documents:
            spans: dict[int, Span] = {}
            for block in document.blocks:
                if block.kind is BlockKind.PARAGRAPH and block.section not in spans:
                    own = document.sections[block.section]
                    case = own.kind is SectionKind.CASE and bool(wanted & self._finder.subjects(own.title))
                    sentences = self._sentences(document, block)
                    of_it = [
                        s for s in sentences if case or wanted & self._finder.subjects(document.quote(s))
                    ]
                    if of_it:
                        spans[block.section] = of_it[0]
            told += [(document, span) for span in spans.values()]
        if len(told) < _SEVERAL:
            return False
        shorter = sorted(told, key=lambda item: item[1].end - item[1].start)[:_MOST_SENTENCES]
        kept = [item for item in told if item in shorter]
        draft.say(
            f"文件中写到{next(iter(wanted))}的内容，按先后{'摘录一部分' if len(kept) < len(told) else '摘录'}如下：",
            [draft.cite_span(document, span) for document, span in kept[:1]],
        )
        for document, span in kept:
            draft.say(document.quote(span).strip(), [draft.cite_span(document, span)], "item")
        return True

    def _about(self, question: str, document: Document, section: Section) -> list[Span]:
        """The sentences of ``section`` about the schools that ``question`` names, with those that go on
        about them; none where the question names no school or the section speaks of no other.
        """
        wanted = self._finder.subjects(question)
        if not wanted or section.kind is SectionKind.CASE:
            return []
        kept: list[Span] = []
        others = False
        current: frozenset[str] = frozenset()
        for block in document.blocks:
            if block.kind is not BlockKind.PARAGRAPH or not section.span.contains(block.span):
                continue
            named = document.sections[block.section]
            told = self._finder.subjects(named.title) if named.kind is SectionKind.CASE else frozenset()
            if told or not _GOES_ON.match(document.quote(block.span)):
                current = told
            for span in self._sentences(document, block):
                current = self._finder.subjects(document.quote(span)) or current
                others = others or bool(current - wanted)
                if current & wanted:
                    kept.append(span)
        return kept if others else []

    def _announced(self, document: Document, section: Section) -> list[Section]:
        """The chapters that a lead-in ending in a colon announces (主要内容为：)."""
        text = document.quote(section.span).rstrip()
        if section.kind is not SectionKind.FRONT or not text.endswith(("：", ":")):
            return []
        return [
            s
            for s in document.sections
            if s.level == section.level and s.kind is SectionKind.CHAPTER and s.number
        ]

    def _headings(
        self, draft: Draft, document: Document, section: Section, children: Sequence[Section]
    ) -> None:
        own = [b for b in document.blocks if b.section == section.index and b.kind is BlockKind.PARAGRAPH]
        lead_in = [s for b in own for s in self._sentences(document, b)]
        for span in lead_in[:_INTRODUCTION] if section.kind is SectionKind.CHAPTER else ():
            draft.say(document.quote(span).strip(), [draft.cite_span(document, span)], "item")
        for child in children:
            heading = f"{child.number}{child.title}"
            lead = self._lead(document, child)
            mark = [draft.cite_span(document, child.heading)]
            if lead is not None:
                mark.append(draft.cite_span(document, lead))
                heading = f"{heading}：{document.quote(lead).strip()}"
            draft.say(heading, mark, "item")

    def _lead(self, document: Document, section: Section) -> Span | None:
        for block in document.blocks:
            if block.kind is BlockKind.PARAGRAPH and section.span.contains(block.span):
                sentences = split_sentences(document, block.span)
                return sentences[0] if sentences else None
        return None

    def _sentences(self, document: Document, block: Block) -> list[Span]:
        """Sentences; a paragraph of 一是/二是/三是 is cut at its points."""
        text = document.quote(block.span)
        points = [m.start() for m in _POINT.finditer(text)]
        if len(points) < 2:
            return split_sentences(document, block.span)
        starts = [0, *points] if points[0] > 0 else points
        ends = [*starts[1:], len(text)]
        return [
            Span(block.span.start + a, block.span.start + b)
            for a, b in zip(starts, ends, strict=True)
            if text[a:b].strip()
        ]

    def _chosen(self, question: str, document: Document, spans: Sequence[Span]) -> list[Span]:
        """All sentences in order, or the best ones where they are too many."""
        total = 0
        kept: list[Span] = []
        if len(spans) <= _MOST_SENTENCES and sum(s.end - s.start for s in spans) <= _MOST_CHARACTERS:
            return list(spans)
        ranked = self._ranked(question, document, spans)
        leads = self._leads(document, spans)
        for span in (*leads, *(s for s in ranked if s not in leads)):
            size = span.end - span.start
            if len(kept) < _MOST_SENTENCES and total + size <= _MOST_CHARACTERS:
                kept.append(span)
                total += size
        return sorted(kept)

    def _leads(self, document: Document, spans: Sequence[Span]) -> list[Span]:
        """The first sentence of each school that the paragraphs of a section tell of, where they tell of several."""
        leads: dict[frozenset[str], Span] = {}
        for span in spans:
            told = self._finder.subjects(document.quote(span))
            if told and not any(told & known for known in leads):
                leads[told] = span
        return list(leads.values()) if len(leads) > 1 else []

    def _ranked(self, question: str, document: Document, spans: Sequence[Span]) -> list[Span]:
        words = set(self._finder.words(question))
        weighed = {
            span: sum(self._finder.weight(w) for w in words & set(self._finder.words(document.quote(span))))
            + (0.5 if i == 0 else 0)
            + (1.0 if re.search(r"\d", document.quote(span)) else 0)
            for i, span in enumerate(spans)
        }
        return sorted(spans, key=lambda s: -weighed[s])

    def _parents(self, scores: dict[tuple[str, int], float]) -> None:
        """A section two of whose sub-sections have evidence may be the one that is meant."""
        below: dict[tuple[str, int], list[float]] = defaultdict(list)
        for (identity, number), score in list(scores.items()):
            section = self._index.document(identity).sections[number]
            if section.parent and section.kind is SectionKind.CHAPTER:
                below[(identity, section.parent)].append(score)
        for place, own in below.items():
            if len(own) > 1:
                scores[place] += _PARENT_SHARE * sum(own)

    def _section(
        self, question: str, found: Sequence[Evidence], documents: Sequence[Document]
    ) -> tuple[Document, Section]:
        """The section whose title the question says, else that with the most of the best evidence."""
        scores: dict[tuple[str, int], float] = defaultdict(float)
        for place, evidence in enumerate(found[:_TOP]):
            scores[(evidence.sentence.document, evidence.sentence.section)] += evidence.score / (
                1 + place * 0.35
            )
        self._parents(scores)
        best = found[0].score or 1.0
        words = set(self._finder.expanded(question))
        quoted = self._quoted(question)
        for document in documents:
            for section in document.sections:
                if section.kind in (SectionKind.ROOT, SectionKind.CONTENTS):
                    continue
                said = self._title_said(words, quoted, section.title) + self._stretch_said(
                    question, section.title
                )
                if said:
                    scores[(document.id, section.index)] += best * said
        for name in self._finder.compounds(question):
            having = [self._index.passages[n] for n in self._finder.passages_with(name)]
            for key in {(passage.document, passage.section) for passage in having}:
                scores[key] += _NAMED_THING * best
        for key in scores:
            closing = self._index.document(key[0]).sections[key[1]]
            if closing.kind is SectionKind.BACK and not self._words_said(words, closing.title):
                scores[key] *= _CLOSING
        (identity, number), score = max(scores.items(), key=lambda item: item[1])
        document = self._index.document(identity)
        section = document.sections[number]
        section = self._chapter_meant(words, document, section)
        return document, self._case_meant(words, document, section, scores, _CASE_SHARE * score)

    def _chapter_meant(self, words: set[str], document: Document, section: Section) -> Section:
        """The chapter over ``section`` where the question says its title plainly and of the section's nothing."""
        if section.kind is not SectionKind.CHAPTER or not section.parent:
            return section
        above = document.sections[section.parent]
        plain = self._words_said(words, above.title) >= _SAID_PLAINLY
        return above if plain and self._words_said(words, section.title) < _HARDLY_SAID else section

    def _case_meant(
        self,
        words: set[str],
        document: Document,
        section: Section,
        scores: dict[tuple[str, int], float],
        least: float,
    ) -> Section:
        """The case in ``section`` whose title the question says better than the section's own."""
        said = self._words_said(words, section.title)
        cases = [
            s
            for s in document.sections
            if s.parent == section.index
            and s.kind is SectionKind.CASE
            and scores.get((document.id, s.index), 0.0) >= least
            and self._words_said(words, s.title) > said
        ]
        return max(cases, key=lambda s: scores[(document.id, s.index)], default=section)

    def _quoted(self, question: str) -> dict[str, float]:
        """What ``question`` quotes, with how much it tells that a title has it: less where many do."""
        titles = [s.title for d in self._index.documents for s in d.sections]
        found = {q: sum(q in title for title in titles) for q in _QUOTED.findall(question)}
        return {quote: _QUOTED_TITLE / count for quote, count in found.items() if count}

    def _title_said(self, words: set[str], quoted: dict[str, float], title: str) -> float:
        """How plainly the question says ``title``: words that no sentence has are left out of it."""
        named = max((told for q, told in quoted.items() if q in title), default=0.0)
        return named + self._words_said(words, title)

    def _stretch_said(self, question: str, title: str) -> float:
        """How much a stretch of ``title`` tells that ``question`` has as it stands: 双主体育人; 0 where it is a school's name."""
        longest = max(
            (
                title[i:j]
                for i in range(len(title))
                for j in range(i + _STRETCH, min(len(title), i + _LONGEST_STRETCH) + 1)
                if title[i:j] in question and _PLAIN.fullmatch(title[i:j])
            ),
            key=len,
            default="",
        )
        rare = longest and sum(longest in s.title for d in self._index.documents for s in d.sections) == 1
        whose = any(longest in school for school in self._finder.subjects(question))
        return min(_STRETCH_MOST, _STRETCH_EACH * len(longest)) if rare and not whose else 0.0

    def _words_said(self, words: set[str], title: str) -> float:
        """How plainly ``words`` say ``title``, or one of its clauses (深化产教融合，打造…)."""
        clauses = [part for part in _CLAUSE.split(title) if part]
        whole = self._part_said(words, title)
        return max(
            [
                whole,
                *(
                    _ONE_CLAUSE * self._part_said(words, part)
                    for part in clauses
                    if part != title and not self._finder.subjects(part)
                ),
            ]
        )

    def _part_said(self, words: set[str], title: str) -> float:
        own = [w for w in dict.fromkeys(self._finder.words(title)) if self._finder.known(w)]
        whole = sum(self._finder.weight(w) for w in own)
        shared = sum(self._finder.weight(w) for w in own if w in words)
        if not shared:
            return 0.0
        share = shared / whole
        if share >= (_MOST_OF_TITLE if len(own) > _SEVERAL else _HALF_OF_TITLE) and shared >= _LEAST_TOLD:
            return _WHOLE_TITLE * share
        return 0.9 * shared / (whole + 2)
