"""Answers from tables of words: which school leads what, which batch, the list of all."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.model import ShownTable
from assistant.operations import said
from assistant.tallies import Tally, say_tally, tally_asked, tally_by, tally_of
from corpus.knowledge import load_toml
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
_LEAST_OF_SCHOOL = 1.7
_NAMED = 2
_QUOTED = 3  # characters of a cell that a question repeats
_REST = 0.6
_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def _said() -> dict[str, Any]:
    return load_toml("assistant", "records.toml")


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
        self._same = {word: frozenset(group) for group in _said()["same"] for word in group}
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
        total = sum(self._weight(w) for w in wanted)
        if not total:
            return [], 0.0
        scored = []
        for record in self._records:
            label = " ".join(cell.text for cell in record.row.cells)
            if reading.subjects and not any(s in label for s in reading.subjects):
                continue
            if reading.group is not None and not any(
                reading.group.holds(cell.text)
                for cell in record.row.cells
                if cell.text in self._names.subjects
            ):
                continue
            if reading.places and record.table.number not in reading.places:
                continue
            known = record.words | record.around
            gained = sum(self._weight(w) for w in wanted if w in known or self._same.get(w, _NONE) & known)
            least = _LEAST_OF_SCHOOL if reading.subjects else _LEAST
            if gained < (0.0 if reading.places and reading.subjects else least):
                continue
            score = gained / total
            scored.append((score, record))
        if not scored:
            return [], 0.0
        best = max(score for score, _ in scored)
        return [r for score, r in scored if best - score < _SAME], best

    def quoted(self, reading: Reading) -> list[Record]:
        """The rows of which the question repeats a cell word for word, where its other words are of that table too.

        养老服务领域的创新团队是哪所学校的: the rows whose 专业领域 is 养老服务.
        """
        plain = squeeze(reading.text)
        found: list[tuple[int, Record]] = []
        for record in self._records:
            if reading.subjects and not any(c.text in reading.subjects for c in record.row.cells):
                continue
            longest = max((len(own) for own in self._cells(record) if own in plain), default=0)
            if longest and self._speaks_of(reading, record):
                found.append((longest, record))
        most = max((length for length, _ in found), default=0)
        rows = [record for length, record in found if length == most]
        return rows if len({(r.document.id, r.table.number) for r in rows}) == 1 else []

    def tally(self, reading: Reading) -> Tally | None:
        """How many rows have each of several values, where that is asked: 首批、二批各有几个."""
        if len(reading.subjects) == 1 or reading.group:
            return None
        named = None if reading.subjects else tally_asked(squeeze(reading.text), self._records)
        if named is not None:
            return named
        rows, share = self.find(reading)
        one = len({(r.document.id, r.table.number) for r in rows}) == 1
        if not one or share < _ENOUGH:
            return None
        if reading.subjects:
            return tally_of(squeeze(reading.text), rows, reading.subjects)
        return tally_by(squeeze(reading.text), rows)

    def has_heads(self, words: Sequence[str], table: str) -> bool:
        """True where the headers or the caption of a table have all ``words``."""
        around = [r.around for r in self._records if r.table.number == table][:1]
        cut = {part for word in words for part in self._cut(word)}
        return (
            bool(around)
            and bool(cut)
            and all(part in around[0] or self._same.get(part, _NONE) & around[0] for part in cut)
        )

    def of_other_cell(self, last: str, text: str, table: str) -> str:
        """The question ``last`` asked of a row of ``table`` whose cell ``text`` repeats (计算机类呢 after 装备制造大类的是谁), or ""."""
        rows = [r for r in self._records if r.table.number == table]
        heads = {
            squeeze(cell.text): column.label
            for r in rows
            if len(r.row.cells) == len(r.table.columns)
            for cell, column in zip(r.row.cells, r.table.columns, strict=True)
            if len(squeeze(cell.text)) >= _NAMED
        }
        said, before = squeeze(text), squeeze(last)
        named = max((cell for cell in heads if cell in said), key=len, default="")
        if not named:
            return ""
        other = max((cell for cell in heads if cell in before and cell != named), key=len, default="")
        swapped = last.replace(other, f"{heads[named]}{named}") if other else last
        return swapped if swapped != last else f"{last.rstrip('？?。 ')}，{text}"

    def _cells(self, record: Record) -> list[str]:
        """The texts of a row that tell it from others: no schools, no numbers, and not said in most rows."""
        texts = (squeeze(cell.text) for cell in record.row.cells)
        return [t for t in texts if len(t) >= _QUOTED and t not in self._names.subjects]

    def _speaks_of(self, reading: Reading, record: Record) -> bool:
        """True where a word of the caption or the headers is said, and most other words are the row's or the table's."""
        cells = frozenset(w for cell in self._cells(record) for w in self._cut(cell))
        rest = self._wanted(reading) - cells
        known = record.words | record.around
        own = {w for w in rest if w in known or self._same.get(w, _NONE) & known}
        total = sum(self._weight(w) for w in rest)
        return bool(own & record.around) and sum(self._weight(w) for w in own) >= _REST * total

    def _wanted(self, reading: Reading) -> frozenset[str]:
        """The question's words without the names of schools, courtesy and counting words.

        Of a word that is cut in several ways (第三批: 第三, 三批) only what the tables have counts.
        """
        words: set[str] = set()
        for token in reading.tokens:
            if token.kind in ("concept", "label", "unknown", "action", "weak"):
                written = reading.rest[token.start : token.end]
                cut = {w for w in self._index.segmenter.cut(written) if len(w) > 1} - set(_said()["frame"])
                words |= {w for w in cut if self._known(w)} or cut
        return frozenset(words)

    def _known(self, word: str) -> frozenset[str]:
        """The words of the tables that ``word`` stands for, itself or others said for it."""
        return frozenset(w for w in {word, *self._same.get(word, _NONE)} if w in self._weights)

    def _weight(self, word: str) -> float:
        return max((self._weights[w] for w in self._known(word)), default=_UNSEEN)

    def compose(self, draft: Draft, reading: Reading, records: Sequence[Record]) -> None:
        """Writes the rows: how many, and each with its columns."""
        table = records[0].table
        document = records[0].document
        caption = draft.cite_caption(document, table)
        cited = [draft.cite_row(r.document, r.table, r.row) for r in records]
        counted = said(reading.text, "count") or any(w in reading.text for w in ("几个", "多少个", "几项"))
        if len(records) > 1 or counted:
            named = _asks_labels(reading.text, table) and not any(w in reading.text for w in _said()["whose"])
            named = named or any(w in reading.text for w in _said()["names"])
            labels = dict.fromkeys(r.row.label if named else self._who(r) for r in records)
            unit = next((u for u in reading.units if u in ("所", "家", "项")), "个")
            count = len(labels) if unit in ("所", "家") and not named else len(records)
            rows = f"（{len(records)} 行）" if count < len(records) else ""
            draft.say(f"共 {count} {unit}{rows}：{'、'.join(labels)}（{table.number}）。", [*cited, caption])
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

    def compose_tally(self, draft: Draft, tally: Tally) -> str:
        """Writes a count of rows and gives the number of their table."""
        say_tally(draft, tally)
        return tally.groups[0][1][0].table.number

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
