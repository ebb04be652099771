"""What python-docx does not make of a Word file: footnotes, and a chart whose data can be edited in Word.

Shapes: ISO/IEC 29500-1, 17.11 (footnotes), 17.16.5.42 (NOTEREF), 21.2 (charts).
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from assistant.page.charts import BLUE, bars_of_table
from assistant.page.templates import render

if TYPE_CHECKING:
    from assistant.model import ShownTable

TYPES = "application/vnd.openxmlformats-officedocument."
WORKBOOK = TYPES + "spreadsheetml.sheet"
NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""

DATA = "rId1"
"""What a chart calls its workbook."""

EMU = 360_000
"""English Metric Units in a centimetre."""

WIDTH, LINE, REST = 15.0, 0.75, 2.6
"""Centimetres: the chart's width, the height of a bar with its space, and of title and axis."""


class Footnotes:
    """The notes of one Word file, each text once; where it comes again, the number is referred to."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def mark(self, paragraph: Any, text: str) -> None:
        """Put a note's number behind what stands in the paragraph."""
        if text in self.notes:
            self._refer(paragraph, self.notes.index(text) + 1)
            return
        self.notes.append(text)
        number = len(self.notes)
        _xml(paragraph).append(_element("w:bookmarkStart", id=str(number), name=_bookmark(number)))
        run = _raised(paragraph)
        _xml(run).append(_element("w:footnoteReference", id=str(number)))
        _xml(paragraph).append(_element("w:bookmarkEnd", id=str(number)))

    def _refer(self, paragraph: Any, number: int) -> None:
        """The number of an earlier note, which Word renews with the others."""
        field = _element("w:fldSimple", instr=f" NOTEREF {_bookmark(number)} \\h ")
        field.append(_xml(_raised(paragraph, str(number))))
        _xml(paragraph).append(field)

    def add_to(self, book: Any) -> None:
        """Add the part with the notes' texts."""
        if self.notes:
            content = render("takeaway/footnotes.xml", notes=self.notes)
            part = _part(book, "/word/footnotes.xml", TYPES + "wordprocessingml.footnotes+xml", content)
            book.part.relate_to(part, _relation("footnotes"))


def add_chart(book: Any, table: ShownTable) -> None:
    """The bars of a table that has figures to compare, as on the page; otherwise nothing."""
    shown = bars_of_table(table)
    if shown is None:
        return
    title = clean(shown[0])
    bars = [(clean(name), f"{value:.15g}") for name, value in shown[1]]
    number = sum(rel.reltype == _relation("chart") for rel in book.part.rels.values()) + 1
    workbook = _part(book, f"/word/embeddings/chart{number}.xlsx", WORKBOOK, bars_to_workbook(title, bars))
    content = render(
        "takeaway/chart.xml",
        title=title,
        bars=bars,
        colour=BLUE.lstrip("#"),
        workbook=DATA,
        from_zero=min(table.values) >= 0,  # else Word begins the axis near the smallest, which misleads
    )
    part = _part(book, f"/word/charts/chart{number}.xml", TYPES + "drawingml.chart+xml", content)
    part.load_rel(_relation("package"), workbook, DATA)
    _draw(book, book.part.relate_to(part, _relation("chart")), number, title, len(bars))


def repeat_heading(row: Any) -> None:
    """Let a table's first row stand on each of its pages."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001 - has no public name


def _draw(book: Any, relation: str, number: int, title: str, lines: int) -> None:
    """A paragraph with the chart in it."""
    from docx.oxml import parse_xml

    drawing = render(
        "takeaway/drawing.xml",
        relation=relation,
        number=number,
        title=title,
        width=round(WIDTH * EMU),
        height=round((REST + LINE * max(lines, 3)) * EMU),
    )
    _xml(book.add_paragraph().add_run()).append(parse_xml(drawing))


def bars_to_workbook(title: str, bars: list[tuple[str, str]]) -> bytes:
    """The chart's data, for who edits them in Word."""
    from openpyxl import Workbook

    book = Workbook()
    del book["Sheet"]
    sheet = book.create_sheet("Sheet1")
    sheet.append(["", title])
    for name, value in bars:
        sheet.append([name, float(value)])
        sheet.cell(sheet.max_row, 1).data_type = "s"  # a name that begins with "=" is no formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _part(book: Any, name: str, kind: str, content: str | bytes) -> Any:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    blob = content.encode() if isinstance(content, str) else content
    return Part(PackURI(name), kind, blob, book.part.package)


def _relation(kind: str) -> str:
    return f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _xml(proxy: Any) -> Any:
    return proxy._element  # noqa: SLF001 - python-docx has no public name for it


def _raised(paragraph: Any, text: str = "") -> Any:
    run = paragraph.add_run(text)
    run.font.superscript = True
    return run


def _bookmark(number: int) -> str:
    return f"note{number}"


def clean(text: str) -> str:
    """Text without what XML cannot hold."""
    return NOT_XML.sub("", text)
