"""Refusal, latency and ranking, with values that can be worked out by hand."""

from __future__ import annotations

from math import log2

import pytest

from evals.measures.latency import percentile
from evals.measures.refusal import refusal_precision, refusal_recall, wrong_refusals
from evals.measures.retrieval import ndcg_at, recall_at, reciprocal_rank
from evals.model import Score


def score(*, answerable: bool, abstained: bool) -> Score:
    """A score of which only the refusal matters."""
    return Score(
        id="x",
        kind="cell",
        answerable=answerable,
        answered=True,
        abstained=abstained,
        right=answerable is not abstained,
        evidence_recall=None,
        citation_precision=None,
        verbatim=None,
        ungrounded=(),
        latency_ms=None,
    )


SCORES = [
    score(answerable=False, abstained=True),
    score(answerable=False, abstained=False),
    score(answerable=True, abstained=True),
    score(answerable=True, abstained=False),
    score(answerable=True, abstained=False),
    score(answerable=True, abstained=False),
]


def test_refusal() -> None:
    """One of two refused, one of two refusals meant, one of four refused wrongly."""
    measured = refusal_recall(SCORES), refusal_precision(SCORES), wrong_refusals(SCORES)
    assert measured == (1 / 2, 1 / 2, 1 / 4)


def test_refusal_without_cases() -> None:
    """A share of nothing is not a number."""
    assert (refusal_recall([]), refusal_precision([]), wrong_refusals([])) == (None, None, None)


@pytest.mark.parametrize(
    ("values", "share", "value"),
    [
        ([4.0, 1.0, 3.0, 2.0], 0.5, 2.0),
        ([4.0, 1.0, 3.0, 2.0], 0.95, 4.0),
        ([float(at) for at in range(1, 101)], 0.95, 95.0),
        ([7.0], 0.5, 7.0),
        ([], 0.5, None),
    ],
)
def test_percentile(values: list[float], share: float, value: float | None) -> None:
    """The nearest rank, never an interpolation."""
    assert percentile(values, share) == value


@pytest.mark.parametrize(
    ("ranking", "recall", "reciprocal"),
    [
        (["a", "x", "b"], 1 / 2, 1.0),  # recall at 2
        (["x", "a", "b"], 1 / 2, 1 / 2),
        (["x", "y", "z", "b"], 0.0, 1 / 4),
        ([], 0.0, 0.0),
    ],
)
def test_recall_and_reciprocal_rank(ranking: list[str], recall: float, reciprocal: float) -> None:
    """Two passages are relevant."""
    relevant = frozenset({"a", "b"})
    assert (recall_at(ranking, relevant, 2), reciprocal_rank(ranking, relevant)) == (recall, reciprocal)


@pytest.mark.parametrize(
    ("ranking", "value"),
    [
        (["a", "b"], 1.0),
        (["b", "a"], (1 + 3 / log2(3)) / (3 + 1 / log2(3))),
        (["x", "a"], (3 / log2(3)) / (3 + 1 / log2(3))),
        (["a", "a", "b"], 1.0),  # a repeated passage gains once
        ([], 0.0),
    ],
)
def test_ndcg(ranking: list[str], value: float) -> None:
    """Gain 3 for a, 1 for b."""
    assert ndcg_at(ranking, {"a": 3, "b": 1}) == pytest.approx(value)
