"""Conversations that can be downloaded: kept in memory under names that cannot be guessed."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from datetime import date
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import Response  # noqa: TC002 - FastAPI reads the annotations
from starlette.exceptions import HTTPException

from assistant.page.tabs.routes import as_file

if TYPE_CHECKING:
    from assistant.model import Turn

KEPT = 500
"""Conversations; the oldest goes first. Answers share their parts, so that this is some megabytes."""

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GONE = "这份记录已不在内存里（服务重新启动过，或时间太久）。请回到问答页重新提问后再导出。"


class Shelf:
    """The conversations and their routes, ``/export/<name>/answer.docx`` and so on."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Turn, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, turns: tuple[Turn, ...]) -> str:
        """A new name for these turns, or "" for none."""
        if not turns:
            return ""
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[name] = turns
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return name

    def get(self, name: str) -> tuple[Turn, ...]:
        """The turns of a name; () where there are none any more."""
        return self._kept.get(name, ())

    def router(self) -> APIRouter:
        """The downloads: ``answer`` is the last turn, ``conversation`` all of them."""
        router = APIRouter(include_in_schema=False)

        @router.get("/export/{name}/{part}.{kind}")
        def export(name: str, part: str, kind: str) -> Response:
            turns = self.get(name)
            if not turns:
                raise HTTPException(404, GONE)
            if part not in {"answer", "conversation"} or kind not in {"docx", "md"}:
                raise HTTPException(404, "没有这种格式，只有 docx 和 md。")
            chosen = turns[-1:] if part == "answer" else turns
            title = "有据答复" if part == "answer" else "有据问答记录"
            return turns_to_file(chosen, kind, f"{title}{date.today():%Y%m%d}.{kind}")  # noqa: DTZ011 - the reader's day

        return router


def turns_to_file(turns: tuple[Turn, ...], kind: str, name: str) -> Response:
    """The turns as Word or Markdown."""
    made = f"{date.today():%Y年%m月%d日}"  # noqa: DTZ011 - the reader's day
    if kind == "docx":
        from assistant.page.takeaway.word import turns_to_word

        return as_file(turns_to_word(turns, made), name, WORD)
    from assistant.page.takeaway.markdown import turns_to_markdown

    return as_file(turns_to_markdown(turns, made).encode(), name, "text/markdown; charset=utf-8")
