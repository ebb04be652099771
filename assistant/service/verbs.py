"""What can be done besides asking: search, observations, documents, tables.

Plain functions from a desk to plain data; the HTTP interface and the agents' tools both use them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.service.found import (
    ColumnOut,
    DocumentOut,
    FindingOut,
    ObservationOut,
    Observations,
    OutlineOut,
    PassageOut,
    RowOut,
    SectionOut,
    SectionText,
    TableSummary,
    Wanted,
    WholeTable,
)
from assistant.text import normalise
from corpus.lines import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.service.desk import Desk
    from corpus.model import Document, Observation, Section, Span, Table


class NotFound(LookupError):
    """There is no such document, section or table; the message names what there is."""


def list_documents(desk: Desk) -> list[DocumentOut]:
    """All documents."""
    return [DocumentOut(**_document(document)) for document in desk.documents]


def outline(desk: Desk, document: str) -> OutlineOut:
    """One document with its headings."""
    found = find_document(desk, document)
    return OutlineOut(
        **_document(found), sections=[SectionOut(**_section(section)) for section in found.sections]
    )


def section_text(desk: Desk, document: str, index: int) -> SectionText:
    """The words of one section."""
    found = find_document(desk, document)
    for section in found.sections:
        if section.index == index:
            return SectionText(**_section(section), document_id=found.id, text=found.quote(section.span))
    raise NotFound(f"《{found.title}》没有编号为 {index} 的章节，章节编号见 /api/v1/documents/{found.id}")


def search_passages(desk: Desk, query: str, limit: int = 10) -> list[PassageOut]:
    """The passages that fit a query best, best first."""
    titles = {document.id: document.title for document in desk.documents}
    return [
        PassageOut(
            document_id=hit.passage.document,
            document=titles[hit.passage.document],
            section=hit.passage.context,
            text=hit.passage.text,
            span=_span(hit.passage.span),
            score=round(hit.score, 4),
        )
        for hit in desk.search(normalise(query), limit)
    ]


def find_observations(desk: Desk, wanted: Wanted) -> Observations:
    """The observations that fit, in the order of the documents."""
    found = [
        o for document in _chosen(desk, wanted.document) for o in document.observations if fits(o, wanted)
    ]
    return Observations(
        total=len(found), items=[_observation(o) for o in found[wanted.offset :][: wanted.limit]]
    )


def fits(observation: Observation, wanted: Wanted) -> bool:
    """Whether an observation has all the words that are asked for; spaces do not matter."""
    pairs = (
        (wanted.subject, observation.subject),
        (wanted.indicator, "".join(observation.indicator)),
        (wanted.period, observation.period),
        (wanted.table, observation.source.table),
    )
    return all(squeeze(word) in squeeze(text) for word, text in pairs)


def list_tables(desk: Desk, document: str = "") -> list[TableSummary]:
    """All tables, or those of one document."""
    return [
        TableSummary(**_table(found, place, table))
        for found in _chosen(desk, document)
        for place, table in enumerate(found.tables, start=1)
    ]


def whole_table(desk: Desk, document: str, place: int) -> WholeTable:
    """One table with all its cells."""
    found = find_document(desk, document)
    if not 1 <= place <= len(found.tables):
        raise NotFound(f"《{found.title}》有 {len(found.tables)} 张表，没有第 {place} 张")
    table = found.tables[place - 1]
    return WholeTable(
        **_table(found, place, table),
        columns=[ColumnOut(label=c.label, group=c.group, unit=c.unit) for c in table.columns],
        lines=[
            RowOut(
                label=row.label,
                path=list(row.path),
                cells=[
                    next((cell.text for cell in row.cells if cell.column_index == column.index), "")
                    for column in table.columns
                ],
            )
            for row in table.rows
        ],
    )


def list_findings(desk: Desk, document: str = "") -> list[FindingOut]:
    """What does not add up, in all documents or with a place in one."""
    wanted = {found.id for found in _chosen(desk, document)}
    return [
        FindingOut.model_validate(finding.as_dict())
        for finding in desk.findings
        if any(place.document in wanted for place in finding.places)
    ]


def find_document(desk: Desk, identity: str) -> Document:
    """The document with this id; raises :class:`NotFound`."""
    for document in desk.documents:
        if document.id == identity:
            return document
    known = "、".join(document.id for document in desk.documents)
    raise NotFound(f"没有编号为“{identity}”的文件；现有：{known}")


def desk_for(desk: Desk, document: str | None) -> Desk:
    """The desk, or the desk over one document alone."""
    return desk.within(find_document(desk, document).id) if document else desk


def _chosen(desk: Desk, document: str) -> Iterator[Document]:
    yield from (find_document(desk, document),) if document else desk.documents


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date,
        "period": document.period,
        "region": document.region,
        "characters": len(document.text),
        "tables": len(document.tables),
        "sha256": document.sha256,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "index": section.index,
        "level": section.level,
        "title": section.title,
        "path": list(section.path),
        "parent": section.parent,
        "span": _span(section.span),
    }


def _table(document: Document, place: int, table: Table) -> dict[str, Any]:
    return {
        "document_id": document.id,
        "place": place,
        "number": table.number,
        "caption": table.caption,
        "note": table.note,
        "period": table.period,
        "section": document.sections[table.section].name,
        "rows": len(table.rows),
        "span": _span(table.span),
    }


def _observation(o: Observation) -> ObservationOut:
    return ObservationOut(
        subject=o.subject,
        subject_kind=o.subject_kind.value,
        indicator=list(o.indicator),
        value=None if o.value is None else float(o.value),
        text=o.text,
        unit=o.unit,
        period=o.period,
        document_id=o.source.document,
        table=o.source.table,
        row=o.source.row,
        column=o.source.column,
        section=o.source.section,
        span=_span(o.source.span),
    )


def _span(span: Span) -> tuple[int, int]:
    return (span.start, span.end)
