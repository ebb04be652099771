"""A conversation as a briefing in Word: the answer, its table and chart, caveats, and the sources as footnotes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from assistant.page.answer import LABELS, citation_to_text, without_label
from assistant.page.takeaway.parts import WIDTH, Footnotes, add_chart, clean, repeat_heading
from assistant.page.templates import is_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import Answer, ShownTable, Statement, Turn

BODY, HEADING = "仿宋", "黑体"
NARROWEST, BROADEST = 4, 24
"""Characters that count for the width of a column."""


def turns_to_word(turns: Sequence[Turn], made: str) -> bytes:
    """The turns as a .docx; ``made`` is the date that the heading carries."""
    from docx import Document

    book = Document()
    _set_fonts(book)
    title = turns[0].question if len(turns) == 1 else "问答记录"
    book.add_heading(clean(title), level=0)
    book.add_paragraph(f"有据整理　{made}")
    notes = Footnotes()
    for turn in turns:
        if len(turns) > 1:
            book.add_heading(clean(turn.question), level=1)
        _add_answer(book, turn.answer, notes)
    book.add_paragraph("以上数字和引文均取自所列文件，引用前请核对原文。")
    notes.add_to(book)
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


def _add_answer(book: Any, answer: Answer, notes: Footnotes) -> None:
    """The statements with their notes; a source that no statement names stands with the table, or at the end."""
    sources = [
        clean(f"{citation_to_text(c)}：“{' '.join((c.cell or c.quote).split())}”") for c in answer.citations
    ]
    named = {index for statement in answer.statements for index in statement.citations}
    others = [source for index, source in enumerate(sources) if index not in named]
    leading = [s for s in answer.statements if s.role not in LABELS]
    for place, statement in enumerate(leading):
        _add_statement(book, statement, sources, notes, bold=place == 0)
    if answer.table is not None:
        _add_table(book, answer.table, notes, others)
        add_chart(book, answer.table)
        others = []
    for statement in answer.statements:
        if statement.role in LABELS:
            _add_statement(book, statement, sources, notes, label=LABELS[statement.role])
    if others:
        _mark(book.add_paragraph("另有出处："), others, notes)
    if answer.understanding:
        book.add_paragraph(clean(f"对问题的理解：{answer.understanding.removeprefix('我的理解：')}"))


def _add_statement(
    book: Any,
    statement: Statement,
    sources: list[str],
    notes: Footnotes,
    *,
    bold: bool = False,
    label: str = "",
) -> None:
    paragraph = book.add_paragraph()
    if label:
        paragraph.add_run(f"{label}：").bold = True
    paragraph.add_run(clean(without_label(statement).text)).bold = bold
    _mark(paragraph, [sources[index] for index in statement.citations], notes)


def _mark(paragraph: Any, sources: Sequence[str], notes: Footnotes) -> None:
    """The numbers of these sources behind a paragraph, blanks between them."""
    for place, source in enumerate(sources):
        if place:
            paragraph.add_run(" ").font.superscript = True
        notes.mark(paragraph, source)


def _add_table(book: Any, table: ShownTable, notes: Footnotes, sources: Sequence[str]) -> None:
    if table.title or sources:
        _mark(book.add_paragraph(clean(table.title)), sources, notes)
    grid = book.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, text in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.paragraphs[0].add_run(clean(text)).bold = True
    for row in table.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = clean(text)
    _set_widths(grid, table)
    repeat_heading(grid.rows[0])
    book.add_paragraph()


def _set_widths(grid: Any, table: ShownTable) -> None:
    """Columns as wide as their words want, figures flush right."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    lines = (table.columns, *table.rows)
    wanted = [min(max(*map(len, column), NARROWEST), BROADEST) for column in zip(*lines, strict=True)]
    for place, column in enumerate(grid.columns):
        right = bool(table.rows) and all(is_figure(row[place]) for row in table.rows)
        column.width = Cm(WIDTH * wanted[place] / sum(wanted))
        for cell in column.cells:
            cell.width = column.width
            cell.paragraphs[0].paragraph_format.space_after = 0
            if right:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
