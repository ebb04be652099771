"""Stated numbers of things against the things listed: in the sentence, or in the table it names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.audit.columns import body
from corpus.audit.labels import audit_words
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import sentence_place, span_place, table_place
from corpus.audit.wording import plain
from corpus.figures_in_chinese import read_small
from corpus.lines import dashed
from corpus.model import BlockKind, SectionKind
from corpus.quantities import find_quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.audit.model import Place
    from corpus.model import Document, Section, Table
    from corpus.quantities import Quantity

_NUMBER = r"(\d{1,2}|[二三四五六七八九十]{1,3})"
_COUNTER = "(?:个|所|项|家|种|类|大|位|名|门|部|条|方面)"
_LISTED = re.compile(
    rf"{_NUMBER}\s*{_COUNTER}([^，。；：、（()]{{0,24}})[，：:（(]\s*(包括|分别为|分别是|即|依次为|涵盖)[：:]?"
    r"((?:[（(][^（）()]*[)）]|[^。；，（）()])*?)(等)?(?=[，。；）)]|$)"
)
_CLOSED = re.compile(
    rf"((?:[^，。；：、]{{2,24}}、)+[^，。；：、]{{2,24}}?)等\s*{_NUMBER}\s*({_COUNTER}[\u4e00-\u9fff]{{0,8}})"
)
_NAMED = re.compile(
    rf"{_NUMBER}\s*{_COUNTER}([^，。；：、（()\d]{{0,16}})(?:[，,]\s*(?:分别为|分别是|即|依次为)[：:]?|[：:])"
    r"([^。；：:，,\d（）()]+、[^。；：:，,\d（）()]+)(?=[。；，])"
)
_TABLE = re.compile(r"(?:如|见|详见|具体见)\s*表\s*(\d{1,2}(?:\s*[-－–—]\s*\d{1,2})?)(?!\d)")
_LEAD = re.compile(r"^.*(?:从|在|对|就|包括|涉及|围绕|按照|和)(?=[\u4e00-\u9fff]{2,})")
_AND = re.compile("和|以及")
_OUTER = re.compile(r"[（(][^（）()]*[)）]")
_LEAST_ITEMS = 4
_MOST_OFF = 2
_NEAR_ROWS = 3
_OF_ROWS = ("所", "家", "名", "个", "项", "位", "支", "种", "门")
_OF_SCHOOLS = ("所", "家", "名", "位", "支")
_POINTS = re.compile("一是|首先|第一|①")


def check_lists(document: Document) -> Iterator[Finding]:
    """Lists that are longer or shorter than their stated number."""
    for block in document.blocks:
        text = document.quote(block.span)
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            yield from _listed(document, text, block.span.start)
            yield from _closed(document, text, block.span.start)
            yield from _named_items(document, text, block.span.start)
            yield from _counted_behind(document, text, block.span.start)
    yield from _rows(document)


def _items(text: str) -> list[str]:
    return [item for item in _OUTER.sub("", text).split("、") if item.strip()]


def _listed(document: Document, text: str, offset: int) -> Iterator[Finding]:
    """``14 个协作体，包括 a、b、c等``: as many items; fewer only where 等 leaves the list open."""
    for found in _LISTED.finditer(text):
        number, items = read_small(found.group(1)), _items(found.group(4))
        if number is None or len(items) < _LEAST_ITEMS:
            continue
        open_list = bool(found.group(5)) and found.group(3) in ("包括", "涵盖")
        if len(items) == number or (open_list and len(items) < number):
            continue
        yield _finding(document, offset + found.start(), offset + found.end(), number, items)


def _closed(document: Document, text: str, offset: int) -> Iterator[Finding]:
    """``a、b、c等八个方面``: 等 closes the list where nearly all are there."""
    for found in _CLOSED.finditer(text):
        number = read_small(found.group(2))
        items = _items(_LEAD.sub("", found.group(1)))
        if number is None or len(items) < _LEAST_ITEMS:
            continue
        if len(items) > number or len(items) == number - 1:
            yield _finding(document, offset + found.start(), offset + found.end(), number, items)


def _named_items(document: Document, text: str, offset: int) -> Iterator[Finding]:
    """``3 个，分别是 a、b、c`` and ``2 个：a、b``: a short list that is said to be whole."""
    for found in _NAMED.finditer(text):
        if not found.group(3).endswith("等") and not _POINTS.search(found.group(3)):
            yield from _short(
                document, (found.group(1), found.group(3)), offset + found.start(), offset + found.end()
            )


@lru_cache(maxsize=1)
def _behind() -> re.Pattern[str]:
    nouns = "|".join(map(re.escape, audit_words().listed_nouns))
    item = r"[^，。；：、\d（）()]{2,16}"
    counted = rf"(?:(?<!等)\s*{_NUMBER}\s*个(?:{nouns})|是[^，。；：、\d]{{0,16}}的\s*{_NUMBER}\s*{_COUNTER})"
    return re.compile(rf"((?:{item}、)+{item}?){counted}")


def _counted_behind(document: Document, text: str, offset: int) -> Iterator[Finding]:
    """``泰国、埃及、赞比亚 3 个国家``, ``甲、乙是最多的 2 所``: a list with its number right behind it."""
    for found in _behind().finditer(text):
        listed = (found.group(2) or found.group(3), _LEAD.sub("", found.group(1).rstrip()))
        yield from _short(document, listed, offset + found.start(), offset + found.end())


def _short(document: Document, listed: tuple[str, str], start: int, end: int) -> Iterator[Finding]:
    """A finding where ``listed`` (a number, a list) is one or two off, however 和 is read in the last item."""
    number, items = read_small(listed[0]), _items(listed[1])
    if number is None or len(items) <= 1:
        return
    apart = [*items[:-1], *_AND.split(items[-1])]
    if number not in (len(items), len(apart)) and abs(number - len(items)) <= _MOST_OFF:
        yield _finding(document, start, end, number, items)


def _finding(document: Document, start: int, end: int, number: int, items: list[str]) -> Finding:
    shown = "、".join(item.strip() for item in items)
    left = _chapters_left_out(document, items)
    more = f"没有列出“{left[0].title}”一章。" if len(left) == 1 else ""
    return Finding(
        Kind.ARITHMETIC,
        Severity.MIDDLE,
        f"文中说 {number} 个，列出的是 {len(items)} 个：{shown}。{more}",
        (sentence_place(document, start, end), *(p for s in left for p in _named(document, s))),
        f"列出 {len(items)} 个 ≠ {number}",
    )


def _chapters_left_out(document: Document, items: list[str]) -> list[Section]:
    """Where the items are the titles of the chapters: the chapters that are not among them."""
    chapters = [s for s in document.sections if s.kind is SectionKind.CHAPTER and s.level == 1]
    plain_items = {item.strip() for item in items}
    named = [s for s in chapters if s.title in plain_items]
    return [s for s in chapters if s not in named] if len(named) >= _LEAST_ITEMS else []


def _named(document: Document, section: Section) -> list[Place]:
    """A chapter's heading and its entry in the contents."""
    entries = [e for e in document.contents if e.title.endswith(section.title)]
    return [span_place(document, section.heading), *(span_place(document, e.span) for e in entries[:1])]


