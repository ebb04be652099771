"""Finds the sentences that bear on a question: lexical and dense scores, fused with learned weights.

The cosines of the embedding model are squeezed together, so they enter as z-scores over all sentences
of the index; words enter as the share of the question's inverse document frequency that a sentence,
or its paragraph with its section path, accounts for. The weights come from ``knowledge/ranking.toml``.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from assistant.prose.asked import asked_types, asked_units, supplies
from assistant.prose.short import has_unit
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from assistant.names import Names
    from index.model import Passage
    from index.search import Index

    Array = npt.NDArray[np.float32]

FEATURES = (
    "sentence_dense",
    "passage_dense",
    "sentence_words",
    "passage_words",
    "sentence_bm25",
    "passage_bm25",
    "subject_here",
    "subject_around",
    "type",
    "unit",
    "short",
    "title",
)
_SHORT = 12
_RARE = 6
_ALSO = 0.5


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, list[str]]:
    return dict(load_toml("assistant", "synonyms.toml")["words"])


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with its score and the signals behind it.

    ``covered`` is the share of the question's weighted words found in the sentence, ``around`` in its
    paragraph or section path; ``dense`` the z-score of its cosine; ``cosine`` the cosine itself.
    """

    sentence: Passage
    score: float
    covered: float
    around: float
    dense: float
    cosine: float


class EvidenceFinder:
    """Ranks all sentences of an index for a question."""

    def __init__(self, index: Index, names: Names) -> None:
        self._index = index
        self._names = names
        weights = load_toml("assistant", "ranking.toml")["weights"]
        self._weights = np.array([weights[name] for name in FEATURES], dtype=np.float32)
        self._parents = np.array([s.parent for s in index.sentences])
        self._words = [frozenset(self.words(s.text)) for s in index.sentences]
        self._around = [frozenset(self.words(f"{p.context} {p.text}")) for p in index.passages]
        self._titles = [frozenset(self.words(p.context)) for p in index.passages]
        counts = Counter(word for words in self._words for word in words)
        self._counts = counts
        self._subjects = [self.subjects(s.text) for s in index.sentences]
        self._subjects_around = [self.subjects(f"{p.context} {p.text}") for p in index.passages]

    def weight(self, word: str) -> float:
        """Inverse document frequency over sentences, log(1 + N / (1 + df))."""
        return math.log(1 + len(self._words) / (1 + self._counts.get(word, 0)))

    def known(self, word: str) -> bool:
        """True where some sentence has ``word``."""
        return word in self._counts

    def subjects(self, text: str) -> frozenset[str]:
        """The schools that ``text`` names."""
        found = self._names.exact(text)
        return frozenset(s for m in found if len(m.subjects) == 1 for s in m.subjects)

    def words(self, text: str) -> list[str]:
        """Search words with every school under its one name."""
        out = text
        for mention in reversed(self._names.exact(text)):
            if len(mention.subjects) == 1:
                out = f"{out[: mention.start]} {mention.subjects[0]} {out[mention.end :]}"
        return self._index.segmenter.cut(out)

    def expanded(self, question: str) -> list[str]:
        """The search words of ``question`` and the official words for its everyday ones."""
        extra = " ".join(word for said, more in _synonyms().items() if said in question for word in more)
        return list(dict.fromkeys([*self.words(question), *self._index.segmenter.cut(extra)]))

    def rare(self, question: str) -> list[str]:
        """The nouns of ``question`` that few sentences have and that name something."""
        tags = dict(self._index.segmenter.tags(question))
        said = {phrase for phrase in _synonyms() if phrase in question}
        generic = load_toml("assistant", "synonyms.toml")["generic"]["words"]
        return [
            w
            for w in dict.fromkeys(self.words(question))
            if len(w) > 1
            and 1 <= self._counts.get(w, 0) <= _RARE
            and tags.get(w, "")[:1] in ("n", "j")
            and not any(w in s or s in w for s in said)
            and w not in generic
        ]

    def places_of(self, word: str) -> set[tuple[str, int]]:
        """The sections (document id, section index) whose sentences have ``word``."""
        return {
            (s.document, s.section)
            for s, words in zip(self._index.sentences, self._words, strict=True)
            if word in words
        }

    def has_together(self, words: Sequence[str]) -> bool:
        """True where some paragraph, with its headings, has all ``words``."""
        return any(all(w in around for w in words) for around in self._around)

    def features(self, question: str, subjects: Sequence[str]) -> Array:
        """Shape (sentences, len(FEATURES))."""
        index = self._index
        words = self.expanded(question)
        wanted = set(self.words(question))
        total = sum(self.weight(w) for w in wanted) or 1.0
        query = index.embed(question)[0]
        here = index.matrix("sentences") @ query
        around = (index.matrix("passages") @ query)[self._parents]
        lexical = self._bm25("sentence", words, len(index.sentences))
        lexical_around = self._bm25("passage", words, len(index.passages))[self._parents]
        also = set(words) - wanted
        share = np.array(
            [self._share(wanted, w, total) + _ALSO * self._share(also, w, total) for w in self._words]
        )
        share_around = np.array([self._share(wanted, w, total) for w in self._around])[self._parents]
        share_title = np.array([self._share(wanted, w, total) for w in self._titles])[self._parents]
        named = frozenset(subjects)
        kinds = [k for k in asked_types(question) if k not in ("summary", "yesno", "why")]
        if kinds[:1] == ["person"]:
            kinds = kinds[1:]
        units = asked_units(question)
        texts = [s.text for s in index.sentences]
        columns = [
            _z(here),
            _z(around),
            share,
            share_around,
            lexical,
            lexical_around,
            np.array([bool(named & s) for s in self._subjects]),
            np.array([bool(named & s) for s in self._subjects_around])[self._parents],
            np.array([bool(kinds) and supplies(kinds[0], t) for t in texts]),
            np.array([bool(units) and any(has_unit(t, u) for u in units) for t in texts]),
            np.array([len(t) < _SHORT for t in texts]),
            share_title,
        ]
        return np.stack(columns, axis=1).astype(np.float32)

    def find(self, question: str, subjects: Sequence[str], limit: int = 12) -> list[Evidence]:
        """The best sentences, best first."""
        features = self.features(question, subjects)
        scores = features @ self._weights
        cosines = self._index.matrix("sentences") @ self._index.embed(question)[0]
        order = np.argsort(-scores)[:limit]
        return [
            Evidence(
                self._index.sentences[int(i)],
                float(scores[i]),
                float(features[i, 2]),
                float(max(features[i, 2], features[i, 3])),
                float(features[i, 0]),
                float(cosines[i]),
            )
            for i in order
        ]

    def _bm25(self, table: str, words: Sequence[str], size: int) -> Array:
        scores = np.zeros(size, dtype=np.float32)
        for number, score in self._index.store.match(table, words, size):
            scores[number] = score
        best = float(scores.max(initial=0.0))
        return scores / best if best else scores

    def _share(self, wanted: set[str], words: frozenset[str], total: float) -> float:
        return sum(self.weight(w) for w in wanted & words) / total


def _z(values: Array) -> Array:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread else values * 0
