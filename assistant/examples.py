"""Example questions made from the documents themselves, so that every corpus has its own."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.query import Measure
from corpus.model import Document, SectionKind


def example_questions(documents: Sequence[Document], measures: Sequence[Measure]) -> tuple[str, ...]:
    """A handful of questions: a value, a ranking, an annex row, a case, a reply."""
    out: list[str] = []
    for document in documents:
        tables = [t for t in document.tables if t.layout == "entities"]
        if tables:
            table = tables[0]
            columns = [c for c in table.columns if c.role == "value"]
            rows = [r for r in table.rows if len(r.label) > 5]
            if columns and rows:
                first = next((m for m in measures if m.table == table.number and m.unit == "人"), None)
                name = first.name if first else columns[0].label
                out.append(f"{rows[0].label}的{name}是多少？")
                most = next((m for m in reversed(measures) if m.table == table.number and m.unit == "人"), None)
                if most:
                    out.append(f"{most.name}最多的前三所学校是哪些？")
        rows_of = [m for m in measures if m.document == document.id and m.row >= 0]
        if rows_of:
            out.append(f"全省{rows_of[0].name}是多少？")
        case = next((s for s in document.sections if s.kind is SectionKind.CASE), None)
        if case:
            out.append(f"{case.number}讲了什么？")
        if document.kind == "reply":
            out.append("答复里下一步有哪些打算？")
    return tuple(dict.fromkeys(out))[:6]
