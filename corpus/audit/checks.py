"""The audit: every check over every document, then the checks across documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.audit.cells import check_cells
from corpus.audit.model import Finding, Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corpus.model import Document

_CHECKS: tuple[Callable[[Document], Iterator[Finding]], ...] = (check_cells,)
_BY_SEVERITY = tuple(Severity)
_BY_KIND = tuple(Kind)


def audit(documents: Sequence[Document]) -> tuple[Finding, ...]:
    """What does not add up in ``documents``: the serious first, then by kind and place, each once."""
    found = [finding for document in documents for check in _CHECKS for finding in check(document)]
    order = {document.id: place for place, document in enumerate(documents)}
    by_id = {finding.id: finding for finding in reversed(found)}
    return tuple(
        sorted(
            by_id.values(),
            key=lambda f: (
                _BY_SEVERITY.index(f.severity),
                _BY_KIND.index(f.kind),
                order[f.places[0].document],
                f.places[0].span,
            ),
        )
    )
