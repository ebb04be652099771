"""Figure or text: whether a question that no label explains is a look-up all the same.

Logistic regression on how likely an indicator is meant (:mod:`assistant.meaning`) and how well the best sentence
fits, apart for questions about a named school and about the region. The weights come from
``knowledge/arbiter.toml``, fitted by ``python -m evals arbiter-fit``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.meaning import FEATURES
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from assistant.meaning import Likely

SIGNALS = ("share", "margin", "sentence", "sentence_covers", "paragraph_covers", *FEATURES, "unknown")


@dataclass(frozen=True, slots=True)
class Told:
    """How well the best sentence fits a question: its score, and the shares it and its paragraph cover."""

    score: float = 0.0
    covered: float = 0.0
    around: float = 0.0


def signals(likely: Likely, told: Told, unknown: int) -> tuple[float, ...]:
    """The values of ``SIGNALS``; ``unknown`` counts the question's words that no label has."""
    return (
        math.log(likely.share + 0.01),
        likely.share - likely.next_share,
        told.score,
        told.covered,
        told.around,
        *likely.signals,
        float(unknown),
    )


def means_figure(likely: Likely, told: Told, *, unknown: int, named: bool) -> bool:
    """True where the question means the figure; ``named`` where it names a school."""
    weights = _weights()["named" if named else "region"]
    values = zip(SIGNALS, signals(likely, told, unknown), strict=True)
    score = weights["bias"] + sum(weights[name] * value for name, value in values)
    return 1 / (1 + math.exp(-score)) >= weights["least"]


@lru_cache(maxsize=1)
def _weights() -> dict[str, dict[str, float]]:
    return load_toml("assistant", "arbiter.toml")
