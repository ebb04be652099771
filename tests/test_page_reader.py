"""Addresses of places, and the documents as pages."""

from __future__ import annotations

import re

import pytest
import standin
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.page.reader.original import document_to_blocks, document_to_outline, search_document
from assistant.page.reader.places import citation_address, named_tables, place_address, table_names
from assistant.page.reader.routes import CHANGED, NOWHERE, document_to_page, read_range
from corpus.model import Span

REPORT = standin.report()
IDS = re.compile(r'id="([^"]+)"')


def test_a_cell_and_a_sentence_have_addresses() -> None:
    """A cell by table, row and column; a sentence by its characters and the document's fingerprint."""
    cell, sentence = standin.staff("").citations
    assert citation_address(cell, REPORT) == "read/report#biao-1-1-r15-c7"
    span = sentence.span
    expected = f"read/report?quote={span.start}-{span.end}&v={REPORT.sha256[:8]}#quote"
    assert citation_address(sentence, REPORT) == expected


def test_every_address_leads_somewhere() -> None:
    """Each section of the outline, each table and each cell is an element of the page, once."""
    ids = IDS.findall(document_to_page(REPORT, standin.documents()))
    wanted = {entry.name for entry in document_to_outline(REPORT)}
    wanted |= {name for name, _ in named_tables(REPORT)}
    wanted |= {place_address(REPORT, o.source.span).partition("#")[2] for o in REPORT.observations}
    assert wanted - set(ids) == set()
    assert len(ids) == len(set(ids))


def test_two_tables_of_one_number_have_two_names() -> None:
    """The second gets a number behind; what has no letters gets its place."""
    assert table_names("x", ("表 1", "表 1", "", "附表 2")) == ("biao-1", "biao-1-2", "table-3", "fu-biao-2")


@settings(deadline=None, max_examples=50)
@given(st.integers(0, len(REPORT.text) - 2), st.integers(1, 400))
def test_a_quote_is_marked_wherever_it_stands(start: int, length: int) -> None:
    """What is marked in the blocks are the quoted characters, between blocks and in tables too."""
    span = Span(start, min(start + length, len(REPORT.text)))
    blocks = document_to_blocks(REPORT, span)
    marked = sum(len(p.text) for b in blocks if b.table is None for p in b.pieces if p.marked)
    cells = any(c.marked for b in blocks if b.table for r in b.table.rows for c in r.cells)
    firsts = sum(p.first for b in blocks for p in b.pieces)
    assert marked <= len(REPORT.quote(span))
    assert (
        marked or cells or not REPORT.quote(span).strip() or any(t.span.overlaps(span) for t in REPORT.tables)
    )
    assert firsts <= 1


@pytest.mark.parametrize("text", ["", "5", "9-3", "4-4", "0-999999999", "-1-4", "１-２", "1-2-3"])
def test_a_range_that_is_none(text: str) -> None:
    """Only digits, in order, within the document."""
    assert read_range(text, REPORT) is None


def test_an_old_link_says_so() -> None:
    """A link made for another state of the document, or to nowhere, is told."""
    documents = standin.documents()
    assert CHANGED in document_to_page(REPORT, documents, "10-20", "00000000")
    assert NOWHERE in document_to_page(REPORT, documents, "10-99999999")
    assert "notice" not in document_to_page(REPORT, documents, "10-20", REPORT.sha256[:8])


def test_search_looks_over_blanks() -> None:
    """What is broken by a blank or a line is found, verbatim."""
    found = search_document(REPORT, "全日制在校生总数228528人")
    assert [hit.words for hit in found] == ["全日制在校生总数 228528 人"]
    assert search_document(REPORT, " \n") == ()


def test_what_is_searched_is_text() -> None:
    """Signs of HTML in an address are shown, not carried out."""
    page = document_to_page(REPORT, standin.documents(), words="<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
