"""The page behind a real nginx, below a path, with the configuration of ``deploy/``."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from mcp.client.session import ClientSession
from mcp.client.streamable_http import streamable_http_client
from playwright.sync_api import Browser, expect
from standin import SLOW, STAFF, StandIn
from visitor import opened, served

if TYPE_CHECKING:
    from collections.abc import Iterator

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = [
    pytest.mark.page,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: apt-get install nginx-light)"),
]

ROOT = Path(__file__).parent.parent.parent
CONFIGURATION = (ROOT / "deploy" / "nginx-youju.conf").read_text(encoding="utf-8")
MAIN = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        include {folder}/youju.conf;
        location = /favicon.ico {{ return 204; }}  # the portal's own
    }}
}}
"""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def behind_nginx(folder: Path, *, user: str = "", **given: object) -> Iterator[str]:
    """The public address of a page behind nginx; ``user`` is whom nginx says that everybody is."""
    trusted = (ip_network("127.0.0.1"),)
    with served(StandIn(), root_path="/youju", trusted_proxies=trusted, **given) as inner:
        text = CONFIGURATION.replace("http://127.0.0.1:7860/", inner)
        text = text.replace('X-Remote-User ""', f'X-Remote-User "{user}"')
        port = free_port()
        (folder / "youju.conf").write_text(text, encoding="utf-8")
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, port=port), encoding="utf-8")
        command = [
            str(NGINX),
            "-p",
            str(folder),
            "-c",
            str(folder / "nginx.conf"),
            "-e",
            str(folder / "start.log"),
        ]
        with subprocess.Popen(command) as process:
            try:
                address = f"http://127.0.0.1:{port}/youju/"
                wait_for(address, process)
                yield address
            finally:
                process.terminate()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until nginx answers."""
    for _ in range(100):
        assert process.poll() is None, "nginx ended"
        try:
            if httpx.get(f"{address}healthz").status_code == 200:
                return
        except httpx.ConnectError:
            time.sleep(0.05)
    raise TimeoutError(address)


def test_the_page_works_below_a_path(browser: Browser, tmp_path: Path) -> None:
    """Ask, cite, mark; every request stays below the path; the waiting line comes before the answer."""
    with behind_nginx(tmp_path) as address, opened(browser, address) as visit:
        visit.ask(STAFF)
        visit.page.locator(".yj-mark").first.click()
        expect(visit.page.locator(".yj-card.is-lit mark").first).to_have_text("716")
        visit.page.fill("#yj-question textarea", SLOW)
        visit.page.keyboard.press("Enter")
        expect(visit.page.locator(".yj-waiting")).to_be_visible(timeout=2500)
        visit.answered(SLOW)
        assert visit.outside == []
        assert visit.errors == []


def test_the_frame_and_the_documentation_work_below_a_path(browser: Browser, tmp_path: Path) -> None:
    """With their scripts and styles."""
    with behind_nginx(tmp_path) as address:
        with opened(browser, f"{address}embed?q={STAFF}") as visit:
            expect(visit.page.locator(".yj-lead strong")).to_contain_text("716", timeout=60_000)
            expect(visit.page.locator(".yj-header")).to_be_hidden()
            assert [url for url in visit.requests if not url.startswith((address, "data:", "blob:"))] == []
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}docs")
        expect(page.get_by_text("/api/v1/ask/stream")).to_be_visible(timeout=60_000)
        context.close()


def test_the_interface_below_a_path(tmp_path: Path) -> None:
    """The API answers, measures stay inside, the path without a slash leads to the page."""
    with behind_nginx(tmp_path) as address:
        assert httpx.post(f"{address}api/v1/ask", json={"question": STAFF}).status_code == 200
        assert httpx.get(f"{address}metrics").status_code == 404
        redirected = httpx.get(address.removesuffix("/"))
        assert (redirected.status_code, redirected.headers["location"]) == (301, address)
        assert httpx.get(f"{address}openapi.json").json()["servers"] == [{"url": "/youju"}]


def test_streams_and_agents_below_a_path(tmp_path: Path) -> None:
    """Events arrive one by one, chat front ends get their pieces, an agent's own client finds the tools."""
    message = {"model": "youju", "stream": True, "messages": [{"role": "user", "content": STAFF}]}
    with behind_nginx(tmp_path) as address:
        with httpx.stream("POST", f"{address}api/v1/ask/stream", json={"question": STAFF}) as events:
            names = [line.removeprefix("event: ") for line in events.iter_lines() if line.startswith("event")]
        with httpx.stream("POST", f"{address}v1/chat/completions", json=message) as pieces:
            told = [line for line in pieces.iter_lines() if line.startswith("data: ")]

        async def talk() -> Any:
            async with (
                streamable_http_client(f"{address}mcp") as streams,
                ClientSession(*streams[:2]) as agent,
            ):
                await agent.initialize()
                return await agent.call_tool("ask", {"question": STAFF})

        with ThreadPoolExecutor(1) as aside:  # the browser driven in this thread has a loop of its own
            result = aside.submit(lambda: asyncio.run(talk())).result()
    assert names == ["statement", "statement", "statement", "answer"]
    assert (len(told) > 4, told[-1]) == (True, "data: [DONE]")
    assert "716" in result.structured_content["answer"]


def test_the_user_comes_from_nginx_alone(tmp_path: Path) -> None:
    """What a reader claims to be is thrown away."""
    claimed = {"X-Remote-User": "boss"}
    with behind_nginx(tmp_path, sign_in="proxy") as address:
        assert httpx.get(f"{address}api/v1/documents", headers=claimed).status_code == 401
    state = tmp_path / "state"
    with behind_nginx(tmp_path, user="zhang", sign_in="proxy", audit=True, state=state) as address:
        httpx.post(f"{address}api/v1/ask", json={"question": STAFF}, headers=claimed)
    (noted,) = (state / "audit").iterdir()
    assert '"user": "zhang", "address": "127.0.0.1"' in noted.read_text("utf-8")
