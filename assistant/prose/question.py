"""What is looked for in running text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.model import Observation


@dataclass(frozen=True, slots=True)
class ProseQuestion:
    """What is looked for: the question with full names, its schools, and where the talk is already.

    ``sections`` are pairs (document id, section index) of the answers before; ``documents`` the ids
    looked in; ``rest`` the question without what names schools; ``fresh`` what a follow-up names that its topic
    does not, ``new`` its other words that its topic has not, ``topic`` that topic; ``cells`` the tables' figures that the documents' sides ask for.
    """

    text: str
    subjects: tuple[str, ...]
    sections: tuple[tuple[str, int], ...] = ()
    documents: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    rest: str = ""
    fresh: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    topic: str = ""
    cells: Mapping[str, Observation] = field(default_factory=dict, hash=False)
