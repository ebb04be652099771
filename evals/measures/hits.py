"""A ranking of passages as a ranking of the evidence that they hold, for the measures of retrieval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.measures.evidence import meets
from evals.model import QuoteEvidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.model import Citation, Example


LOOKED_UP = frozenset(
    ("cell", "appendix", "rank", "filter", "aggregate", "compare", "derive", "table_text", "quality")
)
"""Kinds that are answered from tables, whose captions and rows no ranking of sentences has to find."""


def wanted_evidence(example: Example) -> frozenset[str]:
    """The evidence groups that running text can meet, each under its number; empty where there is none."""
    if not example.answerable or example.kind in LOOKED_UP:
        return frozenset()
    return frozenset(
        str(number)
        for number, group in enumerate(example.evidence)
        if any(isinstance(item, QuoteEvidence) for item in group)
    )


def found_evidence(example: Example, hits: Sequence[Citation]) -> tuple[str, ...]:
    """For each hit the number of the first group that it is the first to meet, or a name of no group.

    So a group that two hits meet counts once (Zhai, Cohen & Lafferty 2003, subtopic recall).
    """
    open_groups = sorted(wanted_evidence(example), key=int)
    found = []
    for place, hit in enumerate(hits):
        met = next((g for g in open_groups if any(meets(hit, e) for e in example.evidence[int(g)])), None)
        if met is not None:
            open_groups.remove(met)
        found.append(f"other {place}" if met is None else met)
    return tuple(found)
