"""Answers whether one thing is told alike everywhere: by the finding on it, or by all places that tell it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.disputes.alike import Alike
from assistant.disputes.by_concepts import ByConcepts
from assistant.disputes.by_words import ByWords
from assistant.findings import CHECKED, finding_said
from assistant.query import Operation, Query
from corpus.audit import Kind
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from assistant.concepts import Vocabulary
    from assistant.draft import Draft
    from assistant.prose.evidence import EvidenceFinder
    from assistant.reading import Reading
    from corpus.audit import Finding
    from index.search import Index

_MOST = 2
_QUOTED = 4
_CITED = 8
_QUOTE = 120
_LEADS = {
    Kind.CONTRADICTION: "不一致：",
    Kind.NAMING: "不一致：",
    Kind.NUMBERING: "不一致：",
    Kind.ARITHMETIC: "对不上：",
}


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return load_toml("assistant", "audit_questions.toml")


class Disputes:
    """What the audit found, asked about by the thing that is told in two ways."""

    def __init__(self, index: Index, vocabulary: Vocabulary, finder: EvidenceFinder) -> None:
        self._by_concepts = ByConcepts(index, vocabulary)
        self._by_words = ByWords(index, finder)
        self._alike = Alike(index)

    def fits(self, reading: Reading) -> bool:
        """True where the question asks about agreement and a finding is about its subject."""
        named = self._by_concepts.asks(reading) and bool(self._by_concepts.find(reading))
        return named or self._by_words.fits(reading)

    def fits_well(self, reading: Reading) -> bool:
        """True where one finding has nearly all of the question's words, whatever else it may ask."""
        return self._by_words.fits(reading, well=True)

    def compose(self, draft: Draft, reading: Reading) -> Query | None:
        """The findings on the concepts that the question names, or that its figure is told alike; else ``None``."""
        between = self._by_words.stating(reading)
        if between is not None:
            _say(draft, between, _LEADS.get(between.kind, ""))
            return Query("structure", reading.text, Operation.CHECK, reading.subjects)
        if not self._by_concepts.asks(reading):
            return None
        found = self._by_concepts.find(reading)
        sums = (
            reading.cue("total", "printed_total") is not None
        )  # whether parts add up, not what is told where
        facts = () if reading.subjects or sums else self._alike.told(reading.text)
        places = {fact.place for fact in facts}
        if not any(places & set(finding.places) for finding in found) and self._alike.compose(draft, facts):
            return Query("structure", reading.text, Operation.CHECK)
        for finding in found[:_MOST]:
            lead = any(word in reading.text for word in _words()["yes_or_no"])
            _say(draft, finding, _LEADS.get(finding.kind, "") if lead else "")
        return Query("structure", reading.text, Operation.CHECK) if found else None

    def numbered(self, text: str) -> bool:
        """True where ``text`` asks for the number of a figure or case in two places."""
        return self._by_words.numbered(text)

    def by_words(self, draft: Draft, reading: Reading) -> Query | None:
        """The finding that has most of the question's words; ``None`` where none has enough."""
        finding = self._by_words.asked(reading)
        if finding is None:
            return None
        _say(draft, finding, _LEADS.get(finding.kind, ""))
        return Query("structure", reading.text, Operation.CHECK, reading.subjects)


def _say(draft: Draft, finding: Finding, lead: str) -> None:
    """The finding with its calculation, the guess, and the words of the places that are no cells."""
    cited = [draft.cite_place(place) for place in finding.places[:_CITED]]
    draft.say(f"{lead}{finding_said(finding)}", cited)
    if finding.arithmetic:
        draft.say(f"计算：{finding.arithmetic}。", cited, "calculation")
    if finding.hypothesis:
        draft.caveat(f"{finding.hypothesis}{CHECKED}。", cited)
    for place, mark in list(zip(finding.places, cited, strict=False))[:_QUOTED]:
        if not place.row:
            quote = " ".join(place.quote.split())
            short = quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE]}……"
            draft.say(f"原文：“{short}”（{place.section}）", [mark], "source")
