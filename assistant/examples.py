"""Example questions made from the documents themselves, so that every corpus has its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.model import Document, SectionKind, Table
from corpus.units import split_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PEOPLE = "人"
_NAME_LENGTH = 5
_MOST = 6


def example_questions(documents: Sequence[Document]) -> tuple[str, ...]:
    """A handful of questions: a value, a ranking, an annex row, a case, what a reply plans."""
    found: dict[str, None] = {}
    for document in sorted(documents, key=lambda d: -len(d.tables)):
        for question in _questions(document):
            found[question] = None
    return tuple(found)[:_MOST]


def _questions(document: Document) -> Iterator[str]:
    entities = next((t for t in document.tables if t.layout == "entities"), None)
    if entities is not None:
        yield from _of_schools(entities)
    rows = next((t for t in document.tables if t.layout == "indicators"), None)
    if rows is not None and rows.rows:
        yield f"{rows.scope}{rows.rows[0].path[-1]}是多少？"
    case = next((s for s in document.sections if s.kind is SectionKind.CASE), None)
    if case is not None:
        yield f"{case.number}讲了什么？"
    if document.kind == "reply":
        yield "答复里下一步有哪些打算？"


def _of_schools(table: Table) -> Iterator[str]:
    columns = [c for c in table.columns if c.role == "value"]
    people = [c for c in columns if c.unit == _PEOPLE] or columns
    schools = [row for row in table.rows if len(row.label) > _NAME_LENGTH]
    if schools and people:
        yield f"{schools[0].label}的{split_unit(people[0].label)[0]}是多少？"
        yield f"{split_unit(people[-1].label)[0]}最多的前三所学校是哪些？"
