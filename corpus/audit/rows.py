"""What a sentence, or another table, says of one row's subject (a school, a field of study) otherwise than its row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from corpus.audit.columns import body
from corpus.audit.facts import dimension, partial
from corpus.audit.labels import alike, core, specific
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place, span_place
from corpus.audit.wording import hypothesis, plain
from corpus.knowledge import structure_words
from corpus.model import SectionKind
from corpus.quantities import find_quantities
from corpus.units import find_unit, parse_number, split_unit, unit_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.model import Cell, Document, Table
    from corpus.quantities import Quantity

_LEAST_NAME = 4
_LEAST_SHARED = 5
_FAR = Decimal(3)
_TENS = frozenset(Decimal(10) ** power for power in range(1, 6))
_MOST = Decimal("0.5")
_YEAR = re.compile(r"(\d{4})\s*[年届]")
_OF_WHICH = re.compile(r"^(?:其中|包括|以及|和|与|及)")
_ITSELF = ("学校", "该校", "我校", "学院", "本校")
_ANEW = re.compile(f"[，；](?:{'|'.join(_ITSELF)})")
_EACH = ("生均", "人均", "师均")
_LEAST_EACH = 4


@dataclass(frozen=True, slots=True)
class _Figure:
    """A cell of a row: whose it is, what it counts, in base units."""

    subject: str
    label: str
    name: str
    unit: str
    value: Decimal
    table: Table
    cell: Cell


def check_rows(document: Document) -> Iterator[Finding]:
    """Figures of one row's subject in sentences and in other tables, against its cells."""
    by_subject: dict[str, list[_Figure]] = {}
    for figure in _figures(document):
        by_subject.setdefault(figure.subject, []).append(figure)
    yield from _between_tables(document, by_subject)
    for quantity in find_quantities(document):
        if quantity.unit[:1] in "多余几" or _of_another_year(document, quantity):
            continue
        told = _told(document, quantity, by_subject)
        if told is not None and _differs(quantity, told):
            yield _finding(document, quantity, told)
        each = None if told is not None else _told_of_each(document, quantity, by_subject)
        if each is not None:
            yield _finding(document, quantity, each, "量级不同，单位或口径可能不同，请核对")


def _figures(document: Document) -> Iterator[_Figure]:
    for table in document.tables:
        for column in table.columns if table.layout == "entities" else ():
            if column.role != "value":
                continue
            name, unit = split_unit(column.label)
            label = core(name, document.region)
            if not specific(label) and column.group:
                name = column.group + name
                label = core(name, document.region)
            unit = unit or column.unit or unit_of_label(name)
            known = find_unit(unit)
            for row in body(table):
                value = parse_number(row.cells[column.index].text)
                if value is not None and len(row.label) >= _LEAST_NAME:
                    value *= known.factor if known else 1
                    yield _Figure(row.label, label, name, unit, value, table, row.cells[column.index])


# -- between tables --------------------------------------------------------------------------------


def _between_tables(document: Document, by_subject: dict[str, list[_Figure]]) -> Iterator[Finding]:
    """Rows that two tables give one figure for, and not the same; none where most rows differ: another scope."""
    pairs: dict[tuple[str, str, str], list[tuple[_Figure, _Figure]]] = {}
    for figures in by_subject.values():
        for i, one in enumerate(figures):
            for other in figures[i + 1 :]:
                if one.table is not other.table and _same_thing(one, other):
                    pairs.setdefault((one.label, one.table.number, other.table.number), []).append(
                        (one, other)
                    )
    for some in pairs.values():
        unequal = [(one, other) for one, other in some if one.value != other.value]
        if len(some) >= _LEAST_SHARED and len(unequal) <= _MOST * len(some):
            for one, other in unequal:
                yield Finding(
                    Kind.CONTRADICTION,
                    Severity.HIGH,
                    f"{one.subject}的“{one.name}”有两个数：{one.table.number}为 {one.cell.text}，{other.table.number}为 {other.cell.text}。",
                    tuple(cell_place(document, f.table, f.cell) for f in (one, other)),
                    f"|{plain(one.value)} − {plain(other.value)}| = {plain(abs(one.value - other.value))}",
                    hypothesis(one.value, other.value, other.table.number),
                )


def _same_thing(one: _Figure, other: _Figure) -> bool:
    periods = {table.period for table in (one.table, other.table) if table.period}
    return (
        len(periods) <= 1
        and specific(one.label)
        and one.label == other.label
        and dimension(one.unit) == dimension(other.unit)
    )


# -- sentences -------------------------------------------------------------------------------------


