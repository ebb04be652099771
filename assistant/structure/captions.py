"""Which figure or table shows something: its number by caption, contents and what sentences say."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.structure.meant import asks
from corpus.lines import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.reading import Reading
    from corpus.model import Document, Span

_LISTED = re.compile(r"^(图|表)\s*(\d{1,2}\s*-\s*\d{1,2})\s*[:：]?\s*(.+)$")
_REFERS = re.compile(r"图\s*(\d{1,2}\s*-\s*\d{1,2})")
_LEAST_SHARED = 3
_LEAST_SHARE = 0.5
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")

Cut = Callable[[str], list[str]]


def number_asked(draft: Draft, reading: Reading, documents: Sequence[Document], cut: Cut) -> bool:
    """Says the number of the figure or table that the question describes, and where another is given."""
    if not asks(reading.text, "number"):
        return False
    words = {w for w in cut(f"{reading.text} {' '.join(reading.subjects)}") if len(w) > 1}
    kinds = [kind for kind in ("图", "表") if f"{kind}几" in reading.text or f"{kind}" in reading.text]
    best: tuple[int, float, Document, str, str, Span, str] | None = None
    for document in documents:
        for number, caption, span, where in _captions(document):
            if number[0] not in kinds:
                continue
            own = {w for w in cut(caption) if len(w) > 1}
            shared = len(words & own)
            share = shared / max(len(own), 1)
            if shared < _LEAST_SHARED or share < _LEAST_SHARE:
                continue
            if best is None or (shared, share) > best[:2]:
                best = (shared, share, document, number, caption, span, where)
    if best is None:
        return False
    _, _, document, number, caption, span, where = best
    draft.say(f"{where}{number}：{caption}。", [draft.cite_span(document, span)])
    _other_numbers(draft, document, number, {w for w in cut(caption) if len(w) > 1}, cut)
    return True


def _captions(document: Document) -> list[tuple[str, str, Span, str]]:
    """Numbers with captions: those in the body, and those that only the contents have."""
    found = [(f.number, f.caption, f.span, "") for f in document.figures]
    found += [(t.number, t.caption, t.caption_span, "") for t in document.tables]
    for entry in document.contents:
        listed = _LISTED.match(entry.title)
        if listed:
            number = f"{listed.group(1)} {squeeze(listed.group(2))}"
            found.append((number, listed.group(3), entry.span, "目录中是"))
    return found


def _other_numbers(draft: Draft, document: Document, number: str, own: set[str], cut: Cut) -> None:
    """Sentences that refer to what the caption names by another number."""
    for block in document.blocks:
        if block.kind.value != "paragraph":
            continue
        for found in _SENTENCE.finditer(document.quote(block.span)):
            refers = _REFERS.search(found.group())
            if refers is None or f"图 {squeeze(refers.group(1))}" == number:
                continue
            if len(own & set(cut(found.group()))) < max(_LEAST_SHARED + 1, len(own) * 0.8):
                continue
            start = block.span.start
            span = type(block.span)(start + found.start(), start + found.end())
            draft.caveat(
                f"注意：正文有一处把它写作“{refers.group()}”，编号不一致。",
                [draft.cite_span(document, span)],
            )
            return
