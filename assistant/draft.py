"""An answer in the making: statements and citations are gathered, then frozen into an Answer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.model import Answer, Citation, ShownTable, Statement
from corpus.model import Document, Observation, Row, Span, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.query import Query
    from corpus.audit import Place
    from index.search import Index

_PASSAGE = 900


class Draft:
    """Gathers what an answer says and where it stands; each place is cited once."""

    def __init__(self, index: Index, question: str) -> None:
        self._index = index
        self._question = question
        self._statements: list[Statement] = []
        self._citations: list[Citation] = []
        self._remarks: list[Statement] = []
        self._places: dict[tuple[str, int, int, str, str], int] = {}
        self.table: ShownTable | None = None
        self.sql: tuple[str, ...] = ()
        self.found: tuple[str, ...] = ()
        self.reasons: list[str] = []
        self.nearest: tuple[Document, Span] | None = None
        self.strength: float | None = None

    def __bool__(self) -> bool:
        return bool(self._statements)

    @property
    def text(self) -> str:
        """What has been said so far, a statement a line."""
        return "\n".join(statement.text for statement in self._statements)

    def say(self, text: str, cited: Iterable[int] = (), role: str = "answer") -> None:
        """Adds a statement; the same statement is not said twice."""
        statement = Statement(text, tuple(dict.fromkeys(cited)), role)
        if all(statement.text != s.text for s in self._statements):
            self._statements.append(statement)

    def remark(self, text: str) -> None:
        """Adds how a name was taken; it comes behind the answer and is none by itself."""
        remark = Statement(text, (), "note")
        if remark not in self._remarks:
            self._remarks.append(remark)

    def answers_first(self) -> None:
        """Puts the answer's own statements before the caveats."""
        self._statements.sort(key=lambda s: s.role in ("caveat", "note"))

    def caveat(self, text: str, cited: Iterable[int] = ()) -> None:
        """Adds a reservation."""
        self.say(text, cited, "caveat")

    def _add(self, citation: Citation) -> int:
        key = (
            citation.document_id,
            citation.span.start,
            citation.span.end,
            citation.row,
            citation.column,
        )
        if key not in self._places:
            self._places[key] = len(self._citations)
            self._citations.append(citation)
        return self._places[key]

    def cite_cell(self, observation: Observation) -> int:
        """Cites the cell of an observation, quoting its printed row."""
        source = observation.source
        document = self._index.document(source.document)
        span = source.row_span
        if not span.contains(source.span):  # a table printed with the schools as columns
            span = next((b.span for b in document.blocks if b.span.contains(source.span)), span)
        return self._add(
            Citation(
                document.id,
                document.title,
                source.section,
                document.quote(span),
                span,
                source.table,
                source.row,
                source.column,
                observation.text,
                document.quote(span),
            )
        )

    def cite_row(self, document: Document, table: Table, row: Row) -> int:
        """Cites a whole row of a table of words."""
        return self._add(
            Citation(
                document.id,
                document.title,
                document.sections[table.section].name,
                document.quote(row.span),
                row.span,
                table.number,
                row.label,
                "",
                "",
                document.quote(row.span),
            )
        )

    def cite_caption(self, document: Document, table: Table) -> int:
        """Cites a table by its caption's first line, as printed."""
        text = document.quote(table.caption_span)
        first = text.split("\n")[0]
        shown = first.strip("*")
        start = table.caption_span.start + first.index(shown)
        return self._add(
            Citation(
                document.id,
                document.title,
                document.sections[table.section].name,
                shown,
                Span(start, start + len(shown)),
                table.number,
                passage=text,
            )
        )

    def cite_span(self, document: Document, span: Span) -> int:
        """Cites a piece of running text; its paragraph is shown around it."""
        block = next((b for b in document.blocks if b.span.contains(span)), None)
        around = block.span if block else span
        if around.end - around.start > _PASSAGE:
            around = Span(max(around.start, span.start - 300), min(around.end, span.end + 300))
        return self._add(
            Citation(
                document.id,
                document.title,
                document.section_at(span.start).name,
                document.quote(span),
                span,
                passage=document.quote(around),
            )
        )

    def cite_place(self, place: Place) -> int:
        """Cites a place of a finding: a cell with its row, or words."""
        return self._add(place_to_citation(self._index, place))

    def finish(
        self,
        query: Query | None = None,
        understanding: str = "",
        *,
        abstained: bool = False,
        reason: str = "",
        suggestions: Sequence[str] = (),
        choices: Sequence[str] = (),
    ) -> Answer:
        """The answer with all that has been said and cited."""
        return Answer(
            question=self._question,
            statements=(*self._statements, *self._remarks),
            citations=tuple(self._citations),
            abstained=abstained,
            reason=reason,
            understanding=understanding,
            table=self.table,
            suggestions=tuple(suggestions),
            choices=tuple(choices),
            query=query,
            sql=self.sql,
            found=self.found,
            strength=self.strength,
        )


def place_to_citation(index: Index, place: Place) -> Citation:
    """The citation of a finding's place: a cell quotes its printed row, as answers do."""
    document = index.document(place.document)
    span, cell = place.span, ""
    if place.table and place.row:
        table = next(t for t in document.tables if t.number == place.table)
        row = next((r for r in table.rows if r.span.contains(place.span)), None)
        if row is not None:
            span, cell = row.span, place.quote if place.span != row.span else ""
    quote = document.quote(span)
    return Citation(
        document.id,
        document.title,
        place.section,
        quote,
        span,
        place.table,
        place.row,
        place.column,
        cell,
        quote,
    )


def plain_number(value: Decimal, places: int = 2) -> str:
    """A calculated number for display: rounded half up, no exponent, no needless zeros."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def printed(observation: Observation) -> str:
    """A cell as printed with its unit: ``12391 人``; a cut-off point is left out."""
    unit = "" if observation.unit in (":", "：") else observation.unit
    text = observation.text.rstrip(".")
    if unit == "%":
        return f"{text.removesuffix('%')}%"
    return f"{text} {unit}".rstrip()
