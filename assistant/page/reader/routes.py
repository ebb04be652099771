"""``/read/<document>``: the document, its outline, its search; the quote of ``?quote=a-b`` marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse
from starlette.exceptions import HTTPException

from assistant.page.reader.original import document_to_blocks, document_to_outline, search_document
from assistant.page.reader.places import VERSION, place_address
from assistant.page.templates import HERE, render
from corpus.model import Span

if TYPE_CHECKING:
    from assistant.page.model import Answerer
    from corpus.model import Document

RANGE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
WORDS_MOST = 100
CHANGED = "这份文件在链接发出之后更新过，标出的位置可能有变，请核对前后文。"
NOWHERE = "链接所指的位置在这份文件里不存在，文件可能已经更新。"


def create_reader(assistant: Answerer) -> APIRouter:
    """The routes of the documents."""
    router = APIRouter(include_in_schema=False)

    @router.get("/read/{document_id}")
    def read(document_id: str, quote: str = "", v: str = "", q: str = "") -> HTMLResponse:
        document = next((d for d in assistant.documents if d.id == document_id), None)
        if document is None:
            raise HTTPException(404, "没有这份文件。")
        return HTMLResponse(document_to_page(document, assistant.documents, quote, v, q[:WORDS_MOST]))

    @router.get("/page/original.css")
    def style() -> FileResponse:
        return FileResponse(HERE / "original.css", media_type="text/css")

    @router.get("/page/original.js")
    def script() -> FileResponse:
        return FileResponse(HERE / "original.js", media_type="text/javascript")

    return router


def document_to_page(
    document: Document, documents: tuple[Document, ...], quote: str = "", version: str = "", words: str = ""
) -> str:
    """The page; ``quote`` is ``start-end``, ``version`` the fingerprint that the link was made for."""
    span = read_range(quote, document)
    notice = NOWHERE if quote and span is None else ""
    if span is not None and version and version != document.sha256[:VERSION]:
        notice = CHANGED
    found = search_document(document, words)
    page = render(
        "original.html",
        document=document,
        documents=documents,
        blocks=document_to_blocks(document, span),
        outline=document_to_outline(document),
        notice=notice,
        words=words,
        found=[(place_address(document, hit.span).removeprefix("read/"), hit) for hit in found],
    )
    return f"<!doctype html>{page}"


def read_range(text: str, document: Document) -> Span | None:
    """The range in an address, or None where it is none or lies outside of the document."""
    match = RANGE.fullmatch(text)
    if match is None:
        return None
    start, end = (int(part) for part in match.groups())
    return Span(start, end) if start < end <= len(document.text) else None
