"""How figures and marks are written: units that do not fit, rates without a sign, mixed punctuation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.audit.labels import audit_words
from corpus.audit.model import Finding, Kind, Place, Severity
from corpus.audit.places import cell_place, sentence_place, span_place
from corpus.audit.wording import plain
from corpus.lines import squeeze
from corpus.model import BlockKind, Span
from corpus.quantities import find_quantities
from corpus.units import find_unit, parse_number, unit_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.model import Document

_BARE_RATE = re.compile(
    r"(?:增长率|下降率|增幅|比例|占比|率)(?:达到|达|为)?\s*(\d+\.\d+)(?!\s*(?:[\d%％]|个?百分|倍|[:：]))"
)
_RATE_GROWTH = re.compile(
    r"([\u4e00-\u9fff]{2,14}率)\s*[\d.]+\s*[%％]\s*，?[^，。；]{0,8}(?:增长|提高|上升|下降)了?\s*[\d.]+\s*[%％]"
)
_HALF = re.compile(
    r"(?<=[\u4e00-\u9fff])[,;!?](?=\s?[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\((?=[^()]{0,30}[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff\d])\)(?=[\u4e00-\u9fff。，])"
)
_LOOSE = re.compile(r"^[图表]\s*\d{1,2}[-－–—]\s+\d")
_TIGHT = re.compile(r"^[图表]\s*\d{1,2}[-－–—]\d")
_YEAR = re.compile(r"(\d{4})\s*[-－–—]\s*(\d{4})\s*学年")
_FEW = 3
_SHARE = re.compile(r"占比(?:达|为|达到)?\s*$")
_WHOLE = 100
_RATHER_WHOLE = 95


def check_notation(document: Document) -> Iterator[Finding]:
    """A finding for each way of writing that leaves a figure unclear, and one for each mixed style."""
    yield from _units(document)
    yield from _rates(document)
    yield from _shares(document)
    yield from _style(document)
    yield from _spellings(document)
    yield from _shifted(document)
    if document.kind == "reply" and not document.date:
        end = document.blocks[-1].span
        yield Finding(
            Kind.MISSING,
            Severity.MIDDLE,
            "函件没有落款日期，文中“近日”“上周”一类的时间无从确定。",
            (span_place(document, end), *_vague(document)),
        )


def _vague(document: Document) -> list[Place]:
    found = re.search(r"上周|近日|日前|昨日|上月|上个月", document.text)
    return [sentence_place(document, *found.span())] if found else []


def _units(document: Document) -> Iterator[Finding]:
    for q in find_quantities(document):
        label = squeeze(q.before).rstrip("达到为共有")
        implied, unit = find_unit(unit_of_label(label)), find_unit(q.unit)
        if (
            implied is None
            or unit is None
            or not label.endswith("人数")
            or implied.dimension == unit.dimension
        ):
            continue
        yield Finding(
            Kind.OUTLIER,
            Severity.MIDDLE,
            f"“{q.before[-10:]} {plain(q.value)} {q.unit}”：名称是人数，单位却是{q.unit}，二者不符。",
            (span_place(document, q.sentence),),
        )


def _rates(document: Document) -> Iterator[Finding]:
    for block in document.blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        text = document.quote(block.span)
        for found in _BARE_RATE.finditer(text):
            yield Finding(
                Kind.MISSING,
                Severity.MIDDLE,
                f"“{found.group(0)}”没有写百分号，是 {found.group(1)}% 还是 {found.group(1)} 倍看不出来。",
                (sentence_place(document, block.span.start + found.start(), block.span.start + found.end()),),
            )
        for found in _RATE_GROWTH.finditer(text):
            yield Finding(
                Kind.MISSING,
                Severity.LOW,
                f"“{found.group(0)}”没有说明变化是百分点还是相对增减。",
                (sentence_place(document, block.span.start + found.start(), block.span.start + found.end()),),
            )


def _shares(document: Document) -> Iterator[Finding]:
    """Two or more shares of one thing in a sentence that leave a good part unsaid."""
    by_sentence: dict[Span, list[tuple[str, float]]] = {}
    for q in find_quantities(document):
        if q.unit == "%" and _SHARE.search(q.before):
            by_sentence.setdefault(q.sentence, []).append((f"{q.before} {plain(q.value)}%", float(q.value)))
    for sentence, shares in by_sentence.items():
        added = sum(value for _, value in shares)
        if len(shares) > 1 and added < _RATHER_WHOLE:
            yield Finding(
                Kind.MISSING,
                Severity.LOW,
                f"几个占比（{'、'.join(label for label, _ in shares)}）合计 {added:.2f}%，其余 {_WHOLE - added:.2f}% 没有交代。",
                (span_place(document, sentence),),
                f"100% − {added:.2f}% = {_WHOLE - added:.2f}%",
            )


def _style(document: Document) -> Iterator[Finding]:
    text = document.text
    half = [found.start() for block in document.blocks if block.kind is BlockKind.PARAGRAPH
            for found in _HALF.finditer(text, block.span.start, block.span.end)]  # fmt: skip
    if len(half) >= _FEW:
        places = dict.fromkeys(sentence_place(document, start, start + 1) for start in half)
        yield Finding(
            Kind.NAMING,
            Severity.LOW,
            f"有 {len(half)} 处中文句子用了半角标点，与全文的全角标点混用。",
            tuple(places)[:12],
        )
    loose = [f for f in document.figures if _LOOSE.match(document.quote(f.span).lstrip("*"))]
    tight = [f for f in document.figures if _TIGHT.match(document.quote(f.span).lstrip("*"))]
    if loose and len(tight) > len(loose):
        yield Finding(
            Kind.NUMBERING,
            Severity.LOW,
            f"有 {len(loose)} 个图号中间有多余的空格（如“{document.quote(loose[0].span)[:6]}”），与其他图号写法不一。",
            tuple(span_place(document, f.span) for f in loose),
        )
    marks = [found.start() for found in re.finditer(r"\*\*", text)]
    if marks:
        yield Finding(
            Kind.NAMING,
            Severity.LOW,
            "文字里残留排版符号“**”。",
            tuple(dict.fromkeys(sentence_place(document, start, start + 2) for start in marks))[:12],
        )


def _spellings(document: Document) -> Iterator[Finding]:
    for words in audit_words().spelled_apart:
        places = [document.text.find(word) for word in words]
        if min(places) >= 0:
            yield Finding(
                Kind.NAMING,
                Severity.LOW,
                f"同一个词有两种写法：{'、'.join(f'“{word}”' for word in words)}，请统一。",
                tuple(sentence_place(document, p, p + len(w)) for p, w in zip(places, words, strict=True)),
            )


def _shifted(document: Document) -> Iterator[Finding]:
    """Rows whose cells stand a column too far to the left in the source."""
    for table in document.tables:
        if table.layout != "indicators" or not any(c.role == "sequence" for c in table.columns):
            continue
        rows = [
            row
            for row in table.rows
            if (first := document.quote(row.span).partition("\t")[0].strip()) and parse_number(first) is None
        ]
        if rows:
            cells = [next(c for c in row.cells if c.text) for row in rows]
            last = [row.cells[-1] for row in rows]
            yield Finding(
                Kind.NAMING,
                Severity.LOW,
                f"{table.number}有 {len(rows)} 行（{'、'.join(c.text for c in cells[:4])}）整行左移了一格，名称印在序号栏里。",
                (
                    *(cell_place(document, table, c) for c in last),
                    *(span_place(document, row.span) for row in rows),
                ),
            )
