"""Derived indicators: reviewed formulas over two columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.concepts import MASK
from corpus.errors import KnowledgeError
from corpus.knowledge import load_toml
from corpus.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.query import Measure


@dataclass(frozen=True, slots=True)
class Formula:
    """Two figures divided, subtracted or added: their concepts, a factor, the unit, and the definition's source.

    ``operator`` is ÷, − or +; for − the numerator is what is subtracted from, and in % the rest is its share
    in the numerator; ``share`` is the name of that. ``beside`` are concepts that the question must name
    besides what is ``said``, unless it asks for a share.
    """

    name: str
    said: tuple[str, ...]
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    scale: Decimal
    unit: str
    source: str
    operator: str = "÷"
    beside: tuple[str, ...] = ()
    share: str = ""

    @property
    def shown_unit(self) -> str:
        """What follows a value: nothing for a ratio, ``%``, or the unit after a space."""
        return {":1": "", "%": "%"}.get(self.unit, f" {self.unit}")


@lru_cache(maxsize=1)
def formulas() -> tuple[Formula, ...]:
    """All formulas of ``knowledge/formulas.toml``; raises :class:`KnowledgeError` on a bad entry."""
    found = []
    for place, entry in enumerate(load_toml("assistant", "formulas.toml")["formula"], start=1):
        try:
            found.append(
                Formula(
                    entry["name"],
                    tuple(entry["said"]),
                    tuple(entry["numerator"]),
                    tuple(entry["denominator"]),
                    Decimal(entry["scale"]),
                    entry["unit"],
                    entry["source"],
                    entry.get("operator", "÷"),
                    tuple(entry.get("beside", ())),
                    entry.get("share", ""),
                )
            )
        except KeyError as error:
            raise KnowledgeError(
                f"assistant/knowledge/formulas.toml: formula {place} has no {error}"
            ) from error
    return (*found, *(_in_per_cent(formula) for formula in found if formula.share))


def _in_per_cent(formula: Formula) -> Formula:
    """What is left as a share of what it was taken from; said by the words of ``formula``."""
    source = f"（{formula.source}）÷ {formula.source.partition(' − ')[0]}"
    return replace(
        formula, name=formula.share, said=(), scale=Decimal(100), unit="%", source=source, share=""
    )


def formula_named(name: str, measures: Sequence[Measure] = ()) -> Formula:
    """The reviewed formula of that name, or the plain one over the two ``measures`` that it names.

    Raises :class:`KnowledgeError` where it is neither.
    """
    plain = [make(*measures[:2]) for make in (share_of, quotient_of, rest_of, sum_of) if len(measures) > 1]
    found = next((f for f in (*formulas(), *plain) if f.name == name), None)
    if found is None:
        raise KnowledgeError(f"assistant/knowledge/formulas.toml: no formula {name!r}")
    return found


def share_of(part: Measure, whole: Measure) -> Formula:
    """The share of one measure in another, in per cent."""
    one, other = part.path[-1], whole.path[-1]
    name = f"{one}占{other}的比例"
    return Formula(name, (), part.words, whole.words, Decimal(100), "%", f"{one} ÷ {other}")


def quotient_of(top: Measure, base: Measure) -> Formula:
    """One measure divided by another of another kind, in base units: 元/人."""
    one, other = top.path[-1], base.path[-1]
    over, under = (_base_unit(m.unit) for m in (top, base))
    unit = ":1" if over == under else f"{over}/{under}"
    return Formula(f"{one} ÷ {other}", (), top.words, base.words, Decimal(1), unit, f"{one} ÷ {other}")


def rest_of(whole: Measure, part: Measure) -> Formula:
    """What is left of one measure without another."""
    name = f"{whole.path[-1]} − {part.path[-1]}"
    return Formula(name, (), whole.words, part.words, Decimal(1), whole.unit, name, "−")


def sum_of(one: Measure, other: Measure) -> Formula:
    """Two measures of one unit together."""
    name = f"{one.path[-1]} + {other.path[-1]}"
    return Formula(name, (), one.words, other.words, Decimal(1), one.unit, name, "+")


def _base_unit(name: str) -> str:
    """元 for 万元, 册 for 万册; the unit itself where it is no multiple."""
    unit = find_unit(name)
    return name if unit is None or unit.factor == 1 else name.lstrip("十百千万亿")


def said_formula(text: str, words: Sequence[str] = (), *, share: bool = False) -> Formula | None:
    """The formula whose name or everyday word is in ``text``; the longest word wins.

    What is left of a whole is meant in per cent where a ``share`` is asked for. Before a masked name, 比 is
    not the end of a word but compares: 双师比□□多几个.
    """
    hits = [
        (len(word), f)
        for f in formulas()
        if set(f.beside) <= set(words) or (share and f.share)
        for word in (f.name, *f.said)
        if _has(text, word)
    ]
    best = max(hits, key=lambda hit: hit[0])[1] if hits else None
    return formula_named(best.share) if best is not None and best.share and share else best


def _has(text: str, word: str) -> bool:
    compares = word.endswith("比") and f"{word}{MASK}" in text
    return word in text and not compares
