"""How good is a ranking of passages? Formulas as in trec_eval, binary or graded relevance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def recall_at(ranking: Sequence[str], relevant: frozenset[str], k: int) -> float:
    """Share of the relevant passages among the first k (Manning et al. 2008, section 8.4)."""
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], relevant: frozenset[str]) -> float:
    """One over the rank of the first relevant passage, 0 without any (Voorhees 1999, TREC-8)."""
    ranks = (rank for rank, passage in enumerate(ranking, start=1) if passage in relevant)
    first = next(ranks, None)
    return 1 / first if first else 0.0


def ndcg_at(ranking: Sequence[str], gains: Mapping[str, float], k: int = 10) -> float:
    """Discounted gain of the first k over the best possible (Järvelin & Kekäläinen 2002).

    Gain / log2(rank + 1), summed; a passage that is ranked twice gains once.
    """
    seen = list(dict.fromkeys(ranking))
    best = _discounted(sorted(gains.values(), reverse=True)[:k])
    return _discounted([gains.get(passage, 0.0) for passage in seen[:k]]) / best if best else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
