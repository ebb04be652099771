"""The same thing with two values: between sentences, tables and documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from corpus.audit.facts import Fact, dimension, in_base, region_facts, with_unit
from corpus.audit.labels import alike
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import by_turns
from corpus.audit.wording import hypothesis, plain, small

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from corpus.audit.model import Place
    from corpus.model import Document

_MOST_VALUES = 4
_FAR = Decimal(3)
_TENS = frozenset(Decimal(10) ** power for power in range(1, 6))
_SAME = Decimal("0.0002")


def check_contradictions(documents: Sequence[Document]) -> Iterator[Finding]:
    """A finding for each thing that has several values, with all the places that state one.

    Documents are compared with each other only where region and period are the same.
    """
    scopes: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        alone = document.id if not document.region else ""
        scopes.setdefault((document.region + alone, document.period), []).append(document)
    for (_, period), some in scopes.items():
        facts = [
            replace(f, source=f"《{d.title}》{f.source}") if len(some) > 1 else f
            for d in some
            for f in region_facts(d)
        ]
        for group in _groups(facts):
            yield from _compared(group, period[:4])


def _groups(facts: Sequence[Fact]) -> list[list[Fact]]:
    groups: list[list[Fact]] = []
    for fact in facts:
        for group in groups:
            if any(_same_thing(known, fact) for known in group):
                group.append(fact)
                break
        else:
            groups.append([fact])
    return groups


def _same_thing(one: Fact, other: Fact) -> bool:
    return dimension(one.unit) == dimension(other.unit) and any(
        alike(label, another) for label in one.labels for another in other.labels
    )


def _compared(group: Sequence[Fact], year: str) -> Iterator[Finding]:
    """The findings of one thing, year by year; a fact without a year is of the documents' own."""
    stated = {year, *(y for fact in group if len(fact.years) == 1 for y in fact.years)}
    for one in sorted(stated):
        some = [f for f in group if not one or one in f.years or (not f.years and one == year)]
        some = [f for f in some if not any(_within(f, other) for other in some)]
        known_parts = {value for f in some for _, value in f.parts}
        some = [f for f in some if f.parts or f.value not in known_parts]
        for near in _near(some):
            by_value: dict[Decimal, list[Fact]] = {}
            for fact in (f for f in some if f in near):
                by_value.setdefault(in_base(fact), []).append(fact)
            if 1 < len(by_value) <= _MOST_VALUES and not all(fact.derived for fact in near):
                yield _finding(near, by_value)
        yield from _slipped(some)


def _near(group: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The facts of one order: a figure three times as large as the next counts something else."""
    ordered = sorted(group, key=in_base)
    near: list[Fact] = []
    for fact in ordered:
        if near and in_base(fact) > _FAR * max(in_base(near[0]), Decimal(1)):
            yield near
            near = []
        near.append(fact)
    if near:
        yield near


def _slipped(group: Sequence[Fact]) -> Iterator[Finding]:
    """Two printed figures of one label that are ten, a hundred, ... times each other: a slip of the unit."""
    printed = [fact for fact in group if not fact.derived]
    for i, one in enumerate(printed):
        for other in printed[i + 1 :]:
            small, large = sorted((in_base(one), in_base(other)))
            if small > _FAR and large / small in _TENS and set(one.labels) & set(other.labels):
                yield _finding([one, other], {in_base(one): [one], in_base(other): [other]})
                return


def _within(fact: Fact, other: Fact) -> bool:
    """True where ``fact`` is a part that its own sentence gives after the whole."""
    return not fact.derived and fact.place == other.place and fact.value < other.value


def _finding(group: Sequence[Fact], by_value: dict[Decimal, list[Fact]]) -> Finding:
    shared = Counter(label for f in group for label in set(f.labels)).most_common(1)[0]
    exact = shared[1] == len(group)
    levels = [f for f in group if f.parts]
    printed = [value for value, facts in by_value.items() if not all(f.derived for f in facts)]
    severity = Severity.HIGH if len(printed) > 1 and exact and not levels else Severity.MIDDLE
    scope = (
        "文件没有说明口径。" if exact and not levels else "几处的名称或范围不尽相同，可能是口径不同，请核对。"
    )
    said = "；".join(_said(facts) for facts in by_value.values())
    first, *others = sorted((facts[0] for facts in by_value.values()), key=lambda f: bool(f.derived))
    return Finding(
        Kind.CONTRADICTION,
        severity,
        f"“{min((f.name for f in group), key=len)}”有{small(len(by_value))}个数：{said}。{scope}",
        tuple(
            dict.fromkeys(
                (*by_turns([[f.place for f in facts] for facts in by_value.values()]), *_beside(group))
            )
        ),
        "；".join(_gap(first, other) for other in others),
        _guess(group, [facts[0] for facts in by_value.values()]),
    )


def _beside(group: Sequence[Fact]) -> list[Place]:
    return [place for fact in group for place in fact.beside]


def _said(facts: Sequence[Fact]) -> str:
    first = facts[0]
    parts = "、".join(f"{name} {plain(value)}" for name, value in first.parts)
    return (
        "、".join(dict.fromkeys(f.source for f in facts))
        + f"为 {with_unit(first)}"
        + (f"（其中{parts}）" if parts else "")
    )


def _gap(first: Fact, other: Fact) -> str:
    shown = f"|{plain(first.value)} − {plain(other.value)}| = {plain(abs(first.value - other.value))}"
    return f"{shown}（{other.derived}）" if other.derived else shown


def _guess(group: Sequence[Fact], shown: Sequence[Fact]) -> str:
    """Swapped digits or another unit between two values; or a total that a printed mean implies."""
    echoes = [echo for fact in group for echo in fact.echoes]
    printed = [fact for fact in shown if not fact.derived]
    return next(
        (
            guess
            for guess in (*_pairs(printed), *(_echo(f, echo) for f in printed for echo in echoes))
            if guess
        ),
        "",
    )


def _pairs(printed: Sequence[Fact]) -> Iterable[str]:
    return (hypothesis(a.value, b.value, b.source) for i, a in enumerate(printed) for b in printed[i + 1 :])


def _echo(fact: Fact, echo: tuple[Decimal, str]) -> str:
    value, how = echo
    if value and abs(fact.value / value - 1) <= _SAME and round(fact.value) == round(value):
        return f"推测：{plain(fact.value)} 与{how} = {plain(value, 2)} 相符，可能由均值推得"
    return hypothesis(fact.value, round(value, 0), how + " =")
