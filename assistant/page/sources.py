"""The panel beside the chat: for every citation a card with its place, the passage and the quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.page.reader.places import citation_address
from assistant.page.rows import CitedRow, cited_row
from assistant.page.templates import render

if TYPE_CHECKING:
    from assistant.model import Citation, Turn
    from corpus.model import Document

AROUND = 160
"""Characters of the passage shown before and after a quote; the rest unfolds on a click."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage cut at its quote; ``head`` and ``tail`` are what is folded away."""

    head: str
    before: str
    quote: str
    after: str
    tail: str


@dataclass(frozen=True, slots=True)
class Card:
    """One citation, ready to be shown."""

    number: int
    citation: Citation
    row: CitedRow | None
    excerpt: Excerpt
    address: str


def turns_to_sources(turns: tuple[Turn, ...], documents: tuple[Document, ...]) -> str:
    """The cards of all turns, one group each; only the newest group is open."""
    groups = [
        (number, turn.question, citations_to_cards(turn.answer.citations, documents))
        for number, turn in enumerate(turns, start=1)
    ]
    return render("sources.html", groups=groups, newest=len(turns))


def citations_to_cards(citations: tuple[Citation, ...], documents: tuple[Document, ...]) -> list[Card]:
    """A card for every citation, numbered as the marks in the answer are."""
    by_id = {document.id: document for document in documents}
    return [
        Card(
            number,
            citation,
            cited_row(citation, by_id.get(citation.document_id)),
            passage_to_excerpt(citation),
            citation_address(citation, by_id.get(citation.document_id)),
        )
        for number, citation in enumerate(citations, start=1)
    ]


def passage_to_excerpt(citation: Citation) -> Excerpt:
    """The passage around the quote, or the quote alone where no passage holds it."""
    start = citation.passage.find(citation.quote)
    if start < 0:
        return Excerpt("", "", citation.quote, "", "")
    end = start + len(citation.quote)
    first = start - AROUND if start > 2 * AROUND else 0
    last = end + AROUND if len(citation.passage) - end > 2 * AROUND else len(citation.passage)
    text = citation.passage
    return Excerpt(text[:first], text[first:start], citation.quote, text[end:last], text[last:])
