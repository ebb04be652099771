"""What documents say of each other's regions and years: one figure in two documents, a part and its whole.

Two documents of one region and one period are compared in :mod:`corpus.audit.contradictions`. Here are the
others: a report against the next year's, a city's reply against its province's report. What differs because
the region is another or the year is not told is said to be so, and never called a contradiction.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from corpus.audit.facts import Fact, counted, dimension, in_base, with_unit
from corpus.audit.labels import audit_words
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import by_turns
from corpus.audit.scopes import Regions, scoped_facts
from corpus.audit.statements import check_leads
from corpus.audit.wording import hypothesis, plain
from corpus.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.audit.scopes import Scoped
    from corpus.model import Document

_FAR = Decimal(3)
_RATES = ("percent", ":", "：", "", "比", "百分点", "个百分点")
_MEANS = ("均", "率", "比", "度")
_MOST = 40  # documents that tell one thing; more are a series


def check_across(documents: Sequence[Document]) -> Iterator[Finding]:
    """Findings between documents of different regions or periods; none for fewer than two documents."""
    if len(documents) < 2:
        return
    regions = Regions.of(documents)
    for some in _related(documents, regions):
        yield from check_leads(some[:_MOST])
    for label, facts in _told(documents, regions):
        by_region: dict[str, list[Scoped]] = {}
        for scoped in facts:
            by_region.setdefault(scoped.region, []).append(scoped)
        for own in by_region.values():
            yield from _same_region(label, own)
        for narrow, wide in regions.within.items():
            if narrow in by_region and wide in by_region:
                yield from _part_and_whole(label, by_region[narrow], by_region[wide])


def _told(documents: Sequence[Document], regions: Regions) -> Iterator[tuple[str, list[Scoped]]]:
    """Each label that several documents tell a figure of one dimension for, with all of these."""
    every = [s for document in documents if document.region for s in scoped_facts(document, regions)]
    known = frozenset(label for scoped in every for label in scoped.fact.labels)
    told: dict[tuple[str, str], list[Scoped]] = {}
    for scoped in every:
        for label in dict.fromkeys(counted(label, known) for label in scoped.fact.labels):
            told.setdefault((label, dimension(scoped.fact.unit)), []).append(scoped)
    for (label, _), facts in told.items():
        if len({s.document.id for s in facts}) > 1:
            yield label, facts


def _related(documents: Sequence[Document], regions: Regions) -> Iterator[list[Document]]:
    """The documents of each region that lies in no other, with those of the regions in it."""
    by_region: dict[str, list[Document]] = {}
    for document in documents:
        if document.region:
            by_region.setdefault(regions.within.get(document.region, document.region), []).append(document)
    yield from by_region.values()


def _same_region(label: str, some: Sequence[Scoped]) -> Iterator[Finding]:
    by_document: dict[str, list[Scoped]] = {}
    for scoped in some:
        by_document.setdefault(scoped.document.id, []).append(scoped)
    every = list(by_document.values())
    for i, left in enumerate(every[:_MOST]):
        for right in every[i + 1 : _MOST]:
            one, other = left[0].document, right[0].document
            if (one.region, one.period) != (other.region, other.period):
                yield from _differing(label, left, right)


def _differing(label: str, left: Sequence[Scoped], right: Sequence[Scoped]) -> Iterator[Finding]:
    """One finding where two documents tell the same region's figure of the same year, and never agree."""
    for year in dict.fromkeys(s.year for s in (*left, *right)):
        own = [s for s in left if s.year == year]
        theirs = [s for s in right if s.year == year]
        sure = bool(year and own and theirs)
        if not sure:
            own = own or ([] if year else _latest(left))
            theirs = theirs or ([] if year else _latest(right))
        if not own or not theirs or any(agree(a.fact, b.fact) for a in own for b in theirs):
            continue
        one, other = (min(some, key=lambda s: bool(s.fact.derived)) for some in (own, theirs))
        if not _near(one.fact, other.fact) or (one.fact.derived and other.fact.derived):
            continue
        yield _finding(label, one, other, year if sure else "")
        return


def _latest(some: Sequence[Scoped]) -> list[Scoped]:
    last = max(s.year for s in some)
    return [s for s in some if s.year == last]


