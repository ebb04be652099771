"""The findings that a question names by the concepts of the vocabulary."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.operations import said
from corpus.audit import Kind
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.concepts import Vocabulary
    from assistant.reading import Reading
    from corpus.audit import Finding
    from index.search import Index

_ENOUGH = 0.6
_ALIKE = 0.05
_NAMED_ENOUGH = 0.2
_ALL = 0.99
_NAMED = re.compile(r"“([^“”]{3,})”")
_OF_FIGURES = (Kind.CONTRADICTION, Kind.ARITHMETIC)
_KINDS = (*_OF_FIGURES, Kind.NAMING, Kind.NUMBERING, Kind.MISSING)
_UNKNOWN = 1.0
_CHAPTER = re.compile(r"第[一二三四五六七八九十]+章.*(?:标题|题目|叫)")
_THINGS = ("concept", "label", "unknown")


def names_chapter(text: str) -> bool:
    """True where ``text`` asks for the title of a chapter by its number, which is told by the structure."""
    return _CHAPTER.search(text) is not None


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return load_toml("assistant", "audit_questions.toml")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A finding with its words, those of the name that it begins with, and all text that belongs to it."""

    finding: Finding
    words: frozenset[str]
    name: frozenset[str]
    text: str


class ByConcepts:
    """The findings of an index, by the concepts and labels in their sentences."""

    def __init__(self, index: Index, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._entries = tuple(self._entry(f) for f in index.findings if f.kind in _KINDS)
        self._counts = Counter(word for entry in self._entries for word in entry.words)

    def _entry(self, finding: Finding) -> _Entry:
        labels = dict.fromkeys(label for p in finding.places for label in (p.row, p.column) if label)
        quotes = dict.fromkeys(p.quote for p in finding.places if not p.row)
        named = next(iter(_NAMED.findall(finding.sentence)), "")
        quoted = quotes if finding.kind is Kind.NAMING else ()
        words = self._forms(" ".join((finding.sentence, *labels, *quoted)))
        text = " ".join((finding.sentence, finding.hypothesis, *labels, *quotes))
        return _Entry(finding, frozenset(words), frozenset(self._forms(named)), text)

    def _forms(self, text: str) -> set[str]:
        forms = {t.form for t in self._vocabulary.scan(text) if t.kind in _THINGS and len(t.form) > 1}
        return forms | {wider for form in forms for wider in self._vocabulary.implied(form)}

    def asks(self, reading: Reading) -> bool:
        """True where the question asks whether one thing is told alike, and no table or list of things is meant."""
        asked = any(word in reading.text for word in _words()["agrees"]) or said(reading.text, "check")
        placed = any(place.startswith(("表", "附表")) for place in reading.places)
        return asked and not placed and not names_chapter(reading.text) and "哪些" not in reading.text

    def find(self, reading: Reading) -> tuple[Finding, ...]:
        """The findings that the question's words name best, if they name them well enough."""
        wanted = self._wanted(reading)
        told = {kind for kind, words in _words()["told_by"].items() if any(w in reading.text for w in words)}
        kinds: tuple[Kind, ...] = _OF_FIGURES
        if reading.cue("total", "printed_total") and not said(reading.text, "each_of"):
            kinds = (Kind.ARITHMETIC,)  # whether parts add up, not whether it is told elsewhere otherwise
        scored = [
            (explained * (1 + covered), entry.finding)
            for entry in self._entries
            if entry.finding.kind.value in told or (entry.name and entry.finding.kind in kinds)
            if all(subject in entry.text for subject in reading.subjects)
            if (explained := self._share(wanted, entry.words)) >= _ENOUGH
            if (covered := self._share(entry.name, frozenset(wanted))) >= _NAMED_ENOUGH
            or not entry.name
            or (entry.finding.kind is Kind.NAMING and explained >= _ALL)
        ]
        best = max((score for score, _ in scored), default=0.0)
        found = tuple(finding for score, finding in scored if score >= best - _ALIKE)
        return found or self._by_topic(reading.text)

    def _by_topic(self, text: str) -> tuple[Finding, ...]:
        """The findings on what no words of their own tell, as the number of schools."""
        for topic, words in _words()["topics"].items():
            if any(word in text for word in words):
                return tuple(e.finding for e in self._entries if e.finding.sentence.startswith(topic))[:1]
        return ()

    def _share(self, wanted: Iterable[str], known: frozenset[str]) -> float:
        """The weighted share of ``wanted`` that ``known`` has; 0 for no words."""
        weights = {word: self._weight(word) for word in wanted}
        total = sum(weights.values())
        return sum(weight for word, weight in weights.items() if word in known) / total if total else 0.0

    def _wanted(self, reading: Reading) -> set[str]:
        frame = set(_words()["frame"])
        return {t.form for t in reading.tokens if t.kind in _THINGS and len(t.form) > 1} - frame

    def _weight(self, word: str) -> float:
        return math.log(1 + len(self._entries) / self._counts[word]) if word in self._counts else _UNKNOWN
