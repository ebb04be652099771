"""How many institutions there are: what sentences say, and how many rows the tables have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.audit.columns import body
from corpus.audit.labels import audit_words
from corpus.audit.model import Finding, Kind, Place, Severity
from corpus.audit.places import by_turns, section_title, span_place, table_place
from corpus.audit.wording import small
from corpus.knowledge import structure_words
from corpus.quantities import find_quantities

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Document, Table
    from corpus.quantities import Quantity

_LEAST_ROWS = 5
_ABOUT = 0.15  # a count further off than this share counts something else
_UNITS = ("所", "家")
_SHOWN = 2


@dataclass(frozen=True, slots=True)
class _Count:
    value: int
    said: str
    place: Place


def check_institutions(document: Document) -> Iterator[Finding]:
    """One finding where the stated and listed numbers of the report's institutions differ."""
    listed = [_listed(document, table) for table in roster_tables(document)]
    if not listed:
        return
    usual = max(count.value for count in listed)
    listed = [
        c for c in listed if abs(c.value - usual) <= _ABOUT * usual
    ]  # a table of some of them counts none
    stated = [c for c in _stated(document) if abs(c.value - usual) <= _ABOUT * usual]
    counts: dict[int, list[_Count]] = {}
    for count in (*stated, *listed):
        counts.setdefault(count.value, []).append(count)
    if len(counts) <= 1:
        return
    said = "；".join(f"{value} 所（{_named(some)}）" for value, some in sorted(counts.items(), reverse=True))
    yield Finding(
        Kind.CONTRADICTION,
        Severity.HIGH,
        f"学校数有{small(len(counts))}个说法：{said}。各处的范围（是否独立设置、是否填报）可能不同，文件没有逐一说明。",
        by_turns([[c.place for c in some] for some in counts.values()]),
        "；".join(f"{max(counts)} − {value} = {max(counts) - value}" for value in sorted(counts)[:-1]),
    )


def _named(some: Sequence[_Count]) -> str:
    said = list(dict.fromkeys(c.said for c in some))
    return "、".join(said[:_SHOWN]) + ("等处" if len(said) > _SHOWN else "")


def roster_tables(document: Document) -> tuple[Table, ...]:
    """The tables with a row for each institution."""
    suffixes = structure_words().organisation_suffixes
    return tuple(
        table
        for table in document.tables
        if table.layout == "entities"
        and len(body(table)) >= _LEAST_ROWS
        and sum(row.label.endswith(suffixes) for row in body(table)) > len(body(table)) / 2
    )


def _listed(document: Document, table: Table) -> _Count:
    return _Count(len(body(table)), f"{table.number}的行数", table_place(document, table))


def _stated(document: Document) -> Sequence[_Count]:
    return [
        _Count(int(q.value), _shown(document, q), span_place(document, q.sentence))
        for q in find_quantities(document)
        if q.unit in _UNITS and q.value == int(q.value) and _of_all(q)
    ]


def _shown(document: Document, quantity: Quantity) -> str:
    return f"“{section_title(document, quantity.span.start)}”"


def _of_all(quantity: Quantity) -> bool:
    words = audit_words()
    clause = f"{quantity.before}|{quantity.after}"
    if any(word in clause for word in words.some_of_them) or quantity.before.endswith("等"):
        return False
    nouns = "|".join(words.institutions)
    after = re.match(rf"(?:[^，。]{{0,14}}的)?(?:{nouns})", quantity.after)
    before = re.search(rf"(?:^|[有的]|设置的?)(?:{nouns})(?:共|有|为|共有)?$", quantity.before)
    return bool(after or before)
