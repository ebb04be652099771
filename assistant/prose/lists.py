"""Lists that stand in several sentences: A 举办 X；B 举办 Y, one after the other in one section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.model import BlockKind
from index.passages import split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Document, Span
    from index.model import Passage

_KIND = re.compile(
    r"([一-龥]{2,10}?)(?:都|一共|共|分别|主要)?(?:有|叫)(?:哪些|哪几)|哪(?:些|[几两三四五六][个家所种项])([一-龥]{2,8})"
)
_NAMED = 2
_SHORTEST = 2
_LONGEST = 4
_MOST = 6
_MOST_CHARACTERS = 700


def kinds_asked(question: str) -> list[str]:
    """The ends of the noun whose members are asked for (特色工匠学院: 工匠学院, 匠学院, 学院), longest first."""
    found = _KIND.search(question)
    if not found:
        return []
    noun = found.group(1) or found.group(2)
    return [noun[-size:] for size in range(_LONGEST, _SHORTEST - 1, -1) if len(noun) >= size]


def companions(document: Document, best: Passage, question: str, items: Sequence[str]) -> list[Span]:
    """The other sentences of the section that name one of the kind asked for; none where ``items`` do."""
    kind = next((k for k in kinds_asked(question) if len(k) == _LONGEST), "")
    if not kind or any(kind in item for item in items):
        return []
    naming = re.compile(rf"[一-龥]{{{_NAMED}}}{kind}(?!等)")
    found: list[Span] = []
    total = 0
    for block in document.blocks:
        if block.section != best.section or block.kind is not BlockKind.PARAGRAPH:
            continue
        for span in split_sentences(document, block.span):
            text = document.quote(span)
            if span.overlaps(best.span) or not naming.search(text):
                continue
            total += len(text)
            if len(found) < _MOST and total <= _MOST_CHARACTERS:
                found.append(span)
    return found