def _rows(document: Document) -> Iterator[Finding]:
    """``11 个团队（如表 2-3 所示）``: the table of words has so many rows."""
    tables = {table.number: table for table in document.tables if table.layout != "indicators"}
    named: dict[str, list[Quantity]] = {}
    for quantity in find_quantities(document):
        sentence = document.quote(quantity.sentence)
        after = sentence[quantity.span.end - quantity.sentence.start :]
        found = _TABLE.search(after)
        if found and quantity.unit in _OF_ROWS:
            named.setdefault(f"表 {dashed(found.group(1))}", []).append(quantity)
    for number, counts in named.items():
        table = tables.get(number)
        if table is None:
            continue
        rows = len(body(table))
        of_rows = (
            table.layout == "text"
        )  # the rows of a table of figures are schools, and it may count anything
        quantities = [q for q in counts if of_rows or q.unit in _OF_SCHOOLS]
        if not quantities:
            continue
        last = quantities[-1]
        swapped = str(last.value) == str(rows)[::-1]
        if any(q.value == rows for q in quantities):
            continue
        if abs(last.value - rows) <= _NEAR_ROWS or swapped:
            yield _uneven(document, table, last, rows)


def _uneven(document: Document, table: Table, quantity: Quantity, rows: int) -> Finding:
    return Finding(
        Kind.ARITHMETIC,
        Severity.HIGH,
        f"文中说“{plain(quantity.value)} {quantity.unit}{quantity.after[:16]}”，{table.number} 列出 {rows} 行。",
        (span_place(document, quantity.sentence), table_place(document, table)),
        f"{rows} ≠ {plain(quantity.value)}",
    )
