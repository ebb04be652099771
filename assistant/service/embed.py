"""``/embed``, the bare chat for a frame, and ``/widget.js``, the button that opens it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"

HEAD = (
    '<link rel="icon" href="page/icon.svg"><script src="page/embed.js"></script>'
    '<script src="page/page.js" defer></script><script src="page/past.js" defer></script>'
)
"""What the page loads first; relative, so that it is found below any path."""


class AsPage:
    """Answers ``/embed`` with the page itself; in the browser its address makes it bare."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as one for the page."""
        path = f"{scope.get('root_path', '')}/"
        await self.app({**scope, "path": path, "raw_path": path.encode()}, receive, send)


def create_router(page: ASGIApp) -> APIRouter:
    """The routes; ``page`` serves ``/``."""
    router = APIRouter(include_in_schema=False)
    router.routes.append(Route("/embed", AsPage(page), methods=["GET", "HEAD"]))

    @router.get("/widget.js")
    def widget() -> FileResponse:
        return FileResponse(STATIC / "widget.js", media_type="text/javascript")

    @router.get("/page/embed.js")
    def script() -> FileResponse:
        return FileResponse(STATIC / "embed.js", media_type="text/javascript")

    return router
