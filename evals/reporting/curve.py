"""Refusals over the least score: what a stricter or a laxer assistant would refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from evals.measures.refusal import refusal_precision, refusal_recall, wrong_refusals
from evals.reporting.model import CurvePoint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.model import Outcome, Score

WEAK: Final = "weak_evidence"
"""The reason of a refusal that only the least score made."""


def refusal_curve(
    scores: Sequence[Score], outcomes: Sequence[Outcome], thresholds: Sequence[float]
) -> tuple[CurvePoint, ...]:
    """Precision and recall of refusals at each threshold (van Rijsbergen 1979, ch. 7).

    At a threshold those are refused whose best sentence scores below it, and those that are refused
    for what the question names whatever the score; figures that are looked up have no score.
    """
    found = {outcome.id: outcome for outcome in outcomes}
    return tuple(_point(scores, found, threshold) for threshold in thresholds)


def _point(scores: Sequence[Score], found: dict[str, Outcome], threshold: float) -> CurvePoint:
    moved = [
        replace(score, abstained=refused(found[score.id], threshold) if score.id in found else False)
        for score in scores
    ]
    return CurvePoint(threshold, refusal_precision(moved), refusal_recall(moved), wrong_refusals(moved))


def refused(outcome: Outcome, threshold: float) -> bool:
    """Whether the question would be refused at this threshold."""
    if outcome.abstained and outcome.reason != WEAK:
        return True
    return outcome.strength is not None and outcome.strength < threshold
