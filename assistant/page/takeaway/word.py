"""A conversation as a briefing in Word: the answer, its table, caveats, and the sources as numbered notes."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from assistant.page.answer import LABELS, citation_to_text, without_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import Answer, ShownTable, Statement, Turn

BODY, HEADING = "仿宋", "黑体"
NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""


def turns_to_word(turns: Sequence[Turn], made: str) -> bytes:
    """The turns as a .docx; ``made`` is the date that the heading carries."""
    from docx import Document

    book = Document()
    _set_fonts(book)
    title = turns[0].question if len(turns) == 1 else "问答记录"
    book.add_heading(clean(title), level=0)
    book.add_paragraph(f"有据整理　{made}")
    notes: list[str] = []
    for turn in turns:
        if len(turns) > 1:
            book.add_heading(clean(turn.question), level=1)
        _add_answer(book, turn.answer, notes)
    if notes:
        book.add_heading("出处", level=1)
        for number, note in enumerate(notes, start=1):
            book.add_paragraph(f"[{number}] {note}")
    book.add_paragraph("以上数字和引文均取自所列文件，引用前请核对原文。")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set_fonts(book: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, font in (("Normal", BODY), ("Title", HEADING), ("Heading 1", HEADING)):
        style = book.styles[name]
        style.font.name = font
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(qn(f"w:{script}"), font)
        style.font.color.rgb = RGBColor(0, 0, 0)
    book.styles["Normal"].font.size = Pt(14)
    book.styles["Title"].font.size = Pt(20)


def _add_answer(book: Any, answer: Answer, notes: list[str]) -> None:
    """The statements with their marks; their sources go to the end of ``notes``."""
    before = len(notes)
    notes.extend(
        clean(f"{citation_to_text(c)}：“{' '.join((c.cell or c.quote).split())}”") for c in answer.citations
    )
    leading = [s for s in answer.statements if s.role not in LABELS]
    for place, statement in enumerate(leading):
        _add_statement(book, statement, before, bold=place == 0)
    if answer.table is not None:
        _add_table(book, answer.table)
    for statement in answer.statements:
        if statement.role in LABELS:
            _add_statement(book, statement, before, label=LABELS[statement.role])
    if answer.understanding:
        book.add_paragraph(clean(f"对问题的理解：{answer.understanding.removeprefix('我的理解：')}"))


def _add_statement(
    book: Any, statement: Statement, before: int, *, bold: bool = False, label: str = ""
) -> None:
    paragraph = book.add_paragraph()
    if label:
        paragraph.add_run(f"{label}：").bold = True
    paragraph.add_run(clean(without_label(statement).text)).bold = bold
    marks = "".join(f"[{before + index + 1}]" for index in statement.citations)
    if marks:
        paragraph.add_run(marks).font.superscript = True


def _add_table(book: Any, table: ShownTable) -> None:
    if table.title:
        book.add_paragraph(clean(table.title))
    grid = book.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, text in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.paragraphs[0].add_run(clean(text)).bold = True
    for row in table.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = clean(text)
    book.add_paragraph()


def clean(text: str) -> str:
    """Text without what XML cannot hold."""
    return NOT_XML.sub("", text)
