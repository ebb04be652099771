"""From tables to observations: one value for every filled cell, with its subject and indicator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.knowledge import structure_words
from corpus.lines import squeeze
from corpus.model import Cell, Column, Observation, Row, Source, SubjectKind, Table
from corpus.tables import summary_kind
from corpus.units import parse_number, split_unit, unit_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

_PERIOD_LABEL = re.compile(r"^(?:\d{4}\s*[-－–—]\s*\d{4}\s*学?年度?|\d{4}\s*(?:年度?|届)?)")
_SUMMARIES = {
    "mean": SubjectKind.MEAN,
    "median": SubjectKind.MEDIAN,
    "total": SubjectKind.TOTAL,
}


def is_period_label(label: str) -> bool:
    """True for a column header that is a year, or says no more than that here are the values (数值)."""
    rest = squeeze(_PERIOD_LABEL.sub("", label.strip())).strip("()")
    return bool(label.strip()) and (not rest or rest in structure_words().value_headers)


def period_of_label(label: str, default: str) -> str:
    """The year in a header such as ``2023年数据``, or ``default``."""
    found = _PERIOD_LABEL.match(label.strip())
    return found.group(0).strip() if found else default


def column_path(column: Column) -> tuple[str, ...]:
    """What a column of an entity table measures: its label, under the label over it where that is needed."""
    label, _ = split_unit(column.label)
    needed = column.group and squeeze(label) in structure_words().counting_headers
    return (column.group, label) if needed else (label,)


def observe(table: Table, document: str, section: str) -> Iterator[Observation]:
    """The observations of ``table``, row by row; blank cells and number columns give none."""
    for row in table.rows:
        for cell in row.cells:
            column = table.columns[cell.column_index]
            if cell.text and column.role in ("value", "text"):
                yield _observation(table, row, column, cell, document, section)


def _observation(
    table: Table, row: Row, column: Column, cell: Cell, document: str, section: str
) -> Observation:
    source = Source(document, table.number, row.label, column.label, cell.span, row.span, section)
    value = parse_number(cell.text) if column.role == "value" else None
    label, _ = split_unit(column.label)
    if table.layout == "indicators":
        dated = is_period_label(column.label)
        indicator = row.path if dated else (*row.path, label)
        unit = row.unit if dated else column.unit or unit_of_label(label)
        return Observation(
            table.scope,
            SubjectKind.REGION,
            indicator,
            value,
            cell.text,
            unit,
            period_of_label(column.label, table.period) if dated else table.period,
            source,
            row.index,
            column.index,
        )
    path = column_path(column)
    kind = _SUMMARIES.get(summary_kind(row.label), SubjectKind.ENTITY)
    unit = column.unit or (unit_of_label(label) if column.role == "value" else "")
    return Observation(
        row.label,
        kind,
        path,
        value,
        cell.text,
        unit,
        table.period,
        source,
        row.index,
        column.index,
    )
