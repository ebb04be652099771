"""Whose figure a figure is, and of which year: what documents of several regions can be compared by."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from corpus.audit.columns import body
from corpus.audit.facts import Fact, partial, region_facts
from corpus.audit.institutions import roster_tables
from corpus.audit.labels import audit_words, core, specific
from corpus.audit.places import cell_place, section_title, span_place, table_place
from corpus.audit.wording import plain
from corpus.quantities import find_quantities
from corpus.units import parse_number, split_unit, unit_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corpus.model import Document, Row, Table
    from corpus.quantities import Quantity

_YEAR = re.compile(r"\d{4}")
_COUNTERS = ("所", "家")
_PREFIX = 2  # characters before the noun that narrow nothing: 驻石高职院校
_PLACE = re.compile(r"(?![全我本])[\u4e00-\u9fff]{2,3}[省市州县盟]")
_HAVING = re.compile(r"(?:有|设置?|办)$")
_OWN = re.compile(r"独立设置的?$")
_INTRODUCING = re.compile(r"^(?:其中|分别为|即|包括)")


@dataclass(frozen=True, slots=True)
class Scoped:
    """A figure with the region and the year that it is of; ``year`` is "" where the document tells none."""

    fact: Fact
    document: Document
    region: str
    year: str


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions of some documents, and in which other of them each lies, as far as the documents tell."""

    names: frozenset[str]
    within: Mapping[str, str]

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Regions:
        """A region lies in another of a wider level where the documents of each name the other."""
        texts: dict[str, list[str]] = {}
        for document in documents:
            if document.region:
                texts.setdefault(document.region, []).append(document.text)
        narrow = [name for name in texts if level(name)]
        within = {}
        for name in narrow:
            wider = [
                other
                for other in texts
                if level(other) < level(name)
                and any(short(other) in text for text in texts[name])
                and any(short(name) in text for text in texts[other])
            ]
            if len(wider) == 1:
                within[name] = wider[0]
        return cls(frozenset(texts), within)

    def near(self, document: Document) -> Near:
        """What ``document`` can name of them."""
        own = document.region
        named = sorted((n for n in self.names if n != own and n in document.text), key=len, reverse=True)
        return Near(own, tuple(named), self.within.get(own, ""))


@dataclass(frozen=True, slots=True)
class Near:
    """The regions that one document speaks of: its ``own``, others that it ``names``, longest first, the ``wider`` one."""

    own: str
    names: tuple[str, ...]
    wider: str

    def told(self, words: str) -> str | None:
        """The region that ``words`` of the document are about; ``None`` for one that is not known."""
        named = next((name for name in self.names if name in words), None)
        if named is not None:
            return named
        ending = next((e for e, said in audit_words().wider if any(w in words for w in said)), "")
        if not ending or self.own.endswith(ending):
            return self.own
        return self.wider if self.wider.endswith(ending) else None

    def elsewhere(self, words: str) -> bool:
        """True where ``words`` name a place that no document is about."""
        for name in (*self.names, self.own):
            words = words.replace(name, "") if name else words
        return _PLACE.search(words) is not None


def level(region: str) -> int:
    """0 for a province, 1 for a city, 2 for a county; a region without a known ending is a province."""
    levels = audit_words().levels
    return next((n for n, endings in enumerate(levels) if region.endswith(endings)), 0)


def short(region: str) -> str:
    """石家庄市 -> 石家庄."""
    ending = next((e for some in audit_words().levels for e in some if region.endswith(e)), "")
    return region.removesuffix(ending) if len(region) - len(ending) > 1 else region


def scoped_facts(document: Document, regions: Regions) -> Iterator[Scoped]:
    """The figures about regions in ``document``: its own, and those of the other documents' that it tells."""
    near = regions.near(document)
    for fact in (*region_facts(document), *_counts(document, near), *_rows(document, near)):
        region = near.told(fact.name)
        if region is None or near.elsewhere(fact.name):
            continue
        labels = tuple(label.replace(region, "") for label in fact.labels)
        labels = tuple(label for label in labels if specific(label))
        for year in fact.years or {_own_year(document)}:
            if labels:
                yield Scoped(replace(fact, labels=labels), document, region, year)


