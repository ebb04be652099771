"""The scripts within a page, each allowed by its hash, so that no other inline script can run.

Gradio's page and FastAPI's documentation set themselves up by inline scripts. CSP Level 3, section
2.3.1: a ``hash-source`` allows an inline script with that digest.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEY = "youju.scripts"
"""Where the scope keeps the hashes for the policy."""

INLINE = re.compile(rb"<script(?![^>]*\ssrc\s*=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)


def hashes(html: bytes) -> tuple[str, ...]:
    """The hash sources of a page's inline scripts."""
    scripts = (script.replace(b"\r\n", b"\n") for script in INLINE.findall(html))
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts)
    return tuple(dict.fromkeys(f"'sha256-{digest}'" for digest in digests))


class InlineScripts:
    """Holds back a page until its scripts are hashed; everything else passes as it comes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        # Compressed, the page could not be read here.
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        start: Message | None = None
        body = b""

        async def hold(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                if not MutableHeaders(scope=message).get("content-type", "").startswith("text/html"):
                    start = None
                    await send(message)
                return
            if start is None:
                await send(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                scope[KEY] = hashes(body)
                await send(start)
                await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, hold)
