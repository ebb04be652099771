"""A part above its whole, by their labels; and rates against the figures that they are made of."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.audit.facts import Fact, dimension, region_facts
from corpus.audit.labels import core, opposed
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place
from corpus.audit.wording import plain
from corpus.knowledge import load_toml
from corpus.observe import is_period_label
from corpus.units import find_unit, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.audit.model import Place
    from corpus.model import Cell, Document, Table

_DIGITS = re.compile(r"\d{4}")
_LEAST = 5
_EDGE = 2
_STEP = Decimal("0.51")


def check_wholes(document: Document) -> Iterator[Finding]:
    """Figures of a part above that of the whole, and quotients that are not those of their operands."""
    facts = region_facts(document)
    yield from _above(facts)
    yield from _quotients(document, facts)


def _above(facts: Sequence[Fact]) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for whole in facts:
        for part in facts:
            above = whole.unit == part.unit and part.value > whole.value
            if not above or whole.derived or part.derived or dimension(whole.unit) == "percent":
                continue
            pair = next(((w, p) for w in whole.labels for p in part.labels if _narrower(p, w)), None)
            if pair is None or pair in seen:
                continue
            seen.add(pair)
            every = [f for f in facts if pair[0] in f.labels or pair[1] in f.labels]
            yield Finding(
                Kind.CONTRADICTION,
                Severity.HIGH,
                f"“{part.name}”{part.said}（{part.source}）大于“{whole.name}”{whole.said}（{whole.source}），部分大于整体，相差 {plain(part.value - whole.value)}。",
                tuple(dict.fromkeys((part.place, whole.place, *(f.place for f in every)))),
                f"{plain(part.value)} − {plain(whole.value)} = {plain(part.value - whole.value)}",
            )


def _narrower(part: str, whole: str) -> bool:
    """True where ``part`` is ``whole`` with a qualifier put in: 毕业生[面向三次产业]就业."""
    if len(whole) < _LEAST or len(part) <= len(whole) + _EDGE or opposed(part, whole):
        return False
    return any(
        part.startswith(whole[:cut]) and part.endswith(whole[cut:])
        for cut in range(_EDGE, len(whole) - _EDGE + 1)
    )


@lru_cache(maxsize=1)
def _formulas() -> tuple[tuple[str, str, str, Decimal], ...]:
    return tuple(
        (entry["name"], entry["numerator"], entry["denominator"], Decimal(entry["factor"]))
        for entry in load_toml("corpus", "audit.toml")["quotient"]
    )


def _quotients(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    for table in document.tables:
        for column in table.columns:
            if table.layout != "indicators" or not is_period_label(column.label):
                continue
            for row in table.rows:
                cell = row.cells[column.index]
                value = parse_number(cell.text)
                for name, top, bottom, factor in _formulas():
                    if value is not None and core(row.path[-1]) == name:
                        known = _of_year(document, facts, column.label)
                        pairs = _pairs(known, top, bottom, factor)
                        yield from _quotient(document, table, cell, pairs)


def _of_year(document: Document, facts: Sequence[Fact], period: str) -> list[Fact]:
    """The facts of a column's year; those without a year are of the document's own."""
    year = (_DIGITS.findall(period) or [document.period[:4]])[0]
    own = not document.period or document.period.startswith(year)
    return [f for f in facts if year in f.years or (own and not f.years)]


def _pairs(facts: Sequence[Fact], top: str, bottom: str, factor: Decimal) -> list[tuple[Fact, Fact, Decimal]]:
    """Operands of one source with their quotient: cells of the annexes, else of one table, else added columns."""
    pairs = [
        (a, b, _base(a) / _base(b) * factor)
        for a in facts
        for b in facts
        if top in a.labels and bottom in b.labels and b.value and a.place.table and b.place.table
    ]
    same = [pair for pair in pairs if bool(pair[0].derived) == bool(pair[1].derived)]
    printed = [pair for pair in same if not pair[0].derived]
    annex = [pair for pair in printed if pair[0].years and pair[1].years]
    one = [pair for pair in printed if pair[0].place.table == pair[1].place.table]
    return annex or one or [pair for pair in same if pair[0].derived]


def _base(fact: Fact) -> Decimal:
    unit = find_unit(fact.unit)
    return fact.value * unit.factor if unit else fact.value


def _quotient(
    document: Document, table: Table, cell: Cell, pairs: Sequence[tuple[Fact, Fact, Decimal]]
) -> Iterator[Finding]:
    """The printed quotient against those of its operands: cells, or else added columns."""
    value = parse_number(cell.text) or Decimal(0)
    _, _, decimals = cell.text.partition(".")
    step = Decimal(1).scaleb(-len(decimals)) * _STEP
    wrong = next((pair for pair in pairs if abs(pair[2] - value) > step), None)
    if wrong is None:
        return
    top, bottom, own = wrong
    exact = not top.derived
    yield Finding(
        Kind.ARITHMETIC,
        Severity.HIGH if exact else Severity.MIDDLE,
        f"{table.number}“{table.rows[cell.row_index].path[-1]}”印作 {cell.text}，按{top.source}和{bottom.source}计算是 {plain(own, 2)}"
        + ("。" if exact else "，口径可能不同。"),
        (cell_place(document, table, cell), *_places(top), *_places(bottom)),
        f"{plain(top.value)} {top.unit} ÷ {plain(bottom.value)} {bottom.unit} = {plain(own, 2)}",
    )


def _places(fact: Fact) -> tuple[Place, ...]:
    return (fact.place, *fact.beside)
