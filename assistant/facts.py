"""All figures about the region, from cells and from sentences, found by what they count.

So one question finds every place that states a figure for the same thing; places that differ are
disclosed. Figures of single schools, and of another region, are not compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.measures import Measures, parents_of
from corpus.model import Document, Observation, SectionKind, Span, SubjectKind
from corpus.quantities import Quantity, find_quantities
from corpus.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.concepts import Vocabulary
    from assistant.names import Names
    from index.search import Index

_SAME = 0.7
_MOST = 2.6
_LEAST_NAMED = 0.35
_FACTOR = Decimal(4)
_SUMMARIES = {SubjectKind.TOTAL}


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with the words of what it counts; ``observation`` or ``sentence`` says where."""

    words: tuple[frozenset[str], ...]
    value: Decimal
    unit: str
    region: str
    document: str
    observation: Observation | None
    sentence: Span | None
    quantity: Quantity | None


class Facts:
    """The figures about regions in all documents of an index."""

    def __init__(self, index: Index, names: Names, vocabulary: Vocabulary, measures: Measures) -> None:
        self._index = index
        self._vocabulary = vocabulary
        self._measures = measures
        self._names = names
        self._said: dict[tuple[str, Span | None], frozenset[str]] = {}
        self.all = (*self._from_tables(), *self._from_text())

    def _from_tables(self) -> list[Fact]:
        facts = []
        by_cell = {(m.document, m.table, m.row, m.column): m for m in self._measures.all}
        by_column = {(m.document, m.table, m.column): m for m in self._measures.all if m.row < 0}
        for o in self._index.observations:
            source = o.source
            document = self._index.document(source.document)
            measure = by_cell.get((source.document, source.table, o.row_index, o.column_index))
            if measure is None and o.subject_kind in _SUMMARIES:
                measure = by_column.get((source.document, source.table, o.column_index))
            if measure is None or o.value is None:
                continue
            own = frozenset(measure.words)
            wide = frozenset((*measure.words, *parents_of(measure)))
            words = (own, wide) if len(measure.path) == 1 or len(own) > 1 else (wide,)
            facts.append(Fact(words, o.value, o.unit, document.region, document.id, o, None, None))
        return facts

    def _from_text(self) -> list[Fact]:
        facts = []
        for document in self._index.documents:
            for quantity in find_quantities(document):
                if self._about_school(document, quantity):
                    continue
                before = self._words(quantity.before)
                after = self._words(quantity.after)
                words = tuple(w for w in (before, after, before | after) if w)
                if words:
                    facts.append(
                        Fact(
                            words,
                            quantity.value,
                            quantity.unit,
                            document.region,
                            document.id,
                            None,
                            quantity.sentence,
                            quantity,
                        )
                    )
        return facts

    def _words(self, text: str) -> frozenset[str]:
        kinds = ("concept", "label", "unknown", "action")
        tokens = self._vocabulary.scan(text)
        strong = frozenset(t.form for t in tokens if t.kind in kinds)
        return strong or frozenset(t.form for t in tokens if t.kind == "scope")

    def _about_school(self, document: Document, quantity: Quantity) -> bool:
        """True where the figure is a single school's: named before it, or by its case."""
        start = quantity.sentence.start
        if self._names.exact(document.text[start : quantity.span.start]):
            return True
        section = document.sections[quantity.section]
        return section.kind is SectionKind.CASE and bool(self._names.exact(section.title))

    def like(self, words: Sequence[str], unit: str, region: str = "") -> list[tuple[float, Fact]]:
        """The facts that count what ``words`` name, in units like ``unit``, best first."""
        wanted = frozenset(words)
        found: list[tuple[float, Fact]] = []
        if self._measures.only_narrow(wanted):
            return found
        for fact in self.all:
            if (region and fact.region != region) or not same_unit(unit, fact.unit):
                continue
            score = self._cell_score(wanted, fact) if fact.observation else self._text_score(wanted, fact)
            if score >= _SAME:
                found.append((score, fact))
        found.sort(key=lambda item: -item[0])
        tables: set[tuple[str, str]] = set()
        kept = []
        for score, fact in found:
            if fact.observation is not None:
                place = (fact.document, fact.observation.source.table)
                if place in tables:
                    continue
                tables.add(place)
            kept.append((score, fact))
        return kept

    def _cell_score(self, wanted: frozenset[str], fact: Fact) -> float:
        """F2 of the label's words against the asked ones; only if its own label shares a word."""
        own = fact.words[0] | {i for w in fact.words[0] for i in self._vocabulary.implied(w)}
        if not own & wanted:
            return 0.0
        best = 0.0
        for words in (
            own & wanted | (fact.words[0] if not own & wanted - fact.words[0] else frozenset()),
            *fact.words,
        ):
            shared = self._sum(words & wanted)
            precision = shared / (self._sum(words) or 1.0)
            recall = shared / (self._sum(wanted) or 1.0)
            if precision >= _LEAST_NAMED:
                best = max(best, 5 * precision * recall / (4 * precision + recall))
        return best

    def _text_score(self, wanted: frozenset[str], fact: Fact) -> float:
        """Harmonic mean of: how much of the label is asked for, how much of what is asked for the
        sentence says.
        """
        if fact.sentence is None:
            return 0.0
        said = self._sentence_words(fact)
        recall = self._sum(wanted & said) / (self._sum(wanted) or 1.0)
        best = 0.0
        for label in fact.words:
            shared = self._sum(label & wanted)
            if shared:
                precision = shared / self._sum(label)
                best = max(best, 2 * precision * recall / (precision + recall) if recall else 0.0)
        return best

    def _sentence_words(self, fact: Fact) -> frozenset[str]:
        key = (fact.document, fact.sentence)
        if key not in self._said:
            document = self._index.document(fact.document)
            self._said[key] = self._words(document.quote(fact.sentence)) if fact.sentence else frozenset()
        return self._said[key]

    def _sum(self, words: frozenset[str]) -> float:
        return sum(min(self._measures.weight(w), _MOST) for w in words)

    def alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Weighted F1 of two sets of words, by inverse document frequency over labels."""
        shared = self._sum(one & other)
        return 2 * shared / (self._sum(one) + self._sum(other)) if shared else 0.0

    def words_of(self, text: str) -> frozenset[str]:
        """The counting words of a question or clause."""
        return self._words(text)


def comparable(one: Decimal, other: Decimal | None) -> bool:
    """True for figures of one order of magnitude; others hardly count the same thing."""
    if not other or not one:
        return False
    return Decimal(1) / _FACTOR <= one / other <= _FACTOR


def same_unit(one: str, other: str) -> bool:
    """True for units that may count the same thing."""
    first, second = find_unit(one.strip("多余几")), find_unit(other.strip("多余几"))
    if first is None or second is None:
        return not one or one.strip("多余几") == other.strip("多余几")
    counters = {"items", "institutions", "projects", "courses"}
    if first.dimension in counters and second.dimension in counters:
        return True
    return first.dimension == second.dimension
