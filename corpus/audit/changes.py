"""Changes against the year before that a sentence states, and the two years' cells."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from corpus.audit.facts import Fact, counted, dimension, region_facts
from corpus.audit.labels import core, dice, opposed, specific
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import span_place
from corpus.audit.wording import hypothesis, plain
from corpus.quantities import find_quantities
from corpus.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corpus.model import Document, Span
    from corpus.quantities import Quantity

_CHANGE = re.compile(
    r"(?:比|较)\s*(?:上一?年度?|去年|上一?届|同期|(\d{4})\s*[年届])(?:同期)?[^，。]{0,4}?(提高|增长|增加|上升|提升|下降|减少|降低)(?:了|达|约)?\s*$"
)
_FALLING = ("下降", "减少", "降低")
_MOSTLY = 0.6
_SLACK = Decimal("0.51")
_Series = dict[int, Fact]


def check_changes(document: Document) -> Iterator[Finding]:
    """A finding for each stated change that is not that of the cells of the two years."""
    series = _series(region_facts(document))
    if not series:
        return
    earlier: list[Quantity] = []
    sentence: Span | None = None
    for quantity in find_quantities(document):
        if quantity.sentence != sentence:
            earlier, sentence = [], quantity.sentence
        found = _CHANGE.search(quantity.before)
        if found and earlier:
            yield from _compared(
                document, earlier[-1], quantity, (found.group(1) or "", found.group(2)), series
            )
        elif quantity.unit != "届":
            earlier.append(quantity)


def _series(facts: Sequence[Fact]) -> dict[str, _Series]:
    """The cells by label and year, of labels with more than one year."""
    found: dict[str, _Series] = {}
    for fact in facts:
        if fact.place.table and not fact.derived and len(fact.years) == 1:
            (year,) = fact.years
            for label in fact.labels:
                found.setdefault(label, {}).setdefault(int(year), fact)
    return {label: years for label, years in found.items() if len(years) > 1}


def _compared(
    document: Document,
    stated: Quantity,
    change: Quantity,
    said: tuple[str, str],
    series: Mapping[str, _Series],
) -> Iterator[Finding]:
    sides = [label for s in (stated.before, stated.after) if specific(label := core(s, document.region))]
    years = next(
        (known for side in sides for label, known in series.items() if _told(side, label, known, stated)), {}
    )
    now = next((y for y, f in years.items() if _same(f, stated)), None)
    then = int(said[0]) if said[0] else (now or 0) - 1
    if now is None or then not in years or dimension(years[then].unit) != dimension(stated.unit):
        return
    sign = -1 if said[1] in _FALLING else 1
    options = _changes(years[now], years[then], change)
    exponent = change.value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * _SLACK
    if not options or any(abs(value * sign - change.value) <= step for value, _ in options):
        return
    value, shown = options[0]
    unit = change.unit if change.unit == "%" else f" {change.unit}"
    yield Finding(
        Kind.ARITHMETIC,
        Severity.HIGH,
        f"“{years[now].name}”由 {then} 年的 {years[then].said} 到 {now} 年的 {years[now].said}，变化是 {plain(value, 2)}{unit}，"
        f"文中写作{said[1]} {plain(change.value)}{unit}。",
        (span_place(document, change.sentence), years[now].place, years[then].place),
        shown,
        hypothesis(change.value, abs(round(value, 2)), "算得的"),
    )


def _told(side: str, label: str, years: _Series, stated: Quantity) -> bool:
    """True where the clause counts what the row does, by its words or by its figure and most of its words."""
    if counted(side, frozenset((label,))) == label:
        return True
    return (
        dice(side, label) >= _MOSTLY
        and not opposed(side, label)
        and any(_same(f, stated) for f in years.values())
    )


def _same(fact: Fact, stated: Quantity) -> bool:
    one, other = find_unit(fact.unit), find_unit(stated.unit)
    return dimension(fact.unit) == dimension(stated.unit) and (
        fact.value * (one.factor if one else 1) == stated.value * (other.factor if other else 1)
    )


def _changes(now: Fact, then: Fact, change: Quantity) -> list[tuple[Decimal, str]]:
    """What the change may be, with the calculation: points, per cent, or the difference itself."""
    gap = now.value - then.value
    minus = f"{plain(now.value)} − {plain(then.value)} = {plain(gap)}"
    ratio = gap * 100 / then.value if then.value else None
    relative = (
        [(ratio, f"（{plain(now.value)} − {plain(then.value)}）÷ {plain(then.value)} = {plain(ratio, 2)}%")]
        if ratio is not None
        else []
    )
    if change.unit == "个百分点":
        return [(gap, minus)]
    if change.unit == "%":
        return [*relative, (gap, minus)] if now.unit == "%" else relative
    if change.unit == now.unit:
        return [(gap, minus)]
    return []
