"""Which of the ranked sentences is answered from: the first that can hold what is asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.prose.asked import asked_deed, asked_units, deed_done, supplies
from assistant.prose.evidence import everyday_words
from assistant.prose.given import without_given
from assistant.prose.instances import asks_person, counted_names, counted_noun, counts_noun, names_enough
from assistant.prose.listing import listed_of, nouns_asked
from assistant.prose.members import members_kind
from assistant.prose.short import clause_fit, enumerated, has_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.prose.evidence import Evidence, EvidenceFinder
    from assistant.prose.question import ProseQuestion
    from assistant.prose.signals import Signals

_PROMOTED = 2.6
_PROMOTED_HERE = 4.5
_FAR_BEHIND = 5.0
_LEAST_COVERED = 0.07
_AS_MUCH = 0.7
_COUNTING_HERE = 7.0
_TELLING_NOUN = 3.0
_MORE_TOLD = 1.5
_TOLD_AT_ALL = 0.8
_LISTED = 3.6
_HARDLY_LESS = 2.0
_AS_GOOD = 1.0
_PAIR = 2
_STRETCH = 4
_FEW_PASSAGES = 8
_HALF = 0.5
_TELLING_UNITS = ("期", "份", "集", "届", "次", "学时", "人次", "人日")
_COUNTERS = ("所", "家", "项", "门", "名", "位", "支")
_LONG_LIST = 3
_YEAR = re.compile(r"(?:20\d\d|[今去本])\s*年")
_MONTH = re.compile(r"\d\s*月")


class Promoter:
    """Puts a sentence that can hold the answer before better-ranked ones that cannot."""

    def __init__(self, finder: EvidenceFinder, signals: Signals) -> None:
        self._finder = finder
        self._signals = signals

    def named_in(self, asked: ProseQuestion) -> set[int]:
        """The numbers of the passages that have a thing of the question by its full name."""
        names = self._finder.compounds(asked.rest or asked.text)
        return {number for name in names for number in self._finder.passages_with(name)}

    def promoted(
        self, found: list[Evidence], question: str, types: Sequence[str], asked: ProseQuestion
    ) -> list[Evidence]:
        """The first good sentence that can hold what is asked for, before better-ranked ones that cannot."""
        if found and types[:1] == ("summary",):
            return self._about(found, asked.subjects)
        if not found:
            return found
        fitting = self._newly_named(self._fitting(found, question, types, asked), asked)
        return self._dated(fitting, types, asked)

    def _newly_named(self, found: list[Evidence], asked: ProseQuestion) -> list[Evidence]:
        """First a sentence beside the last answer that has what a follow-up names anew, where the best one has none of it."""
        telling = {w for w in asked.new if self._finder.weight(w) > _TELLING_NOUN}
        own = self._signals.tagger(asked.text.removeprefix(asked.topic))
        new = [word for word, tag in own if word in telling and tag == "n"]
        if not new or not asked.topic or any(w in found[0].sentence.text for w in new):
            return found
        near = (e for e in found if found[0].score - e.score < _PROMOTED_HERE and same_place(e, found[0]))
        first = next((e for e in near if all(w in e.sentence.text for w in new)), None)
        return found if first is None else _put_first(first, found)

    def _fitting(
        self, found: list[Evidence], question: str, types: Sequence[str], asked: ProseQuestion
    ) -> list[Evidence]:
        found = self._naming(
            self._doing(self._counting(found, question, types, asked.subjects), question), question, types
        )
        if types[:1] == ("list",) and (listing := self._listing(found, question, asked.subjects)):
            return listing
        subjects = asked.subjects
        best = found[0]
        rare = self._finder.rare(question)
        named = self.named_in(asked)
        fits = [
            e
            for e in found
            if (best.sentence.parent not in named or e.sentence.parent in named)
            and (_beside_good(e, found) or not rare or any(w in e.sentence.text for w in rare))
            and (types[:1] != ("list",) or same_place(e, best) or e.covered >= _HALF * best.covered)
            and (
                best.score - e.score < _PROMOTED
                or _beside_good(e, found)
                or self._beside_last(e, types, asked, question)
            )
            and (_as_much_about(e, best) or self._beside_last(e, types, asked, question))
            and (not counted_names(question) or same_place(e, best))
            and not self._signals.weak(e)
            and not self._of_another(e, best, rare)
            and not self._of_others(e, best, subjects)
            and self._signals.speaks_of(e, subjects)
            and self._can_hold(e, question, types)
        ]
        if not fits and not self._signals.speaks_of(best, subjects):
            fits = [
                e
                for e in found
                if best.score - e.score < _PROMOTED_HERE
                and self._signals.speaks_of(e, subjects)
                and not self._signals.weak(e)
            ]
        if len(fits) > 1 and asks_person(question):
            best_fit = fits[0]
            fits.sort(key=lambda e: -e.covered if best_fit.score - e.score < _AS_GOOD else 0.0)
        if not fits or fits[0] is found[0]:
            return found
        return [fits[0], *(e for e in found if e is not fits[0])]

    def _about(self, found: list[Evidence], subjects: Sequence[str]) -> list[Evidence]:
        """First a sentence about one of ``subjects``, where the best one is about none and that is not far behind."""
        if self._signals.speaks_of(found[0], subjects):
            return found
        near = (e for e in found if found[0].score - e.score < _PROMOTED_HERE)
        first = next((e for e in near if self._signals.speaks_of(e, subjects)), None)
        return found if first is None else _put_first(first, found)

    def _dated(self, found: list[Evidence], types: Sequence[str], asked: ProseQuestion) -> list[Evidence]:
        """First a sentence with the month, where the best one has the year alone and the other all that it has of the question."""
        best = found[0].sentence.text
        if types[:1] != ("date",) or not _YEAR.search(best) or _MONTH.search(best):
            return found
        words = {w for w in self._finder.words(asked.text) if w in best}
        telling = [w for w in words if self._finder.weight(w) > _TELLING_NOUN]
        dated = (
            e
            for e in found
            if found[0].score - e.score < _PROMOTED_HERE
            and _MONTH.search(e.sentence.text)
            and all(word in e.sentence.text for word in telling)
        )
        first = next(dated, None) if telling else None
        return found if first is None else _put_first(first, found)

    def speaks_of(self, evidence: Evidence, subjects: Sequence[str]) -> bool:
        """True where the sentence is about one of ``subjects``, or there are none."""
        return self._signals.speaks_of(evidence, subjects)

    def nouns(self, question: str) -> list[str]:
        """The things that a list question asks for, where they are of no kind whose names are known by their ends."""
        known = members_kind(question) or asks_person(question) or asked_deed(question)
        nouns = [] if known else nouns_asked(question, self._signals.tagger)
        return [*nouns, *(word for noun in nouns for word in everyday_words().get(noun, ()))]

    def _listing(self, found: list[Evidence], question: str, subjects: Sequence[str]) -> list[Evidence]:
        """First the sentence that sets out what is asked for one by one; none where no good sentence does."""
        nouns = self.nouns(question)
        least = min(counted_names(question) or _PAIR, _LONG_LIST)
        near = [
            e
            for e in found
            if found[0].score - e.score < _LISTED
            and (
                not self._signals.weak(e)
                or found[0].score - e.score < _HARDLY_LESS
                or e.sentence.parent == found[0].sentence.parent
            )
            and self._signals.speaks_of(e, subjects)
        ]
        first = next((e for e in near if len(listed_of(e.sentence.text, nouns)) >= least), None)
        if first is None:
            return []
        return _put_first(first, found)

    def _of_another(self, evidence: Evidence, best: Evidence, rare: Sequence[str]) -> bool:
        """True for a sentence about another school than the best one, which alone has the question's telling words."""
        first = self._finder.subjects(best.sentence.text)
        own = self._finder.subjects(evidence.sentence.text)
        if not own:
            led = self._signals.about(evidence)
            return bool(first and led and not led & self._signals.about(best))
        telling = [w for w in rare if w in best.sentence.text]
        return bool(first and telling) and not (
            own & first or any(w in evidence.sentence.text for w in telling)
        )

    def _of_others(self, evidence: Evidence, best: Evidence, subjects: Sequence[str]) -> bool:
        """True for a sentence that names other schools alone, where the best one names the school asked of."""
        own = self._finder.subjects(evidence.sentence.text)
        asked = set(subjects)
        return bool(own and asked & self._finder.subjects(best.sentence.text)) and not own & asked

    def _beside_last(
        self, evidence: Evidence, types: Sequence[str], asked: ProseQuestion, question: str
    ) -> bool:
        """True for a sentence near the last answer, where no number is asked for that many could hold."""
        telling = any(unit in _TELLING_UNITS for unit in asked_units(question))
        return (telling or types[:1] != ("number",)) and near_last(evidence, asked)

    def _naming(self, found: list[Evidence], question: str, types: Sequence[str]) -> list[Evidence]:
        """First a sentence that names a school or person, where that is asked for and the best one of the thing names none."""
        said = self._finder.subjects(question)
        if asks_person(question) and not self._signals.names_person(found[0].sentence.text, question):
            near = (e for e in found if found[0].score - e.score < _PROMOTED and same_place(e, found[0]))
            named = next((e for e in near if self._signals.names_person(e.sentence.text, question)), None)
            return found if named is None else [named, *(e for e in found if e is not named)]
        if types[:1] != ("school",) or self._finder.subjects(found[0].sentence.text) - said:
            return found
        telling = [w for w in self._finder.rare(question) if w in found[0].sentence.text]
        first = next(
            (
                e
                for e in found
                if found[0].score - e.score < _PROMOTED
                and telling
                and all(w in e.sentence.text for w in telling)
                and self._finder.subjects(e.sentence.text) - said
            ),
            None,
        )
        return found if first is None else [first, *(e for e in found if e is not first)]

    def _doing(self, found: list[Evidence], question: str) -> list[Evidence]:
        """First the sentence that says the deed whose doer is asked for (谁主办), beside the best one or as much about
        it; or, beside the best one, what was done to the thing asked for (启动了什么活动).
        """
        doer = asked_deed(question)
        deed = doer or deed_done(question)
        if not deed or deed in found[0].sentence.text:
            return found
        doing = [e for e in found if deed in e.sentence.text]
        first = next((e for e in doing if same_place(e, found[0])), None)
        if first is None and doer:
            first = next((e for e in doing if _as_much_about(e, found[0])), None)
        near = first is not None and (
            first.sentence.parent == found[0].sentence.parent or found[0].score - first.score < _PROMOTED_HERE
        )
        return [first, *(e for e in found if e is not first)] if near and first else found

    def _counting(
        self, found: list[Evidence], question: str, types: Sequence[str], subjects: Sequence[str]
    ) -> list[Evidence]:
        """First the sentence beside the best one whose counting clause has more of the question's words."""
        if types[:1] != ("number",):
            return found
        units = asked_units(question)
        noun = counted_noun(question) or ("" if units else next(iter(self._finder.compounds(question)), ""))
        telling = bool(noun) and self._finder.weight(noun) > _TELLING_NOUN
        if telling and not counts_noun(found[0].sentence.text, noun):
            near = [e for e in found if found[0].score - e.score < _PROMOTED]
            counting = [e for e in near if counts_noun(e.sentence.text, noun)][:1]
            found = [*counting, *(e for e in found if e not in counting)]
        if not units:
            return found
        words = [*self._finder.expanded(question), *self._stretches(question, found)]
        best = found[0]
        if "个" in units and not has_unit(without_given(best.sentence.text, question), "个"):
            units = (*units, *_COUNTERS)  # 几个 counts schools too
        told = any(has_unit(best.sentence.text, unit) for unit in units)
        fit = {
            id(e): self._counted(e, question, words, units)
            for e in found
            if same_place(e, best)
            and best.score - e.score < _COUNTING_HERE
            and not self._of_another(e, best, ())
            and (told or self._signals.speaks_of(e, subjects))
        }
        if told:
            fit[id(best)] = clause_fit(best.sentence.text, words, self._finder.weight, units)
        if not fit:  # none is known to be about the school that is asked of
            return found
        first = max((e for e in found if id(e) in fit), key=lambda e: fit[id(e)])
        if fit[id(first)] < fit.get(id(best), 0.0) + (_MORE_TOLD if told else _TOLD_AT_ALL):
            return found
        return [first, *(e for e in found if e is not first)]

    def _stretches(self, question: str, found: Sequence[Evidence]) -> list[str]:
        """Runs of four characters of ``question`` that few passages have: 产业学院, where 产业 and 学院 tell little."""
        runs = {question[i : i + _STRETCH] for i in range(len(question) - _STRETCH + 1)}
        told = [r for r in runs if any(r in e.sentence.text for e in found)]
        return sorted(r for r in told if len(self._finder.passages_with(r)) <= _FEW_PASSAGES)

    def _counted(
        self, evidence: Evidence, question: str, words: Sequence[str], units: Sequence[str]
    ) -> float:
        """How well a clause with a number that the question does not state fits its words."""
        text = without_given(evidence.sentence.text, question)
        return clause_fit(text, words, self._finder.weight, units)

    def _can_hold(self, evidence: Evidence, question: str, types: Sequence[str]) -> bool:
        text = evidence.sentence.text
        units = asked_units(question)
        noun = counted_noun(question)
        counted = bool(noun) and counts_noun(text, noun)
        if units and not counted and not any(has_unit(text, unit) for unit in units):
            return False
        count = counted_names(question)
        if count and count <= _LONG_LIST and types[:1] == ("list",) and names_enough(text, count, question):
            return True
        least = min(counted_names(question) or _LONG_LIST, _LONG_LIST)
        items = enumerated(text, self._finder.words(question)) if types[:1] == ("list",) else []
        titles = len(items) > 1 and all(item.startswith("《") for item in items)
        if types[:1] == ("list",) and len(items) < least and not titles:
            return False
        if "person" in types[:2] and not self._signals.names_person(text) and "organisation" not in types:
            return False
        told = not types or supplies(types[0], text) or (types[0] == "name" and asks_person(question))
        return told and self._signals.holds(text, question)


