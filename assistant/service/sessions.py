"""A Gradio session belongs to the user who began it, and nobody else may read or drive it."""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.responses import JSONResponse

from assistant.service.caller import KEY
from assistant.service.guard import BODY_LIMIT
from assistant.service.paths import path_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = "/gradio_api/"
HEARTBEAT = re.compile(r"/gradio_api/heartbeat/([^/]+)")
REMEMBERED = 20_000


class OwnedSessions:
    """Refuses requests that name a session of another user; does nothing without sign-in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.owners: OrderedDict[str, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it here."""
        user = scope[KEY].user if KEY in scope else ""
        if scope["type"] != "http" or not user or not path_of(scope).startswith(PREFIX):
            await self.app(scope, receive, send)
            return
        if scope["method"] == "POST":
            body, receive = await read_ahead(receive)
            named = session_in_body(body)
        else:
            named = session_in_address(scope)
        if named and self.owner(named, user) != user:
            await JSONResponse({"detail": "这次谈话属于另一位用户。"}, 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def owner(self, session: str, user: str) -> str:
        """Whose session it is: the first user's who came with it."""
        found = self.owners.setdefault(session, user)
        self.owners.move_to_end(session)
        if len(self.owners) > REMEMBERED:
            self.owners.popitem(last=False)
        return found


async def read_ahead(receive: Receive) -> tuple[bytes, Receive]:
    """A request's body (up to a limit), and a ``receive`` that gives it once more."""
    messages: list[Message] = []
    size = 0
    while size <= BODY_LIMIT:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            break
    waiting = iter(list(messages))

    async def again() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return b"".join(message.get("body", b"") for message in messages), again


def session_in_body(body: bytes) -> str:
    """The session that a JSON body names, or ""."""
    try:
        data = json.loads(body)
    except ValueError:
        return ""
    return str(data.get("session_hash") or "") if isinstance(data, dict) else ""


def session_in_address(scope: Scope) -> str:
    """The session that a query or a heartbeat's path names, or ""."""
    beat = HEARTBEAT.fullmatch(path_of(scope))
    if beat:
        return str(beat.group(1))
    query: dict[str, list[str]] = parse_qs(scope["query_string"].decode("latin-1"))
    return query.get("session_hash", [""])[0]
