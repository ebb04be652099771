"""Every request counted and, at level info, logged with a number of its own, as ASGI middleware."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse

from assistant.service.caller import KEY, door_of
from assistant.service.paths import path_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant.service.meters import Meters

FAILED = "程序内部出错，已记入日志，请稍后再试。"

log = logging.getLogger(__name__)


class Failsafe:
    """Turns what goes wrong inside into one sentence; the trace goes to the log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; a response that has begun is cut off."""
        begun = False

        async def send_noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send_noted)
        except Exception:  # the reader gets a sentence, the log the trace
            log.exception("a request failed")
            if begun:
                raise
            await JSONResponse({"detail": FAILED}, 500)(scope, receive, send)


class Watch:
    """Gives a request its number (``X-Request-ID``), counts it, and logs it without its words."""

    def __init__(self, app: ASGIApp, meters: Meters) -> None:
        self.app = app
        self.meters = meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number = uuid4().hex[:16]
        status = 500
        begun = time.perf_counter()

        async def send_numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = number
            await send(message)

        address = (scope.get("client") or ("",))[0]
        try:
            with structlog.contextvars.bound_contextvars(request=number, address=address):
                await self.app(scope, receive, send_numbered)
        finally:
            self.meters.served(door_of(path_of(scope)), status)
            log.info(
                "request",
                extra={
                    "request": number,
                    "address": address,
                    "user": scope[KEY].user if KEY in scope else "",
                    "method": scope["method"],
                    "path": scope["path"],
                    "status": status,
                    "ms": round((time.perf_counter() - begun) * 1000, 1),
                },
            )