def _own_year(document: Document) -> str:
    found = _YEAR.search(document.period)
    return found.group(0) if found else ""


def _rows(document: Document, near: Near) -> Iterator[Fact]:
    """The cells of rows that are named like a region: 石家庄市 in a table by cities; the rows of institutions in a region."""
    institutions = roster_tables(document)
    for table in document.tables:
        for row in body(table) if table.layout == "entities" else ():
            if row.label in near.names:
                yield from _cells(document, table, row)
        if table in institutions:
            yield from _placed(document, table, near)


def _placed(document: Document, table: Table, near: Near) -> Iterator[Fact]:
    """How many rows of a table of institutions lie in a region, by a column of places."""
    sort = next(
        (w[0] for w in audit_words().sorts for word in w if word in document.title or word in table.caption),
        "",
    )
    for column in table.columns if sort else ():
        cells = [row.cells[column.index] for row in body(table)]
        for region in near.names:
            own = [cell for cell in cells if cell.text == region]
            if own:
                place = table_place(document, table, column.label)
                source = f"{table.number}“{column.label}”一列"
                how = f"“{region}”共 {len(own)} 行"
                yield Fact(
                    f"{region}{sort}", (sort,), Decimal(len(own)), "所", str(len(own)), source, place, how
                )


def _cells(document: Document, table: Table, row: Row) -> Iterator[Fact]:
    for column in table.columns:
        cell = row.cells[column.index]
        value = parse_number(cell.text) if column.role == "value" else None
        if value is None:
            continue
        name, unit = split_unit(column.label)
        place = cell_place(document, table, cell)
        yield Fact(
            f"{row.label}{name}",
            (core(name),),
            value,
            unit or unit_of_label(name) or "个",
            cell.text,
            f"{table.number}“{row.label}”行的“{name}”",
            place,
            years=frozenset(_YEAR.findall(column.label) or _YEAR.findall(table.period)),
        )


def _counts(document: Document, near: Near) -> Iterator[Fact]:
    """How many institutions of a sort a region has; in a row (长春市 14 所，吉林市 4 所) the sort is told before."""
    whole: tuple[int, Decimal, str] = (-1, Decimal(0), "")
    for quantity in find_quantities(document):
        if quantity.unit not in _COUNTERS or quantity.value != int(quantity.value):
            continue
        sort = _sort(quantity, document.region)
        if sort and (quantity.section != whole[0] or quantity.value > whole[1]):
            whole = (quantity.section, quantity.value, sort)
        alone = _INTRODUCING.sub("", quantity.before) in near.names and not quantity.after
        if alone and whole[0] == quantity.section:
            sort = whole[2]
        if not sort or _some(quantity, document, sort):
            continue
        before = document.text[quantity.sentence.start : quantity.span.start]
        yield Fact(
            f"{quantity.before}{quantity.after if not alone else sort}",
            (sort,),
            quantity.value,
            quantity.unit,
            f"{plain(quantity.value)} {quantity.unit}",
            f"“{section_title(document, quantity.span.start)}”一节",
            span_place(document, quantity.sentence),
            years=frozenset(re.findall(r"(\d{4})\s*年", before)[-1:]),
        )


def _sort(quantity: Quantity, own: str) -> str:
    """The sort of institution counted, by the word right before or behind: the first word of its line in the data."""
    for words in audit_words().sorts:
        nouns = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        if re.match(rf"(?:独立设置的?)?(?:{nouns})(?:$|[（(])", quantity.after) and _HAVING.search(
            quantity.before
        ):
            return words[0]
        before = re.search(rf"(.*?)(?:{nouns})(?:共|有|为|共有|现有)?$", quantity.before)
        if before and len(core(_OWN.sub("", before.group(1)), own)) <= _PREFIX:
            return words[0]
    return ""


def _some(quantity: Quantity, document: Document, sort: str) -> bool:
    """True where the clause counts some of the institutions only."""
    clause = f"{quantity.before}|{quantity.after}"
    words = audit_words()
    some = [word for word in (*words.some_of_them, *words.samples) if word not in sort]
    return any(word in clause for word in some) or partial(quantity, document)
