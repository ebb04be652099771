"""Statements that do not agree: who leads a thing, what has come about, whose figures they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.audit.facts import Fact, dimension, region_facts
from corpus.audit.labels import alike, audit_words, bigrams, core, dice, opposed
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place, sentence_place
from corpus.audit.wording import plain
from corpus.knowledge import structure_words
from corpus.model import BlockKind, SectionKind
from corpus.quantities import find_quantities

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.audit.model import Place
    from corpus.model import Document, Span
    from corpus.quantities import Quantity

_THING = 0.5
_LISTED_THING = 0.9  # rows of one table have much of their names in common
_SAME_DOER = 0.3
_LEAST_THING = 6
_LEAST_ITEMS = 3
_LEAST_HEAD = 4
_LEAST_RUN = 3
_TELLING = 1000  # a figure so large seldom comes twice by chance
_SCHOOLS = ("高职", "中职", "本科")


@dataclass(frozen=True, slots=True)
class _Lead:
    thing: str
    doer: str
    place: Place


@dataclass(frozen=True, slots=True)
class _Listed:
    items: tuple[str, ...]
    head: str
    place: Place


def check_statements(document: Document) -> Iterator[Finding]:
    """Contradicting statements within a document."""
    yield from _leads(document)
    yield from _lists(document)
    yield from _runs(document)
    yield from _labels(document)
    yield from _levels(document)


def _paragraphs(document: Document) -> Iterator[tuple[str, int, int]]:
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            yield document.quote(block.span), block.span.start, block.section


def _leads(document: Document) -> Iterator[Finding]:
    """``由甲牵头搭建的乙`` in one place, and 乙 led by somebody else in another."""
    leads = _leads_of(document)
    for i, one in enumerate(leads):
        for other in leads[i + 1 :]:
            if not (one.place.table and other.place.table) and _of_two_minds(one, other):
                yield Finding(
                    Kind.CONTRADICTION,
                    Severity.HIGH,
                    f"“{one.thing}”的牵头单位有两种说法：一处是{one.doer}，一处是{other.doer}。",
                    (one.place, other.place),
                )


def check_leads(documents: Sequence[Document]) -> Iterator[Finding]:
    """One thing led by two in two documents of related regions; perhaps at different times, which is said."""
    own = [(document, _leads_of(document)) for document in documents]
    for i, (document, leads) in enumerate(own):
        for later, others in own[i + 1 :]:
            for one in leads:
                other = next((lead for lead in others if _of_two_minds(one, lead)), None)
                if other is not None:
                    yield Finding(
                        Kind.CONTRADICTION,
                        Severity.MIDDLE,
                        f"“{one.thing}”的牵头单位，两份文件说法不同：《{document.title}》是{one.doer}，"
                        f"《{later.title}》是{other.doer}。也可能是时间不同，请核对。",
                        (one.place, other.place),
                    )


def _leads_of(document: Document) -> list[_Lead]:
    verbs = "|".join(audit_words().leading)
    before = re.compile(
        rf"由([^，。；由]{{2,40}}?)(?:共同|联合)?(?:{verbs})(?:[^，。；]{{0,8}}?的)?([\u4e00-\u9fff“”]{{0,30}})"
    )
    leads = list(_table_leads(document))
    for text, offset, section in _paragraphs(document):
        for found in before.finditer(text):
            place = sentence_place(document, offset + found.start(), offset + found.end())
            thing = re.split("入选|获批|获评|负责", found.group(2))[0]
            title = document.sections[section]
            if len(thing) < _LEAST_THING and title.kind is SectionKind.CASE:
                thing = title.title
            if len(thing) >= _LEAST_THING:
                leads.append(_Lead(thing, found.group(1), place))
    return leads


def _of_two_minds(one: _Lead, other: _Lead) -> bool:
    """True where the two are about one thing and name others as its leaders."""
    listed = bool(one.place.table or other.place.table)
    alike_enough = _LISTED_THING if listed else _THING
    return _borne(one.thing, other.thing) >= alike_enough and _differ(one.doer, other.doer)


def _differ(one: str, other: str) -> bool:
    """True for doers with little in common, or whose schools are others: 宜宾职业技术学院, 四川工程职业技术大学."""
    if _borne(one, other) < _SAME_DOER:
        return True
    suffixes = structure_words().organisation_suffixes
    own, theirs = (
        [n.strip() for n in re.split("[、和及与]", d) if n.endswith(suffixes)] for d in (one, other)
    )
    return bool(own and theirs) and not any(n in other for n in own) and not any(n in one for n in theirs)


def _table_leads(document: Document) -> Iterator[_Lead]:
    """Who leads what by tables of words that have a column for it: 牵头企业, 牵头高校."""
    verbs = audit_words().leading
    for table in document.tables:
        columns = [c for c in table.columns if any(c.label.startswith(verb) for verb in verbs)]
        for row in table.rows if columns else ():
            cells = [row.cells[column.index] for column in columns if row.cells[column.index].text]
            if cells and len(row.label) >= _LEAST_THING:
                doers = "、".join(cell.text for cell in cells)
                yield _Lead(row.label, doers, cell_place(document, table, cells[0]))


def _borne(one: str, other: str) -> float:
    """The share of the shorter text's pairs of characters that the other has."""
    first, second = bigrams(one), bigrams(other)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def _lists(document: Document) -> Iterator[Finding]:
    """Lists of what has come about, for the same noun, that differ; or an item that is still planned."""
    by_head: dict[str, list[_Listed]] = {}
    for one in _enumerations(document):
        by_head.setdefault(one.head, []).append(one)
    for head, listed in by_head.items():
        first = listed[0]
        other = next((o for o in listed if _differs(first, o)), None)
        if other is None:
            continue
        left = "、".join(x for x in first.items if x not in other.items)
        right = "、".join(x for x in other.items if x not in first.items)
        planned = list(_planned(document, head, (*first.items, *other.items)))
        yield Finding(
            Kind.CONTRADICTION,
            Severity.HIGH if planned else Severity.MIDDLE,
            f"已成立的“{head}”各处列举不同：一处有{left or '（无）'}，一处有{right or '（无）'}。"
            + ("其中有的在别处说正在推进。" if planned else ""),
            tuple(dict.fromkeys((first.place, other.place, *planned, *(o.place for o in listed)))),
        )


