"""Where the figures of a table or figure come from: the lines that say so (数据来源：…)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.structure.meant import asks, without_asking
from corpus.lines import squeeze
from corpus.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.draft import Draft
    from assistant.reading import Reading
    from corpus.model import Document

    Cut = Callable[[str], list[str]]

_SOURCE = re.compile(r"(?:数据|资料)来源\s*[:：]?\s*(?P<told>(?:[^，。；（()）\n]|[（(][^（()）\n]*[）)])+)")
_LEAST = 2
_FITS = 0.5


@dataclass(frozen=True, slots=True)
class Source:
    """A line that names a source, with the table or figure that it belongs to."""

    document: Document
    span: Span
    told: str
    number: str
    title: str


def source_asked(draft: Draft, reading: Reading, documents: Sequence[Document], cut: Cut) -> bool:
    """Says the source of the table, figure or section that the question names; False where it asks for none."""
    if not asks(reading.text, "source"):
        return False
    sources = [source for document in documents for source in _sources(document)]
    told = [s for s in sources if s.number in reading.places]
    if not told and not reading.places:
        words = {w for w in cut(without_asking(reading.text, "source")) if len(w) > 1}
        fits = {source: _fit(source, words, cut) for source in sources}
        most = max(fits.values(), default=0.0)
        told = [s for s in sources if fits[s] == most] if most >= _FITS else []
    for source in told:
        cited = draft.cite_span(source.document, source.span)
        draft.say(f"{source.number}“{squeeze(source.title)}”的数据来源：{source.told}。", [cited])
    return bool(told)


def _fit(source: Source, words: set[str], cut: Cut) -> float:
    """The share of the question's words that the caption has; 0 for less than two."""
    shared = words & set(cut(source.title))
    return len(shared) / len(words) if len(shared) >= _LEAST else 0.0


def _sources(document: Document) -> list[Source]:
    """The lines of sources, each with the caption before it in its section, else the one behind it."""
    captions = [(t.caption_span, t.number, t.caption) for t in document.tables]
    captions += [(f.span, f.number, f.caption) for f in document.figures]
    captions.sort(key=lambda item: item[0].start)
    found = []
    for line in _SOURCE.finditer(document.text):
        section = document.section_at(line.start())
        here = [c for c in captions if section.span.contains(c[0])]
        before = [c for c in here if c[0].end <= line.start()]
        for _, number, caption in before[-1:] or here[:1]:
            span = Span(line.start(), line.end())
            found.append(Source(document, span, line.group("told").strip(), number, caption))
    return found
