"""Answers from running text: the short answer first, then the source's own sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.facts import Fact, Facts, comparable, same_unit
from assistant.prose.asked import asked_types, asked_units, asks_itself, asks_points, focus_of
from assistant.prose.counted import counts_asked, regions_of, under_title
from assistant.prose.doubt import Doubt
from assistant.prose.either import counts_between, stating_each
from assistant.prose.elsewhere import counted_otherwise, say_other, say_sentence
from assistant.prose.lists import Lister
from assistant.prose.owned import owned
from assistant.prose.pairs import pair_asked, telling_each
from assistant.prose.periods import same_month
from assistant.prose.promotion import Promoter, near_last, same_place
from assistant.prose.short import best_clause, clauses, enumerated, with_subject
from assistant.prose.sides import Side, names_region, two_sides
from assistant.prose.summary import Summariser
from assistant.prose.talk import Talk, one_tells
from corpus.model import Document, SectionKind
from index.passages import is_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.names import Names
    from assistant.prose.evidence import Evidence, EvidenceFinder
    from assistant.prose.question import ProseQuestion
    from assistant.prose.signals import Signals
    from assistant.reading import Reading
    from index.search import Index

_REMEMBERED = 16
_OF_PICTURE = 4.0  # a picture's caption tells in short what a sentence tells in full, where one does
_CLOSE = 1.6
_WHOLE = 0.9
_QUOTE_LEAST = 24
_SHOWN_ITEMS = 40
_LONG_QUOTE = 80
_OF_SIDE = 3
_TELLING = 3.0
_TELLS = 0.4
_NEAR_BONUS = 2.2
_YEAR_BONUS = 0.4
_YEAR_AGAIN = 6.0
_MOSTLY_ABOUT = 0.5
_YEAR_PENALTY = 1.5
_OTHER_SCHOOL = 2.0
_PERSON_BONUS = 1.5
_POINTS = {"条", "点"}
_FRESH_BONUS = 4.0
_NEW_BONUS = 0.5
_NEW_MOST = 4.0
_OFFICE_BONUS = 3.0
_TITLE_BONUS = 3.5
_QUOTED_BONUS = 2.5
_NAMED_BONUS = 2.2
_NAMED_HERE = 1.2
_OFFICE = re.compile(r"[一-龥]{1,3}(?:局|厅|妇联|总工会|政数局|红十字会)")
_LONG_LIST = _OFFICE_TAIL = 3
_COUNTS_THAT = 0.4
_WORTH_SHOWING = 0.3
_CLOSE_ELSEWHERE = 2.2
_SPEAKS_OF_SCHOOL = re.compile(r"学校|该校|我校|学院|我院|全校")


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
        self._promoter = Promoter(finder, signals)
        self._lister = Lister(index, names, finder, self._promoter)
        self._ranked = lru_cache(maxsize=_REMEMBERED)(self._rank)
        self.talk = Talk(index, finder)
        """What a follow-up adds to what was talked of."""

    def evidence(self, asked: ProseQuestion, limit: int = 12) -> list[Evidence]:
        """The best sentences in the documents asked about; those near the last answer first."""
        return list(self._ranked(asked)[:limit])

    def _rank(self, asked: ProseQuestion) -> tuple[Evidence, ...]:
        found = self._finder.find(asked.text, asked.subjects, 60, asked.rest)
        if asked.documents:
            found = [e for e in found if e.sentence.document in asked.documents]
        named = self._promoter.named_in(asked)
        names = self._finder.compounds(asked.rest or asked.text)
        moved = [
            replace(
                e,
                score=e.score
                + self._fit(e, asked)
                + _NAMED_BONUS * (e.sentence.parent in named)
                + _NAMED_HERE * sum(name in e.sentence.text for name in names),
            )
            for e in found
        ]
        ranked = sorted(moved, key=lambda e: -e.score)
        return tuple(e for e in ranked if e is ranked[0] or not is_picture(e.sentence.text))

    def _fit(self, evidence: Evidence, asked: ProseQuestion) -> float:
        """What the place adds: near the last answer, of the year asked, about the school asked."""
        text = evidence.sentence.text
        fit = (_NEAR_BONUS if near_last(evidence, asked) else 0.0) - _OF_PICTURE * is_picture(text)
        years = set(re.findall(r"20\d\d(?=\s*(?:年|届))", text))
        if asked.years and years:
            again = _YEAR_AGAIN if asked.topic and evidence.around > _MOSTLY_ABOUT else 0.0
            fit += _YEAR_BONUS + again if years & set(asked.years) else -_YEAR_PENALTY
        fit += same_month(asked.text, text)
        if asked.subjects:
            about = self._schools(evidence)
            fit -= _OTHER_SCHOOL if about and not about & set(asked.subjects) else 0.0
        fit += _QUOTED_BONUS * sum(quote in text for quote in self._finder.telling_quotes(asked.text))
        for office in _OFFICE.findall(asked.text):
            tail = office[-_OFFICE_TAIL:]
            fit += _OFFICE_BONUS if tail in text else 0.0
        if asked.types[:1] == ("summary",):
            title = evidence.sentence.context.split(" › ")[-1]
            fit += _TITLE_BONUS if self._summariser.quoted_title(asked.text, title) else 0.0
        if asked.fresh:
            around = f"{evidence.sentence.context}{text}"
            fit += _FRESH_BONUS * sum(word in around for word in asked.fresh)
        if asked.new and near_last(evidence, asked):
            fit += min(_NEW_MOST, _NEW_BONUS * sum(self._finder.weight(w) for w in asked.new if w in text))
        if asked.types[:1] == ("person",) and self._signals.names_person(text):
            fit += _PERSON_BONUS
        return fit

    def tells(self, evidence: Evidence, reading: Reading) -> bool:
        """True where the sentence, about a school of the question, has most of its other words."""
        words = set(self._index.segmenter.cut(reading.rest))
        here = set(self._finder.words(evidence.sentence.text))
        total = sum(self._finder.weight(w) for w in words) or 1.0
        share = sum(self._finder.weight(w) for w in words & here) / total
        return share >= _TELLS and bool(self._schools(evidence) & set(reading.subjects))

    def compose(self, draft: Draft, reading: Reading, asked: ProseQuestion) -> Doubt | None:
        """Writes the answer into ``draft``, or returns what is missing."""
        sides = two_sides(reading.text, self._index.documents)
        if sides:
            self._both(draft, asked, sides)
            return None
        types = asked.types or (() if asked.topic and asks_itself(reading.text) else asked_types(asked.text))
        found = self._promoter.promoted(self.evidence(asked), reading.text, types, asked)
        draft.strength = found[0].score if found else None
        if self._either(draft, reading, found):
            return None
        goes_on = bool(found) and near_last(found[0], asked)
        doubt = self._signals.doubt(reading, found, types, goes_on=goes_on)
        if doubt is None and found and self.talk.left_topic(asked, found[0]):
            doubt = Doubt("not_found", "文件没有写明刚才所说事项的这项内容。")
        if doubt is not None:
            self._nearest(draft, found)
            return doubt
        if self._each(draft, asked.text, found):
            return None
        if self._lists_points(reading.text, types, found[0]):
            types = ("list", *types)
        elif (
            "summary" in types
            and not one_tells(asked, found)
            and not ("number" in types and set(asked_units(reading.text)) - _POINTS)
        ):
            self._summariser.compose(draft, asked.text, found, self._meant(asked))
            return None
        self._fact(draft, reading, asked, found, types)
        return None

    def _either(self, draft: Draft, reading: Reading, found: Sequence[Evidence]) -> bool:
        """Shows both sentences where the question asks which of two counts holds and each is stated somewhere."""
        counts = counts_between(reading.text)
        told = stating_each(found, counts) if counts is not None else []
        for count, evidence in zip(counts or (), told, strict=False):
            document = self._index.document(evidence.sentence.document)
            text = evidence.sentence.text
            clause = next(c for c in clauses(text) if count in c) if len(text) > _LONG_QUOTE else text
            place = evidence.sentence.context.split(" › ")[-1]
            draft.say(
                f"{place}：“{clause.rstrip('，；。')}”。", [draft.cite_span(document, evidence.sentence.span)]
            )
        return bool(told)

    def _each(self, draft: Draft, question: str, found: Sequence[Evidence]) -> bool:
        """Says a sentence for each of two things that are asked of at once."""
        told = telling_each(found, pair_asked(question))
        for evidence in told:
            document = self._index.document(evidence.sentence.document)
            draft.say(evidence.sentence.text, [draft.cite_span(document, evidence.sentence.span)])
        if told:
            draft.say(f"出处：{told[0].sentence.context}。", [], "source")
        return bool(told)

    def _lists_points(self, question: str, types: Sequence[str], best: Evidence) -> bool:
        """True where 哪几条 is answered by the enumeration of one sentence."""
        if types[:1] != ("summary",) or not asks_points(question):
            return False
        return len(enumerated(best.sentence.text, self._finder.words(question))) >= _LONG_LIST

    def _meant(self, asked: ProseQuestion) -> list[Document]:
        """The documents that are asked, or the one alone whose region the question names."""
        documents = [d for d in self._index.documents if not asked.documents or d.id in asked.documents]
        named = [d for d in documents if names_region(asked.rest or asked.text, d)]
        return named if len(named) == 1 else documents

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
        shown = ""
        about = self._schools(best)
        draft.found = tuple(about) if len(about) == 1 else ()
        quotes = self._finder.telling_quotes(asked.text)
        listed = types[:1] == ("list",)
        if listed and self._lister.members(draft, asked, found):
            return
        items = self._lister.items(asked.text, text, words, quotes) if listed else []
        others = self._lister.sentences(reading.text, asked.subjects, found, items) if listed else []
        if others:
            for place, span in others:
                draft.say(place.quote(span), [draft.cite_span(place, span)])
            shown = f"出处：{others[0][0].section_at(others[0][1].start).name}。"
        elif len(items) > 1:
            draft.say(f"{self._lead(best, text)}{'、'.join(items[:_SHOWN_ITEMS])}。", [mark])
            for item in items[:_SHOWN_ITEMS]:
                draft.say(f"· {item}", [mark], "item")
        else:
            focus = focus_of(reading.text)
            clause = best_clause(
                text, words, self._finder.weight, units=units, number="number" in types, focus=focus
            )
            counts = counts_asked(text, reading.text, units, regions_of(self._index.documents))
            clause = (
                under_title(best.sentence.text, best.sentence.context, counts)
                if counts
                else owned(text, self._names.exact(text), asked.subjects, types) or with_subject(clause, text)
            )
            draft.say(f"{self._answered(types, best, clause)}。", [mark])
            shown = f"出处：{best.sentence.context}。" if len(clause) >= _WHOLE * len(text) else ""
        if "number" in types[:1]:
            for other, clause in counted_otherwise(found, self._telling(words), units):
                say_sentence(self._index, draft, other, clause)
        draft.say(shown or f"原文：“{text}”（{best.sentence.context}）", [mark], "source")
        self._more(draft, found, best, words, units)
        self._disclose(draft, reading, best, units)

    def _telling(self, words: Sequence[str]) -> list[str]:
        return [w for w in dict.fromkeys(words) if len(w) > 1 and self._finder.weight(w) > _TELLING]

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
        in_case = document.sections[best.sentence.section].kind is SectionKind.CASE
        if not in_case and not _SPEAKS_OF_SCHOOL.search(best.sentence.text):
            return set()
        block = next(b for b in document.blocks if b.span.contains(best.sentence.span))
        before = self._names.exact(document.text[block.span.start : best.sentence.span.start])
        known = [m.subjects[0] for m in before if len(m.subjects) == 1]
        if known:
            return {known[-1]}
        return set(self._finder.subjects(best.sentence.context.split(" › ")[-1]))

    def _more(
        self,
        draft: Draft,
        found: Sequence[Evidence],
        best: Evidence,
        words: Sequence[str],
        units: Sequence[str],
    ) -> None:
        """What the runner-up sentences say, where they are nearly as good."""
        for other in found[1:3]:
            near = best.score - other.score < (_CLOSE if same_place(other, best) else _CLOSE_ELSEWHERE)
            text = other.sentence.text
            if not near or len(text) <= _QUOTE_LEAST:
                continue
            document = self._index.document(other.sentence.document)
            clause = best_clause(text, words, self._finder.weight, units=units, number=bool(units))
            draft.say(
                f"另见：“{clause}”（{other.sentence.context.split(' › ')[-1]}）",
                [draft.cite_span(document, other.sentence.span)],
                "source",
            )

    def _disclose(
        self,
        draft: Draft,
        reading: Reading,
        best: Evidence,
        units: Sequence[str],
    ) -> None:
        """Other places that state another figure for the same thing."""
        said = [
            f
            for f in self._facts.all
            if f.sentence is not None
            and f.document == best.sentence.document
            and best.sentence.span.overlaps(f.sentence)
        ]
        wanted = self._facts.words_of(reading.text)
        if not said or not wanted:
            return
        main = max(said, key=lambda f: max(self._facts.alike(wanted, w) for w in f.words))
        if units and not any(same_unit(u, main.unit) for u in units):
            return
        if max(self._facts.alike(wanted, w) for w in main.words) < _COUNTS_THAT:
            return
        for words_ in (*main.words, wanted):
            self.disclose_others(draft, words_, main, said)

    def disclose_others(self, draft: Draft, words: frozenset[str], main: Fact, said: Sequence[Fact]) -> None:
        """Says the figures of other places that count the same and differ."""
        values = {f.value for f in said}
        shown = 0
        for _, fact in self._facts.like(tuple(words), main.unit, main.region):
            if fact.value in values or shown >= 3 or not comparable(fact.value, main.value):
                continue
            values.add(fact.value)
            shown += 1
            say_other(self._index, draft, fact)

    # -- both documents --------------------------------------------------------------------------

    def _both(self, draft: Draft, asked: ProseQuestion, sides: Sequence[Side]) -> None:
        own = [tuple(sorted(self._finder.subjects(side.text))) for side in sides]
        for side, named in zip(sides, own, strict=True):
            document = side.document
            subjects = named if any(own) else asked.subjects
            only = replace(asked, text=side.text, subjects=subjects, sections=(), documents=(document.id,))
            types = asked_types(side.text) or asked_types(asked.text)
            found = self._promoter.promoted(self.evidence(only), side.text, types, only)
            scope = document.region or document.title
            cell = asked.cells.get(document.id)
            if cell is not None:
                draft.say(
                    f"《{document.title}》（{scope}）：{cell.source.table}“{' › '.join(cell.indicator)}”为 {cell.text} {cell.unit}。",
                    [draft.cite_cell(cell)],
                )
            for evidence in self._of_side(found, only.subjects):
                draft.say(
                    f"《{document.title}》（{scope}）：“{evidence.sentence.text}”",
                    [draft.cite_span(document, evidence.sentence.span)],
                )

    def _of_side(self, found: Sequence[Evidence], subjects: Sequence[str]) -> list[Evidence]:
        """The best sentences of one document, no text twice, about the schools asked of where some are."""
        own = [e for e in found if self._signals.speaks_of(e, subjects)] or list(found)
        return list({e.sentence.text: e for e in reversed(own)}.values())[::-1][:_OF_SIDE]

    def _nearest(self, draft: Draft, found: Sequence[Evidence]) -> None:
        """Keeps the nearest sentence for a refusal to offer."""
        if found and found[0].around > _WORTH_SHOWING:
            document = self._index.document(found[0].sentence.document)
            draft.nearest = (document, found[0].sentence.span)