def _differs(one: _Listed, other: _Listed) -> bool:
    """True for two lists of nearly the same things."""
    shared = set(one.items) & set(other.items)
    return set(one.items) != set(other.items) and len(shared) >= _LEAST_ITEMS - 1


def _enumerations(document: Document) -> Iterator[_Listed]:
    verbs = "|".join(audit_words().done)
    opening = re.compile(rf"(?:{verbs})((?:[^，。；、]{{2,16}}、){{2,}}[^，。；]{{2,40}})")
    found: list[tuple[list[str], str, Place]] = []
    heads: list[str] = []
    for text, offset, _ in _paragraphs(document):
        for match in opening.finditer(text):
            place = sentence_place(document, offset + match.start(), offset + match.end())
            body = (
                re.split(r"(?:和|以及)(?=[^、]{2,30}(?:、|等|$))", match.group(1))[0]
                if "等" in match.group(1)
                else match.group(1)
            )
            items, _, head = body.partition("等")
            head = re.match(r"[\u4e00-\u9fff]*", head).group(0) if head else ""  # type: ignore[union-attr]
            if len(head) >= _LEAST_HEAD:
                heads.append(head)
            found.append((items.split("、"), head, place))
    for items, head, place in found:
        shared = head if head in heads else next((h for h in heads if h in items[-1]), "")
        if shared:
            yield _Listed(tuple(item.partition(shared)[0] for item in items), shared, place)


def _planned(document: Document, head: str, items: Sequence[str]) -> Iterator[Place]:
    pattern = re.compile(rf"正在[^。；]{{0,60}}?{re.escape(head)}")
    for text, offset, _ in _paragraphs(document):
        for found in pattern.finditer(text):
            if any(len(item) >= _LEAST_HEAD and item in found.group(0) for item in items):
                yield sentence_place(document, offset + found.start(), offset + found.end())


