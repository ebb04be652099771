"""One figure told in several places, where the audit found nothing against it: they are told alike."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from corpus.audit.facts import dimension, region_facts
from corpus.audit.labels import core
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from corpus.audit.facts import Fact
    from corpus.model import Document
    from index.search import Index

_MOST = 6
_LEAST = 2


@lru_cache(maxsize=1)
def _frame() -> re.Pattern[str]:
    """The words of such a question that do not name the thing."""
    data: dict[str, Any] = load_toml("assistant", "audit_questions.toml")
    words = {*data["agrees"], *data["frame"], *data["agreement"]["cues"], *data["agreement"]["besides"]}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


class Alike:
    """The figures of an index's documents by what they count."""

    def __init__(self, index: Index) -> None:
        self._documents = {document.id: document for document in index.documents}
        self._facts: dict[str, tuple[Fact, ...]] = {}

    def told(self, text: str) -> tuple[Fact, ...]:
        """The printed figures of this year for the one thing that ``text`` names besides asking whether it is told alike."""
        for document in self._documents.values():
            label = core(_frame().sub("", text), document.region)
            if len(label) < _LEAST:
                continue
            year = document.period[:4]
            every = [fact for fact in self._of(document) if not fact.derived]
            longer = {known for fact in every for known in fact.labels if known.endswith(label)}
            names = {label} if label in longer else longer
            facts = [fact for fact in every if len(names) == 1 and names & set(fact.labels)]
            facts = [fact for fact in facts if not fact.years or not year or year in fact.years]
            if facts:
                return tuple(fact for fact in facts if dimension(fact.unit) == dimension(facts[0].unit))
        return ()

    def compose(self, draft: Draft, facts: Sequence[Fact]) -> bool:
        """Says that all places tell the figure alike, or that there is but one; ``False`` where they do not."""
        if not facts or len({fact.value for fact in facts}) > 1:
            return False
        cited = [draft.cite_place(fact.place) for fact in facts[:_MOST]]
        said = "；".join(dict.fromkeys(f"{f.source}为 {_printed(f)}" for f in facts[:_MOST]))
        if len({fact.place for fact in facts}) > 1:
            draft.say(f"一致：{said}。", cited)
        else:
            draft.say(f"只有一处写明：{said}；没有别处可以核对。", cited)
        return True

    def _of(self, document: Document) -> tuple[Fact, ...]:
        if document.id not in self._facts:
            self._facts[document.id] = region_facts(document)
        return self._facts[document.id]


def _printed(fact: Fact) -> str:
    unit = "" if not fact.unit or fact.said.endswith(fact.unit) else f" {fact.unit}"
    return f"{fact.said}{unit}".replace(" %", "%")
