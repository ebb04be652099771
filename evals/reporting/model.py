"""The nouns of a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evals.measures.bootstrap import Estimate


@dataclass(frozen=True, slots=True)
class Row:
    """The measures of a group of examples; a measure that applies to none is not in it."""

    key: str
    count: int
    measures: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A set by kind, by document, by chapter or by table."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """One question that went wrong, with all that is needed to see why."""

    id: str
    kind: str
    turns: tuple[str, ...]
    understanding: str
    answer: str
    expected: tuple[str, ...]
    evidence: tuple[str, ...]
    cited: tuple[str, ...]
    hits: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetReport:
    """One set; ``failures`` is empty for a set that stays unread, whose ``failed`` still counts them."""

    name: str
    provenance: str
    unread: bool
    overall: Row
    breakdowns: tuple[Breakdown, ...]
    failed: int
    failures: tuple[Failure, ...]
    retrieval: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What refusing below a least score of the best sentence would come to."""

    threshold: float
    precision: float | None
    recall: float | None
    wrong_refusals: float | None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When, of which commit and on what the figures were measured.

    ``load`` is the number of processes that wanted a core, as a mean over the last five minutes: above
    the cores' number latencies are disturbed.
    """

    commit: str
    changed: bool
    """There were uncommitted changes."""
    date: str
    machine: str
    load: float


@dataclass(frozen=True, slots=True)
class Report:
    """All sets of a run."""

    circumstances: Circumstances
    sets: tuple[SetReport, ...]
    curves: Mapping[str, tuple[CurvePoint, ...]]
    """The refusal curve over the questions that are looked at, and over the unread ones."""
    threshold: float
    """The least score that is in use."""
