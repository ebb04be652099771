"""What every composer of figures works with, and how it says that there is no answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.lookup import Lookup
from corpus.suspect import Suspicion, suspicions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.query import Measure
    from corpus.model import Document, Observation, Table
    from index.search import Index


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a query has no answer: a short code and a sentence naming what is missing."""

    reason: str
    text: str


class Desk:
    """What every composer works with: look-ups, the tables, and what looks wrong in them."""

    def __init__(self, index: Index, measures: Sequence[Measure]) -> None:
        self.index = index
        self.measures = tuple(measures)
        self.lookup = Lookup(index)
        self.tables: dict[tuple[str, str], tuple[Document, Table]] = {
            (d.id, t.number): (d, t) for d in index.documents for t in d.tables
        }
        self._doubts: dict[tuple[str, str, int, int], Suspicion] = {
            (d.id, t.number, s.row, s.column): s
            for d in index.documents
            for t in d.tables
            for s in suspicions(t)
        }

    def table(self, measure: Measure) -> tuple[Document, Table]:
        """The table of ``measure`` with its document."""
        return self.tables[(measure.document, measure.table)]

    def lookup_tables(self, subject: str) -> list[str]:
        """The tables that list a school."""
        return list(dict.fromkeys(o.source.table for o in self.lookup.rows_of(subject)))

    def caption(self, draft: Draft, measure: Measure) -> int:
        """Cites the caption of the measure's table."""
        return draft.cite_caption(*self.table(measure))

    def doubt(self, observation: Observation) -> Suspicion | None:
        """What looks wrong in the observation's cell."""
        source = observation.source
        return self._doubts.get(
            (source.document, source.table, observation.row_index, observation.column_index)
        )

    def doubts_of(self, measure: Measure) -> list[Suspicion]:
        """What looks wrong in the measure's column."""
        return [
            s
            for (document, table, _, column), s in self._doubts.items()
            if (document, table, column) == (measure.document, measure.table, measure.column)
        ]

    def whole_of(self, part: Measure) -> Observation | None:
        """The cell of the row that ``part`` is printed under, in the same unit."""
        above = (
            m
            for m in self.measures
            if (m.document, m.table, m.unit) == (part.document, part.table, part.unit)
            and m.path == part.path[:-1]
        )
        row = next(above, None)
        return None if row is None else self.lookup.cell(row)

    def misleading(self, observation: Observation) -> bool:
        """True for an empty report or a slip, which no ranking or mean should count."""
        doubt = self.doubt(observation)
        return doubt is not None and doubt.kind in ("zero", "outlier")

    def warn(self, draft: Draft, observations: Sequence[Observation]) -> None:
        """Adds a caveat for each suspicious cell among ``observations``; one for a whole column."""
        for observation in observations:
            doubt = self.doubt(observation)
            if doubt is not None:
                draft.caveat(f"注意：{doubt.text}。", [draft.cite_cell(observation)])
