"""The measures as values: a name, what it says of one example, and how examples are put together.

As in ir_measures, a measure can be kept in a list, printed, and asked for by its name; an example to
which it does not apply has ``None`` and does not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evals.measures.bootstrap import Estimate, estimate, mean, quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from evals.measures.bootstrap import Statistic
    from evals.model import Score


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    ``of`` gives its value for one score, from 0 to 1 (latencies: milliseconds), or ``None`` where it
    does not apply; ``over`` puts the values of many together; ``source`` says where it comes from.
    """

    name: str
    of: Callable[[Score], float | None]
    source: str
    over: Statistic = mean
    less_is_better: bool = False

    def __str__(self) -> str:
        """The measure's name."""
        return self.name

    def values(self, scores: Iterable[Score]) -> tuple[float, ...]:
        """The values of the scores to which the measure applies."""
        return tuple(float(v) for score in scores if (v := self.of(score)) is not None)

    def estimate(self, scores: Iterable[Score]) -> Estimate | None:
        """The measure over all scores with its confidence interval; ``None`` where it applies to none."""
        return estimate(self.values(scores), self.over)


def _right(score: Score) -> float:
    return float(score.right)


def _grounded(score: Score) -> float | None:
    return float(not score.ungrounded) if score.answered and not score.abstained else None


def _refused_rightly(score: Score) -> float | None:
    return None if score.answerable else float(score.abstained)


def _rightly_refused(score: Score) -> float | None:
    return float(not score.answerable) if score.abstained else None


def _wrongly_refused(score: Score) -> float | None:
    return float(score.abstained) if score.answerable else None


MEASURES: Final = (
    Measure("answer@first300", _right, "SQuAD 2016, 6.1: exact match, by containment in the opening"),
    Measure("evidence_recall", lambda s: s.evidence_recall, "ALCE 2023, 4: citation recall"),
    Measure("citation_precision", lambda s: s.citation_precision, "ALCE 2023, 4: citation precision"),
    Measure("quote_verbatim", lambda s: s.verbatim, "share of quotes that are slices of their document"),
    Measure("number_grounded", _grounded, "share of answers whose every figure stands in a cited place"),
    Measure("refusal_recall", _refused_rightly, "van Rijsbergen 1979: unanswerable ones refused"),
    Measure("refusal_precision", _rightly_refused, "van Rijsbergen 1979: refusals that were due"),
    Measure(
        "wrong_refusals",
        _wrongly_refused,
        "false positive rate: answerable ones refused",
        less_is_better=True,
    ),
    Measure("crashes", lambda s: float(not s.answered), "questions without a result", less_is_better=True),
    Measure("consistency", lambda s: s.consistency, "Elazar et al. 2021, 3.1: agreeing pairs of phrasings"),
    Measure("recall@5", lambda s: s.recall_5, "Manning et al. 2008, 8.4: evidence among 5 hits"),
    Measure("MRR", lambda s: s.reciprocal_rank, "Voorhees 1999: one over the rank of the first evidence"),
    Measure("nDCG@10", lambda s: s.ndcg_10, "Järvelin & Kekäläinen 2002, binary gains"),
    Measure(
        "latency_p50", lambda s: s.latency_ms, "Hyndman & Fan 1996, 1; ms", quantile(0.5), less_is_better=True
    ),
    Measure(
        "latency_p95",
        lambda s: s.latency_ms,
        "Hyndman & Fan 1996, 1; ms",
        quantile(0.95),
        less_is_better=True,
    ),
)
"""Every measure, in the order of the reports."""

BY_NAME: Final = {measure.name: measure for measure in MEASURES}


def estimates(scores: Sequence[Score], names: Iterable[str] = tuple(BY_NAME)) -> dict[str, Estimate]:
    """The measures that apply to some of the scores, by name."""
    found = ((name, BY_NAME[name].estimate(scores)) for name in names)
    return {name: value for name, value in found if value is not None}