def _of_another_year(document: Document, quantity: Quantity) -> bool:
    years = _YEAR.findall(document.text[quantity.sentence.start : quantity.span.start])
    return bool(years and document.period and document.period[:4] not in years)


def _told(document: Document, quantity: Quantity, by_subject: dict[str, list[_Figure]]) -> _Figure | None:
    """The one cell that the sentence's figure is about: by its row's name and what the clause counts."""
    subject = _subject(document, quantity, by_subject)
    if not subject or partial(quantity, document):
        return None
    sides = [_OF_WHICH.sub("", side).replace(subject, "") for side in (quantity.before, quantity.after)]
    labels = [label for side in sides if specific(label := core(side, document.region))]
    if any(side in _ITSELF for side in sides):
        labels = []
    fitting = [
        f
        for f in by_subject[subject]
        if dimension(f.unit) == dimension(quantity.unit) and any(alike(f.label, label) for label in labels)
    ]
    if not labels and not sides[0].strip("的为有：共") and not quantity.after:
        same = [f for f in by_subject[subject] if f.unit == quantity.unit]
        of_schools = subject.endswith(structure_words().organisation_suffixes)
        fitting = same if len(same) == 1 and not of_schools else []
    return fitting[0] if len({f.value for f in fitting}) == 1 else None


def _told_of_each(
    document: Document, quantity: Quantity, by_subject: dict[str, list[_Figure]]
) -> _Figure | None:
    """The one cell of another order that gives the same amount a head: 生均财政拨款 and 财政生均拨款收入."""
    subject = _subject(document, quantity, by_subject)
    label = core(quantity.before.replace(subject, "") if subject else "", document.region)
    if not subject or not label.startswith(_EACH) or len(label) < _LEAST_EACH:
        return None
    fitting = [
        f
        for f in by_subject[subject]
        if dimension(f.unit) == dimension(quantity.unit) and set(label) <= set(f.label) and f.value
    ]
    unit = find_unit(quantity.unit)
    value = quantity.value * (unit.factor if unit else Decimal(1))
    far = len(fitting) == 1 and max(value, fitting[0].value) > _FAR * min(value, fitting[0].value)
    return fitting[0] if far else None


def _subject(document: Document, quantity: Quantity, by_subject: dict[str, list[_Figure]]) -> str:
    """The row's name nearest before the figure in its sentence, else the school that the case is about."""
    before = document.text[quantity.sentence.start : quantity.span.start]
    named = _last_named(before, by_subject)
    if named:
        rest = _ANEW.sub("", before[before.rindex(named) + len(named) :])
        others = structure_words().organisation_suffixes
        return "" if any(ending in rest for ending in others) else named
    section = document.sections[quantity.section]
    if section.kind is not SectionKind.CASE or not before.startswith(_ITSELF):
        return ""
    return _last_named(section.title, by_subject)


def _last_named(text: str, names: dict[str, list[_Figure]]) -> str:
    found = [(text.rindex(name), len(name), name) for name in names if name in text]
    return max(found)[2] if found else ""


def _differs(quantity: Quantity, figure: _Figure) -> bool:
    """True for another value than the cell's, by more than the sentence's rounding; not of another order."""
    unit = find_unit(quantity.unit)
    factor = unit.factor if unit else Decimal(1)
    value = quantity.value * factor
    exponent = quantity.value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * factor
    rounded = factor > 1 or figure.value != int(figure.value)
    if value == figure.value or (rounded and abs(value - figure.value) <= step * Decimal("0.51")):
        return False
    small, large = sorted((value, figure.value))
    return small > 0 and (large <= _FAR * small or large / small in _TENS)


def _finding(document: Document, quantity: Quantity, figure: _Figure, doubt: str = "") -> Finding:
    stated = f"{plain(quantity.value)} {quantity.unit}"
    own = parse_number(figure.cell.text) or Decimal(0)
    return Finding(
        Kind.CONTRADICTION,
        Severity.MIDDLE if doubt else Severity.HIGH,
        f"{figure.subject}的“{figure.name}”有两个数：文中为 {stated}，{figure.table.number}为 {figure.cell.text}"
        f"{f' {figure.unit}' if figure.unit and figure.unit != '%' else ''}{f'，{doubt}' if doubt else ''}。",
        (span_place(document, quantity.sentence), cell_place(document, figure.table, figure.cell)),
        f"|{plain(quantity.value)} − {plain(own)}| = {plain(abs(quantity.value - own))}"
        if dimension(quantity.unit) == dimension(figure.unit) and quantity.unit == figure.unit
        else "",
        hypothesis(quantity.value, own, figure.table.number),
    )
