"""The HTTP interface put together: who passes first, which routes there are, what an error says."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request  # noqa: TC002 - FastAPI reads the annotations
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, JSONResponse
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant.page.feedback import FILE, FeedbackError, FeedbackStore
from assistant.page.question import QuestionError
from assistant.page.reader.routes import create_reader
from assistant.page.tabs.routes import create_downloads
from assistant.page.templates import HERE
from assistant.service import embed, health, openai, v1
from assistant.service.agents import AgentsDoor
from assistant.service.audit import AuditLog
from assistant.service.caller import door_of
from assistant.service.desk import Desk
from assistant.service.gate import Entrance, Gate
from assistant.service.guard import BODY_LIMIT, TOO_LARGE, Guard
from assistant.service.meters import Meters
from assistant.service.paths import path_of
from assistant.service.schema import EVERYWHERE, AnswerOut, AskIn, Problem
from assistant.service.scripts import InlineScripts
from assistant.service.sessions import OwnedSessions
from assistant.service.verbs import NotFound
from assistant.service.watch import Failsafe, Watch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from assistant.page.model import Answerer
    from assistant.service.settings import Settings

UNREADABLE = "There was an error parsing the body"
"""What FastAPI says of a body that is not even text."""

log = logging.getLogger(__name__)

WORDS = {404: "没有这个地址。", 405: "这个地址不接受这种请求方法。", 413: TOO_LARGE}


def create_desk(assistant: Answerer, settings: Settings) -> Desk:
    """The desk over an assistant, with its measures and, where that is set, the audit log."""
    audit = AuditLog(settings.state / "audit", settings.audit_days) if settings.audit else None
    judgements = FeedbackStore(settings.state / FILE)
    return Desk(assistant, Meters(len(assistant.documents)), audit, judgements)


def create_api(assistant: Answerer, settings: Settings) -> FastAPI:
    """The interface without the chat; the chat is mounted on it. ``app.state.desk`` is what it asks."""
    desk = assistant if isinstance(assistant, Desk) else create_desk(assistant, settings)
    agents = AgentsDoor(desk)

    @asynccontextmanager
    async def living(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await agents.close()

    app = FastAPIOffline(
        title="有据",
        version="1",
        summary="从官方文件中回答问题，每个数字、每句话都有出处",
        docs_url="/docs",
        redoc_url=None,
        responses=EVERYWHERE,
        favicon_url="page/icon.svg",
        swagger_ui_parameters={"defaultModelsExpandDepth": 0, "tryItOutEnabled": True},
        lifespan=living,
    )
    app.state.desk = desk
    _add_middleware(app, desk, settings)
    _add_handlers(app)
    _add_routes(app, desk)
    app.include_router(v1.create_router(desk))
    app.include_router(openai.create_router(desk))
    app.include_router(health.create_router(desk, settings))
    app.include_router(create_reader(desk))
    app.include_router(create_downloads(desk))
    app.include_router(embed.create_router(app.router))
    app.router.routes.append(Route("/mcp", agents, include_in_schema=False))
    return app


def _add_middleware(app: FastAPI, desk: Desk, settings: Settings) -> None:
    """From the innermost to the outermost."""
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=BODY_LIMIT)
    app.add_middleware(Failsafe)
    app.add_middleware(InlineScripts)
    app.add_middleware(OwnedSessions)
    app.add_middleware(Gate, settings=settings)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "MCP-Protocol-Version"],
    )
    app.add_middleware(Guard, settings=settings)
    if settings.allowed_hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts))
    app.add_middleware(Watch, meters=desk.meters)
    app.add_middleware(
        ProxyHeadersMiddleware,
        trusted_hosts=[str(network) for network in settings.trusted_proxies],
    )
    app.add_middleware(Entrance, root_path=settings.root_path)


def _add_handlers(app: FastAPI) -> None:
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(QuestionError, _unasked)
    app.add_exception_handler(NotFound, _missing)
    app.add_exception_handler(FeedbackError, _unkept)
    app.add_exception_handler(HTTPException, _refused)


def _add_routes(app: FastAPI, desk: Desk) -> None:
    problems: dict[int | str, dict[str, Any]] = {
        422: {"model": Problem, "description": "问题为空、太长，或请求格式不对"},
        404: {"model": Problem, "description": "没有这份文件"},
    }

    @app.post(
        "/api/ask", response_model=AnswerOut, responses=problems, summary="提问（旧地址）", tags=["问答"]
    )
    def ask(request: AskIn) -> JSONResponse:
        """与 `/api/v1/ask` 相同。"""
        return JSONResponse(v1.answer_of(desk, request).as_json())

    @app.get("/page/page.js", include_in_schema=False)
    def script() -> FileResponse:
        return FileResponse(HERE / "page.js", media_type="text/javascript")

    @app.get("/page/past.js", include_in_schema=False)
    def past() -> FileResponse:
        return FileResponse(HERE / "past.js", media_type="text/javascript")

    @app.get("/page/icon.svg", include_in_schema=False)
    def icon() -> FileResponse:
        return FileResponse(HERE / "icon.svg", media_type="image/svg+xml")


async def _malformed(request: Request, error: Exception) -> JSONResponse:
    places = [".".join(str(part) for part in e["loc"][1:]) for e in getattr(error, "errors", list)()]
    named = "、".join(dict.fromkeys(place for place in places if place and not place.isdigit()))
    reason = f"{named} 不对" if named else "正文不是 JSON"
    path = path_of(request.scope)
    example = '应为 {"question": "…", "history": ["…"]}。' if path.endswith("/ask") else "说明见 /docs。"
    detail = f"请求格式不对：{reason}。{example}"
    if door_of(path) == "openai":
        return openai.refused(422, detail, "invalid_request_error")
    return JSONResponse({"detail": detail}, 422)


async def _unasked(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, 422)


async def _unkept(_request: Request, error: Exception) -> JSONResponse:
    log.error("a judgement could not be kept", exc_info=error)
    return JSONResponse({"detail": "意见没能写入，已记入日志，请告诉管理员。"}, 503)


async def _missing(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, 404)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    if getattr(error, "detail", "") == UNREADABLE:
        return await _malformed(request, error)
    status = getattr(error, "status_code", 500)
    detail = str(getattr(error, "detail", ""))
    if detail in {HTTPStatus(status).phrase, "Content Too Large"}:
        detail = WORDS.get(status, detail)
    return JSONResponse({"detail": detail}, status, getattr(error, "headers", None))
