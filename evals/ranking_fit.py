"""Fits the weights by which sentences are ranked, and measures them on questions left out.

Listwise logistic regression (the sentences of the evidence share the mass of a softmax over all
sentences; Cao et al., Learning to Rank: From Pairwise Approach to Listwise Approach, ICML 2007) with
a ridge penalty, fitted with Adam (Kingma and Ba, ICLR 2015) over all questions at once, so the result
does not depend on chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from evals.prose_lessons import Lesson

    Array = npt.NDArray[np.float64]

_RIDGE = 0.02
_STEPS = 400
_RATE = 0.05
_PARTS = 5
_FIRST, _SECOND = 0.9, 0.99


@dataclass(frozen=True, slots=True)
class Ranking:
    """How well a weighting ranks: hit@1, hit@5, mean reciprocal rank and nDCG@10, each from 0 to 1."""

    hit_1: float
    hit_5: float
    reciprocal_rank: float
    ndcg_10: float


def fit_ranking(lessons: Sequence[Lesson], columns: Sequence[int]) -> Array:
    """The weights of the features ``columns``."""
    stacks = _stacked(lessons, columns)
    weights = np.zeros(len(columns))
    mean = np.zeros_like(weights)
    square = np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        slope = _RIDGE * weights + _slope(stacks, weights) / max(len(lessons), 1)
        mean = _FIRST * mean + (1 - _FIRST) * slope
        square = _SECOND * square + (1 - _SECOND) * slope**2
        weights -= _RATE * (mean / (1 - _FIRST**step)) / (np.sqrt(square / (1 - _SECOND**step)) + 1e-8)
    return weights


def _stacked(lessons: Sequence[Lesson], columns: Sequence[int]) -> list[tuple[Array, Array]]:
    """The lessons with equally many candidates together: (lessons, candidates, features) and the gold."""
    sizes = sorted({len(lesson.gold) for lesson in lessons})
    groups = [[lesson for lesson in lessons if len(lesson.gold) == size] for size in sizes]
    return [
        (
            np.stack([lesson.values[:, columns] for lesson in group]).astype(np.float64),
            np.stack([lesson.gold for lesson in group]).astype(np.float64),
        )
        for group in groups
    ]


def _slope(stacks: Sequence[tuple[Array, Array]], weights: Array) -> Array:
    total = np.zeros_like(weights)
    for values, gold in stacks:
        scores = values @ weights
        mass = np.exp(scores - scores.max(axis=1, keepdims=True))
        mass /= mass.sum(axis=1, keepdims=True)
        wanted = mass * gold
        off = mass - wanted / wanted.sum(axis=1, keepdims=True)
        total += np.einsum("ncf,nc->f", values, off, optimize=True)
    return total


def measure(lessons: Sequence[Lesson], columns: Sequence[int], weights: Array) -> Ranking:
    """The means over the lessons (Manning, Raghavan, Schütze 2008, ch. 8; Järvelin, Kekäläinen 2002)."""
    rows = []
    for lesson in lessons:
        order = np.argsort(-(lesson.values[:, columns] @ weights), kind="stable")
        good = lesson.gold[order]
        first = int(np.argmax(good))
        discount = 1 / np.log2(np.arange(2, 12))
        ideal = discount[: min(10, int(good.sum()))].sum()
        gained = float((good[:10] * discount[: len(good[:10])]).sum() / ideal)
        rows.append((first == 0, first < 5, 1 / (first + 1), gained))
    return Ranking(*(float(x) for x in np.mean(np.array(rows, dtype=float), axis=0)))


def cross_validated(lessons: Sequence[Lesson], columns: Sequence[int]) -> Ranking:
    """The measures where each fifth is ranked by weights that were fitted on the other four."""
    found = []
    for part in range(_PARTS):
        held = [lesson for place, lesson in enumerate(lessons) if place % _PARTS == part]
        rest = [lesson for place, lesson in enumerate(lessons) if place % _PARTS != part]
        found.append((len(held), measure(held, columns, fit_ranking(rest, columns))))
    total = sum(size for size, _ in found)
    fields = ("hit_1", "hit_5", "reciprocal_rank", "ndcg_10")
    return Ranking(*(sum(size * getattr(r, field) for size, r in found) / total for field in fields))
