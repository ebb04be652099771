"""The nouns of the benchmarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from evals.measures.latency import percentile
from evals.reporting.circumstances import load

if TYPE_CHECKING:
    from collections.abc import Sequence

Value: TypeAlias = str | int | float


@dataclass(frozen=True, slots=True)
class Section:
    """One table of measurements; ``load`` is what else the machine had to do meanwhile (load average)."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    load: float


def section(title: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> Section:
    """A table measured just now."""
    return Section(title, tuple(columns), tuple(tuple(row) for row in rows), load())


def spread(milliseconds: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 95th percentile, rounded; 0 for nothing."""
    return tuple(round(percentile(milliseconds, share) or 0.0, 1) for share in (0.5, 0.95))  # type: ignore[return-value]
