"""What a reader may put right in the understanding, and the question that says it without doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.page.tabs.grids import STEP
from corpus.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.model import Turn
    from assistant.query import Measure
    from corpus.model import Column, Document, Row, Table

ENTITIES, INDICATORS = "entities", "indicators"
READ = (SectionKind.CHAPTER, SectionKind.CASE)
"""Sections with something to say: neither contents pages nor annexes of tables."""

NOTHING_CHOSEN = "请先选一个指标，或者选一节。"
DONE = {
    "查数值": "value",
    "从高到低排名": "top",
    "从低到高排名": "bottom",
    "相互比较": "compare",
    "全省平均": "mean",
    "全部合计": "sum",
}
OPERATIONS = {
    "top": "从高到低排名",
    "compare": "相互比较",
    "difference": "相互比较",
    "mean": "全省平均",
    "sum": "全部合计",
}
LISTED = 5


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the form shows: the chosen schools, the indicator and what is done with it."""

    subjects: tuple[str, ...] = ()
    indicator: str = ""
    done: str = "查数值"


def subjects_of(documents: tuple[Document, ...]) -> tuple[str, ...]:
    """Everything that has a row of its own in a table of schools, in reading order."""
    rows = (r for d in documents for t in d.tables if t.layout == ENTITIES for r in t.rows)
    return tuple(dict.fromkeys(row.label for row in rows))


def indicators_of(documents: tuple[Document, ...]) -> tuple[str, ...]:
    """Everything measured: ``表 1-1 › 师资队伍 › 专任教师数（人）``, ``附表 6 › 全日制在校生人数``."""
    found = (name for document in documents for table in document.tables for name in _indicators(table))
    return tuple(dict.fromkeys(found))


def _indicators(table: Table) -> Iterator[str]:
    if table.layout == ENTITIES:
        yield from (column_name(table, column) for column in table.columns if column.role == "value")
    elif table.layout == INDICATORS:
        yield from (row_name(table, row) for row in table.rows)


def column_name(table: Table, column: Column) -> str:
    """A column of a table of schools, under its group."""
    return STEP.join(part for part in (table.number, column.group, column.label) if part)


def row_name(table: Table, row: Row) -> str:
    """A row of a table of indicators; a label that stands there more than once, with what it belongs to."""
    several = sum(other.label == row.label for other in table.rows) > 1
    label = "的".join(row.path) if several and row.path else row.label
    return STEP.join(part for part in (table.number, label) if part)


def sections_of(documents: tuple[Document, ...]) -> tuple[tuple[str, str], ...]:
    """Each section that can be read, as shown, and the question for it."""
    return tuple(
        (
            f"《{document.title}》{section.name}",
            f"《{document.title}》“{section.title}”这一节讲了什么？",
        )
        for document in documents
        for section in document.sections
        if section.kind in READ
    )


def turn_to_understanding(turn: Turn, documents: tuple[Document, ...]) -> Understanding:
    """The form as it stands after an answer: what was understood, as far as the form can say it."""
    query = turn.answer.query
    if query is None:
        return Understanding()
    known = set(subjects_of(documents))
    subjects = tuple(subject for subject in query.subjects if subject in known)
    indicator = _measured(query.measures[0], documents) if query.measures else ""
    done = OPERATIONS.get(query.operation.value, "查数值")
    if done == "从高到低排名" and not query.descending:
        done = "从低到高排名"
    return Understanding(subjects, indicator, done)


def _measured(measure: Measure, documents: tuple[Document, ...]) -> str:
    """What the form calls a measure; "" where it does not list it."""
    for document in documents:
        for table in document.tables:
            if (document.id, table.number) != (measure.document, measure.table):
                continue
            if table.layout == INDICATORS:
                return next((row_name(table, row) for row in table.rows if row.index == measure.row), "")
            found = (c for c in table.columns if c.label == measure.label and c.role == "value")
            return next((column_name(table, column) for column in found), "")
    return ""


def understanding_to_question(wanted: Understanding) -> str:
    """A question that names everything by its printed label; "" where the indicator is missing."""
    if not wanted.indicator:
        return ""
    table, *_, label = wanted.indicator.split(STEP)
    what = f"{table}中的{label}" if table != label else label
    names = "、".join(wanted.subjects)
    done = DONE.get(wanted.done, "value")
    if done == "top":
        return f"{what}最高的{LISTED}所学校是哪些？"
    if done == "bottom":
        return f"{what}最低的{LISTED}所学校是哪些？"
    if done == "mean":
        return f"各校{what}的平均值是多少？"
    if done == "sum":
        return f"{names}的{what}合计是多少？" if names else f"{what}各校合计是多少？"
    if done == "compare" and len(wanted.subjects) > 1:
        return f"比较{names}的{what}"
    return f"{names}的{what}是多少？" if names else f"{what}各校分别是多少？"


def form_to_question(
    subjects: list[str] | None, indicator: str | None, done: str | None, section: str | None = None
) -> str:
    """The same from the values of the form; a chosen section goes first, its value is the question."""
    return section or understanding_to_question(
        Understanding(tuple(subjects or ()), indicator or "", done or "查数值")
    )
