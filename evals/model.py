"""The nouns of the evaluation; none of them changes once made."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Number:
    """An expected figure: met by any number within `tolerance`, followed by `unit` if there is one."""

    value: Decimal
    tolerance: Decimal = ZERO
    unit: str = ""


Expected: TypeAlias = str | Number
"""One alternative of what an answer must (or must not) say."""


@dataclass(frozen=True, slots=True)
class QuoteEvidence:
    """A verbatim piece of one line of a document."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """A cell of a table; without `column` the whole row, without `row` the whole table."""

    document: str
    table: str
    row: str = ""
    column: str = ""
    unit: str = ""


Evidence: TypeAlias = QuoteEvidence | CellEvidence


@dataclass(frozen=True, slots=True)
class Example:
    """One conversation; the answer to its last turn is judged."""

    id: str
    turns: tuple[str, ...]
    kind: str
    answerable: bool
    expect: tuple[tuple[Expected, ...], ...] = ()
    reject: tuple[Expected, ...] = ()
    evidence: tuple[tuple[Evidence, ...], ...] = ()
    note: str = ""
    author: str = ""
    place: str = ""
    """Where in the documents the answer is, for a reader."""
    source: str = ""
    """Where the example stands: file and line."""
    group: str = ""
    """The name of the question that this is one phrasing of, or ""."""

    @property
    def question(self) -> str:
        """The turn whose answer is judged."""
        return self.turns[-1]


@dataclass(frozen=True, slots=True)
class Citation:
    """A place that an answer points at; a passage has no table, row and column."""

    document: str
    quote: str
    section: str = ""
    table: str = ""
    row: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of a results file."""

    id: str
    answer: str
    abstained: bool
    citations: tuple[Citation, ...] = ()
    latency_ms: float = 0.0
    error: str = ""
    understanding: str = ""
    reason: str = ""
    """Why it was refused, a short code."""
    hits: tuple[Citation, ...] = ()
    """The sentences that retrieval ranks first, best first."""
    strength: float | None = None
    """The score of the best sentence where the answer was sought in running text."""


@dataclass(frozen=True, slots=True)
class Score:
    """How one example came out; None where a measure does not apply."""

    id: str
    kind: str
    answerable: bool
    answered: bool
    """There is a result without an error."""
    abstained: bool
    right: bool
    evidence_recall: float | None
    citation_precision: float | None
    verbatim: float | None
    ungrounded: tuple[str, ...]
    """The numbers of the answer that stand in no citation."""
    latency_ms: float | None
    missed: tuple[str, ...] = ()
    """Expected and not said, or said and rejected, in words."""
    missed_evidence: tuple[str, ...] = ()
    recall_5: float | None = None
    reciprocal_rank: float | None = None
    ndcg_10: float | None = None
    consistency: float | None = None
    """Share of the other phrasings of the same question that got the same answer."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table of a document, with the labels that find it."""

    document: str
    table: str
    row: str
    column: str
    printed: str
    unit: str = ""
    value: Decimal | None = None
