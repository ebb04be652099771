"""The verbs for agents, by the Model Context Protocol: over standard input, or over HTTP at ``/mcp``.

The SDK takes seconds to import and is imported with the first request.
"""

from __future__ import annotations

import asyncio
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar

from pydantic import Field

from assistant.page.feedback import FeedbackError
from assistant.page.question import QuestionError, clean_question
from assistant.service import verbs
from assistant.service.found import (
    DocumentOut,
    FindingOut,
    Observations,
    OutlineOut,
    PassageOut,
    SectionText,
    TableSummary,
    Wanted,
    WholeTable,
)
from assistant.service.schema import AnswerOut
from assistant.service.version import program_version

if TYPE_CHECKING:
    from collections.abc import Callable

    from mcp.server.mcpserver import MCPServer
    from starlette.types import ASGIApp, Receive, Scope, Send

    from assistant.service.desk import Desk

INSTRUCTIONS = (
    "有据从已收入的官方文件中回答问题，每个数字、每句话都有出处；文件中没有的，会说没有。"
    "先用 ask 提问；需要原始材料时用 search、observations、tables、section。引用时请带上出处。"
)

Question = Annotated[str, Field(description="问题，如“长春职业技术学院有多少专任教师？”", max_length=2000)]
OneDocument = Annotated[
    str, Field(description="只用这份文件（documents 给出的 id）；空表示全部", max_length=200)
]
Earlier = Annotated[tuple[str, ...], Field(description="同一次谈话中先前的问题", max_length=1000)]
Limit = Annotated[int, Field(ge=1, le=200)]
Word = Annotated[str, Field(max_length=200)]

P = ParamSpec("P")
T = TypeVar("T")


def create_server(desk: Desk) -> MCPServer[Any]:
    """The server with its tools."""
    from mcp.server.mcpserver import MCPServer

    server: MCPServer[Any] = MCPServer(
        "youju", title="有据", version=program_version(), instructions=INSTRUCTIONS, log_level="WARNING"
    )
    for tool in (*asking_tools(desk), *document_tools(desk)):
        server.add_tool(told(tool), structured_output=True)
    return server


def told(verb: Callable[P, T]) -> Callable[P, T]:
    """The verb with its refusals as errors that the agent is told; others it is not."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return verb(*args, **kwargs)
        except (QuestionError, FeedbackError, verbs.NotFound) as refusal:
            raise ToolError(str(refusal)) from refusal

    return run


def asking_tools(desk: Desk) -> tuple[Callable[..., Any], ...]:
    """ask, search, observations, findings, feedback."""

    def ask(question: Question, earlier: Earlier = (), document: OneDocument = "") -> AnswerOut:
        """回答一个问题，带出处；文件中没有的说没有（abstained 为真）。"""
        answer = verbs.desk_for(desk, document).follow_up(clean_question(question), earlier)
        return AnswerOut.model_validate(answer.as_json())

    def search(query: Question, document: OneDocument = "", limit: Limit = 10) -> list[PassageOut]:
        """按内容查找段落，最相关的在前。"""
        return verbs.search_passages(verbs.desk_for(desk, document), clean_question(query), limit)

    def observations(
        subject: Word = "",
        indicator: Word = "",
        period: Word = "",
        table: Word = "",
        document: OneDocument = "",
        limit: Limit = 50,
    ) -> Observations:
        """查表中的数据：主体、指标、时期、表号都按“包含”查找，可以只给一部分。"""
        wanted = Wanted(
            subject=subject, indicator=indicator, period=period, table=table, document=document, limit=limit
        )
        return verbs.find_observations(desk, wanted)

    def findings(document: OneDocument = "") -> list[FindingOut]:
        """文件中前后不一致、算不拢、缺失和可疑之处。"""
        return verbs.list_findings(desk, document)

    def feedback(
        question: Question,
        useful: Annotated[bool, Field(description="回答有用或没用")],
        reason: Annotated[str, Field(max_length=1000)] = "",
        earlier: Earlier = (),
    ) -> str:
        """对一个回答的意见；question、earlier 与提问时相同。"""
        desk.judge([*earlier, question], useful=useful, reason=reason)
        return "已记下。"

    return ask, search, observations, findings, feedback


def document_tools(desk: Desk) -> tuple[Callable[..., Any], ...]:
    """documents, outline, section, tables, table."""

    def documents() -> list[DocumentOut]:
        """已收入的文件。"""
        return verbs.list_documents(desk)

    def outline(document: Word) -> OutlineOut:
        """一份文件的信息和章节。"""
        return verbs.outline(desk, document)

    def section(document: Word, index: int) -> SectionText:
        """一个章节的原文（编号见 outline）。"""
        return verbs.section_text(desk, document, index)

    def tables(document: OneDocument = "") -> list[TableSummary]:
        """所有表格，或一份文件的表格。"""
        return verbs.list_tables(desk, document)

    def table(document: Word, place: int) -> WholeTable:
        """一张表的全部单元格（place 见 tables）。"""
        return verbs.whole_table(desk, document, place)

    return documents, outline, section, tables, table


class AgentsDoor:
    """``/mcp``: the server over streamable HTTP, started with the first request, one answer a request."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.stopping = asyncio.Event()
        self.running: asyncio.Task[None] | None = None
        self.opened: asyncio.Future[ASGIApp] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request to the server."""
        if self.opened is None:
            self.opened = asyncio.get_running_loop().create_future()
            self.running = asyncio.create_task(self._run(self.opened))
        handle = await asyncio.shield(self.opened)
        await handle(scope, receive, send)

    async def _run(self, opened: asyncio.Future[ASGIApp]) -> None:
        """Keep the server's tasks until the service stops."""
        try:
            server = await asyncio.to_thread(create_server, self.desk)
            server.streamable_http_app(json_response=True, stateless_http=True, host="")
            manager = server.session_manager
            async with manager.run():
                opened.set_result(manager.handle_request)
                await self.stopping.wait()
        except Exception as error:
            if opened.done():
                raise
            opened.set_exception(error)

    async def close(self) -> None:
        """End it with the service."""
        self.stopping.set()
        if self.running:
            await self.running


def run_over_stdio(desk: Desk) -> None:
    """Serve an agent that has started this program itself, until it closes the pipe."""
    create_server(desk).run("stdio")
