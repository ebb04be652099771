"""Another place's figure for the same thing, said as a caveat."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.prose.short import clauses, has_unit
from corpus.model import Document, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.facts import Fact
    from assistant.prose.evidence import Evidence
    from index.search import Index


def say_other(index: Index, draft: Draft, fact: Fact) -> None:
    """Says another place's figure as a caveat, with its wording."""
    document: Document = index.document(fact.document)
    if fact.observation is not None:
        o = fact.observation
        unit = o.unit if o.unit == "%" else f" {o.unit}"
        draft.caveat(
            f"另有不同数字：{o.source.table}“{' › '.join(o.indicator)}”{'（合计行）' if o.subject_kind.value == 'total' else ''}为 {o.text}{unit}，口径可能不同。",
            [draft.cite_cell(o)],
        )
        return
    if fact.sentence is not None and fact.quantity is not None:
        q = fact.quantity
        span: Span = fact.sentence
        clause = f"{q.before}{document.quote(q.span)}{q.after}"
        draft.caveat(
            f"另有不同数字：{document.section_at(span.start).name}写作“{clause}”，口径可能不同。",
            [draft.cite_span(document, Span(span.start, span.end))],
        )


_DAYS = re.compile(r"\d+\s*[年月日]")
_NUMBERS = re.compile(r"\d[\d,]*(?:\.\d+)?|近[百千万]|上[百千万]|数[百千万]")
_NEAR_ROUND = re.compile(r"[近上数][百千万]")
_WITHIN = 4.5
_AS_COVERED = 0.5
_LOOKED_AT = 8
_LEAST_SHARED = 2


def say_sentence(index: Index, draft: Draft, other: Evidence, clause: str) -> None:
    """Says another sentence's figure as a caveat, with its place."""
    document = index.document(other.sentence.document)
    place = other.sentence.context.split(" › ")[-1]
    cited = [draft.cite_span(document, other.sentence.span)]
    draft.caveat(f"另一处（{place}）写作“{clause}”，口径可能不同。", cited)


def counted_otherwise(
    found: Sequence[Evidence], words: Sequence[str], units: Sequence[str]
) -> list[tuple[Evidence, str]]:
    """Sentences of other sections, with their clauses, that count the same in the unit asked for and give another number.

    They have half of the question's telling ``words`` that the best sentence ``found[0]`` has, two at least.
    """
    best = found[0]
    shared = [w for w in words if w in best.sentence.text]
    own = _counting(best.sentence.text, shared, units)
    if len(shared) < _LEAST_SHARED or not own:
        return []
    told = []
    for other in found[1:_LOOKED_AT]:
        same = (other.sentence.document, other.sentence.section) == (
            best.sentence.document,
            best.sentence.section,
        )
        text = other.sentence.text
        enough = sum(w in text for w in shared) >= max(_LEAST_SHARED, len(shared) / 2)
        near = best.score - other.score <= _WITHIN and other.covered >= _AS_COVERED * best.covered
        if same or not near or not enough:
            continue
        clause = _counting(other.sentence.text, shared, units)
        if clause and set(_NUMBERS.findall(clause)).isdisjoint(_NUMBERS.findall(own)):
            told.append((other, clause))
    return told[:1]


def _counting(text: str, words: Sequence[str], units: Sequence[str]) -> str:
    """The clause of ``text`` with a number in one of ``units`` that has the most of ``words``; "" where none has."""
    own = [
        c
        for c in clauses(text)
        if _NEAR_ROUND.search(c)
        or (any(has_unit(c, u) for u in units) if units else _NUMBERS.search(_DAYS.sub("", c)))
    ]
    return max(own, key=lambda c: sum(w in c for w in words), default="").strip("，；。 ")
