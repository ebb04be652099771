"""Lists: the things of a kind that sentences name, one enumeration, or several sentences of one section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.prose.evidence import everyday_words
from assistant.prose.listing import listed_of
from assistant.prose.members import kind_in, members, members_kind
from assistant.prose.short import enumerated
from corpus.model import BlockKind
from index.passages import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.draft import Draft
    from assistant.names import Names
    from assistant.prose.evidence import Evidence, EvidenceFinder
    from assistant.prose.promotion import Promoter
    from assistant.prose.question import ProseQuestion
    from corpus.model import Document, Span
    from index.model import Passage
    from index.search import Index

_NAMED = 2
_LONGEST = 4
_MOST = 6
_MOST_CHARACTERS = 700
_GATHERED = 8
_SEVERAL = 2
_CLOSE_ELSEWHERE = 2.2
_TELLING_SENTENCE = 0.8
_TELL_ENOUGH = 4
_LOOKED_AT = 10


class Lister:
    """Finds what a list question asks for, over one index."""

    def __init__(self, index: Index, names: Names, finder: EvidenceFinder, promoter: Promoter) -> None:
        self._index = index
        self._names = names
        self._finder = finder
        self._promoter = promoter

    def members(self, draft: Draft, asked: ProseQuestion, found: Sequence[Evidence]) -> bool:
        """Lists the things of the kind asked for: those of the best sentence, or of all that are near it."""
        kind = kind_in(asked.text, found[0].sentence.text, self._names)
        if not kind:
            return False
        told: list[tuple[Evidence, list[str]]] = []
        known: set[str] = set()
        for evidence in found[:_GATHERED]:
            if found[0].score - evidence.score < _CLOSE_ELSEWHERE:
                named = members(evidence.sentence.text, kind, asked.text, self._names)
                told.append((evidence, [name for name in named if name not in known]))
                known.update(named)
            if evidence is found[0] and len(known) > 1:
                break
        told = [(evidence, named) for evidence, named in told if named]
        if len(known) < _SEVERAL:
            return False
        marks = [draft.cite_span(self._index.document(e.sentence.document), e.sentence.span) for e, _ in told]
        names = [name for _, named in told for name in named]
        several = len(told) > 1
        draft.say(f"{'相关各句写到的有：' if several else ''}{'、'.join(names)}。", marks)
        for (evidence, named), mark in zip(told, marks, strict=True):
            for name in named:
                draft.say(f"· {name}", [mark], "item")
            draft.say(f"原文：“{evidence.sentence.text}”（{evidence.sentence.context}）", [mark], "source")
        if several:
            draft.say("文件没有集中列出名单，以上取自各处的句子，可能不全。", (), "note")
        return True

    def items(self, question: str, text: str, words: Sequence[str], quotes: Sequence[str]) -> list[str]:
        """The items of the enumeration in ``text`` that ``question`` asks for, else of the longest; none for a kind's members."""
        if kind_in(question, text, self._names):
            return []
        return listed_of(text, self._promoter.nouns(question)) or enumerated(text, words, quotes)

    def sentences(
        self, question: str, subjects: Sequence[str], found: Sequence[Evidence], items: Sequence[str]
    ) -> list[tuple[Document, Span]]:
        """Sentences of one section that together list what is asked for, where no one enumeration does; or none."""
        best = found[0].sentence
        document = self._index.document(best.document)
        nouns = self._promoter.nouns(question)
        spans = companions(document, best, nouns, items)
        if len(spans) > 1:
            return [(document, span) for span in spans]
        words = [w for noun in nouns for w in everyday_words().get(noun, ())]
        if members_kind(question) or not words or (items and listed_of(best.text, nouns)):
            return []
        return self._telling(words, subjects, found)

    def _telling(
        self, words: Sequence[str], subjects: Sequence[str], found: Sequence[Evidence]
    ) -> list[tuple[Document, Span]]:
        """The sentences of the best section, about the schools asked of, that say one of ``words`` (头衔: 评为, 认定)."""
        told: dict[tuple[str, int], tuple[float, list[Span]]] = {}
        for evidence in found[:_LOOKED_AT]:
            if found[0].score - evidence.score > _CLOSE_ELSEWHERE:
                continue
            sentence = evidence.sentence
            place = (sentence.document, sentence.section)
            if place in told or not self._promoter.speaks_of(evidence, subjects):
                continue
            document = self._index.document(sentence.document)
            spans = [s for s in _spans(document, sentence) if any(w in document.quote(s) for w in words)]
            score = evidence.score + _TELLING_SENTENCE * min(len(spans), _TELL_ENOUGH)
            if len(spans) > 1:
                told[place] = (score, spans)
        place, (_, spans) = max(told.items(), key=lambda item: item[1][0], default=(("", 0), (0.0, [])))
        return [(self._index.document(place[0]), span) for span in spans[:_MOST]]


def _spans(document: Document, sentence: Passage) -> Iterator[Span]:
    """The sentences of the paragraphs of the section that ``sentence`` stands in."""
    for block in document.blocks:
        if block.section == sentence.section and block.kind is BlockKind.PARAGRAPH:
            yield from split_sentences(document, block.span)


def companions(document: Document, best: Passage, nouns: Sequence[str], items: Sequence[str]) -> list[Span]:
    """The other sentences of the section that name one of the kind asked for (特色工匠学院: 工匠学院); none where ``items`` do."""
    kind = next((noun[-_LONGEST:] for noun in nouns if len(noun) >= _LONGEST), "")
    if not kind or any(kind in item for item in items):
        return []
    naming = re.compile(rf"(?<![这那])(?!这些|那些|各类|多个)[一-龥]{{{_NAMED}}}{kind}")
    found: list[Span] = []
    total = 0
    for span in _spans(document, best):
        text = document.quote(span)
        if not naming.search(text):
            continue
        total += len(text)
        if len(found) < _MOST and total <= _MOST_CHARACTERS:
            found.append(span)
    return found
