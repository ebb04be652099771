"""Do the citations point at the evidence?"""

from __future__ import annotations

import re

from evals.documents import document_key
from evals.model import CellEvidence, Citation, Evidence, Example, QuoteEvidence
from evals.text import figures, normalise

OVERLAP = 8
"""Shared characters below which two quotes are not the same place."""

_TABLE = re.compile(r"(?:附表|表)\d+(?:-\d+)?")
_PATH = re.compile("[\u203a>»→]")
_LAST_PARENTHESES = re.compile(r"\([^()]*\)$")


def meets(citation: Citation, evidence: Evidence) -> bool:
    """Whether the citation points at this piece of evidence."""
    if document_key(citation.document) != document_key(evidence.document):
        return False
    if isinstance(evidence, QuoteEvidence):
        return _overlap(normalise(evidence.quote), normalise(citation.quote))
    return _same_cell(citation, evidence)


def _overlap(evidence: str, quote: str) -> bool:
    """One contains the other, or the end of one is the beginning of the other (a line's edge)."""
    if evidence in quote:
        return True
    if len(quote) < OVERLAP:
        return False
    return quote in evidence or _chained(evidence, quote) or _chained(quote, evidence)


def _chained(first: str, second: str) -> bool:
    limit = min(len(first), len(second))
    return any(first.endswith(second[:size]) for size in range(OVERLAP, limit))


def _same_cell(citation: Citation, evidence: CellEvidence) -> bool:
    return (
        table_key(citation.table) == table_key(evidence.table)
        and same_path(citation.row, evidence.row)
        and same_column(citation.column, evidence.column)
        and _same_unit(citation, evidence.unit)
    )


def table_key(label: str) -> str:
    """The number of a table: 表1-1 and 表 1-1 核心指标统计表 are the same."""
    normal = normalise(label)
    match = _TABLE.match(normal)
    return match[0] if match else normal


def path_parts(label: str) -> tuple[str, ...]:
    """The levels of a row or column label, without 其中: and blanks."""
    parts = (normalise(part).removeprefix("其中:") for part in _PATH.split(label))
    return tuple(part for part in parts if part)


def same_path(cited: str, wanted: str) -> bool:
    """Whether the shorter path is the end of the longer one; nothing wanted fits anything."""
    ours, theirs = path_parts(cited), path_parts(wanted)
    if not theirs:
        return True
    size = min(len(ours), len(theirs))
    return size > 0 and ours[-size:] == theirs[-size:]


def same_column(cited: str, wanted: str) -> bool:
    """As for rows; a unit in parentheses at the end may be left out."""
    return same_path(_without_unit(cited), _without_unit(wanted))


def _without_unit(label: str) -> str:
    return _LAST_PARENTHESES.sub("", normalise(label)) or label


def _same_unit(citation: Citation, unit: str) -> bool:
    """Two rows may differ in their unit only (门, 学时): a quote that is more than a figure shows it."""
    if not unit:
        return True
    quote = normalise(citation.quote)
    bare = len(list(figures(quote))) == 1 and not re.search(r"[^\d.]", quote)
    return bare or not quote or normalise(unit) in quote


def missed_groups(example: Example, citations: tuple[Citation, ...]) -> tuple[int, ...]:
    """The evidence groups that no citation meets."""
    return tuple(
        number
        for number, group in enumerate(example.evidence)
        if not any(meets(citation, item) for citation in citations for item in group)
    )


def evidence_recall(example: Example, citations: tuple[Citation, ...]) -> float | None:
    """Share of the evidence groups met: citation recall (Gao et al. 2023, ALCE, section 4)."""
    if not example.evidence:
        return None
    return 1 - len(missed_groups(example, citations)) / len(example.evidence)


def citation_precision(example: Example, citations: tuple[Citation, ...]) -> float | None:
    """Share of the citations that meet some evidence: citation precision (Gao et al. 2023, ALCE).

    The evidence of an example need not be complete, so this is a lower bound.
    """
    if not example.evidence or not citations:
        return None
    wanted = [item for group in example.evidence for item in group]
    hits = sum(any(meets(citation, item) for item in wanted) for citation in citations)
    return hits / len(citations)
