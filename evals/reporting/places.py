"""Where an example's evidence stands: documents, chapters, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evals.documents import document_key
from evals.measures.evidence import table_key
from evals.model import CellEvidence, Evidence, Example, QuoteEvidence
from evals.prose_lessons import PlainText

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corpus import Document

NOWHERE: Final = "none"
"""The place of an example without evidence."""


class Places:
    """Finds the places of evidence in the documents."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._texts = [(document_key(d.title), d, PlainText.of(d)) for d in documents]

    def dimensions(self) -> dict[str, Callable[[Example], tuple[str, ...]]]:
        """What a set is broken down by; an example is in every chapter and table that it needs."""
        return {
            "kind": lambda example: (example.kind,),
            "document": self.documents,
            "chapter": self.chapters,
            "table": self.tables,
        }

    def documents(self, example: Example) -> tuple[str, ...]:
        """The documents that hold the evidence."""
        keys = sorted({document_key(item.document) for item in _first_choices(example)})
        return (" + ".join(keys) or NOWHERE,)

    def chapters(self, example: Example) -> tuple[str, ...]:
        """The highest headings above the quotes."""
        quotes = [item for item in _first_choices(example) if isinstance(item, QuoteEvidence)]
        return tuple(dict.fromkeys(name for quote in quotes for name in self._chapter(quote)))

    def tables(self, example: Example) -> tuple[str, ...]:
        """The tables of the cells."""
        cells = [item for item in _first_choices(example) if isinstance(item, CellEvidence)]
        return tuple(dict.fromkeys(table_key(cell.table) for cell in cells))

    def _chapter(self, quote: QuoteEvidence) -> tuple[str, ...]:
        for key, document, text in self._texts:
            found = text.find(quote.quote) if key == document_key(quote.document) else []
            if found:
                path = document.section_at(found[-1][0]).path
                return (f"{key}: {path[0] if path else 'front matter'}",)
        return ()


def _first_choices(example: Example) -> list[Evidence]:
    """The first alternative of each evidence group: where the writer of the example looked."""
    return [group[0] for group in example.evidence]
