"""Who may pass, and how often: sign-in, then the limit of requests, as ASGI middleware."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import structlog
from starlette.responses import JSONResponse

from assistant.service.caller import KEY, Caller, calling, door_of
from assistant.service.paths import path_of
from assistant.service.signin import PEER, NotSignedIn, sign_in_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from assistant.service.settings import Settings

OPEN_PATHS = frozenset({"/healthz", "/readyz", "/metrics", "/widget.js"})
"""What monitoring and the host page's script tag get without a user."""

LIMITED_READS = "/api/"


class Entrance:
    """Notes where a connection comes from, before forwarded addresses are believed, and below which path.

    ASGI wants ``root_path`` at the beginning of the path; a proxy has mostly taken it away.
    """

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self.app = app
        self.root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Complete the scope."""
        if scope["type"] in {"http", "websocket"}:
            scope[PEER] = (scope.get("client") or ("",))[0]
            scope["root_path"] = self.root_path
            path = path_of(scope)
            scope["path"] = self.root_path + path
        await self.app(scope, receive, send)


class Gate:
    """Lets a signed-in reader pass as the ``Caller`` of the request, so often and no oftener."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        from limits import parse_many
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        self.app = app
        self.sign_in = sign_in_of(settings)
        self.rates = parse_many(settings.question_rate) if settings.question_rate else []
        self.limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it here."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http" or path_of(scope) in OPEN_PATHS:
            await self.app(scope, receive, send)
            return
        try:
            user = await self.sign_in.user(scope)
        except NotSignedIn as refusal:
            answer = JSONResponse({"detail": refusal.detail}, refusal.status, refusal.headers)
            await answer(scope, receive, send)
            return
        caller = Caller(user, (scope.get("client") or ("",))[0], door_of(path_of(scope)))
        wait = self.wait(scope, caller)
        if wait:
            detail = f"提问太频繁，请 {wait} 秒后再试。"
            await JSONResponse({"detail": detail}, 429, {"Retry-After": str(wait)})(scope, receive, send)
            return
        scope[KEY] = caller
        with calling(caller), structlog.contextvars.bound_contextvars(user=user):
            await self.app(scope, receive, send)

    def wait(self, scope: Scope, caller: Caller) -> int:
        """Seconds until this caller may ask again; 0 if now."""
        if scope["method"] in {"GET", "HEAD"} and not path_of(scope).startswith(LIMITED_READS):
            return 0
        for rate in self.rates:
            if not self.limiter.hit(rate, caller.key):
                reset = self.limiter.get_window_stats(rate, caller.key).reset_time
                return max(int(reset - time.time()) + 1, 1)
        return 0
