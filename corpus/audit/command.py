"""``python -m corpus audit``: the findings on the terminal, as JSON, or as a workbook."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from corpus.audit.model import Finding, Place
    from corpus.model import Document

_HEADERS = ("序号", "严重程度", "类别", "发现", "计算", "推测", "出处", "原文", "编号")
_WIDTHS = (6, 10, 14, 70, 40, 36, 48, 60, 14)
_QUOTE = 60
_MOST_PLACES = 8


def findings_to_text(findings: Sequence[Finding], documents: Mapping[str, Document]) -> Iterator[str]:
    """The findings as lines for a reader, numbered, each with its calculation and places."""
    for number, finding in enumerate(findings, start=1):
        yield f"{number}. 【{finding.severity.value}·{finding.kind.label}】{finding.sentence}"
        if finding.arithmetic:
            yield f"   计算：{finding.arithmetic}"
        if finding.hypothesis:
            yield f"   {finding.hypothesis}"
        for place in finding.places[:_MOST_PLACES]:
            yield f"   - {place_to_text(place, documents)}"
        if len(finding.places) > _MOST_PLACES:
            yield f"   - ……另有 {len(finding.places) - _MOST_PLACES} 处，用 --json 或 --xlsx 看全部"
    yield f"共 {len(findings)} 条" if findings else "没有发现问题：合计、均值、前后各处、名称和编号都核对过。"


def place_to_text(place: Place, documents: Mapping[str, Document]) -> str:
    """Where a place is: document, section, source line, table cell, and the beginning of its words."""
    document = documents[place.document]
    line = document.source_line(place.span.start)
    cell = " › ".join(part for part in (place.table, place.row, place.column) if part) or place.section
    quote = " ".join(place.quote.split())
    shown = quote if len(quote) <= _QUOTE else quote[:_QUOTE] + "…"
    return f"《{document.title}》{cell}，第 {line} 行：{shown}"


def findings_to_json(findings: Sequence[Finding]) -> str:
    """The findings as a JSON list of :meth:`Finding.as_dict`."""
    return json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=1)


def write_findings(path: Path, findings: Sequence[Finding], documents: Mapping[str, Document]) -> None:
    """Writes the findings to a workbook, a row each, for the report's authors; raises ``OSError``."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise ValueError("a new workbook has no sheet")
    sheet.title = "数据核对"
    sheet.append(_HEADERS)
    for number, finding in enumerate(findings, start=1):
        places = "\n".join(place_to_text(p, documents).partition("：")[0] for p in finding.places)
        quotes = "\n".join(" ".join(p.quote.split()) for p in finding.places)
        sheet.append(
            [
                number,
                finding.severity.value,
                finding.kind.label,
                _plain(finding.sentence),
                _plain(finding.arithmetic),
                _plain(finding.hypothesis),
                _plain(places),
                _plain(quotes),
                finding.id,
            ]
        )
    for index, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFGHI"[index]].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.save(path)


def _plain(text: str) -> str:
    """``text`` so that a spreadsheet shows it and calculates nothing."""
    return f"'{text}" if text[:1] in "=+-@" else text