def _put_first(first: Evidence, found: Sequence[Evidence]) -> list[Evidence]:
    """``first`` before the others, with a score no lower than that of what it goes before."""
    raised = replace(first, score=max(first.score, found[0].score))
    return [raised, *(e for e in found if e is not first)]


def near_last(evidence: Evidence, asked: ProseQuestion) -> bool:
    """True for a sentence in a section that the answer before cited."""
    return (evidence.sentence.document, evidence.sentence.section) in asked.sections


def _as_much_about(evidence: Evidence, best: Evidence) -> bool:
    """True where a sentence is about the question too, in the same place or nearly as much as the best one."""
    if best.score - evidence.score > _FAR_BEHIND or evidence.covered < _LEAST_COVERED:
        return False
    return same_place(evidence, best) or evidence.around >= _AS_MUCH * best.around


def _beside_good(evidence: Evidence, found: Sequence[Evidence]) -> bool:
    """True for a sentence in the place of one of the best three, neither far behind the next."""
    return any(
        same_place(evidence, good)
        and good.score - evidence.score < _PROMOTED_HERE
        and found[0].score - good.score < _PROMOTED_HERE
        for good in found[:3]
    )


def same_place(one: Evidence, other: Evidence) -> bool:
    """True for two sentences of one section."""
    return (one.sentence.document, one.sentence.section) == (other.sentence.document, other.sentence.section)
