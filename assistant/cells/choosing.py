"""Chooses the cells of a table that answer a question.

``layout -> frame + words -> evidence -> scores of cells -> candidate sets -> the best set``. The two
weighings are linear over named features; the weights are reviewed data with a note how they were fitted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from assistant.cells.asking import read_asked
from assistant.cells.features import Evidence, cell_features, read_evidence
from assistant.cells.frame import Frame, frame_of
from assistant.cells.set_features import set_features
from assistant.cells.sets import candidate_sets
from assistant.cells.wording import Words
from assistant.text import normalise
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from assistant.cells.frame import Floats
    from assistant.concepts import Vocabulary
    from corpus.merged import Layout

_LETTER = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_LONGEST = 40
_FALL = 0.08
LIMIT = 6.0
"""Standardised features are cut off here, so that one odd table cannot outweigh everything."""


class Meanings(Protocol):
    """Vectors of length 1 for questions and labels (the index's encoder is one)."""

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row a question."""

    def encode_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row a label."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear weighing of named features: ``(value - mean) / scale`` times ``weight``, summed, plus ``bias``."""

    names: tuple[str, ...]
    means: Floats
    scales: Floats
    weights: Floats
    bias: float

    def apply(self, values: Floats) -> Floats:
        """The sums for rows of features in the order of ``names``."""
        standard = np.clip((values - self.means) / self.scales, -LIMIT, LIMIT)
        return np.asarray(standard @ self.weights + self.bias)


@dataclass(frozen=True, slots=True)
class ChoiceWeights:
    """How cells and sets of cells are weighed."""

    cells: Weights
    sets: Weights


def weights_from(data: Mapping[str, Any]) -> Weights:
    """The weighing of a table ``name = [mean, scale, weight]`` with a number ``bias``."""
    rows = {name: row for name, row in data.items() if name != "bias"}
    means, scales, weights = (np.array([row[i] for row in rows.values()]) for i in range(3))
    return Weights(tuple(rows), means, scales, weights, float(data["bias"]))


@lru_cache(maxsize=2)
def choice_weights(*, with_meanings: bool) -> ChoiceWeights:
    """The reviewed weights, for use with or without an encoder."""
    data = load_toml("assistant", "cell_choice.toml")["encoder" if with_meanings else "no_encoder"]
    return ChoiceWeights(weights_from(data["cells"]), weights_from(data["sets"]))


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table made ready for questions; ``vectors`` are its labels' (``labelled``: which blocks have one)."""

    frame: Frame
    words: Words
    labelled: tuple[int, ...]
    vectors: npt.NDArray[np.float32] | None


def read_table(layout: Layout, vocabulary: Vocabulary, meanings: Meanings | None = None) -> ReadTable:
    """The table with everything that does not depend on a question."""
    texts = [block.text for block in layout.blocks]
    labels = [re.sub(r"\s+", "", text)[:_LONGEST] for text in texts]
    labelled = tuple(i for i, label in enumerate(labels) if _LETTER.search(label))
    vectors = None
    if meanings is not None and labelled:
        vectors = meanings.encode_passages([labels[i] for i in labelled])
    return ReadTable(frame_of(layout), Words(texts, vocabulary), labelled, vectors)


def find_evidence(table: ReadTable, question: str, meanings: Meanings | None = None) -> Evidence:
    """What ``question`` finds in ``table``."""
    asked = normalise(question)
    meaning = np.zeros(len(table.frame.heads))
    if meanings is not None and table.vectors is not None:
        likeness = table.vectors @ meanings.encode_queries([question])[0]
        meaning[list(table.labelled)] = np.clip(1 - (likeness.max() - likeness) / _FALL, 0, 1)
    return read_evidence(table.frame, table.words.match(asked), meaning, read_asked(asked))


def cell_values(evidence: Evidence, names: Sequence[str] = ()) -> tuple[tuple[str, ...], Floats]:
    """The cells' features (blocks x features), those of ``names`` in that order or all."""
    found = cell_features(evidence)
    chosen = tuple(names) or tuple(found)
    return chosen, np.stack([np.asarray(found[name], dtype=np.float64) for name in chosen], axis=1)


def choose_cells(evidence: Evidence, weights: ChoiceWeights) -> frozenset[int]:
    """The numbers of the blocks that answer best."""
    scores = weights.cells.apply(cell_values(evidence, weights.cells.names)[1])
    sets = candidate_sets(evidence, scores)
    names, values = set_features(evidence, scores, sets)
    order = [names.index(name) for name in weights.sets.names]
    best = int(weights.sets.apply(values[:, order]).argmax())
    return frozenset(evidence.frame.layout.blocks[i].number for i in sets[best])
