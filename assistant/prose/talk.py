"""Follow-ups in running text: what a message names that its topic does not, and whether it leaves the topic."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.dialogue import leans_on
from assistant.prose.promotion import near_last
from corpus.knowledge import load_toml
from corpus.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.prose.evidence import Evidence, EvidenceFinder
    from assistant.prose.question import ProseQuestion
    from index.search import Index

_SEVERAL = 2
_TELLING = 3.0
_OWN_THING = 4.5
_WHOLE = 8
_FEW_PLACES = 8
_FITS = 8.5
_LITTLE = 0.45
_MUCH = 0.6


class Talk:
    """What ties a message to the talk before, over one index."""

    def __init__(self, index: Index, finder: EvidenceFinder) -> None:
        self._index = index
        self._finder = finder

    def rare(self, question: str) -> list[str]:
        """The nouns of ``question`` that few sentences have."""
        return self._finder.rare(question)

    def without(self, text: str, words: Sequence[str]) -> str:
        """``text`` without ``words``: a topic without the thing that it was about."""
        for word in sorted(words, key=len, reverse=True):
            text = text.replace(word, "")
        return text

    def printed(self, text: str) -> bool:
        """True where a passage has ``text`` as it is."""
        return bool(self._finder.passages_with(text))

    def new_words(self, text: str, topic: str) -> tuple[str, ...]:
        """The words of ``text`` that the documents have and ``topic`` has not."""
        words = dict.fromkeys(self._finder.expanded(text))
        return tuple(w for w in words if len(w) > 1 and w not in topic and self._finder.known(w))

    def renamed(self, topic: str, text: str) -> str:
        """``topic`` with its thing replaced by the one of the same kind that ``text`` names and asks no more of."""
        for name in self._finder.compounds(text):
            if len(text.strip("呢的？?。 ")) > len(name) + _SEVERAL:
                continue
            for known in self._finder.compounds(topic):
                if known != name and known[-_SEVERAL:] == name[-_SEVERAL:]:
                    return topic.replace(known, name)
        return topic

    def carried(self, topic: str, subjects: tuple[str, ...]) -> tuple[str, ...]:
        """The schools that a follow-up is about too: none where the talk is of a thing and names no school."""
        of_thing = bool(self._finder.compounds(topic)) and not self._finder.subjects(topic)
        return () if of_thing else subjects

    def names_elsewhere(self, question: str, sections: Sequence[tuple[str, int]]) -> bool:
        """True where the telling nouns of the question, besides what it counts, stand only outside ``sections``."""
        words = [w for w in self._finder.rare(question) if not _counts(question, w)]
        places = [self._finder.places_of(word) for word in words]
        return bool(places) and not any(found & set(sections) for found in places)

    def opens_with_thing(self, text: str) -> bool:
        """True where ``text`` asks of a thing that it names first and few passages speak of (碳纤维共同体)."""
        found = thing_first(text)
        words = [w for w in self._finder.words(found) if self._finder.known(w)] if found else []
        return len(words) > 1 and 0 < self._finder.together(words) <= _FEW_PLACES

    def left_topic(self, asked: ProseQuestion, best: Evidence) -> bool:
        """True where a follow-up that names nothing itself finds a sentence that has nothing of what was talked of."""
        if not asked.topic or near_last(best, asked):
            return False
        own = asked.text.removeprefix(asked.topic)
        pointing = leans_on(own)  # 这支车队 is the one talked of, whatever is asked
        if not pointing and (not asked.sections or self._names_own(asked)):
            return False
        things = self._finder.compounds(asked.topic)
        others = [*self._finder.rare(asked.topic), *asked.subjects]
        names = [n for n in (*things, *others) if n not in own] if pointing else things or others
        around = f"{best.sentence.context}{self._around(best)}"
        return bool(names) and not any(name in around for name in names)

    def _around(self, best: Evidence) -> str:
        """The paragraph of a sentence; the whole of a case, which is about one thing."""
        document = self._index.document(best.sentence.document)
        section = document.sections[best.sentence.section]
        if section.kind is SectionKind.CASE:
            return document.quote(section.span)
        return self._index.passages[best.sentence.parent].text

    def _names_own(self, asked: ProseQuestion) -> bool:
        """True where a follow-up names something besides what it counts (多少学员)."""
        return any(not _counts(asked.text, word) for word in asked.fresh)

    def elsewhere(self, question: str, sections: Sequence[tuple[str, int]]) -> bool:
        """True where a telling word of the question stands only outside the sections talked of."""
        for word in self._finder.rare(question):
            places = self._finder.places_of(word)
            if places and not places & set(sections):
                return True
        return False

    def stands_alone(self, text: str, topic: str, sections: Sequence[tuple[str, int]]) -> bool:
        """True where every new word of ``text`` that tells something stands only outside ``sections``."""
        generic = load_toml("assistant", "asked.toml")["overview"]["words"]
        new = (w for w in self.new_words(text, topic) if w not in generic)
        telling = [w for w in new if self._finder.weight(w) > _OWN_THING]
        whole = len(text.strip("？?。 ")) >= _WHOLE
        return whole and bool(telling) and not any(self._finder.places_of(w) & set(sections) for w in telling)

    def apart(self, sides: Sequence[tuple[str, Evidence]]) -> bool:
        """True for clauses with their best sentences, where no passage has what another clause asks of."""
        if any(best.score < _FITS for _, best in sides):
            return False
        if len({(best.sentence.document, best.sentence.section) for _, best in sides}) < len(sides):
            return False
        return all(
            self._share(text, other) <= _LITTLE < _MUCH <= self._share(text, own)
            for text, own in sides
            for _, other in sides
            if other is not own
        )

    def _share(self, text: str, evidence: Evidence) -> float:
        """The weighted share of the telling words of ``text`` that the passage of ``evidence`` has."""
        passage = self._index.passages[evidence.sentence.parent]
        weights = {w: self._finder.weight(w) for w in set(self._finder.words(text)) if self._finder.known(w)}
        weights = {w: weight for w, weight in weights.items() if weight > _TELLING}
        told = sum(weight for w, weight in weights.items() if w in f"{passage.context}{passage.text}")
        return told / (sum(weights.values()) or 1.0)


_OFFICE = re.compile(r"[一-龥]{0,6}?(?:局|厅|妇联|总工会|红十字会|委员会|发改委)(?![一-龥]{0,2}长)")


def with_offices(topic: str, text: str) -> tuple[str, bool]:
    """``topic`` with its office replaced by another one that ``text`` names (省水利厅 for 省能源局); whether one was."""
    own, before = _OFFICE.search(text), _OFFICE.search(topic)
    if own is None or before is None or own.group() == before.group() or own.group() in topic:
        return topic, False
    return topic.replace(before.group(), own.group()), True


@lru_cache(maxsize=1)
def _thing_first() -> re.Pattern[str]:
    heads = sorted(load_toml("assistant", "instances.toml")["things"]["heads"], key=len, reverse=True)
    return re.compile(
        rf"(?![这那该此它哪每各])([一-龥]{{2,10}}?(?:{'|'.join(heads)}))(?=[是有由在的]|什么|谁|哪|多少|几|怎|一共|共|[一-龥]{{1,2}}了?(?:多少|几|哪|什么))"
    )


def thing_first(text: str) -> str:
    """The name of a thing with which ``text`` begins before it asks of it (汽车产教联合体有多少家企业), or ""."""
    found = _thing_first().match(text)
    return found.group(1) if found and not leans_on(text) else ""


def one_tells(asked: ProseQuestion, found: Sequence[Evidence]) -> bool:
    """True where the best sentence alone has what a follow-up names anew (那妇联呢，干了什么)."""
    told = [e for e in found if any(word in e.sentence.text for word in asked.fresh)]
    return bool(told) and told == list(found[:1])


def _counts(question: str, word: str) -> bool:
    """True where ``word`` is what the question counts: 多少学员, 几个学员."""
    return re.search(rf"(?:多少|几)[一-龥]?{re.escape(word)}", question) is not None
