"""Answers from running text: the short answer first, then the source's own sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.draft import Draft
from assistant.facts import Fact, Facts, same_unit
from assistant.names import Names
from assistant.prose.asked import asked_types, asked_units
from assistant.prose.evidence import Evidence, EvidenceFinder
from assistant.prose.short import best_clause, enumerated
from assistant.prose.sides import Side, two_sides
from assistant.prose.signals import Doubt, Signals
from assistant.prose.summary import Summariser
from assistant.reading import Reading
from corpus.model import Document, Span
from index.search import Index

_CLOSE = 1.1
_QUOTE_LEAST = 24
_SHOWN_ITEMS = 12


@dataclass(frozen=True, slots=True)
class ProseQuestion:
    """What is looked for: the question with full names, its schools, and where the talk is already.

    ``sections`` are pairs (document id, section index) of the answers before; ``documents`` the ids
    looked in.
    """

    text: str
    subjects: tuple[str, ...]
    sections: tuple[tuple[str, int], ...] = ()
    documents: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


class ProseAnswerer:
    """Answers prose questions over one index."""

    def __init__(
        self, index: Index, names: Names, finder: EvidenceFinder, facts: Facts, signals: Signals
    ) -> None:
        self._index = index
        self._names = names
        self._finder = finder
        self._facts = facts
        self._signals = signals
        self._summariser = Summariser(index, finder)

    def evidence(self, asked: ProseQuestion, limit: int = 12) -> list[Evidence]:
        """The best sentences in the documents asked about; those near the last answer first."""
        found = self._finder.find(asked.text, asked.subjects, 60)
        if asked.documents:
            found = [e for e in found if e.sentence.document in asked.documents]
        if asked.sections:
            found.sort(key=lambda e: -(e.score + 1.6 * self._near(e, asked)))
        return found[:limit]

    def _near(self, evidence: Evidence, asked: ProseQuestion) -> bool:
        return (evidence.sentence.document, evidence.sentence.section) in asked.sections

    def compose(self, draft: Draft, reading: Reading, asked: ProseQuestion) -> Doubt | None:
        """Writes the answer into ``draft``, or returns what is missing."""
        sides = two_sides(reading.text, self._index.documents)
        if sides:
            self._both(draft, asked, sides)
            return None
        found = self.evidence(asked)
        types = asked.types or asked_types(asked.text)
        doubt = self._signals.doubt(reading, asked.text, found, types)
        if doubt is not None:
            self._nearest(draft, found)
            return doubt
        if "summary" in types and not ("number" in types and asked_units(reading.text)):
            self._summariser.compose(draft, asked.text, found)
            return None
        self._fact(draft, reading, asked, found, types)
        return None

    # -- one fact or list ------------------------------------------------------------------------

    def _fact(
        self,
        draft: Draft,
        reading: Reading,
        asked: ProseQuestion,
        found: Sequence[Evidence],
        types: Sequence[str],
    ) -> None:
        best = found[0]
        document = self._index.document(best.sentence.document)
        words = self._finder.words(asked.text)
        units = asked_units(reading.text)
        text = best.sentence.text
        mark = draft.cite_span(document, best.sentence.span)
        if types[:1] == ("list",) and len(items := enumerated(text, words)) > 1:
            draft.say(f"{self._lead(best, text)}{'、'.join(items[:_SHOWN_ITEMS])}。", [mark])
            for item in items[:_SHOWN_ITEMS]:
                draft.say(f"· {item}", [mark], "item")
        else:
            clause = best_clause(
                text, words, self._finder.weight, units=units, number="number" in types
            )
            draft.say(f"{self._answered(types, best, clause)}。", [mark])
        draft.say(f"原文：“{text}”（{best.sentence.context}）", [mark], "source")
        self._more(draft, found, best)
        self._disclose(draft, reading, best, words, units)

    def _lead(self, best: Evidence, text: str) -> str:
        schools = sorted(self._schools(best))
        return f"{schools[0]}：" if len(schools) == 1 and schools[0] not in text else ""

    def _answered(self, types: Sequence[str], best: Evidence, clause: str) -> str:
        """The clause, with the school's name before it where a school is asked for or meant."""
        schools = self._schools(best)
        wants = {"school", "organisation", "person"} & set(types[:2])
        if len(schools) == 1 and wants:
            (school,) = schools
            if not self._named(clause, school):
                return f"{school}：{clause}"
        return clause

    def _named(self, text: str, school: str) -> bool:
        return any(school in m.subjects for m in self._names.exact(text))

    def _schools(self, best: Evidence) -> set[str]:
        """The schools a sentence is about: those it names, else those named before it."""
        here = self._finder.subjects(best.sentence.text)
        if here:
            return set(here)
        document = self._index.document(best.sentence.document)
        block = next(b for b in document.blocks if b.span.contains(best.sentence.span))
        before = self._names.exact(document.text[block.span.start : best.sentence.span.start])
        known = [m.subjects[0] for m in before if len(m.subjects) == 1]
        if known:
            return {known[-1]}
        return set(self._finder.subjects(best.sentence.context.split(" › ")[-1]))

    def _more(self, draft: Draft, found: Sequence[Evidence], best: Evidence) -> None:
        """The runner-up sentence where it is nearly as good."""
        for other in found[1:3]:
            near = best.score - other.score < _CLOSE
            if near and len(other.sentence.text) > _QUOTE_LEAST:
                document = self._index.document(other.sentence.document)
                draft.say(
                    f"另见：“{other.sentence.text}”（{other.sentence.context}）",
                    [draft.cite_span(document, other.sentence.span)], "source",
                )

    def _disclose(
        self,
        draft: Draft,
        reading: Reading,
        best: Evidence,
        words: Sequence[str],
        units: Sequence[str],
    ) -> None:
        """Other places that state another figure for the same thing."""
        said = [
            f for f in self._facts.all
            if f.sentence is not None and f.document == best.sentence.document
            and best.sentence.span.overlaps(f.sentence)
        ]
        wanted = self._facts.words_of(reading.text)
        if not said or not wanted:
            return
        main = max(said, key=lambda f: max(self._facts.alike(wanted, w) for w in f.words))
        if units and not any(same_unit(u, main.unit) for u in units):
            return
        if max(self._facts.alike(wanted, w) for w in main.words) < 0.4:
            return
        for words_ in main.words:
            self.disclose_others(draft, words_, main, said)

    def disclose_others(
        self, draft: Draft, words: frozenset[str], main: Fact, said: Sequence[Fact]
    ) -> None:
        """Says the figures of other places that count the same and differ."""
        values = {f.value for f in said}
        shown = 0
        for _, fact in self._facts.like(tuple(words), main.unit, main.region):
            if fact.value in values or shown >= 3:
                continue
            values.add(fact.value)
            shown += 1
            say_other(self._index, draft, fact)

    # -- both documents --------------------------------------------------------------------------

    def _both(self, draft: Draft, asked: ProseQuestion, sides: Sequence[Side]) -> None:
        for side in sides:
            document = side.document
            only = ProseQuestion(side.text, asked.subjects, (), (document.id,), asked.types)
            found = self.evidence(only, 4)
            scope = document.region or document.title
            for evidence in found[:2]:
                draft.say(
                    f"《{document.title}》（{scope}）：“{evidence.sentence.text}”",
                    [draft.cite_span(document, evidence.sentence.span)],
                )

    def _nearest(self, draft: Draft, found: Sequence[Evidence]) -> None:
        """Keeps the nearest sentence for a refusal to offer."""
        if found and found[0].around > 0.3:
            document = self._index.document(found[0].sentence.document)
            draft.nearest = (document, found[0].sentence.span)


def say_other(index: Index, draft: Draft, fact: Fact) -> None:
    """Says another place's figure as a caveat, with its wording."""
    document: Document = index.document(fact.document)
    if fact.observation is not None:
        o = fact.observation
        unit = o.unit if o.unit == "%" else f" {o.unit}"
        draft.caveat(
            f"另有不同数字：{o.source.table}“{' › '.join(o.indicator)}”{'（合计行）' if o.subject_kind.value == 'total' else ''}为 {o.text}{unit}，口径可能不同。",
            [draft.cite_cell(o)],
        )
        return
    if fact.sentence is not None and fact.quantity is not None:
        q = fact.quantity
        span: Span = fact.sentence
        clause = f"{q.before}{document.quote(q.span)}{q.after}"
        draft.caveat(
            f"另有不同数字：{document.section_at(span.start).name}写作“{clause}”，口径可能不同。",
            [draft.cite_span(document, Span(span.start, span.end))],
        )
