"""The audit: every check over every document, then the checks across documents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.audit.across import check_across
from corpus.audit.cells import check_cells
from corpus.audit.changes import check_changes
from corpus.audit.columns import check_columns
from corpus.audit.contradictions import check_contradictions
from corpus.audit.gaps import check_gaps
from corpus.audit.groups import check_groups
from corpus.audit.identities import check_identities
from corpus.audit.institutions import check_institutions
from corpus.audit.lists import check_lists
from corpus.audit.means import check_means
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.names import check_names
from corpus.audit.notation import check_notation
from corpus.audit.numbers import check_numbers
from corpus.audit.parts import check_parts
from corpus.audit.phrases import check_phrases
from corpus.audit.ranges import check_ranges
from corpus.audit.rows import check_rows
from corpus.audit.sentences import check_sentences
from corpus.audit.statements import check_statements
from corpus.audit.strays import check_strays
from corpus.audit.titles import check_titles
from corpus.audit.wholes import check_wholes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corpus.model import Document

_CHECKS: tuple[Callable[[Document], Iterator[Finding]], ...] = (
    check_cells,
    check_changes,
    check_columns,
    check_identities,
    check_means,
    check_parts,
    check_wholes,
    check_groups,
    check_institutions,
    check_ranges,
    check_rows,
    check_sentences,
    check_lists,
    check_titles,
    check_numbers,
    check_gaps,
    check_notation,
    check_statements,
    check_strays,
)
_BY_SEVERITY = tuple(Severity)
_BY_KIND = tuple(Kind)


def audit(documents: Sequence[Document]) -> tuple[Finding, ...]:
    """What does not add up in ``documents``: the serious first, then by kind and place, each once."""
    found = [finding for document in documents for check in _CHECKS for finding in check(document)]
    found += [*check_contradictions(documents), *check_across(documents)]
    found += [*check_names(documents), *check_phrases(documents)]
    found = _merged(found)
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


def _merged(found: Sequence[Finding]) -> list[Finding]:
    """One finding for one calculation: where a sentence repeats a table, its places are added."""
    kept: dict[tuple[Kind, str, str], Finding] = {}
    for number, finding in enumerate(found):
        key = (finding.kind, finding.places[0].document, finding.arithmetic or str(number))
        known = kept.get(key)
        if known is None:
            kept[key] = finding
        else:
            kept[key] = replace(known, places=tuple(dict.fromkeys((*known.places, *finding.places))))
    return list(kept.values())
