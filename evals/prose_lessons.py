"""From examples to lessons: which sentences of an index are an example's evidence."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.desks.prose import full_text
from assistant.text import normalise
from evals.model import QuoteEvidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from assistant import Assistant
    from assistant.reading import Reading
    from corpus.model import Document, Span
    from evals.model import Example
    from index.model import Passage

_MOSTLY = 0.5
_LEAST = 6


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question, the features of all stating sentences (sentences, features), and which are its evidence."""

    id: str
    values: npt.NDArray[np.float32]
    gold: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PlainText:
    """A document's text without blanks, and where each of its characters stands in the original."""

    document: str
    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, document: Document) -> PlainText:
        """The plain text of ``document``."""
        kept = [
            (character, place)
            for place, printed in enumerate(document.text)
            for character in unicodedata.normalize("NFKC", printed)
            if not character.isspace()
        ]
        return cls(document.id, "".join(c for c, _ in kept), tuple(p for _, p in kept))

    def find(self, quote: str) -> list[tuple[int, int]]:
        """Where ``quote`` stands, blanks apart: begins and ends in the original."""
        wanted = "".join(unicodedata.normalize("NFKC", quote).split())
        found = []
        at = self.text.find(wanted)
        while wanted and at >= 0:
            found.append((self.places[at], self.places[at + len(wanted) - 1] + 1))
            at = self.text.find(wanted, at + 1)
        return found


def evidence_sentences(
    example: Example, texts: Sequence[PlainText], sentences: Sequence[Passage]
) -> set[int]:
    """The numbers of the sentences that hold a quote of the example's evidence, most of it at least."""
    found: set[int] = set()
    quotes = {e.quote for group in example.evidence for e in group if isinstance(e, QuoteEvidence)}
    for text in texts:
        for quote in quotes:
            for begin, end in text.find(quote):
                found.update(
                    number
                    for number, sentence in enumerate(sentences)
                    if sentence.document == text.document and _holds(sentence.span, begin, end)
                )
    return found


def _holds(span: Span, begin: int, end: int) -> bool:
    shared = min(span.end, end) - max(span.start, begin)
    return shared >= _MOSTLY * (end - begin) or shared >= _LEAST


def lessons(assistant: Assistant, examples: Iterable[Example], kinds: Sequence[str]) -> list[Lesson]:
    """A lesson for each answerable single question of ``kinds`` whose evidence is running text."""
    texts = [PlainText.of(document) for document in assistant.documents]
    sentences = assistant.index.sentences
    stating = assistant.evidence.stating
    found = []
    for example in examples:
        if not example.answerable or len(example.turns) > 1 or example.kind not in kinds:
            continue
        gold = evidence_sentences(example, texts, sentences)
        marked = np.array([number in gold for number in range(len(sentences))])[stating]
        if not marked.any():
            continue
        reading = read(assistant, example.question)
        values = assistant.evidence.features(full_text(reading), reading.subjects, reading.rest)
        found.append(Lesson(example.id, values[stating], marked))
    return found


def read(assistant: Assistant, question: str) -> Reading:
    """The assistant's reading of a question."""
    return assistant.read(normalise(question))
