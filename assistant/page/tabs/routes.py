"""Downloads: ``/data/<document>/<table>.csv``, ``.xlsx``, and everything as ``/data/all.csv``, ``.xlsx``;
the findings as ``/audit/findings.xlsx``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from assistant.page.tabs.audit import findings_to_workbook
from assistant.page.tabs.grids import (
    browse,
    documents_to_csv,
    documents_to_workbook,
    table_to_csv,
    table_to_workbook,
)

if TYPE_CHECKING:
    from assistant.page.model import Answerer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def create_downloads(assistant: Answerer) -> APIRouter:
    """The routes of the figures as files."""
    router = APIRouter(include_in_schema=False)

    @router.get("/data/all.{kind}")
    def everything(kind: str) -> Response:
        if kind == "csv":
            return as_file(documents_to_csv(assistant.documents), "全部数据.csv", CSV)
        if kind == "xlsx":
            return as_file(documents_to_workbook(assistant.documents), "全部数据.xlsx", XLSX)
        raise HTTPException(404, "没有这种格式，只有 csv 和 xlsx。")

    @router.get("/data/{document_id}/{table}.{kind}")
    def one(document_id: str, table: str, kind: str) -> Response:
        browsed = browse(assistant.documents).get(f"{document_id}/{table}")
        if browsed is None:
            raise HTTPException(404, "没有这张表。")
        if kind == "csv":
            return as_file(table_to_csv(browsed), f"{browsed.table.label}.csv", CSV)
        if kind == "xlsx":
            return as_file(table_to_workbook(browsed), f"{browsed.table.label}.xlsx", XLSX)
        raise HTTPException(404, "没有这种格式，只有 csv 和 xlsx。")

    @router.get("/audit/findings.xlsx")
    def findings() -> Response:
        return as_file(findings_to_workbook(assistant.documents), "数据核对.xlsx", XLSX)

    return router


def as_file(content: bytes, name: str, media_type: str) -> Response:
    """A response that the browser saves under ``name``."""
    kept = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": kept})
