"""数据核对: what does not add up in the documents, to filter, to open at its places, to take away."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.page.events import QUIET
from assistant.page.offline import gr
from assistant.page.reader.places import place_address
from assistant.page.templates import render
from corpus import audit
from corpus.audit import Kind, Severity
from corpus.audit.command import write_findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.page.model import Answerer
    from corpus.audit import Finding, Place
    from corpus.model import Document

ALL = "全部文件"
QUOTE_MOST = 90
"""Characters of a place's words that are shown; the address shows the rest."""


@lru_cache(maxsize=4)
def findings_of(documents: tuple[Document, ...]) -> tuple[Finding, ...]:
    """The audit of these documents, made once (a second or so)."""
    return audit(documents)


def audit_tab(assistant: Answerer) -> None:
    """The tab with its wiring; the audit is made when it is first looked at."""
    documents = assistant.documents
    with gr.Tab("数据核对", id="audit", elem_id="yj-audit") as tab:
        with gr.Row():
            kinds = gr.Dropdown(
                [(kind.label, kind.value) for kind in Kind],
                multiselect=True,
                label="类别（不选即全部）",
                scale=3,
            )
            severities = gr.CheckboxGroup(
                [severity.value for severity in Severity], label="严重程度（不选即全部）", scale=2
            )
            document = gr.Dropdown([ALL, *(d.title for d in documents)], value=ALL, label="文件", scale=3)
        shown = gr.Markdown("<p>正在核对……</p>", elem_id="yj-findings")

    def show(chosen: list[str], wanted: list[str], title: str) -> str:
        kept = filter_findings(findings_of(documents), chosen or (), wanted or ())
        ids = {d.id for d in documents if title in (ALL, d.title)}
        kept = tuple(f for f in kept if any(place.document in ids for place in f.places))
        return findings_to_html(kept, len(findings_of(documents)), documents)

    gr.on(
        [tab.select, kinds.change, severities.change, document.change], show, [kinds, severities, document], shown,
        **QUIET,
    )  # fmt: skip


def filter_findings(
    findings: tuple[Finding, ...], kinds: Sequence[str], severities: Sequence[str]
) -> tuple[Finding, ...]:
    """Those of the kinds and severities; all where none is named. The gravest come first."""
    order = [severity.value for severity in Severity]
    kept = (
        f
        for f in findings
        if (not kinds or f.kind.value in kinds) and (not severities or f.severity.value in severities)
    )
    return tuple(sorted(kept, key=lambda f: order.index(f.severity.value)))


def findings_to_html(findings: Sequence[Finding], total: int, documents: Sequence[Document]) -> str:
    """The findings as cards, each place a link."""
    known = {document.id: document for document in documents}
    cards = [(f, [place_to_link(place, known[place.document]) for place in f.places]) for f in findings]
    return render("findings.html", cards=cards, total=total)


def place_to_link(place: Place, document: Document) -> dict[str, str]:
    """A place's address, where it is, and its words."""
    words = " ".join(place.quote.split())
    where = " \u203a ".join(part for part in (place.table, place.row, place.column) if part) or place.section
    return {
        "address": place_address(document, place.span, place.column),
        "where": f"《{document.title}》{where}",
        "words": words if len(words) <= QUOTE_MOST else f"{words[:QUOTE_MOST]}…",
    }


def findings_to_workbook(documents: tuple[Document, ...]) -> bytes:
    """All findings, one a row."""
    ordered: tuple[Any, ...] = filter_findings(findings_of(documents), (), ())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "findings.xlsx"
        write_findings(path, ordered, {document.id: document for document in documents})
        return path.read_bytes()
