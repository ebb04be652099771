"""Which schools the tables list, and what the documents have of one school."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.concepts import MASK
from assistant.model import ShownTable
from assistant.query import Group
from assistant.regions import Regions, names_expressly
from assistant.structure.remainder import asks_whole, says
from corpus.model import BlockKind, SubjectKind
from index.passages import split_sentences

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assistant.draft import Draft
    from assistant.reading import Reading
    from corpus.model import Document, Observation, Row, Span, Table

    _Listed = tuple[Document, Table, list[Row]]

_LEAD_UNITS = ("人", "%")
_MOST_PLACES = 8
_HOW_MANY = re.compile(r"(?:一共|总共|共)?(?:有|是)?(?:(?<!哪)几|多少)(?:所|家|个)")
_IN = re.compile(r"在([\u4e00-\u9fff]{2,4}?)(?=市|的|有|办|$|[，。？])")


def schools_asked(
    draft: Draft, reading: Reading, documents: Sequence[Document], schools: Collection[str]
) -> bool:
    """Lists the schools of the table that has most of them, where the question asks for no more."""
    by_name = reading.group is not None and (
        names_expressly(reading.text) or not _counted(reading.group, documents)
    )  # 名字里带医的有几所; 高专有几所 where no sentence counts them
    asked = says(reading.text, "schools_list") or (by_name and reading.quantifiers > 0)
    if reading.subjects or not asked or not (by_name or says(reading.text, "school_nouns")):
        return False
    group = reading.group or _place(reading.text, schools)
    named = (*Regions.of(documents).phrases, *Regions.of(documents).forms, *(group.parts if group else ()))
    if not asks_whole(_HOW_MANY.sub("", reading.rest.replace(MASK, "")), "schools", *named):
        return False
    tables = [(d, t, _rows(t, group, schools)) for d in documents for t in d.tables]
    full = max(tables, key=lambda listed: len(listed[2]), default=None)
    if full is None or not full[2]:
        return False
    document, table, rows = full
    said = f"{group.said}的" if group else ""
    marks = [draft.cite_row(document, table, row) for row in rows]
    names = "、".join(row.label for row in rows)
    cited = [draft.cite_caption(document, table), *marks]
    draft.say(f"{table.number}列出的{said}学校共 {len(rows)} 所：{names}。", cited)
    for row, mark in zip(rows, marks, strict=True):
        draft.say(f"· {row.label}", [mark], "item")
    _other_lists(draft, tables, full)
    return True


def profile_asked(draft: Draft, reading: Reading, documents: Sequence[Document]) -> bool:
    """Tells what the documents have of the one school that the question names and asks nothing of."""
    if len(reading.subjects) != 1 or not asks_whole(reading.rest.replace(MASK, ""), "profile"):
        return False
    if says(reading.text, "figures") or reading.strangers:  # something of the school's own: its 中巴丝路学院
        return False
    name = reading.subjects[0]
    figures = [o for d in documents for o in d.observations if _of(o, name)]
    sentences = [found for d in documents for found in _naming(d, name)]
    if not figures and not sentences:
        return False
    lead = [o for o in figures if o.source.table == figures[0].source.table and o.unit in _LEAD_UNITS]
    if lead or figures:
        told = "，".join(_printed(o) for o in lead or figures)
        draft.say(f"{name}：{told}。", [draft.cite_cell(o) for o in lead or figures])
        draft.table = ShownTable(
            f"{name}的各项指标",
            ("表", "指标", "数值"),
            tuple((o.source.table, o.indicator[-1], f"{o.text} {o.unit}".strip()) for o in figures),
        )
    for document, span in sentences[:_MOST_PLACES]:
        where = document.section_at(span.start).name
        mark = draft.cite_span(document, span)
        draft.say(f"{document.quote(span).strip()}（{where}）", [mark], "item" if draft else "answer")
    if len(sentences) > _MOST_PLACES:
        draft.say(f"正文共 {len(sentences)} 处提到该校，这里列出前 {_MOST_PLACES} 处。", (), "note")
    return True


def _place(text: str, schools: Collection[str]) -> Group | None:
    """The schools whose names begin with the place in which they are to be: 在长春的."""
    for found in _IN.finditer(text):
        place = found.group(1)
        if any(school.startswith(place) for school in schools):
            return Group(f"名称中含“{place}”", (place,))
    return None


def _counted(group: Group, documents: Sequence[Document]) -> bool:
    """True where a sentence says how many schools of such a name there are: 医药院校 6 所."""
    parts = "|".join(re.escape(part) for part in group.parts)
    return any(re.search(rf"(?:{parts})[^，,；;。、等]{{0,6}}\d\s*所", d.text) for d in documents)


def _rows(table: Table, group: Group | None, schools: Collection[str]) -> list[Row]:
    if table.layout != "entities":
        return []
    return [r for r in table.rows if r.label in schools and (group is None or group.holds(r.label))]


def _other_lists(draft: Draft, tables: Sequence[_Listed], full: _Listed) -> None:
    """Where another table that lists about as many lists others."""
    names = {row.label for row in full[2]}
    for document, table, rows in tables:
        if table is full[1] or len(rows) <= len(names) / 2:
            continue
        lacking = [row.label for row in full[2] if row.label not in {r.label for r in rows}]
        if lacking:
            mark = draft.cite_caption(document, table)
            draft.caveat(f"{table.number}共列出 {len(rows)} 所，没有{'、'.join(lacking)}。", [mark])


def _of(observation: Observation, name: str) -> bool:
    kind = observation.subject_kind
    return observation.subject == name and kind is SubjectKind.ENTITY and observation.value is not None


def _printed(observation: Observation) -> str:
    unit = observation.unit
    return f"{observation.indicator[-1]} {observation.text}{unit if unit == '%' else f' {unit}'}"


def _naming(document: Document, name: str) -> list[tuple[Document, Span]]:
    """The first sentence with the name in each section of running text."""
    found: dict[int, Span] = {}
    for block in document.blocks:
        if block.kind is not BlockKind.PARAGRAPH or block.section in found:
            continue
        for span in split_sentences(document, block.span):
            if name in document.quote(span) and len(document.quote(span)) > 2 * len(name):
                found[block.section] = span
                break
    return [(document, span) for span in found.values()]
