"""The page as a process: ready in seconds, one line for what is wrong, no word to any other host."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from assistant.service.server import PortTakenError, take_port

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
READY = "有据已就绪："
PAGES = (
    "/", "/embed", "/widget.js", "/docs", "/openapi.json", "/config", "/theme.css", "/page/page.js", "/page/embed.js",
    "/healthz", "/readyz", "/metrics", "/v1/models", "/api/v1/documents", "/api/v1/tables", "/api/v1/search?q=产教",
)  # fmt: skip


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


@contextmanager
def running(
    env: dict[str, str], complaints: list[str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The page in a process of its own, with the address that it prints."""
    command = [sys.executable, str(ROOT / "tests" / "standin.py"), "--port", "0"]
    with subprocess.Popen(
        command, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            yield process, line.strip().removeprefix(READY)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=20)
            if complaints is not None:
                complaints.append(errors)


def test_it_says_when_it_is_ready_and_stops_quietly() -> None:
    """One line out, nothing on the error stream, and Ctrl+C is no accident."""
    complaints: list[str] = []
    with running(environment(), complaints) as (process, address):
        assert httpx.get(f"{address}/healthz").json()["status"] == "ok"
        assert "有据" in httpx.get(address).text
    assert complaints == [""]
    assert process.returncode == 0


def test_it_speaks_to_no_other_host(tmp_path: Path) -> None:
    """With every outside socket refused and noted, the page starts and answers, and none was tried."""
    notes = tmp_path / "notes"
    guarded = environment(
        PYTHONPATH=os.pathsep.join([str(ROOT / "tests" / "loopback_only"), str(ROOT)]),
        LOOPBACK_NOTES=str(notes),
    )
    listing = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accepting = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
    message = {"role": "user", "content": "有多少所学校？"}
    with running(guarded) as (_, address), httpx.Client(base_url=address) as visitor:
        answers = [
            visitor.post("/api/ask", json={"question": "有多少所学校？"}),
            visitor.post("/api/v1/ask/stream", json={"question": "有多少所学校？", "document": "report"}),
            visitor.post("/v1/chat/completions", json={"messages": [message]}),
            visitor.post("/mcp", json=listing, headers=accepting, timeout=30),
        ]
        while visitor.get("/readyz").status_code == 503:  # what is loaded behind the first page
            time.sleep(0.1)
        answers += [visitor.get(path) for path in PAGES]
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert not notes.exists() or notes.read_text(encoding="utf-8") == ""


@pytest.mark.skipif(os.name != "posix", reason="SIGTERM")
def test_a_stop_waits_for_answers_under_way() -> None:
    """Terminated, it takes no more requests, finishes the one that it has, and ends."""
    with running(environment()) as (process, address), ThreadPoolExecutor(1) as pool:
        asked = pool.submit(httpx.post, f"{address}/api/v1/ask", json={"question": "慢慢回答"}, timeout=20)
        time.sleep(1)
        process.terminate()
        time.sleep(0.5)
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{address}/healthz")
        assert asked.result().json()["question"] == "慢慢回答"
        assert process.wait(timeout=20) in {0, -signal.SIGTERM}


def test_the_refusal_of_outside_sockets_works(tmp_path: Path) -> None:
    """The test above would notice."""
    notes = tmp_path / "notes"
    guarded = environment(PYTHONPATH=str(ROOT / "tests" / "loopback_only"), LOOPBACK_NOTES=str(notes))
    code = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    assert (
        subprocess.run([sys.executable, "-c", code], env=guarded, capture_output=True, check=False).returncode
        == 1
    )
    assert "192.0.2.1" in notes.read_text(encoding="utf-8")


def test_the_chat_itself_refuses_other_origins() -> None:
    """Gradio lets any site call; the page does not."""
    with running(environment()) as (_, address):
        foreign = {"origin": "http://elsewhere.example"}
        joined = httpx.post(f"{address}/gradio_api/queue/join", json={}, headers=foreign)
        config = httpx.get(f"{address}/config", headers=foreign)
        preflight = httpx.options(
            f"{address}/gradio_api/queue/join", headers={**foreign, "access-control-request-method": "POST"}
        )
        own = httpx.get(f"{address}/config", headers={"origin": address})
    assert joined.status_code == 403
    assert own.status_code == 200
    for response in (joined, config, preflight):
        assert "access-control-allow-origin" not in response.headers


def test_a_taken_port_is_one_line() -> None:
    """Which port, and what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortTakenError, match=r"端口已被占用.*--port"):
            take_port("127.0.0.1", other.getsockname()[1])


def test_small_packets_leave_at_once() -> None:
    """An answer on a connection that is kept open does not wait for the reader's acknowledgement."""
    set_on_the_server: list[int] = []

    async def connect() -> None:
        done = asyncio.Event()

        def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted = writer.get_extra_info("socket")
            set_on_the_server.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()
            done.set()

        taken = take_port("127.0.0.1", 0)
        async with await asyncio.start_server(answer, sock=taken):
            _, writer = await asyncio.open_connection(*taken.getsockname())
            await done.wait()
            writer.close()

    with ThreadPoolExecutor(1) as pool:  # a thread without a running event loop
        pool.submit(asyncio.run, connect()).result()
    assert set_on_the_server == [1]


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.77"])
def test_an_address_of_nobody_is_one_line(host: str) -> None:
    """Neither a name that does not exist nor another machine's address can be served."""
    with pytest.raises(PortTakenError, match=f"无法使用 {host}"):
        take_port(host, 7860)


def run_app(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "app.py"), *arguments]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, check=False, timeout=60)


def test_help_names_the_options() -> None:
    """``python app.py --help``."""
    shown = run_app("--help")
    assert shown.returncode == 0
    assert all(option in shown.stdout for option in ("--host", "--port", "--index"))


def test_a_taken_port_ends_the_command() -> None:
    """One line on the error stream, exit code 1."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = run_app("--port", str(port))
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert f"127.0.0.1:{port}" in ended.stderr


def test_a_missing_index_ends_the_command(tmp_path: Path) -> None:
    """It says what to run."""
    ended = run_app("--port", "0", "--index", str(tmp_path / "none"))
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "python -m index build" in ended.stderr


def test_the_page_does_not_wait_for_the_encoder() -> None:
    """Torch takes seconds to import, the agents' SDK one; the page is up without them."""
    slow = ("torch", "sentence_transformers", "mcp")
    code = f"import app, sys; sys.exit(any(name in sys.modules for name in {slow}))"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), check=False, cwd=ROOT)
    assert done.returncode == 0
