"""Which document a question about documents means, and what it asks about it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Document


@lru_cache(maxsize=1)
def questions() -> dict[str, Any]:
    """The words of questions about documents (``knowledge/structure_questions.toml``)."""
    return load_toml("assistant", "structure_questions.toml")


def documents_meant(text: str, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents that the question names by their kind; all where it names none or both."""
    kinds = {kind for kind, words in questions()["documents"].items() if any(w in text for w in words)}
    meant = tuple(d for d in documents if d.kind in kinds)
    return meant or tuple(documents)


def asks(text: str, kind: str) -> bool:
    """True where ``text`` has one of the words that ask for ``kind``."""
    return any(word in text for word in questions()["asks"][kind])
