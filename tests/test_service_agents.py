"""The door for agents: the same verbs by the Model Context Protocol, over HTTP and over a pipe."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import standin
from fastapi.testclient import TestClient
from mcp.client.session import ClientSession
from mcp.client.stdio import StdioServerParameters, stdio_client

from assistant.service.api import create_api
from assistant.service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
VERBS = [
    "ask",
    "search",
    "observations",
    "findings",
    "feedback",
    "documents",
    "outline",
    "section",
    "tables",
    "table",
]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_api(standin.StandIn(), Settings(audit=True, state=tmp_path))) as client:
        yield client


def call(client: TestClient, method: str, **params: Any) -> Any:
    """One JSON-RPC request."""
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
    response = client.post("/mcp", json=body, headers=headers)
    assert response.status_code == 200, response.text
    return response.json()["result"]


def use(client: TestClient, tool: str, **arguments: Any) -> Any:
    return call(client, "tools/call", name=tool, arguments=arguments)


def test_the_tools_are_the_verbs(door: TestClient) -> None:
    """Each with a Chinese description and schemas of what goes in and comes out."""
    tools = call(door, "tools/list")["tools"]
    assert [tool["name"] for tool in tools] == VERBS
    assert all(tool["description"] and tool["outputSchema"] for tool in tools)


def test_the_server_says_who_it_is(door: TestClient) -> None:
    """Its name, and the version that the page tells too."""
    client = {"name": "a test", "version": "1"}
    opened = call(door, "initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo=client)
    assert opened["serverInfo"]["name"] == "youju"
    assert opened["serverInfo"]["version"] == version("youju")


def test_an_agent_gets_a_cited_answer(door: TestClient, tmp_path: Path) -> None:
    """And its question is noted as an agent's."""
    found = use(door, "ask", question=standin.STAFF)["structuredContent"]
    assert found["answer"].startswith("长春职业技术学院有专任教师 716 人")
    assert found["citations"][0]["cell"] == "716"
    (file,) = (tmp_path / "audit").iterdir()
    assert json.loads(file.read_text("utf-8"))["door"] == "mcp"


def test_an_agent_looks_things_up(door: TestClient) -> None:
    """Figures, tables, sections and passages."""
    cells = use(door, "observations", subject="长春职业技术学院", indicator="专任教师数")["structuredContent"]
    assert cells["items"][0]["text"] == "716"
    assert use(door, "tables", document="report")["structuredContent"]["result"][0]["number"] == "表 1-1"
    assert len(use(door, "table", document="report", place=1)["structuredContent"]["lines"]) > 20
    assert use(door, "search", query="产教融合", limit=2)["structuredContent"]["result"]
    outline = use(door, "outline", document="reply")["structuredContent"]
    section = use(door, "section", document="reply", index=outline["sections"][0]["index"])
    assert section["structuredContent"]["text"]
    assert len(use(door, "documents")["structuredContent"]["result"]) == 2


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("ask", {"question": " "}, "请先输入问题。"),
        ("table", {"document": "report", "place": 99}, "没有第 99 张"),
        ("outline", {"document": "x"}, "没有编号为“x”的文件"),
    ],
)
def test_an_agent_is_told_what_is_wrong(
    door: TestClient, tool: str, arguments: dict[str, Any], message: str
) -> None:
    """As an error that it can read."""
    refused = use(door, tool, **arguments)
    assert refused["isError"]
    assert message in refused["content"][0]["text"]


def test_a_failure_inside_is_not_told(door: TestClient) -> None:
    """No trace leaves the server."""
    refused = use(door, "ask", question=standin.BROKEN)
    assert refused["isError"]
    assert "as ordered" not in refused["content"][0]["text"]


def test_other_sites_may_not_use_the_door(door: TestClient) -> None:
    """As with all that can be asked."""
    assert door.post("/mcp", json={}, headers={"origin": "http://elsewhere.example"}).status_code == 403


@pytest.mark.model
def test_an_agent_may_start_the_program_itself() -> None:
    """``python -m assistant mcp``: initialise, ask, end."""

    async def talk() -> Any:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "assistant", "mcp"], env=env, cwd=ROOT
        )
        async with stdio_client(command) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            return await session.call_tool("ask", {"question": "长春职业技术学院有多少专任教师？"})

    with ThreadPoolExecutor(1) as aside:  # a browser driven in this thread has a loop of its own
        result = aside.submit(lambda: asyncio.run(talk())).result()
    assert "716" in result.structured_content["answer"]
