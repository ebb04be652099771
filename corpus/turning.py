"""Tables printed in another direction: merged cells that stand once for several rows, schools as columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.knowledge import structure_words
from corpus.lines import squeeze
from corpus.model import Cell, Column, Row, Span, Table
from corpus.units import parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.grids import Header

_LEAST = 2  # columns of institutions that make a table a turned one

GridRow = list[tuple[str, Span]]


def spread(headers: Sequence[Header], body: Sequence[GridRow]) -> list[GridRow]:
    """``body`` with the merged cells before its label column filled in, each from the row that prints it.

    The label of a summary row that stands in such a column (合计 under 所在城市) moves to the label
    column.
    """
    label = next((i for i, header in enumerate(headers) if header.role == "label"), 0)
    before = [i for i in range(label) if headers[i].role == "text"]
    if not before:
        return list(body)
    above: dict[int, tuple[str, Span]] = {}
    result: list[GridRow] = []
    for row in body:
        cells = list(row)
        printed = next((i for i in before if cells[i][0]), None)
        if not cells[label][0] and printed is not None:
            cells[label], cells[printed] = cells[printed], cells[label]
            above.clear()
        elif cells[label][0]:
            for i in before:
                cells[i] = cells[i] if cells[i][0] else above.get(i, cells[i])
                above[i] = cells[i]
        result.append(cells)
    return result


def is_turned(table: Table) -> bool:
    """True where the columns of figures are institutions and the rows what is told of them."""
    values = [column for column in table.columns if column.role in ("value", "text")]
    named = [column for column in values if is_institution(column.label)]
    figures = any(column.role == "value" for column in values)
    labelled = any(column.role == "label" for column in table.columns)
    return labelled and figures and len(named) >= _LEAST and len(named) * 2 > len(values)


def is_institution(text: str) -> bool:
    """True for the name of a school: it ends like one and is more than that ending."""
    plain = squeeze(text)
    return any(plain.endswith(e) and len(plain) > len(e) for e in structure_words().organisation_suffixes)


def turn(table: Table, head: Sequence[GridRow]) -> Table:
    """``table`` with a row for each institution and a column for each of its rows; cells keep their places."""
    subjects = [column for column in table.columns if column.role in ("value", "text")]
    columns = [Column(0, "", "", "", "label")]
    for place, row in enumerate(table.rows, start=1):
        figures = any(parse_number(row.cells[c.index].text) is not None for c in subjects)
        group = row.path[0] if len(row.path) > 1 else ""
        columns.append(Column(place, row.label, group, row.unit, "value" if figures else "text"))
    rows: list[Row] = []
    for place, subject in enumerate(subjects):
        name, span = next(cells[subject.index] for cells in reversed(head) if cells[subject.index][0])
        cells = [Cell(name, span, place, 0)]
        for at, row in enumerate(table.rows, start=1):
            printed = row.cells[subject.index]
            cells.append(Cell(printed.text, printed.span, place, at))
        rows.append(Row(place, name, (name,), "", tuple(cells), span))
    return replace(table, layout="entities", columns=tuple(columns), rows=tuple(rows))
