"""Figures about the region from cells, summary rows, added columns and sentences, by what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.audit.columns import body, summaries, values
from corpus.audit.labels import audit_words, core, specific
from corpus.audit.places import cell_place, section_title, sentence_place, span_place, table_place
from corpus.audit.wording import plain
from corpus.knowledge import structure_words
from corpus.model import BlockKind, SectionKind
from corpus.observe import is_period_label
from corpus.quantities import find_quantities
from corpus.units import find_unit, parse_number, split_unit, unit_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.audit.model import Place
    from corpus.model import Column, Document, Row, Table
    from corpus.quantities import Quantity

_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_YEAR = re.compile(r"(\d{4})\s*[年届]")
_LEAST_ROWS = 5
_UNITLESS = ("", ":", "：", "比", "—", "-")
_NOT_ADDED = ("率", "比", "比例", "比重", "度", "指数", "得分", "占比", "名次", "排名", "增减", "增幅")
_ROUGH = ("多", "余", "几")


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure about a region: ``name`` is its label as printed, ``labels`` are what it counts (:func:`~corpus.audit.labels.core`).

    ``said`` is how it is printed; ``source`` names the place in words; a figure that is
    calculated from a table is ``derived`` and shows the calculation. ``parts`` are what a cell's
    figure is made of, ``beside`` their places or those of summaries; ``echoes`` are other figures that the table implies, with their calculation.
    """

    name: str
    labels: tuple[str, ...]
    value: Decimal
    unit: str
    said: str
    source: str
    place: Place
    derived: str = ""
    years: frozenset[str] = frozenset()
    parts: tuple[tuple[str, Decimal], ...] = ()
    beside: tuple[Place, ...] = ()
    echoes: tuple[tuple[Decimal, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _ByIdentity:
    """A document as a key that is itself alone: comparing documents by all that they hold takes longer than reading them."""

    document: Document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.document is self.document


def region_facts(document: Document) -> tuple[Fact, ...]:
    """All figures about the region of ``document``, in the order of tables, then of the text."""
    return _facts(_ByIdentity(document))


@lru_cache(maxsize=2)
def _facts(key: _ByIdentity) -> tuple[Fact, ...]:
    """Several checks of one document ask for them one after the other."""
    document = key.document
    tables = tuple(_from_tables(document))
    labels = frozenset(label for fact in tables for label in fact.labels)
    return (*tables, *_from_text(document, labels), *_without_unit(document, tables))


@lru_cache(maxsize=1024)
def in_base(fact: Fact) -> Decimal:
    """The figure in the base unit of its dimension: 11.2 万人 is 112000."""
    unit = find_unit(fact.unit)
    return fact.value * unit.factor if unit else fact.value


def with_unit(fact: Fact) -> str:
    """The figure as printed, with its unit where that does not stand there already: 14 所, 46.1%, 22.09."""
    bare = fact.unit in (":", "：", "") or fact.said.endswith(fact.unit)
    return (fact.said if bare else f"{fact.said} {fact.unit}").replace(" %", "%")


def dimension(unit: str) -> str:
    """The dimension of a unit as printed; counters of things (个, 项, 门, 所, 部) are one dimension."""
    known = find_unit(unit.strip("多余几"))
    if known is None:
        return "items" if unit in ("部", "份", "种", "类") else unit
    return "items" if known.dimension in ("projects", "courses", "institutions", "books") else known.dimension


def _from_tables(document: Document) -> Iterator[Fact]:
    for table in document.tables:
        for column in table.columns:
            if table.layout == "indicators" and is_period_label(column.label):
                yield from (f for row in table.rows for f in _indicator(document, table, row, column))
            elif table.layout == "entities" and column.role == "value":
                yield from _column(document, table, column)


def _indicator(document: Document, table: Table, row: Row, column: Column) -> Iterator[Fact]:
    cell = row.cells[column.index]
    value = parse_number(cell.text)
    same = [r for r in table.rows if r.path[-1] == row.path[-1] and r.path != row.path]
    label = core("".join(row.path[-2:] if same else row.path[-1:]), document.region)
    if value is not None and specific(label):
        source = f"{table.number}“{row.path[-1]}”"
        rows = [r for r in table.rows if r.path[:-1] == row.path and r.unit == row.unit]
        cells = [(r.path[-1], r.cells[column.index]) for r in rows]
        known = [
            (n, c, part) for n, c in cells if (part := parse_number(c.text)) is not None and part <= value
        ]
        parts = tuple((name, part) for name, _, part in known)
        beside = tuple(cell_place(document, table, c) for _, c, _ in known)
        place = cell_place(document, table, cell)
        years = frozenset(_DIGITS.findall(column.label))
        yield Fact(
            row.path[-1],
            (label,),
            value,
            row.unit,
            cell.text,
            source,
            place,
            years=years,
            parts=parts,
            beside=beside,
        )


def _column(document: Document, table: Table, column: Column) -> Iterator[Fact]:
    name, unit = split_unit(column.label)
    label = core(name, document.region)
    own = values(table, column)
    unit = unit or unit_of_label(name) or "个"
    known = find_unit(unit)
    if (
        not specific(label)
        or len(own) < _LEAST_ROWS
        or any(word in table.caption for word in audit_words().samples)
        or "均" in name
        or "/" in unit
        or name.endswith(_NOT_ADDED)
        or (known and known.dimension == "percent")
    ):
        return
    totals = summaries(table, column, "total")
    for row, cell, value in totals:
        shown = row.label or "合计"
        source = f"{table.number}“{shown}”行的“{name}”"
        yield Fact(name, (label,), value, unit, cell.text, source, cell_place(document, table, cell))
    added = sum(own, Decimal(0))
    if not totals:
        place = table_place(document, table, column.label)
        source = f"{table.number} {len(own)} 行“{name}”相加"
        shown = f"{len(own)} 行相加 = {plain(added)}"
        means = tuple(cell_place(document, table, c) for _, c, _ in summaries(table, column, "mean"))
        echoes = _echoes(table, column)
        yield Fact(
            name, (label,), added, unit, plain(added), source, place, shown, beside=means, echoes=echoes
        )


def _echoes(table: Table, column: Column) -> tuple[tuple[Decimal, str], ...]:
    """The totals that a printed mean implies over the listed rows and one or two more."""
    rows = len(body(table))
    return tuple(
        (value * count, f"“{row.label}”{cell.text} × {count}")
        for row, cell, value in summaries(table, column, "mean")
        for count in (rows, rows + 1, rows + 2)
    )


def counted(label: str, known: frozenset[str]) -> str:
    """The label of a table with which ``label`` ends, where what is before it narrows nothing; else ``label``."""
    neutral = audit_words().neutral
    for start in range(1, len(label) - 2):
        if label[start:] in known and not neutral.sub("", label[:start]):
            return label[start:]
    return label


def _without_unit(document: Document, tables: Sequence[Fact]) -> Iterator[Fact]:
    """Ratios and other figures that are printed without a unit, right behind a label of the tables: 生师比为 17.94."""
    known = {f.name: f for f in tables if not f.derived and f.unit in _UNITLESS}
    if not known:
        return
    labels = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    stated = re.compile(
        rf"(?<=[，。；、：\n]|[省市校院的])({labels})(?:为|是|达到|达|：)?\s*(\d+(?:\.\d+)?)(?![\d.%％\u4e00-\u9fff])"
    )
    for block in document.blocks:
        for found in stated.finditer(document.quote(block.span)) if block.kind is BlockKind.PARAGRAPH else ():
            start, end = block.span.start + found.start(), block.span.start + found.end()
            value = parse_number(found.group(2))
            if value is None:
                continue
            sentence = sentence_place(document, start, end)
            section = section_title(document, start)
            fact = known[found.group(1)]
            yield Fact(
                fact.name,
                fact.labels,
                value,
                fact.unit,
                found.group(2),
                f"“{section}”一节",
                sentence,
                years=frozenset(_YEAR.findall(sentence.quote)),
            )


def _from_text(document: Document, known: frozenset[str]) -> Iterator[Fact]:
    for quantity in find_quantities(document):
        if quantity.unit.endswith(_ROUGH) or quantity.unit.startswith(_ROUGH):
            continue
        if about_one_school(document, quantity) or partial(quantity, document):
            continue
        if quantity.unit == "届":
            continue
        before = document.text[quantity.sentence.start : quantity.span.start]
        years = frozenset(_YEAR.findall(before)[-1:] or _YEAR.findall(document.quote(quantity.sentence)))
        sides = [side for side in (quantity.before, quantity.after) if side]
        sides = [side for side in sides if specific(core(side, document.region))]
        labels = tuple(counted(core(side, document.region), known) for side in sides)
        if labels:
            section = section_title(document, quantity.span.start)
            yield Fact(
                max(sides, key=lambda side: len(core(side, document.region))),
                labels,
                quantity.value,
                quantity.unit,
                f"{plain(quantity.value)} {quantity.unit}",
                f"“{section}”一节",
                span_place(document, quantity.sentence),
                "",
                years,
            )


def partial(quantity: Quantity, document: Document) -> bool:
    """True where the clause is about a part of what its noun names, a plan, or another year."""
    words = audit_words().partial
    after = quantity.after.replace("高等", "高")  # 高等职业院校 is no 等
    if after and any(word in after for word in words):
        return True
    nearer = quantity.before[-14:]
    if any(word in nearer for word in words if word not in ("等", "以上", "平均")):
        return True
    rough = document.text[quantity.span.end : quantity.span.end + 2]
    return nearer.endswith(("等", "近", "逾", "约")) or "等" in nearer[-3:] or rough == "以上"


_ORGANISATION = re.compile(
    "[\u4e00-\u9fff]{2,}(?:" + "|".join(structure_words().organisation_suffixes) + "|集团)"
)


def about_one_school(document: Document, quantity: Quantity) -> bool:
    """True where the figure is a single school's: one is named before it, or by its case."""
    section = document.sections[quantity.section]
    before = document.text[quantity.sentence.start : quantity.span.start]
    if section.kind is SectionKind.CASE:
        return not any(word in before for word in (document.region, "全省", "全市") if word)
    named = _ORGANISATION.search(before)
    if named is None:
        return before.startswith(("学校", "该校"))
    return True
