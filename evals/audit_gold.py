"""The audit's findings against what a careful reader found, by kind and place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.lines import squeeze
from evals.errors import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from corpus import Document, Finding
    from corpus.audit import Place

_TOGETHER = 2
_RELATED = (
    {"contradiction", "arithmetic", "scope", "outlier"},
    {"missing", "truncated", "outlier"},
    {"naming", "numbering", "contradiction"},
)


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A place that the reader names: a cell, or source lines (1-based) of a document."""

    document: str
    lines: frozenset[int]
    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class GoldItem:
    """One thing that a careful reader finds wrong; severity is high, medium or low."""

    id: str
    kind: str
    severity: str
    said: str
    places: tuple[GoldPlace, ...]


def read_gold(path: Path) -> tuple[GoldItem, ...]:
    """The items of a JSON Lines file; raises :class:`EvaluationError` with the line that is wrong."""
    items = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            data = json.loads(line)
            places = tuple(
                GoldPlace(
                    p["doc"], frozenset(p.get("lines", ())), squeeze(p.get("table", "")), squeeze(p.get("row", "")), squeeze(p.get("column", "")),
                )
                for p in data["places"]
            )  # fmt: skip
            items.append(GoldItem(data["id"], data["kind"], data["severity"], data["said"], places))
        except (ValueError, KeyError) as error:
            raise EvaluationError(f"{path}:{number}: {error!r}") from error
    return tuple(items)


def matches(item: GoldItem, finding: Finding, documents: Mapping[str, Document]) -> bool:
    """True where the finding is of a related kind and names two of the item's places (or its only one)."""
    kinds = {item.kind, finding.kind.value}
    if len(kinds) > 1 and not any(kinds <= related for related in _RELATED):
        return False
    shared = sum(
        any(_same_place(wanted, place, documents) for place in finding.places) for wanted in item.places
    )
    return shared >= min(_TOGETHER, len(item.places))


def _same_place(wanted: GoldPlace, place: Place, documents: Mapping[str, Document]) -> bool:
    document = documents[place.document]
    if wanted.document != document.id:
        return False
    if wanted.lines:
        first = document.source_line(place.span.start)
        last = document.source_line(max(place.span.end - 1, place.span.start))
        if wanted.lines & set(range(first, last + 1)):
            return True
    row = squeeze(place.row)
    return (
        bool(wanted.table)
        and wanted.table == squeeze(place.table)
        and wanted.column in ("", squeeze(place.column))
        and (wanted.row == row or wanted.row.endswith(row))
    )


def found_items(
    items: Sequence[GoldItem], findings: Sequence[Finding], documents: Sequence[Document]
) -> dict[str, tuple[Finding, ...]]:
    """For each item the findings that name it."""
    by_id = {document.id: document for document in documents}
    return {item.id: tuple(f for f in findings if matches(item, f, by_id)) for item in items}
