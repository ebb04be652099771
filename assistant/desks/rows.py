"""The desk for tables of words: rows by a cell that is repeated or by their words, and how many rows have what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.desks.units import beyond_records
from assistant.prose.asked import asked_types
from assistant.prose.instances import counted_names
from assistant.query import Operation, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.model import Answer
    from assistant.prose.evidence import EvidenceFinder
    from assistant.query import Plan
    from assistant.reading import Reading
    from assistant.records import Record, RecordAnswerer

_ENOUGH = 0.7
_BETTER = 0.02


class RowsDesk:
    """Answers from tables of words."""

    def __init__(self, records: RecordAnswerer, evidence: EvidenceFinder) -> None:
        self._records = records
        self._evidence = evidence

    def answer(self, draft: Draft, reading: Reading, plan: Plan | None) -> Answer | None:
        """The answer from a table of words, where that explains more than the figures of ``plan`` do."""
        if (tally := self._records.tally(reading)) is not None:
            number = self._records.compose_tally(draft, tally)
            counted = Query("record", reading.text, Operation.RECORDS, table=number)
            return draft.finish(counted, f"统计{number}的各行")
        if quoted := self._records.quoted(reading):
            return self._told(draft, reading, quoted)
        records, share = self._records.find(reading)
        dated = asked_types(reading.text)[:1] == ("date",)
        foreign = bool(reading.strangers) and not reading.subjects
        told = asked_types(reading.text)[:1] == ("summary",) or counted_names(reading.text) > len(records)
        if not records or share < _ENOUGH or dated or foreign or told or beyond_records(reading, records):
            return None
        if plan is not None and not plan.problem and share <= plan.explained + _BETTER:
            return None
        shown = " ".join(f"{r.table.caption}{cell.text}" for r in records for cell in r.row.cells)
        if any(name not in shown for name in self._evidence.compounds(reading.text)[:1]):
            return None  # a thing that the text names and no row of the table does
        return self._told(draft, reading, records)

    def _told(self, draft: Draft, reading: Reading, records: Sequence[Record]) -> Answer:
        self._records.compose(draft, reading, records)
        about = reading.subjects or draft.found[:1]
        query = Query("record", reading.text, Operation.RECORDS, about, table=records[0].table.number)
        return draft.finish(query, f"查{records[0].table.label}")
