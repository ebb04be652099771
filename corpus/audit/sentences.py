"""Arithmetic inside sentences: shares, growth, parts that are listed, schools above a threshold."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from corpus.audit.columns import body
from corpus.audit.facts import dimension
from corpus.audit.labels import audit_words, core, dice, family_of
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import sentence_place, span_place, table_place
from corpus.audit.wording import hypothesis, plain, terms
from corpus.quantities import find_quantities
from corpus.units import parse_number, split_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Document, Span
    from corpus.quantities import Quantity

_SHARE = re.compile(r"占(?!比)([^，。；、\d]{2,14}?)的?\s*$")
_GROWTH = re.compile(r"(?:增长|增加|提高|增幅)(?:了|达|为)?\s*$")
_FALL = re.compile(r"(?:下降|减少|降低)(?:了|达|为)?\s*$")
_BEFORE = re.compile(r"上一?年度?|去年|上年|同期")
_FROM = re.compile(r"由\s*$|从\s*$|由[^，]{0,12}的\s*$")
_OVER = re.compile(
    r"([\u4e00-\u9fff]{2,12}?)(?:超过|突破|高于|在)\s*(\d+(?:\.\d+)?)?\s*(万|千)?\s*人(?:以上)?的?(?:学校|院校|高职院校)(?:有|达到|为|共)?\s*(\d+)\s*所"
)
_OVER_AGAIN = re.compile(
    r"超过\s*(\d+(?:\.\d+)?)\s*(万|千)?\s*人的?(?:学校|院校)(?:有|达到|为|共)?\s*(\d+)\s*所"
)
_RATE = re.compile(r"([\u4e00-\u9fff]{2})率(?=(?:为|达|达到|是)?\s*$)")
_DIVIDED = re.compile(r"其中|按[\u4e00-\u9fff]{2,6}分|分布|包括")
_TEN_THOUSAND = {"万": Decimal(10_000), "千": Decimal(1000), "": Decimal(1)}
_LEAST_PARTS = 3
_PAIR = 2
_BESIDE = 12
_NEAR = Decimal("0.05")
_ALIKE = 0.3
_LEAST_SHARE, _MOST_SHARE = Decimal("0.7"), Decimal("1.4")


def check_sentences(document: Document) -> Iterator[Finding]:
    """What sentences calculate, calculated again."""
    quantities = list(find_quantities(document))
    by_sentence: dict[Span, list[Quantity]] = {}
    for quantity in quantities:
        by_sentence.setdefault(quantity.sentence, []).append(quantity)
    for sentence, some in by_sentence.items():
        for place, quantity in enumerate(some):
            if quantity.unit == "%":
                yield from _share(document, quantity, some[:place], quantities)
                yield from _growth(document, quantity, some[:place])
                yield from _rate(document, quantity, some[:place])
        yield from _parts(document, sentence, some)
    yield from _thresholds(document)


def _decimals(quantity: Quantity, document: Document) -> Decimal:
    printed = re.match(r"[\d,.]+", document.quote(quantity.span))
    _, _, decimals = (printed.group(0) if printed else "").partition(".")
    return Decimal(1).scaleb(-len(decimals))


def _share(
    document: Document, quantity: Quantity, earlier: Sequence[Quantity], everywhere: Sequence[Quantity]
) -> Iterator[Finding]:
    found = _SHARE.search(quantity.before)
    counts = [q for q in earlier if q.unit != "%"]
    if not found or not counts or quantity.value <= 0:
        return
    part = counts[-1]
    same = [q for q in everywhere if dimension(q.unit) == dimension(part.unit) and q.unit == part.unit]
    base = core(found.group(1), document.region)
    bases = _bases(document, part, same, base)
    step = _decimals(quantity, document) * Decimal("0.51")
    if not bases or any(abs(part.value * 100 / b - quantity.value) <= step for b in bases):
        return
    nearest = min(bases, key=lambda b: abs(part.value * 100 / b - quantity.value))
    share = part.value * 100 / nearest
    yield Finding(
        Kind.ARITHMETIC,
        Severity.HIGH,
        f"“占{found.group(1)}的 {plain(quantity.value)}%”与前面的 {plain(part.value)} {part.unit}对不上："
        f"{plain(part.value)} ÷ {plain(nearest)} = {plain(share, 2)}%。",
        (span_place(document, quantity.sentence),),
        f"{plain(part.value)} ÷ {plain(nearest)} = {plain(share, 2)}%",
    )


def _bases(document: Document, part: Quantity, same: Sequence[Quantity], base: str) -> list[Decimal]:
    """What a share may be taken of: counts in the same unit, of the same chapter, as large at least."""
    chapter = document.sections[part.section].path[:1]
    return sorted(
        {
            q.value
            for q in same
            if q.value >= part.value
            and q is not part
            and (
                document.sections[q.section].path[:1] == chapter
                or dice(core(q.before or q.after), base) >= _ALIKE
            )
        }
    )


def _growth(document: Document, quantity: Quantity, earlier: Sequence[Quantity]) -> Iterator[Finding]:
    rising, falling = _GROWTH.search(quantity.before), _FALL.search(quantity.before)
    if not (rising or falling) or len(earlier) <= 1:
        return
    one, two = earlier[-2], earlier[-1]
    if dimension(one.unit) != dimension(two.unit) or "%" in (one.unit, two.unit):
        return
    if _BEFORE.search(two.before):
        now, past = one.value, two.value
    elif _FROM.search(one.before) or _BEFORE.search(one.before):
        now, past = two.value, one.value
    else:
        return
    if rising and _GROWTH.search(two.before):  # 38.72 万人，比上年增加 1.96 万人，增长 5.33%
        past = now - two.value
    if past <= 0:
        return
    change = (now - past) * 100 / past * (1 if rising else -1)
    if abs(change - quantity.value) <= _decimals(quantity, document) * Decimal("0.51"):
        return
    yield Finding(
        Kind.ARITHMETIC,
        Severity.HIGH,
        f"由 {plain(past)} 到 {plain(now)} 的变化是 {plain(change, 2)}%，文中写作 {plain(quantity.value)}%。",
        (span_place(document, quantity.sentence),),
        f"（{plain(now)} − {plain(past)}）÷ {plain(past)} = {plain(change, 2)}%",
        hypothesis(quantity.value, round(change, 2), "算得的"),
    )


def _rate(document: Document, quantity: Quantity, earlier: Sequence[Quantity]) -> Iterator[Finding]:
    """``任务 103 项，已完成 61 项，完成率 59.22%``: the rate of the verb is that of its count."""
    named = _RATE.search(quantity.before)
    counts = [q for q in earlier if q.unit != "%"]
    if named is None or len(counts) < _PAIR:
        return
    whole, part = counts[-2:]
    if whole.unit != part.unit or named.group(1) not in part.before or not 0 < part.value <= whole.value:
        return
    rate = part.value * 100 / whole.value
    if abs(rate - quantity.value) <= _decimals(quantity, document) * Decimal("0.51"):
        return
    yield Finding(
        Kind.ARITHMETIC,
        Severity.HIGH,
        f"“{named.group(0)}”写作 {plain(quantity.value)}%，按前面的 {plain(part.value)} {part.unit}和 {plain(whole.value)} {whole.unit}计算是 {plain(rate, 2)}%。",
        (span_place(document, quantity.sentence),),
        f"{plain(part.value)} ÷ {plain(whole.value)} = {plain(rate, 2)}%",
        hypothesis(quantity.value, round(rate, 2), "算得的"),
    )


def _parts(document: Document, sentence: Span, some: Sequence[Quantity]) -> Iterator[Finding]:
    """Parts that a sentence lists, against the whole before them."""
    for start, end in _runs(document, some):
        parts = list(some[start:end])
        added = sum((q.value for q in parts), Decimal(0))
        labels = tuple(q.before for q in parts)
        if parts[0].unit == "%":
            continue
        wholes = _wholes(document, parts, some[:start])
        if not wholes or added in {w.value for w in wholes}:
            continue
        wholes = [w for w in wholes if _LEAST_SHARE * added <= w.value <= _MOST_SHARE * added]
        if not wholes:
            continue
        near = min(wholes, key=lambda w: abs(w.value - added))
        complete = family_of(labels) or bool(_ending(labels))
        if not complete and abs(near.value - added) > _NEAR * near.value:
            continue
        shown = [f"{q.before.removeprefix('其中')} {plain(q.value)}" for q in parts]
        yield Finding(
            Kind.ARITHMETIC,
            Severity.HIGH,
            f"各部分（{'、'.join(shown[:12])}）相加为 {plain(added)} {near.unit}，而前面写的是“{_words(near)}”，"
            f"相差 {plain(abs(added - near.value))}。",
            tuple(dict.fromkeys((span_place(document, sentence), span_place(document, near.sentence)))),
            f"{terms([plain(q.value) for q in parts], plain(added))} ≠ {plain(near.value)}",
            hypothesis(near.value, added, "各部分之和"),
        )


def _words(quantity: Quantity) -> str:
    """The figure with the words next to it."""
    return f"{quantity.before[-_BESIDE:]} {plain(quantity.value)} {quantity.unit}{quantity.after[:_BESIDE]}".strip()


def _ending(labels: Sequence[str]) -> str:
    """What nearly all labels end with: a word for a school, or one for a place; else ""."""
    words = audit_words()
    for name, endings in (("学校", words.schools), ("地区", tuple(words.places))):
        if sum(label.endswith(endings) for label in labels) >= len(labels) - 1:
            return name
    return ""


def _runs(document: Document, some: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """Runs of figures in one unit whose labels look alike, after a word of division; two only of a family of two."""
    start = 0
    while start < len(some):
        end = start + 1
        while (
            end < len(some)
            and some[end].unit == some[start].unit
            and some[end].before
            and not some[end].after
        ):
            end += 1
        first = next((i for i in range(start, end) if _divided(document, some, i, end)), end)
        rank = any("等奖" in q.before for q in some[first:end])
        if first < end and not rank:
            yield first, end
        start = end


def _divided(document: Document, some: Sequence[Quantity], first: int, end: int) -> bool:
    """True where the figures from ``first`` are parts by their labels, and a word before them says so."""
    labels = [q.before for q in some[first:end]]
    if any(label.endswith("各") for label in labels) or not _alike_all(labels):
        return False
    start = some[0].sentence.start
    if (
        document.text[start - 1 : start] == "；"
    ):  # 其中甲 20 所，乙 6 所；丙 1 所，丁 5 所：the division goes on
        start = document.text.rfind("\n", 0, start) + 1
    return _DIVIDED.search(document.text[start : some[first].span.start]) is not None


def _alike_all(labels: Sequence[str]) -> bool:
    if len(labels) == _PAIR:
        return family_of(tuple(labels))
    return len(labels) >= _LEAST_PARTS and (family_of(tuple(labels)) or bool(_ending(labels)))


def _wholes(document: Document, parts: Sequence[Quantity], before: Sequence[Quantity]) -> list[Quantity]:
    """What the parts may add up to: figures before them in the sentence, else in their section."""
    unit, largest = parts[0].unit, max(q.value for q in parts)
    words = audit_words().some_of_them
    own = [q for q in before if q.unit == unit and q.value > largest]
    if own:
        return own
    section = parts[0].section
    first = parts[0].span.start
    return [
        q
        for q in find_quantities(document)
        if q.section == section
        and q.unit == unit
        and q.value > largest
        and q.span.start < first
        and not any(word in q.before + q.after for word in words)
    ]


def _thresholds(document: Document) -> Iterator[Finding]:
    """``在校生超过万人的学校有 8 所`` against the column of the table that has the indicator."""
    for block in document.blocks:
        text = document.quote(block.span)
        label = ""
        for found in re.finditer(f"{_OVER.pattern}|{_OVER_AGAIN.pattern}", text):
            name, number, scale, count, again, again_scale, again_count = found.groups()
            label = name or label
            number, scale, count = number or again, scale or again_scale or "", count or again_count
            limit = Decimal(number or 1) * _TEN_THOUSAND[scale]
            yield from _counted(
                document,
                label,
                limit,
                int(count),
                (block.span.start + found.start(), block.span.start + found.end()),
            )


def _counted(
    document: Document, label: str, limit: Decimal, count: int, span: tuple[int, int]
) -> Iterator[Finding]:
    wanted = core(label, document.region)
    for table in document.tables:
        for column in table.columns if table.layout == "entities" else ():
            if (
                column.role != "value"
                or dice(core(column.label), wanted) < _ALIKE
                or column.unit not in ("人", "")
            ):
                continue
            cells = [row.cells[column.index] for row in body(table)]
            own = sum(1 for cell in cells if (value := parse_number(cell.text)) is not None and value > limit)
            if own == count:
                return
            name = split_unit(column.label)[0]
            yield Finding(
                Kind.ARITHMETIC,
                Severity.MIDDLE,
                f"文中说“{label}”超过 {plain(limit)} 人的学校有 {count} 所，按 {table.number}“{name}”列数出来是 {own} 所。",
                (sentence_place(document, *span), table_place(document, table, column.label)),
                f"{table.number}“{name}” > {plain(limit)}：{own} 所",
            )
            return
