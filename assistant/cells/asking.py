"""What kind of cell a question wants, and whether it wants several."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from corpus.knowledge import load_toml

_CLAUSE = re.compile(r"[，,？?。；;！!]")


@dataclass(frozen=True, slots=True)
class Asked:
    """The kinds of answer and the signs of several answers that a question's words show.

    ``clauses`` counts the parts between punctuation that ask something.
    """

    kinds: frozenset[str]
    several: frozenset[str]
    clauses: int


@lru_cache(maxsize=1)
def cell_words() -> dict[str, Any]:
    """The reviewed words by which questions over tables ask."""
    return load_toml("assistant", "cell_words.toml")


def read_asked(question: str) -> Asked:
    """The words of ``question`` that ask."""
    data = cell_words()
    kinds = frozenset(k for k, words in data["kinds"].items() if any(w in question for w in words))
    several = frozenset(k for k, words in data["several"].items() if any(w in question for w in words))
    asking = [w for words in data["kinds"].values() for w in words]
    clauses = sum(any(w in part for w in asking) for part in _CLAUSE.split(question))
    return Asked(kinds, several, clauses)
