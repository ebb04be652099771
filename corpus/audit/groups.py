"""How many schools a sentence counts in each place or of each sort, against its total and the rows of the tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.audit.columns import body
from corpus.audit.institutions import roster_tables
from corpus.audit.labels import audit_words
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import span_place, table_place
from corpus.audit.wording import terms
from corpus.model import BlockKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Column, Document, Table

_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?")
_COUNTED = re.compile(
    r"((?:其余|其他|另外)\s*\d{1,2}\s*个?[市州县区]{1,2}|(?:[\u4e00-\u9fff（()）]{2,12}、)*[\u4e00-\u9fff（()）]{2,16}?)(各)?(?:有|为|共)?\s*(\d{1,3})\s*所"
)
_OTHERS = re.compile(r"(?:其余|其他|另外)\s*(\d{1,2})\s*(?:个)?[市州县区]{1,2}")
_BEFORE = re.compile(r"^(?:其中|分布在|分别是|包括|以及|有)+")
_AND = re.compile(r"[、和及与]")
_LEAST_GROUPS = 2
_LEAST_PARTS = 3
_FEW = 0.5  # a column with more kinds of words than this share of rows divides nothing


@dataclass(frozen=True, slots=True)
class _Part:
    """``唐山市、保定市各 3 所``: the groups named, how many of them, how many schools each has."""

    names: tuple[str, ...]
    groups: int
    each: int


def check_groups(document: Document) -> Iterator[Finding]:
    """Divisions of the schools that add up to another number, or that a table's rows do not bear out."""
    tables = roster_tables(document)
    for block in document.blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            continue
        text = document.quote(block.span)
        for found in _SENTENCE.finditer(text):
            span = Span(block.span.start + found.start(), block.span.start + found.end())
            parts = _parts(found.group(0))
            before = text[: found.end()]
            yield from _sum(document, parts, before, span)
            for table in tables:
                if re.search(rf"(?<!\d){len(body(table))}\s*所", before):
                    yield from _against(document, table, parts, span)


def _parts(sentence: str) -> list[_Part]:
    parts = []
    for found in _COUNTED.finditer(sentence):
        label, each = _BEFORE.sub("", found.group(1)), int(found.group(3))
        others = _OTHERS.match(label)
        if found.group(2) and others:
            parts.append(_Part((), int(others.group(1)), each))
        elif found.group(2):
            names = tuple(name for name in _AND.split(label) if name)
            parts.append(_Part(names, len(names), each))
        else:
            parts.append(_Part((_AND.split(label)[-1],), 1, each))
    return parts


def _sum(document: Document, parts: Sequence[_Part], before: str, span: Span) -> Iterator[Finding]:
    """Places with one number for several of them (各 2 所) against the total before them."""
    places = tuple(audit_words().places)
    listed = [p for p in parts if not p.names or all(name.endswith(places) for name in p.names)]
    if len(listed) < _LEAST_PARTS or all(p.groups == 1 for p in listed):
        return
    added = sum(part.groups * part.each for part in listed)
    totals = [int(n) for n in re.findall(r"(?<![\d.])(\d{1,3})\s*所", before)]
    largest = max(part.each for part in listed)
    totals = [n for n in totals if n > largest]
    if not totals or added in totals:
        return
    near = min(totals, key=lambda n: abs(n - added))
    shown = [f"{part.groups} × {part.each}" if part.groups > 1 else str(part.each) for part in listed]
    yield Finding(
        Kind.ARITHMETIC,
        Severity.HIGH,
        f"按所在地分列的学校数相加为 {added} 所，而总数写作 {near} 所，相差 {abs(added - near)}。",
        (span_place(document, span),),
        f"{terms(shown, str(added))} ≠ {near}",
    )


def _against(document: Document, table: Table, parts: Sequence[_Part], span: Span) -> Iterator[Finding]:
    for column in table.columns:
        if column.role != "text":
            continue
        counts = Counter(row.cells[column.index].text for row in body(table))
        counts.pop("", None)
        if not _LEAST_GROUPS <= len(counts) <= _FEW * len(body(table)):
            continue
        for part in parts:
            for name in part.names:
                own = [group for group in counts if _same(group, name)]
                if len(own) == 1 and counts[own[0]] != part.each:
                    yield _finding(document, table, column, (name, part.each, counts[own[0]]), span)


def _same(group: str, name: str) -> bool:
    """True where ``name`` is the group's word, or that with a word for schools: 公办院校."""
    return name == group or any(name == group + ending for ending in audit_words().schools)


def _finding(
    document: Document, table: Table, column: Column, told: tuple[str, int, int], span: Span
) -> Finding:
    name, stated, listed = told
    return Finding(
        Kind.CONTRADICTION,
        Severity.HIGH,
        f"“{name}”的学校有两个数：文中为 {stated} 所，按 {table.number}“{column.label}”一列数出来是 {listed} 所。",
        (span_place(document, span), table_place(document, table, column.label)),
        f"|{stated} − {listed}| = {abs(stated - listed)}",
    )
