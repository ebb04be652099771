"""Derived indicators: reviewed formulas over two columns."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.concepts import MASK
from corpus.errors import KnowledgeError
from corpus.knowledge import load_toml


@dataclass(frozen=True, slots=True)
class Formula:
    """A quotient: concepts of numerator and denominator, factor, unit, and the definition's source."""

    name: str
    said: tuple[str, ...]
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    scale: Decimal
    unit: str
    source: str

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
                )
            )
        except KeyError as error:
            raise KnowledgeError(
                f"assistant/knowledge/formulas.toml: formula {place} has no {error}"
            ) from error
    return tuple(found)


def formula_named(name: str) -> Formula:
    """The formula of that name; raises :class:`KnowledgeError` where there is none."""
    found = next((f for f in formulas() if f.name == name), None)
    if found is None:
        raise KnowledgeError(f"assistant/knowledge/formulas.toml: no formula {name!r}")
    return found


def said_formula(text: str) -> Formula | None:
    """The formula whose name or everyday word is in ``text``; the longest word wins.

    Before a masked name, 比 is not the end of a word but compares: 双师比□□多几个.
    """
    hits = [(len(word), f) for f in formulas() for word in (f.name, *f.said) if _has(text, word)]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None


def _has(text: str, word: str) -> bool:
    compares = word.endswith("比") and f"{word}{MASK}" in text
    return word in text and not compares
