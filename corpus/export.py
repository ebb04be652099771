"""All observations as CSV and as a workbook, for people who go on working with the figures.

The CSV begins with the byte-order mark by which Excel knows UTF-8. The workbook has one sheet of all
observations and one sheet for each table as it is printed.
"""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from rich.cells import cell_len

from corpus.units import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from corpus.model import Document, Observation, Table

FIELDS = ("文件", "表", "对象", "指标", "数值", "原文", "单位", "时间", "章节", "原文行号")
ALL = "全部数据"
_VALUE = FIELDS.index("数值")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NAME_SIGNS = re.compile(r"[\[\]:*?/\\']")
_NAME_MOST = 31
_STEP = " \u203a "
_NARROWEST, _WIDEST = 6, 44
_HEAD_ROWS = 2

Field = str | int | Decimal | None


def observations_to_rows(documents: Iterable[Document]) -> Iterator[tuple[Field, ...]]:
    """One row of :data:`FIELDS` for every observation, in reading order."""
    for document in documents:
        for observation in document.observations:
            yield _row(document, observation)


def _row(document: Document, item: Observation) -> tuple[Field, ...]:
    source = item.source
    return (
        document.title, source.table, item.subject, _STEP.join(item.indicator), item.value, item.text,
        item.unit, item.period, source.section, document.source_line(source.span.start),
    )  # fmt: skip


def write_csv(path: Path, documents: Iterable[Document]) -> int:
    """Writes all observations to ``path``; gives their number."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(FIELDS)
        for row in observations_to_rows(documents):
            writer.writerow([_harmless(field) for field in row])
            count += 1
    return count


def _harmless(field: Field) -> Field:
    """Words that a spreadsheet would take for a formula get an apostrophe before them."""
    is_formula = isinstance(field, str) and field.startswith(_FORMULA) and parse_number(field) is None
    return f"'{field}" if is_formula else field


def write_workbook(path: Path, documents: Sequence[Document]) -> int:
    """Writes the workbook to ``path``; gives the number of its sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_all(book.create_sheet(ALL), documents)
    for document in documents:
        for table in document.tables:
            _write_table(book.create_sheet(_sheet_name(table, book.sheetnames)), document, table)
    book.save(path)
    return len(book.sheetnames)


def _write_all(sheet: Worksheet, documents: Iterable[Document]) -> None:
    for place, name in enumerate(FIELDS, start=1):
        _put(sheet, 1, place, name, bold=True)
    line = 1
    for line, row in enumerate(observations_to_rows(documents), start=2):
        for place, field in enumerate(row):
            number_format = _number_format(str(row[_VALUE + 1])) if place == _VALUE else ""
            _put(sheet, line, place + 1, field, number_format=number_format)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(FIELDS))}{line}"
    _fit_columns(sheet, first=1)


def _write_table(sheet: Worksheet, document: Document, table: Table) -> None:
    """The table as printed: caption, source, header rows, body; figures as numbers."""
    _put(sheet, 1, 1, table.label, bold=True)
    line = document.source_line(table.caption_span.start)
    _put(sheet, 2, 1, "　".join(x for x in (f"《{document.title}》原文第 {line} 行", table.note) if x))
    header = _HEAD_ROWS + (2 if any(column.group for column in table.columns) else 1)
    for column in table.columns:
        _put(sheet, header, column.index + 1, column.label, bold=True)
    _write_groups(sheet, table, header - 1)
    for row in table.rows:
        for cell in row.cells:
            is_figure = table.columns[cell.column_index].role == "value"
            number = parse_number(cell.text) if is_figure else None
            _put(
                sheet, header + 1 + row.index, cell.column_index + 1, cell.text if number is None else number,
                number_format=_number_format(cell.text) if number is not None else "",
            )  # fmt: skip
    labels = next((column.index for column in table.columns if column.role == "label"), 0)
    sheet.freeze_panes = f"{get_column_letter(labels + 2)}{header + 1}"
    _fit_columns(sheet, first=_HEAD_ROWS + 1)


def _write_groups(sheet: Worksheet, table: Table, line: int) -> None:
    groups = [column.group for column in table.columns]
    start = 0
    while start < len(groups):
        end = start
        while end + 1 < len(groups) and groups[end + 1] == groups[start]:
            end += 1
        if groups[start]:
            _put(sheet, line, start + 1, groups[start], bold=True)
            sheet.merge_cells(start_row=line, start_column=start + 1, end_row=line, end_column=end + 1)
        start = end + 1


def _put(
    sheet: Worksheet, line: int, place: int, field: Field, *, bold: bool = False, number_format: str = ""
) -> None:
    """Sets a cell; words are words, also where they begin with "="."""
    if field is None or field == "":
        return
    cell = sheet.cell(line, place, ILLEGAL_CHARACTERS_RE.sub("", field) if isinstance(field, str) else field)
    if isinstance(field, str):
        cell.data_type = "s"
    if number_format:
        cell.number_format = number_format
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=line > 1, vertical="center")


def _number_format(printed: str) -> str:
    """The number format that shows a figure as printed: ``"81.30" -> "0.00"``, ``"5469551." -> "0."``."""
    plain = printed.strip().rstrip("%％").strip()
    _, point, places = plain.partition(".")
    whole = "#,##0" if "," in plain else "0"
    percent = '"%"' if printed.strip().endswith(("%", "％")) else ""
    return whole + point + "0" * len(places) + percent


def _fit_columns(sheet: Worksheet, first: int) -> None:
    """Widths by the cells from line ``first`` on; a Chinese character takes two places."""
    for place, column in enumerate(sheet.iter_cols(min_row=first), start=1):
        widths = [cell_len(str(cell.value)) for cell in column if cell.value is not None]
        header = min(widths[0], _WIDEST // 2) if widths else 0
        widest = max([header, *widths[1:]], default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(widest + 2, _NARROWEST), _WIDEST)


def _sheet_name(table: Table, taken: Sequence[str]) -> str:
    """A name that Excel allows and no other sheet has."""
    name = _NAME_SIGNS.sub("", table.label).strip()[:_NAME_MOST] or "表"
    number = 2
    unique = name
    while unique.lower() in {other.lower() for other in taken}:
        unique = f"{name[: _NAME_MOST - 4]}({number})"
        number += 1
    return unique
