"""The indicator that a question means, whatever words it uses: lexical and dense signals, with learned weights.

The words of labels and their synonyms settle most questions (:mod:`assistant.measures`); a question in other
words is near its indicator's label in the embedding model. The cosines of the model are squeezed together, so
they enter as z-scores over all labels. The weights come from ``knowledge/meaning.toml``, fitted by
``python -m evals meaning-fit``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.concepts import MASK
from corpus.knowledge import load_toml
from index.material import label_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy.typing as npt

    from assistant.measures import Measures
    from assistant.query import Measure
    from index.search import Index

    Array = npt.NDArray[np.float32]

FEATURES = ("explained", "covered", "fit", "labels", "described")
_LEXICAL = 3


@dataclass(frozen=True, slots=True)
class Likely:
    """A measure with its signals, its share of the softmax over all measures, and the share of the next one."""

    measure: Measure
    signals: tuple[float, ...]
    share: float
    next_share: float


def confined_otherwise(question: str, measure: Measure) -> bool:
    """True where the label confines itself (国外技能大赛) to what the question does not speak of."""
    confined: dict[str, list[str]] = load_toml("assistant", "confined.toml")["confined"]
    return any(
        word in measure.name and not any(said in question for said in words)
        for word, words in confined.items()
    )


class Meaning:
    """The measures of a corpus with the vectors of their labels."""

    def __init__(self, index: Index, measures: Measures) -> None:
        self._index = index
        self._matcher = measures
        places = {text: place for place, text in enumerate(index.labels)}
        captions = {(d.id, t.number): t.caption for d in index.documents for t in d.tables}
        known: list[tuple[Measure, tuple[int, int]]] = []
        for measure in measures.all:
            texts = label_texts(measure.path, measure.unit, captions[(measure.document, measure.table)])
            if texts[0] in places and texts[1] in places:
                known.append((measure, (places[texts[0]], places[texts[1]])))
        self.measures = tuple(measure for measure, _ in known)
        self._number = {measure: place for place, measure in enumerate(self.measures)}
        self._places = np.array([pair for _, pair in known], dtype=np.int64).reshape(-1, 2)
        weights = load_toml("assistant", "meaning.toml")["weights"]
        self._weights = np.array([weights[name] for name in FEATURES], dtype=np.float32)

    def features(self, rest: str, words: Sequence[str], unit: str = "") -> Array:
        """The signals of each measure for a question without its names; shape (measures, features)."""
        values = np.zeros((len(self.measures), len(FEATURES)), dtype=np.float32)
        for match in self._matcher.match(words, self.measures, unit):
            place = self._number[match.measure]
            values[place, :_LEXICAL] = (match.explained, match.covered, match.score)
        text = rest.replace(MASK, "").strip() or rest
        cosines = self._index.matrix("labels")[self._places] @ self._index.embed(text)[0]
        spread = cosines.std(axis=0) + 1e-9
        values[:, _LEXICAL:] = (cosines - cosines.mean(axis=0)) / spread
        return values

    def likely(
        self, rest: str, words: Sequence[str], unit: str = "", among: Collection[Measure] | None = None
    ) -> Likely | None:
        """The measure (one of ``among``) that the question most likely means."""
        chosen = [i for i, m in enumerate(self.measures) if among is None or m in among]
        if not chosen or (words and self._matcher.only_narrow(words)):
            return None
        values = self.features(rest, words, unit)
        scores = (values @ self._weights)[chosen]
        raised = np.exp(scores - scores.max())
        shares = raised / raised.sum()
        order = np.argsort(-shares, kind="stable")
        following = float(shares[order[1]]) if len(order) > 1 else 0.0
        best = chosen[int(order[0])]
        signals = tuple(float(value) for value in values[best])
        return Likely(self.measures[best], signals, float(shares[order[0]]), following)
