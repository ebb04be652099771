"""How far a mean or a percentile of so few questions can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]
    Statistic = Callable[..., Array]

LEVEL: Final = 0.95
_RESAMPLES: Final = 1000
_SEED: Final = 20


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure over ``count`` examples and its confidence interval from ``low`` to ``high``."""

    value: float
    low: float
    high: float
    count: int


def mean(values: Sequence[float] | Array, axis: int = -1) -> Array:
    """The arithmetic mean, as a statistic of the bootstrap."""
    found: Array = np.mean(np.asarray(values, dtype=float), axis=axis)
    return found


def quantile(share: float) -> Statistic:
    """The nearest-rank percentile as a statistic (Hyndman & Fan 1996, definition 1)."""

    def statistic(values: Sequence[float] | Array, axis: int = -1) -> Array:
        found: Array = np.quantile(np.asarray(values, dtype=float), share, axis=axis, method="inverted_cdf")
        return found

    return statistic


def estimate(values: Sequence[float], statistic: Statistic = mean) -> Estimate | None:
    """The statistic with its bootstrap percentile interval at :data:`LEVEL`; ``None`` without values.

    Efron & Tibshirani 1993, An Introduction to the Bootstrap, section 13.3; 1,000 resamples of the
    examples with a fixed seed. Values that are all equal have an interval of no width: the bootstrap
    cannot tell more than the sample.
    """
    if not len(values):
        return None
    point = float(statistic(values))
    if min(values) == max(values):
        return Estimate(point, point, point, len(values))
    from scipy.stats import bootstrap

    found = bootstrap(
        (np.asarray(values, dtype=float),),
        statistic,
        n_resamples=_RESAMPLES,
        confidence_level=LEVEL,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return Estimate(point, float(found.low), float(found.high), len(values))
