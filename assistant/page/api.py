"""The HTTP interface: ``POST /api/ask``, its description at ``/docs``, and ``/healthz``."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request  # noqa: TC002 - FastAPI reads the annotations
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, JSONResponse
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from assistant.model import Turn
from assistant.page.guard import Guard
from assistant.page.question import QuestionError, clean_question
from assistant.page.reader.routes import create_reader
from assistant.page.schema import AnswerOut, AskIn, Problem
from assistant.page.tabs.routes import create_downloads
from assistant.page.templates import HERE

if TYPE_CHECKING:
    from assistant.page.model import Answerer
    from assistant.page.settings import Settings

HISTORY_LIMIT = 20
"""Earlier questions replayed for one request."""

BODY_LIMIT = 1_000_000
"""Bytes of a request; the longest question is far below it, and nothing is uploaded."""

WORDS = {404: "没有这个地址。", 405: "这个地址不接受这种请求方法。", 413: "请求太大。"}

FAILED = "程序内部出错，已记入日志，请稍后再试。"

log = logging.getLogger(__name__)


def create_api(assistant: Answerer, settings: Settings) -> FastAPI:
    """The interface without the chat; the chat is mounted on it."""
    app = FastAPIOffline(
        title="有据",
        version="1",
        summary="从官方文件中回答问题，每个数字、每句话都有出处",
        docs_url="/docs",
        redoc_url=None,
        favicon_url="/page/icon.svg",
        swagger_ui_parameters={"defaultModelsExpandDepth": 0, "tryItOutEnabled": True},
    )
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=BODY_LIMIT)
    app.add_middleware(
        CORSMiddleware, allow_origins=list(settings.allowed_origins), allow_methods=["GET", "POST"]
    )
    app.add_middleware(Guard, settings=settings)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _failed)
    _add_routes(app, assistant)
    app.include_router(create_reader(assistant))
    app.include_router(create_downloads(assistant))
    return app


def _add_routes(app: FastAPI, assistant: Answerer) -> None:
    problems: dict[int | str, dict[str, Any]] = {
        422: {"model": Problem, "description": "问题为空、太长，或请求格式不对"}
    }

    @app.post("/api/ask", response_model=AnswerOut, responses=problems, summary="提问", tags=["问答"])
    def ask(request: AskIn) -> JSONResponse:
        """回答一个问题。`history` 是同一次谈话中先前的问题，按先后排列，用来理解“那它呢？”一类的追问。"""
        try:
            question = clean_question(request.question)
        except QuestionError as refusal:
            return JSONResponse({"detail": str(refusal)}, 422)
        return JSONResponse(assistant.answer(question, replay(assistant, request.questions())).as_json())

    @app.get("/healthz", summary="是否在运行", tags=["运行"])
    def healthz() -> dict[str, Any]:
        """服务在运行时返回 `ok` 和已载入的文件数。"""
        return {"status": "ok", "documents": len(assistant.documents)}

    @app.get("/page/page.js", include_in_schema=False)
    def script() -> FileResponse:
        return FileResponse(HERE / "page.js", media_type="text/javascript")

    @app.get("/page/icon.svg", include_in_schema=False)
    def icon() -> FileResponse:
        return FileResponse(HERE / "icon.svg", media_type="image/svg+xml")


def replay(assistant: Answerer, questions: list[str]) -> tuple[Turn, ...]:
    """The turns of a conversation, asked again in order; what cannot be asked is left out."""
    turns: tuple[Turn, ...] = ()
    for typed in questions[-HISTORY_LIMIT:]:
        try:
            question = clean_question(typed)
        except QuestionError:
            continue
        turns = (*turns, Turn(question, assistant.answer(question, turns)))
    return turns


async def _malformed(_request: Request, error: Exception) -> JSONResponse:
    places = [".".join(str(part) for part in e["loc"][1:]) for e in getattr(error, "errors", list)()]
    named = "、".join(dict.fromkeys(place for place in places if place and not place.isdigit()))
    reason = f"{named} 不对" if named else "正文不是 JSON"
    return JSONResponse(
        {"detail": f'请求格式不对：{reason}。应为 {{"question": "…", "history": ["…"]}}。'}, 422
    )


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    status = getattr(error, "status_code", 500)
    detail = WORDS.get(status, str(getattr(error, "detail", "")))
    return JSONResponse({"detail": detail}, status, getattr(error, "headers", None))


async def _failed(_request: Request, error: Exception) -> JSONResponse:
    log.error("a request failed", exc_info=error)
    return JSONResponse({"detail": FAILED}, 500)
