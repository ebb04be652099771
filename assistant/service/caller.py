"""Who is asking: kept for the length of a request, so that whoever notes a question knows."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import Scope

KEY = "youju.caller"
"""Where the caller stands in the ASGI scope."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A reader: the name they signed in with ("" without sign-in), their address, and the door.

    ``door`` is "page", "api", "openai", "mcp" or, at the command line, "local".
    """

    user: str = ""
    address: str = ""
    door: str = "local"

    @property
    def key(self) -> str:
        """What tells this reader from others: the name, else the address."""
        return f"user:{self.user}" if self.user else f"address:{self.address}"


_CALLER: ContextVar[Caller | None] = ContextVar("caller", default=None)


def current_caller() -> Caller:
    """Whose request is being answered."""
    return _CALLER.get() or Caller()


@contextmanager
def calling(caller: Caller) -> Iterator[None]:
    """Answer on behalf of ``caller`` for a while."""
    token = _CALLER.set(caller)
    try:
        yield
    finally:
        _CALLER.reset(token)


def adopt(request: Any) -> None:
    """Take over the caller of a request that is carried out later, in another task.

    Gradio's queue runs events apart from the HTTP request that brought them; ``request`` is the
    ``gradio.Request`` of the event.
    """
    scope: Scope = getattr(getattr(request, "request", None), "scope", {})
    _CALLER.set(scope.get(KEY, Caller(door="page")))


def chosen_document(desk: Any, request: Any) -> Any:
    """The desk over the one document that the page's address names (``?doc=``), else the desk itself."""
    wanted = request.query_params.get("doc") if request else None
    known = {document.id for document in desk.documents}
    return desk.within(wanted) if wanted in known else desk


def door_of(path: str) -> str:
    """Which door a path belongs to."""
    if path.startswith("/api/"):
        return "api"
    if path.startswith("/v1/"):
        return "openai"
    return "mcp" if path == "/mcp" or path.startswith("/mcp/") else "page"