def _runs(document: Document) -> Iterator[Finding]:
    """The same run of figures in two places, once of all and once of one sort of school."""
    sentences: dict[Span, list[Quantity]] = {}
    for quantity in find_quantities(document):
        sentences.setdefault(quantity.sentence, []).append(quantity)
    known: dict[tuple[object, ...], list[Quantity]] = {}
    for some in sentences.values():
        for start in range(len(some) - _LEAST_RUN):
            run = some[start : start + _LEAST_RUN + 1]
            key = tuple((q.value, q.unit) for q in run)
            earlier = known.setdefault(key, run)
            if earlier is run or earlier[0].sentence == run[0].sentence:
                continue
            own = [_sorts(document, q[0]) for q in (earlier, run)]
            if own[0] == own[1]:
                continue
            limited, word = (run, own[1] or own[0])
            yield Finding(
                Kind.CONTRADICTION,
                Severity.HIGH,
                f"同一组数（{'、'.join(f'{plain(q.value)} {q.unit}' for q in run)}）在一处限定为“{'、'.join(sorted(word))}”，在另一处没有这个限定或范围不同。",
                tuple(sentence_place(document, q[0].span.start, q[0].span.end) for q in (limited, earlier)),
            )


def _sorts(document: Document, quantity: Quantity) -> frozenset[str]:
    """The sorts of school that the sentence and its neighbours within the paragraph name."""
    start = document.text.rfind("\n", 0, quantity.span.start) + 1
    before = document.text[start : quantity.span.end + 30]
    return frozenset(word for word in _SCHOOLS if word in before)


def _labels(document: Document) -> Iterator[Finding]:
    """One telling figure under two names."""
    facts = [f for f in region_facts(document) if not f.derived]
    by_value: dict[tuple[object, str], list[Fact]] = {}
    for fact in facts:
        by_value.setdefault((fact.value, dimension(fact.unit)), []).append(fact)
    for some in by_value.values():
        first = some[0]
        for other in some[1:] if dimension(first.unit) != "percent" else ():
            if not _two_names(first, other):
                continue
            telling = first.value >= _TELLING
            yield Finding(
                Kind.CONTRADICTION if telling else Kind.NAMING,
                Severity.HIGH if telling else Severity.LOW,
                f"同一个数 {plain(first.value)} {first.unit} 有两个名称：“{first.name}”（{first.source}）和“{other.name}”（{other.source}），"
                f"{'含义不同，请核对' if telling else '请统一'}。",
                tuple(dict.fromkeys((other.place, *(f.place for f in some)))),
            )
            break


def _two_names(one: Fact, other: Fact) -> bool:
    """True where two labels share words and neither is the other with more words."""
    if one.place == other.place or any(alike(a, b) for a in one.labels for b in other.labels):
        return False
    if any(opposed(a, b) for a in one.labels for b in other.labels):
        return False
    shared = any(_partly(a, b) for a in one.labels for b in other.labels)
    if one.value >= _TELLING:
        return shared
    return (
        shared
        and one.unit == other.unit
        and any(dice(a, b) >= _SAME_DOER for a in one.labels for b in other.labels)
    )


def _partly(one: str, other: str) -> bool:
    return one not in other and other not in one and one[-2:] == other[-2:]


def _levels(document: Document) -> Iterator[Finding]:
    """A sentence's figure for one level against the table's part of that level."""
    levels = audit_words().contrasts[0]
    said = [
        (quantity, level)
        for quantity in find_quantities(document)
        if (level := next((w for w in levels if w in quantity.before + quantity.after), ""))
    ]
    for fact in region_facts(document):
        parts = [(name, value, place) for (name, value), place in zip(fact.parts, fact.beside, strict=False)]
        for quantity, level in said if parts else ():
            part = next((p for p in parts if level in p[0]), None)
            clause = core(quantity.before + quantity.after, document.region)
            if part is None or part[1] == quantity.value or core(fact.name) not in clause:
                continue
            yield Finding(
                Kind.CONTRADICTION,
                Severity.MIDDLE,
                f"{level}的“{fact.name}”，文中为 {plain(quantity.value)} {quantity.unit}，{fact.place.table}“{part[0]}”为 {plain(part[1])} {fact.unit}，"
                "年份或口径可能不同，请核对。",
                (sentence_place(document, quantity.span.start, quantity.span.end), part[2]),
                f"|{plain(quantity.value)} − {plain(part[1])}| = {plain(abs(quantity.value - part[1]))}",
            )
