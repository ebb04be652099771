"""Figures stated in running text: number, unit, and the words that say what is counted.

``全日制在校生总数 228528 人`` gives label 全日制在校生总数, value 228528, unit 人. The label is the rest of
the clause around the number, because Chinese counts before (共 31 个…项目) and after (…项目 46 项).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.model import BlockKind, Document, Span
from corpus.units import parse_number, unit_spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

_MORE_UNITS = (
    "期",
    "次",
    "份",
    "部",
    "件",
    "届",
    "条",
    "类",
    "批",
    "号",
    "余名",
    "余位",
    "多家",
    "多所",
    "余人",
    "个百分点",
    "幅",
    "集",
    "岁",
    "倍",
)
_UNITS = "|".join(
    re.escape(u)
    for u in sorted({*unit_spellings(), *_MORE_UNITS} - {":", "：", "比", "M"}, key=len, reverse=True)
)
_QUANTITY = re.compile(rf"(\d[\d,]*(?:\.\d+)?)\s*((?:多|余|几)?\s*(?:{_UNITS}))")
_CLAUSE_END = re.compile(r"[，。；！？：、,;（）()]")
_NOT_COUNTED = re.compile(r"年|月|日|图|表|案例|第|世纪|号|[-－–—]")
_CLAUSE_MOST = 40


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in a sentence. ``before`` and ``after`` are the rest of its clause around it."""

    document: str
    before: str
    after: str
    value: Decimal
    unit: str
    span: Span
    sentence: Span
    section: int


def find_quantities(document: Document) -> Iterator[Quantity]:
    """The figures with a unit in the paragraphs of ``document``, in order."""
    for block in document.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            yield from _in_span(document, block.span, block.section)


def _in_span(document: Document, span: Span, section: int) -> Iterable[Quantity]:
    text = document.quote(span)
    label = ""
    last_end = 0
    for found in _QUANTITY.finditer(text):
        value = parse_number(found.group(1))
        if value is None or _NOT_COUNTED.search(text[max(0, found.start() - 1) : found.start()]):
            continue
        start = _clause_start(text, found.start())
        end = _clause_end(text, found.end())
        before = text[max(start, found.start() - _CLAUSE_MOST) : found.start()].strip()
        after = text[found.end() : min(end, found.end() + _CLAUSE_MOST)].strip()
        if not before and not after:
            before = label if start - last_end <= 1 else ""
        label = before or label
        last_end = found.end()
        sentence = _sentence(text, found.start(), found.end())
        yield Quantity(
            document.id,
            before,
            after,
            value,
            found.group(2).replace(" ", ""),
            Span(span.start + found.start(), span.start + found.end()),
            Span(span.start + sentence.start, span.start + sentence.end),
            section,
        )


def _clause_start(text: str, place: int) -> int:
    start = 0
    for mark in _CLAUSE_END.finditer(text, 0, place):
        start = mark.end()
    return start


def _clause_end(text: str, place: int) -> int:
    mark = _CLAUSE_END.search(text, place)
    return mark.start() if mark else len(text)


def _sentence(text: str, start: int, end: int) -> Span:
    left = max(text.rfind(mark, 0, start) for mark in "。！？；\n") + 1
    rights = [place for mark in "。！？；\n" if (place := text.find(mark, end)) >= 0]
    return Span(left, min(rights) + 1 if rights else len(text))
