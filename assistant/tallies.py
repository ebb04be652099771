"""How many rows of a table of words have each of several values: 首批、二批、三批各有几个, 各批次各有几个."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.model import ShownTable
from corpus.lines import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.records import Record
    from corpus.model import Column

_EACH = re.compile(r"各自?有?(?:是)?(?:几|多少)|分别(?:有|是|为)?(?:几|多少)|每.{1,6}?(?:几|多少)")
_APART = re.compile(r"[、，,。；;：:？?]|[和与及跟]|[的各]|分别|一共|有几|多少|几个|名单中?")
_BY = re.compile(
    r"(?:各|每个?|按|不同)(?:个|所|类|种)?([\u4e00-\u9fff]{1,5}?)(?=各|分别|有|的|统计|来|分|，|几|多少)"
)
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Tally:
    """The rows of one table by what their cells of one column have: what is counted, and the rows of each."""

    column: Column
    groups: tuple[tuple[str, tuple[Record, ...]], ...]


def tally_asked(text: str, records: Sequence[Record]) -> Tally | None:
    """The count that ``text`` asks for over the rows of one table, or ``None``."""
    if not _EACH.search(text):
        return None
    tables: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        tables.setdefault((record.document.id, record.table.number), []).append(record)
    for rows in tables.values():
        for column in rows[0].table.columns:
            groups = _named(text, rows, column)
            if len(groups) >= _LEAST:
                return Tally(column, groups)
    return None


def tally_by(text: str, rows: Sequence[Record]) -> Tally | None:
    """The count of ``rows``, all of one table, by the column whose header the question says behind 各 or 按."""
    found = _BY.search(text)
    if found is None or not _EACH.search(text):
        return None
    word = "学校" if found.group(1) in ("校", "院校", "高职") else found.group(1)
    for column in rows[0].table.columns:
        if column.role in ("text", "label") and (word in squeeze(column.label) or _whose(word, rows, column)):
            values = dict.fromkeys(cell for row in rows if (cell := _cell(row, column)))
            groups = tuple((v, tuple(r for r in rows if _cell(r, column) == v)) for v in values)
            return Tally(column, groups) if len(groups) >= _LEAST else None
    return None


def tally_of(text: str, rows: Sequence[Record], names: Sequence[str]) -> Tally | None:
    """The count of ``rows``, all of one table, for each of the ``names`` that a column has."""
    if not _EACH.search(text):
        return None
    for column in rows[0].table.columns:
        groups = tuple((name, tuple(r for r in rows if _cell(r, column) == name)) for name in names)
        if all(some for _, some in groups):
            return Tally(column, groups)
    return None


def say_tally(draft: Draft, tally: Tally) -> None:
    """Writes how many rows there are of each, the rows cited."""
    rows = [row for _, some in tally.groups for row in some]
    table, document = rows[0].table, rows[0].document
    told = "、".join(f"{name} {len(some)} 个" for name, some in tally.groups)
    cited = [draft.cite_row(document, table, row.row) for row in rows]
    head = squeeze(tally.column.label)
    draft.say(f"按{table.number}的“{head}”统计：{told}，合计 {len(rows)} 个。", cited)
    for name, some in tally.groups:
        marks = [draft.cite_row(document, table, row.row) for row in some]
        draft.say(f"{name}：{'、'.join(_label(row, tally.column) for row in some)}。", marks, "item")
    draft.table = ShownTable(
        table.label, (head, "行数"), tuple((name, str(len(some))) for name, some in tally.groups)
    )


def _named(text: str, rows: Sequence[Record], column: Column) -> tuple[tuple[str, tuple[Record, ...]], ...]:
    """The items of an enumeration in ``text`` that cells of the column have, each with its rows; none shared."""
    if column.role != "text":
        return ()
    values = dict.fromkeys(_cell(row, column) for row in rows)
    whole = [value for value in values if len(value) >= _LEAST and value in text]
    items = whole if len(whole) >= _LEAST else [squeeze(item) for item in _APART.split(text)]
    groups = []
    for item in dict.fromkeys(i for i in items if len(i) >= _LEAST):
        some = tuple(row for row in rows if item in _cell(row, column))
        if some and len(some) < len(rows):
            groups.append((item, some))
    spans = [row.row.index for _, some in groups for row in some]
    return tuple(groups) if len(spans) == len(set(spans)) else ()


def _whose(word: str, rows: Sequence[Record], column: Column) -> bool:
    """True where schools are asked by and the cells of the column are schools."""
    return word == "学校" and all(_cell(row, column).endswith(("学校", "学院", "大学")) for row in rows)


def _cell(record: Record, column: Column) -> str:
    return next((squeeze(c.text) for c in record.row.cells if c.column_index == column.index), "")


def _label(record: Record, column: Column) -> str:
    """The cell of a row that tells most: the first of words in another column."""
    columns = record.table.columns
    texts = [
        squeeze(c.text)
        for c in record.row.cells
        if c.column_index != column.index and columns[c.column_index].role in ("text", "label") and c.text
    ]
    return texts[0] if texts else record.row.label