def _finding(label: str, one: Scoped, other: Scoped, year: str) -> Finding:
    when = f"{year} 年" if year else ""
    silent = next((said for s, said in ((one, "前"), (other, "后")) if not s.year), "")
    note = (
        f"{silent}一份没有写明年份，可能是时间不同，请核对。"
        if silent
        else "两份文件都没有说明口径，请核对。"
    )
    printed = not one.fact.derived and not other.fact.derived
    severity = Severity.HIGH if year and printed else Severity.MIDDLE
    if _of_others(one, other):
        severity, note = Severity.LOW, "两处说的学校类别不同，不是矛盾，引用时请写明范围。"
    return Finding(
        Kind.CONTRADICTION,
        severity,
        f"{when}{one.region}的“{label}”，两份文件不同：{said(one)}；{said(other)}。{note}",
        by_turns([[one.fact.place], [other.fact.place]]),
        _gap(one.fact, other.fact),
        hypothesis(one.fact.value, other.fact.value, said(other)) if printed else "",
    )


def _part_and_whole(label: str, parts: Sequence[Scoped], wholes: Sequence[Scoped]) -> Iterator[Finding]:
    """A region's figure beside that of the wider one: larger than it, or another by its scope alone."""
    pairs = [
        (part, whole)
        for part in parts
        for whole in wholes
        if part.document.id != whole.document.id
        and (part.year == whole.year or not part.year or not whole.year)
        and not part.fact.derived
        and not whole.fact.derived
    ]
    if not pairs or any(agree(part.fact, whole.fact) for part, whole in pairs):
        return
    part, whole = pairs[0]
    added = dimension(part.fact.unit) not in _RATES and not any(word in label for word in _MEANS)
    above = (
        added
        and not _of_others(part, whole)
        and min(in_base(p.fact) for p, _ in pairs) > max(in_base(w.fact) for _, w in pairs)
    )
    dated = "" if part.year and whole.year else "有一处没有写明年份，"
    if not above and {p.document.id for p in parts} & {w.document.id for w in wholes}:
        return  # one document tells both: nobody takes the one for the other
    note = (
        f"{dated}部分不应大于整体，请核对。"
        if above
        else f"{dated}范围不同（{part.region}、{whole.region}{'，学校类别也不同' if _of_others(part, whole) else ''}），不是矛盾，引用时请写明范围。"
    )
    yield Finding(
        Kind.CONTRADICTION,
        Severity.MIDDLE if above else Severity.LOW,
        f"“{label}”在两份文件里范围不同：{part.region}，{said(part)}；{whole.region}，{said(whole)}。{note}",
        (part.fact.place, whole.fact.place),
        _gap(part.fact, whole.fact) if above else "",
    )


def _of_others(one: Scoped, other: Scoped) -> bool:
    """True where the two are about sorts of school with none in common: 中职 and 高职."""
    first, second = _sorts(one), _sorts(other)
    return bool(first and second and not first & second)


def _sorts(scoped: Scoped) -> frozenset[str]:
    """The sorts of school that the figure's sentence names, or else its document's title."""
    for text in (scoped.fact.place.quote, scoped.document.title):
        found = frozenset(
            words[0] for words in audit_words().schooling if any(word in text for word in words)
        )
        if found:
            return found
    return frozenset()


def agree(one: Fact, other: Fact) -> bool:
    """True where the two are one figure, to the digits of the one that is printed with fewer."""
    return abs(in_base(one) - in_base(other)) <= max(_half_a_digit(one), _half_a_digit(other))


def _half_a_digit(fact: Fact) -> Decimal:
    exponent = fact.value.as_tuple().exponent
    unit = find_unit(fact.unit)
    whole = isinstance(exponent, int) and exponent >= 0 and not (unit and unit.factor > 1)
    if whole or not isinstance(exponent, int):
        return Decimal(0)
    return Decimal(10) ** exponent * (unit.factor if unit else 1) / 2


def _near(one: Fact, other: Fact) -> bool:
    small, large = sorted((in_base(one), in_base(other)))
    return large <= _FAR * max(small, Decimal(1))


def said(scoped: Scoped) -> str:
    """《title》“section”一节为 14 所."""
    fact = scoped.fact
    return f"《{scoped.document.title}》{fact.source}为 {with_unit(fact)}"


def _gap(one: Fact, other: Fact) -> str:
    if dimension(one.unit) != dimension(other.unit) or one.unit != other.unit:
        return ""
    return f"|{plain(one.value)} − {plain(other.value)}| = {plain(abs(one.value - other.value))}"
