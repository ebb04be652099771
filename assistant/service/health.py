"""Whether the service lives, whether it is ready, and its measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from assistant.service.found import Health
from assistant.service.schema import Problem
from assistant.service.signin import PEER, within

if TYPE_CHECKING:
    from assistant.service.desk import Desk
    from assistant.service.settings import Settings

NOT_READY: dict[int | str, dict[str, Any]] = {503: {"model": Health, "description": "模型正在载入"}}
NOT_ALLOWED: dict[int | str, dict[str, Any]] = {403: {"model": Problem, "description": "不在 monitors 之内"}}


def create_router(desk: Desk, settings: Settings) -> APIRouter:
    """``/healthz``, ``/readyz``, ``/metrics``; none of them needs a user."""
    router = APIRouter(tags=["运行"])

    @router.get("/healthz", summary="是否在运行")
    def healthz() -> Health:
        """服务在运行时返回 `ok` 和已载入的文件数。"""
        return Health(status="ok", documents=len(desk.documents))

    @router.get("/readyz", response_model=Health, responses=NOT_READY, summary="是否就绪")
    def readyz() -> JSONResponse:
        """模型载入完毕前是 503：此时也能回答，但要多等几秒。"""
        status = "ready" if desk.ready else "warming"
        body = Health(status=status, documents=len(desk.documents))
        return JSONResponse(body.model_dump(), 200 if desk.ready else 503)

    @router.get("/metrics", response_class=Response, responses=NOT_ALLOWED, summary="度量（Prometheus）")
    def metrics(request: Request) -> Response:
        """提问数、请求数、作答时间等，只给 `monitors` 中的地址。"""
        if not may_watch(request, settings):
            raise HTTPException(403, "不在允许读取度量的地址之内（设置 monitors）。")
        return Response(desk.meters.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return router


def may_watch(request: Request, settings: Settings) -> bool:
    """Whether measures may be read: the client's own address counts, not that of a proxy before it."""
    forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    trusted = within(request.scope.get(PEER, ""), settings.trusted_proxies)
    if forwarded and not trusted:
        return False
    return within(request.client.host if request.client else "", settings.monitors)
