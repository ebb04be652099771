"""Who may call, frame and load: the security headers and the same-origin rule, as ASGI middleware."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse

from assistant.service.paths import path_of
from assistant.service.scripts import KEY

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant.service.settings import Settings

BODY_LIMIT = 1_000_000
"""Bytes of a request; the longest question is far below it, and nothing is uploaded."""

TOO_LARGE = "请求太大。"

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CLOSED_PATHS = ("/gradio_api/upload", "/gradio_api/proxy=", "/gradio_api/component_server")
"""Doors of Gradio that this page does not use."""

CONTENT_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    # Gradio's widgets style themselves inline.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


def content_policy(settings: Settings, scripts: tuple[str, ...] = ()) -> str:
    """The content security policy; ``scripts`` are the hashes of the page's own inline scripts."""
    policy = {**CONTENT_POLICY, "frame-ancestors": " ".join(("'self'", *settings.frame_ancestors))}
    policy["script-src"] = " ".join((policy["script-src"], *scripts))
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def security_headers(settings: Settings) -> dict[str, str]:
    """The headers of every response, but for the policy of what it may load."""
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    }
    if not settings.frame_ancestors:
        headers["X-Frame-Options"] = "SAMEORIGIN"
    return headers


class Guard:
    """Refuses foreign origins and closed paths; puts the headers on what passes."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.allowed = frozenset(settings.allowed_origins)
        self.headers = security_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy = content_policy(self.settings, scope.get(KEY, ()))
                MutableHeaders(scope=message).update({"Content-Security-Policy": policy, **self.headers})
            await send(message)

        refusal = self.refusal(scope)
        if refusal:
            await refusal(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)

    def refusal(self, scope: Scope) -> JSONResponse | None:
        """The answer to a request that may not pass, or None."""
        headers = Headers(scope=scope)
        if path_of(scope).startswith(CLOSED_PATHS):
            return JSONResponse({"detail": "没有这个地址。"}, 404)
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > BODY_LIMIT:
            return JSONResponse({"detail": TOO_LARGE}, 413)
        origin = headers.get("origin", "")
        if scope["method"] not in SAFE_METHODS and not self.may_call(origin, headers.get("host", "")):
            return JSONResponse(
                {"detail": "不接受来自其他网站的请求（可用 YOUJU_ALLOWED_ORIGINS 放行）。"}, 403
            )
        return None

    def may_call(self, origin: str, host: str) -> bool:
        """Whether a browser page of ``origin`` may change or ask something here."""
        return not origin or origin.lower() in self.allowed or urlsplit(origin).netloc == host
