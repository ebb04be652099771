"""The nouns of the assistant: what was asked, what is cited, what is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.query import Query
    from corpus.model import Span


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document that bears out a statement.

    ``quote`` is verbatim (``document.quote(span)``). For a cell, ``table``, ``row`` and ``column``
    are the labels as printed and ``quote`` is the printed row; for a sentence they are "".
    ``passage`` is the paragraph around the quote, for display.
    """

    document_id: str
    document: str
    section: str
    quote: str
    span: Span
    table: str = ""
    row: str = ""
    column: str = ""
    cell: str = ""
    passage: str = ""

    def as_json(self) -> dict[str, Any]:
        """The citation as plain data."""
        return {
            "document": self.document,
            "document_id": self.document_id,
            "section": self.section,
            "quote": self.quote,
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "cell": self.cell,
            "passage": self.passage,
            "span": [self.span.start, self.span.end],
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence (or list item) of an answer and the indexes of the citations behind it."""

    text: str
    citations: tuple[int, ...] = ()
    role: str = "answer"


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A small table that goes with an answer: a ranking, a whole row, a comparison.

    ``values`` repeats the figures of the last column as floats for a bar chart, or is empty.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    values: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: statements with their citations, the understanding, and what can be asked next.

    ``statements`` have the roles "answer" (the first of them is the answer itself), "item" (one of a
    list), "source" (the document's wording), "note" (what a ranking is over), "calculation" and
    "caveat". ``found`` are the schools of a ranking or list, for the next question. ``abstained`` is
    true for a refusal, whose ``reason`` is a short code ("unknown_subject", "unknown_period", "not_found", "chat",
    "weak_evidence", "ambiguous", "empty", ...). ``strength`` is the score of the best sentence where running
    text was searched. ``choices`` are full questions to click when the assistant asks back.
    """

    question: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...] = ()
    abstained: bool = False
    reason: str = ""
    understanding: str = ""
    table: ShownTable | None = None
    suggestions: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    query: Query | None = None
    sql: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    latency_ms: float = field(default=0.0, compare=False)
    strength: float | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        """The whole answer as plain text, a statement a line."""
        return "\n".join(statement.text for statement in self.statements)

    @property
    def caveats(self) -> tuple[str, ...]:
        """The reservations alone."""
        return tuple(s.text for s in self.statements if s.role == "caveat")

    def as_json(self) -> dict[str, Any]:
        """The answer as plain data: what ``--json`` and the HTTP interface give."""
        shown = self.table
        return {
            "question": self.question,
            "answer": self.text,
            "statements": [
                {"text": s.text, "role": s.role, "citations": list(s.citations)} for s in self.statements
            ],
            "abstained": self.abstained,
            "reason": self.reason,
            "citations": [citation.as_json() for citation in self.citations],
            "understanding": self.understanding,
            "table": None
            if shown is None
            else {
                "title": shown.title,
                "columns": list(shown.columns),
                "rows": [list(row) for row in shown.rows],
            },
            "suggestions": list(self.suggestions),
            "choices": list(self.choices),
            "query": None if self.query is None else self.query.as_json(),
            "sql": list(self.sql),
            "latency_ms": round(self.latency_ms, 2),
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation: the question as typed and the answer given."""

    question: str
    answer: Answer
