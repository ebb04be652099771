"""Answers from tables of words: which school leads what, which batch, the list of all."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.model import ShownTable
from assistant.operations import said
from corpus.lines import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.names import Names
    from assistant.reading import Reading
    from corpus.model import Document, Row, Table
    from index.search import Index

_ENOUGH = 0.66
_SAME = 0.001
_UNSEEN = 3.0
_LEAST = 2.0


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table of words, with the words of its cells, its caption and its headers."""

    document: Document
    table: Table
    row: Row
    words: frozenset[str]
    around: frozenset[str]


class RecordAnswerer:
    """Finds the rows that a question is about."""

    def __init__(self, index: Index, names: Names) -> None:
        self._index = index
        self._names = names
        self._records = tuple(
            self._record(d, t, row)
            for d in index.documents
            for t in d.tables
            if t.layout == "text"
            for row in t.rows
        )
        counts = Counter(w for r in self._records for w in r.words | r.around)
        total = len(self._records) or 1
        self._weights = {w: math.log(1 + 2 * total / n) for w, n in counts.items()}

    def _record(self, document: Document, table: Table, row: Row) -> Record:
        cells = " ".join(cell.text for cell in row.cells)
        heads = " ".join(column.label for column in table.columns)
        return Record(
            document, table, row, self._cut(cells), self._cut(f"{table.number} {table.caption} {heads}")
        )

    def _cut(self, text: str) -> frozenset[str]:
        return frozenset(self._index.segmenter.cut(text))

    def find(self, reading: Reading) -> tuple[list[Record], float]:
        """The rows that explain the question best (all that do so equally), and the share explained."""
        if not self._records:
            return [], 0.0
        wanted = self._wanted(reading)
        total = sum(self._weights.get(w, _UNSEEN) for w in wanted)
        if not total:
            return [], 0.0
        scored = []
        for record in self._records:
            label = " ".join(cell.text for cell in record.row.cells)
            if reading.subjects and not any(s in label for s in reading.subjects):
                continue
            if reading.places and record.table.number not in reading.places:
                continue
            known = record.words | record.around
            gained = sum(self._weights.get(w, _UNSEEN) for w in wanted & known)
            if gained < _LEAST and not reading.subjects:
                continue
            score = gained / total
            scored.append((score, record))
        if not scored:
            return [], 0.0
        best = max(score for score, _ in scored)
        return [r for score, r in scored if best - score < _SAME], best

    def _wanted(self, reading: Reading) -> frozenset[str]:
        """The question's words without the names of schools, courtesy and counting words."""
        words = []
        for token in reading.tokens:
            if token.kind in ("concept", "label", "unknown", "action", "weak"):
                words.extend(self._index.segmenter.cut(reading.rest[token.start : token.end]))
        return frozenset(w for w in words if len(w) > 1)

    def compose(self, draft: Draft, reading: Reading, records: Sequence[Record]) -> None:
        """Writes the rows: how many, and each with its columns."""
        table = records[0].table
        document = records[0].document
        caption = draft.cite_caption(document, table)
        cited = [draft.cite_row(r.document, r.table, r.row) for r in records]
        counted = said(reading.text, "count") or any(w in reading.text for w in ("几个", "多少个", "几项"))
        if len(records) > 1 or counted:
            named = _asks_labels(reading.text, table)
            labels = "、".join(dict.fromkeys(r.row.label if named else self._who(r) for r in records))
            unit = next((u for u in reading.units if u in ("所", "家", "项")), "个")
            draft.say(f"共 {len(records)} {unit}：{labels}（{table.number}）。", [*cited, caption])
        for record, mark in zip(records, cited, strict=True):
            draft.say(self._line(record), [mark, caption], "answer" if len(records) == 1 else "item")
        schools = dict.fromkeys(
            c.text for r in records for c in r.row.cells if c.text in self._names.subjects
        )
        draft.found = tuple(schools) if len(schools) == 1 else ()
        draft.table = ShownTable(
            table.label,
            tuple(c.label for c in table.columns),
            tuple(tuple(cell.text for cell in r.row.cells) for r in records),
        )

    def _who(self, record: Record) -> str:
        schools = [c.text for c in record.row.cells if c.text in self._names.subjects]
        return schools[0] if schools else record.row.label

    def _line(self, record: Record) -> str:
        columns = record.table.columns
        parts = [
            f"{squeeze(columns[c.column_index].label)}：{c.text}"
            for c in record.row.cells
            if c.text and columns[c.column_index].role in ("text", "value", "label")
        ]
        return f"{'；'.join(parts)}（{record.table.number} 第 {record.row.index + 1} 行）。"


def _asks_labels(text: str, table: Table) -> bool:
    """True where the question names what the rows are (共同体 of the header 共同体名称), not who has them."""
    label = next((squeeze(c.label) for c in table.columns if c.role == "label"), "")
    thing = label.removesuffix("名称").removesuffix("名")
    return label != thing and bool(thing) and thing in text
