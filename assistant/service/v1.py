"""``/api/v1``: ask (also as a stream), search, observations, documents, tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.sse import format_sse_event

from assistant.page.question import clean_question
from assistant.service import verbs
from assistant.service.found import (  # noqa: TC001 - FastAPI reads the annotations
    DocumentOut,
    FindingOut,
    Observations,
    OutlineOut,
    PassageOut,
    SectionText,
    TableSummary,
    Wanted,
    WholeTable,
)
from assistant.service.schema import AnswerOut, AskIn, FeedbackIn, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.model import Answer
    from assistant.service.desk import Desk

Words = Annotated[str, Query(max_length=200)]

PROBLEMS: dict[int | str, dict[str, Any]] = {
    422: {"model": Problem, "description": "问题为空、太长，或请求格式不对"}
}
MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "没有这份文件、章节或表"}}
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {}}, "description": "事件流"},
    **MISSING,
}


def answer_of(desk: Desk, request: AskIn) -> Answer:
    """The answer to a request; raises QuestionError or NotFound with a sentence."""
    question = clean_question(request.question)
    return verbs.desk_for(desk, request.document).follow_up(question, request.questions())


def answer_to_events(answer: Answer) -> Iterator[bytes]:
    """An answer as server-sent events: its statements one by one, then all of it."""
    whole = answer.as_json()
    for statement in whole["statements"]:
        yield event("statement", statement)
    yield event("answer", whole)


def event(name: str, data: Any) -> bytes:
    """One server-sent event with JSON."""
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))


def create_router(desk: Desk) -> APIRouter:
    """The routes of version 1."""
    router = APIRouter(prefix="/api/v1", responses=PROBLEMS)
    _add_asking(router, desk)
    _add_feedback(router, desk)
    _add_look_ups(router, desk)
    _add_findings(router, desk)
    _add_documents(router, desk)
    return router


def _add_asking(router: APIRouter, desk: Desk) -> None:
    @router.post("/ask", response_model=AnswerOut, responses=MISSING, summary="提问", tags=["问答"])
    def ask(request: AskIn) -> JSONResponse:
        """回答一个问题。`history` 是同一次谈话中先前的问题，`document` 限定只从一份文件回答。"""
        return JSONResponse(answer_of(desk, request).as_json())

    @router.post(
        "/ask/stream",
        response_class=StreamingResponse,
        responses=STREAM,
        summary="提问（流式）",
        tags=["问答"],
    )
    def ask_stream(request: AskIn) -> StreamingResponse:
        """同上，以服务器发送事件（SSE）返回：逐句的 `statement`，最后是整个回答 `answer`。"""
        return StreamingResponse(answer_to_events(answer_of(desk, request)), media_type="text/event-stream")


def _add_feedback(router: APIRouter, desk: Desk) -> None:
    unkept: dict[int | str, dict[str, Any]] = {503: {"model": Problem, "description": "写不进去"}, **MISSING}

    @router.post("/feedback", status_code=204, responses=unkept, summary="意见", tags=["问答"])
    def feedback(request: FeedbackIn) -> None:
        """对一个回答的意见：有用或没用，以及原因。`question`、`history` 与提问时相同。"""
        asked = [*request.questions(), request.question]
        verbs.desk_for(desk, request.document).judge(asked, useful=request.useful, reason=request.reason)


def _add_look_ups(router: APIRouter, desk: Desk) -> None:
    @router.get("/search", responses=MISSING, summary="查找段落", tags=["查找"])
    def search(
        q: Annotated[str, Query(min_length=1, max_length=2000, description="要找的内容")],
        document: Words = "",
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
    ) -> list[PassageOut]:
        """按内容查找段落，最相关的在前。"""
        return verbs.search_passages(verbs.desk_for(desk, document), clean_question(q), limit)

    @router.get("/observations", responses=MISSING, summary="查数据", tags=["查找"])
    def observations(wanted: Annotated[Wanted, Query()]) -> Observations:
        """表中的每一格都是一个数据：主体、指标、数值、单位、时期、出处。各条件都是“包含”，可以只给一部分。"""
        return verbs.find_observations(desk, wanted)


def _add_findings(router: APIRouter, desk: Desk) -> None:
    @router.get("/findings", responses=MISSING, summary="数据核对", tags=["查找"])
    def findings(document: Words = "") -> list[FindingOut]:
        """文件中前后不一致、算不拢、缺失和可疑之处。"""
        return verbs.list_findings(desk, document)


def _add_documents(router: APIRouter, desk: Desk) -> None:
    @router.get("/documents", summary="文件", tags=["文件"])
    def documents() -> list[DocumentOut]:
        """已收入的文件。"""
        return verbs.list_documents(desk)

    @router.get("/documents/{document}", responses=MISSING, summary="一份文件的目录", tags=["文件"])
    def document_outline(document: str) -> OutlineOut:
        """文件的信息和章节。"""
        return verbs.outline(desk, document)

    @router.get(
        "/documents/{document}/sections/{index}", responses=MISSING, summary="一个章节的原文", tags=["文件"]
    )
    def section(document: str, index: int) -> SectionText:
        """章节的原文，含下级章节。"""
        return verbs.section_text(desk, document, index)

    @router.get("/tables", responses=MISSING, summary="表格", tags=["文件"])
    def tables(document: Words = "") -> list[TableSummary]:
        """所有表格，或一份文件的表格。"""
        return verbs.list_tables(desk, document)

    @router.get("/tables/{document}/{place}", responses=MISSING, summary="一张表", tags=["文件"])
    def table(document: str, place: int) -> WholeTable:
        """一张表的全部单元格，原样。"""
        return verbs.whole_table(desk, document, place)
