"""Measures as values, intervals, consistency and hits, with values that can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from math import log2

import pytest

from evals.documents import source_text
from evals.measures.bootstrap import Estimate, estimate, quantile
from evals.measures.consistency import consistency, same_answer
from evals.measures.hits import found_evidence, wanted_evidence
from evals.measures.named import BY_NAME, MEASURES, estimates
from evals.model import CellEvidence, Citation, Example, Outcome, QuoteEvidence, Score
from evals.ranking import ranking_measures
from evals.scoring import score_all

RIGHT = Score(
    id="r", kind="fact", answerable=True, answered=True, abstained=False, right=True,
    evidence_recall=1.0, citation_precision=0.5, verbatim=1.0, ungrounded=(), latency_ms=10.0,
)  # fmt: skip
WRONG = replace(RIGHT, id="w", right=False, evidence_recall=0.0, ungrounded=("7",), latency_ms=30.0)
REFUSED = replace(RIGHT, id="u", answerable=False, abstained=True, evidence_recall=None, latency_ms=20.0)
REFUSED_WRONGLY = replace(WRONG, id="x", abstained=True, latency_ms=40.0)
SCORES = (RIGHT, WRONG, REFUSED, REFUSED_WRONGLY)


@pytest.mark.parametrize(
    ("name", "value", "count"),
    [
        ("answer@first300", 2 / 4, 4),
        ("evidence_recall", 1 / 3, 3),
        ("citation_precision", 1 / 2, 4),
        ("number_grounded", 1 / 2, 2),  # of the two that answer
        ("refusal_recall", 1.0, 1),
        ("refusal_precision", 1 / 2, 2),
        ("wrong_refusals", 1 / 3, 3),
        ("latency_p50", 20.0, 4),
        ("latency_p95", 40.0, 4),
    ],
)
def test_measures(name: str, value: float, count: int) -> None:
    """A measure is over the examples to which it applies."""
    found = BY_NAME[name].estimate(SCORES)
    assert found is not None
    assert (found.value, found.count) == pytest.approx((value, count))


def test_every_measure_says_where_it_comes_from() -> None:
    """Names are unique, and each has a source."""
    assert len(BY_NAME) == len(MEASURES)
    assert [m.name for m in MEASURES if not m.source] == []


def test_a_measure_that_applies_to_nothing_is_left_out() -> None:
    """No group of phrasings, no ranking: no such measures."""
    assert {"consistency", "MRR"}.isdisjoint(estimates(SCORES))


def test_interval_of_equal_values() -> None:
    """What never varies has an interval of no width; nothing has none."""
    assert (estimate([1.0] * 5), estimate([])) == (Estimate(1.0, 1.0, 1.0, 5), None)


def test_interval_of_a_share() -> None:
    """Half of 100: the normal approximation is 0.5 ± 0.098."""
    found = estimate([0.0, 1.0] * 50)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.402, 0.598), abs=0.02)


def test_interval_of_a_percentile() -> None:
    """The interval of a median holds the median and is made of sample values."""
    values = [float(at) for at in range(1, 100)]
    found = estimate(values, quantile(0.5))
    assert found is not None
    assert found.low < found.value == 50.0 < found.high
    assert {found.low, found.high} <= set(range(100))


def test_estimates_are_reproducible() -> None:
    """The seed is fixed."""
    assert estimate([0.0, 1.0, 1.0]) == estimate([0.0, 1.0, 1.0])


@pytest.mark.parametrize(
    ("answers", "shares"),
    [
        ([(True, "54 人"), (True, "共 54 人")], (1.0, 1.0)),
        ([(True, "54 人"), (False, "没有"), (False, "没 有\n别的")], (0.0, 0.5, 0.5)),
        ([(False, "甲"), (False, "乙")], (0.0, 0.0)),
        ([(True, "甲")], (None,)),
    ],
)
def test_consistency(answers: list[tuple[bool, str]], shares: tuple[float | None, ...]) -> None:
    """Pairs agree where both are right or both begin with the same line."""
    assert consistency(answers) == shares


def test_right_and_wrong_are_never_the_same() -> None:
    """Equal words that are right for one and wrong for the other do not agree."""
    assert not same_answer((True, "54"), (False, "54"))


QUOTES = Example(
    "q", ("？",), "fact", answerable=True,
    evidence=(
        (QuoteEvidence("report", "甲校有五十四名教师"),),
        (QuoteEvidence("report", "乙校有三十名教师"), CellEvidence("report", "表 1")),
        (CellEvidence("report", "表 2"),),
    ),
)  # fmt: skip
FIRST, SECOND, OTHER = (
    Citation("质量报告", text) for text in ("甲校有五十四名教师。", "乙校有三十名教师。", "丙校在省城。")
)


def test_what_text_can_meet() -> None:
    """A cell alone is not found by ranking sentences; a refusal has nothing to find."""
    assert wanted_evidence(QUOTES) == {"0", "1"}
    assert wanted_evidence(replace(QUOTES, answerable=False)) == frozenset()
    assert wanted_evidence(replace(QUOTES, kind="rank")) == frozenset()


def test_a_group_is_found_once() -> None:
    """A second sentence with the same evidence adds nothing."""
    assert found_evidence(QUOTES, (OTHER, FIRST, FIRST)) == ("other 0", "0", "other 2")


def test_ranking_measures() -> None:
    """Evidence at ranks 2 and 3 of 3, with two groups to find."""
    found = ranking_measures(QUOTES, (OTHER, SECOND, FIRST))
    assert found == {
        "recall@1": 0.0,
        "recall@5": 1.0,
        "recall@10": 1.0,
        "MRR": 1 / 2,
        "nDCG@10": pytest.approx((1 / log2(3) + 1 / 2) / (1 + 1 / log2(3))),
    }


def test_scores_know_groups_and_hits() -> None:
    """Two phrasings of three agree; the hits of one are measured."""
    phrasings = [replace(QUOTES, id=i, group="g", expect=(("五十四",),)) for i in "abc"]
    outcomes = [
        Outcome("a", "五十四", abstained=False, hits=(FIRST,)),
        Outcome("b", "有五十四", abstained=False),
        Outcome("c", "三十", abstained=False),
    ]
    scores = score_all(phrasings, outcomes, (source_text("report", "无"),))
    assert [s.consistency for s in scores] == [1 / 2, 1 / 2, 0.0]
    assert [s.recall_5 for s in scores] == [1 / 2, None, None]
