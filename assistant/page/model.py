"""What the page needs of an assistant, and what it shows at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from assistant.model import Answer, Turn
    from corpus import Finding
    from corpus.model import Document
    from index import Hit


class Answerer(Protocol):
    """Whoever answers questions: the assistant, or a stand-in of the tests."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """What it answers from."""

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions to begin with."""

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer a question, understood against the turns before it."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What in the documents does not add up."""

    def search(self, query: str, limit: int = 10) -> list[Hit]:
        """The passages that fit a query best, best first."""

    def within(self, document: str) -> Answerer:
        """The same, answering from the document with this id alone; KeyError if there is none."""

    def warm(self) -> None:
        """Load what takes long."""


@dataclass(frozen=True, slots=True)
class View:
    """What a visitor sees at one moment of a conversation.

    ``messages`` are those of the chat, ``sources`` is the side panel's HTML, ``notice`` the line
    under the question box, ``turns`` what the next question is understood against. ``draft`` is what
    stands in the question box; None leaves alone what the visitor is typing there.
    """

    messages: list[dict[str, Any]]
    sources: str
    notice: str
    turns: tuple[Turn, ...]
    draft: str | None = None
