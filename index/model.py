"""The nouns of the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.model import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is searched as one: a paragraph or a sentence of it.

    ``document`` is the document's id, ``section`` the index of its section there, ``context`` the
    section path as one line; ``text == document.quote(span)``. ``number`` is its place among all
    passages (or sentences) of the index; ``parent`` is, for a sentence, its passage's number.
    """

    number: int
    document: str
    section: int
    context: str
    text: str
    span: Span
    parent: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, with the scores that found it.

    ``lexical`` is BM25 (larger is better), ``dense`` the cosine of the embeddings, ``score`` the
    fused score by which hits are ordered.
    """

    passage: Passage
    lexical: float
    dense: float
    score: float
