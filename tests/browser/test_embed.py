"""The chat in a page of another origin: in a frame, by the button, with messages; and refused."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, expect
from standin import CONFLICT, STAFF, UNKNOWN, StandIn
from visitor import served

from assistant.service.passwords import set_password

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.page
expect.set_options(timeout=60_000)

ROOT = Path(__file__).parent.parent.parent
SHIPPED = "http://127.0.0.1:7860"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def portal(folder: Path) -> Iterator[str]:
    """A web server of another origin that serves ``folder``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def embedded(folder: Path, body: str, *, allowed: bool = True, **given: Any) -> Iterator[tuple[str, str]]:
    """A host page around ``body`` (``{youju}`` is the chat's address); yields both addresses."""
    with portal(folder) as host:
        ancestors = (host,) if allowed else ()
        with served(StandIn(), frame_ancestors=ancestors, **given) as youju:
            html = f"<!doctype html><meta charset=utf-8><title>门户</title>{body}"
            (folder / "index.html").write_text(html.replace("{youju}", youju.rstrip("/")), encoding="utf-8")
            yield host, youju


LISTENER = (
    "<script>told = []; addEventListener('message', (e) => {"
    " if (e.data.source === 'youju') told.push([e.origin, e.data]) })</script>"
)
FRAME = '<iframe src="{youju}/embed%s" width="420" height="640"></iframe>'


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1000, "height": 800}, locale="zh-CN")
    context.set_default_timeout(90_000)  # a busy machine
    yield context.new_page()
    context.close()


def test_a_frame_in_another_origin_answers_and_tells(visitor: Page, tmp_path: Path) -> None:
    """Bare, with the question of the address; the host hears ready, height and answered."""
    with embedded(tmp_path, LISTENER + FRAME % f"?q={STAFF}") as (host, youju):
        visitor.goto(host)
        frame = visitor.frame_locator("iframe")
        expect(frame.locator(".yj-lead strong")).to_contain_text("716")
        expect(frame.locator(".yj-header")).to_be_hidden()
        frame.locator(".yj-mark").first.click()
        expect(frame.locator(".yj-card.is-lit mark").first).to_have_text("716")
        visitor.wait_for_function("told.some(([, data]) => data.type === 'answered')")
        told = visitor.evaluate("told")
    assert {origin for origin, _ in told} == {youju.rstrip("/")}
    assert told[0][1]["type"] == "ready"
    assert all(data["height"] > 300 for _, data in told if data["type"] == "height")
    (answered,) = (data for _, data in told if data["type"] == "answered")
    assert (answered["question"], answered["refused"]) == (STAFF, False)
    assert answered["answer"] == "长春职业技术学院有专任教师 716 人。"


def test_a_refusal_is_told_as_one(visitor: Page, tmp_path: Path) -> None:
    """The host page can act on it."""
    with embedded(tmp_path, LISTENER + FRAME % f"?q={UNKNOWN}") as (host, _):
        visitor.goto(host)
        visitor.wait_for_function("told.some(([, data]) => data.type === 'answered' && data.refused)")


def test_a_host_that_is_not_allowed_shows_nothing(visitor: Page, tmp_path: Path) -> None:
    """The browser refuses the frame, because the headers say so."""
    with embedded(tmp_path, LISTENER + FRAME % "", allowed=False) as (host, _):
        complaints: list[str] = []
        visitor.on("console", lambda line: complaints.append(line.text))
        visitor.goto(host)
        visitor.wait_for_timeout(1500)
        assert visitor.frame_locator("iframe").locator("#yj-question").count() == 0
        assert visitor.evaluate("told") == []
        assert any("frame-ancestors" in line or "X-Frame-Options" in line for line in complaints)


def test_the_address_chooses_document_and_theme(visitor: Page, tmp_path: Path) -> None:
    """Only that document is answered from; the stand-in counts those that it is asked over."""
    with embedded(tmp_path, FRAME % "?doc=reply&theme=dark") as (host, _):
        visitor.goto(host)
        frame = visitor.frame_locator("iframe")
        expect(frame.locator("#yj-question textarea")).to_have_css("background-color", "rgb(20, 26, 34)")
        frame.locator("#yj-question textarea").fill("有几份文件")
        frame.locator("#yj-send").click()
        expect(frame.locator(".yj-lead strong")).to_contain_text("1 份文件")


BUTTON = (
    LISTENER
    + "<script>heard = []; addEventListener('youju:answered', (e) => heard.push(e.detail.question))</script>"
    f'<script src="{{youju}}/widget.js" data-title="问文件" data-colour="rgb(168, 35, 31)" data-position="left"'
    f' data-q="{CONFLICT}"></script>'
)


def test_the_button_opens_the_chat(visitor: Page, tmp_path: Path) -> None:
    """Title, colour and side as asked; nothing is loaded before the click; Escape closes."""
    with embedded(tmp_path, BUTTON) as (host, _):
        visitor.goto(host)
        button = visitor.get_by_role("button", name="问文件")
        expect(button).to_have_css("background-color", "rgb(168, 35, 31)")
        place = button.bounding_box()
        assert place is not None
        assert place["x"] < 100
        assert len(visitor.frames) == 1
        button.click()
        frame = visitor.frame_locator("[data-youju] iframe")
        expect(frame.locator(".yj-answer .is-caveat")).to_be_visible()
        visitor.wait_for_function("heard.length === 1")
        visitor.get_by_role("button", name="关闭").press("Escape")
        expect(button).to_be_focused()
        expect(visitor.get_by_role("dialog")).to_be_hidden()


def test_the_button_cannot_be_styled_into_harm(visitor: Page, tmp_path: Path) -> None:
    """What is no colour is none."""
    body = '<script src="{youju}/widget.js?colour=red;position:static&title=%3Cb%3Ex%3C/b%3E"></script>'
    with embedded(tmp_path, body) as (host, _):
        visitor.goto(host)
        button = visitor.get_by_role("button", name="<b>x</b>")
        expect(button).to_have_css("background-color", "rgb(31, 86, 144)")


def test_the_button_passes_document_and_theme_on(visitor: Page, tmp_path: Path) -> None:
    """The frame that it opens answers from that document alone, and is dark."""
    body = '<script src="{youju}/widget.js" data-doc="reply" data-theme="dark" data-q="有几份文件"></script>'
    with embedded(tmp_path, body) as (host, _):
        visitor.goto(host)
        button = visitor.get_by_role("button", name="有据：问文件")
        place = button.bounding_box()
        assert place is not None
        assert place["x"] > 500
        button.click()
        frame = visitor.frame_locator("[data-youju] iframe")
        expect(frame.locator(".yj-lead strong")).to_contain_text("1 份文件")
        expect(frame.locator("#yj-question textarea")).to_have_css("background-color", "rgb(20, 26, 34)")


def test_a_page_of_another_origin_may_call_only_if_allowed(visitor: Page, tmp_path: Path) -> None:
    """From a real browser, which asks first."""
    call = """async (address) => {
        try {
            const given = { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"question": "有几份文件"}' };
            return (await (await fetch(address + "api/v1/ask", given)).json()).answer;
        } catch { return "refused"; }
    }"""
    with portal(tmp_path) as host:
        (tmp_path / "index.html").write_text("<title>门户</title>", encoding="utf-8")
        visitor.goto(host)
        with served(StandIn()) as youju:
            assert visitor.evaluate(call, youju) == "refused"
        with served(StandIn(), allowed_origins=(host,)) as youju:
            assert visitor.evaluate(call, youju) == "2 份文件"


def test_the_example_page_works(visitor: Page, tmp_path: Path) -> None:
    """``examples/intranet.html``, with the address of this test in it: frame, messages, button."""
    example = (ROOT / "examples" / "intranet.html").read_text(encoding="utf-8")
    assert example.count(SHIPPED) == 3
    with portal(tmp_path) as host, served(StandIn(), frame_ancestors=(host,)) as youju:
        page = example.replace(SHIPPED, youju.rstrip("/"))
        (tmp_path / "intranet.html").write_text(page, encoding="utf-8")
        outside: list[str] = []
        visitor.on("request", lambda request: outside.append(request.url))
        visitor.goto(f"{host}/intranet.html")
        visitor.frame_locator("#youju").locator("#yj-question textarea").fill(STAFF)
        visitor.frame_locator("#youju").locator("#yj-send").click()
        expect(visitor.locator("#log")).to_contain_text("716")
        visitor.get_by_role("button", name="问文件").click()
        expect(visitor.frame_locator("[data-youju] iframe").locator(".yj-lead strong")).to_contain_text("716")
        assert [url for url in outside if not url.startswith((host, youju, "data:", "blob:"))] == []


def test_a_password_works_in_a_frame(browser: Browser, tmp_path: Path) -> None:
    """Without any cookie: the browser asks for it, and sends it with every request of the frame."""
    set_password(tmp_path / "users", "zhang", "geheim-geheim")
    given: dict[str, Any] = {"sign_in": "password", "password_file": tmp_path / "users"}
    (tmp_path / "site").mkdir()
    with embedded(tmp_path / "site", FRAME % f"?q={STAFF}", **given) as (host, youju):
        context = browser.new_context(
            http_credentials={"username": "zhang", "password": "geheim-geheim", "origin": youju.rstrip("/")}
        )
        page = context.new_page()
        page.goto(host)
        expect(page.frame_locator("iframe").locator(".yj-lead strong")).to_contain_text("716")
        assert context.cookies() == []
        context.close()


@pytest.mark.parametrize(("trusted", "works"), [("127.0.0.1", True), ("10.0.0.5", False)])
def test_the_header_of_the_proxy_works_in_a_frame(
    browser: Browser, tmp_path: Path, trusted: str, *, works: bool
) -> None:
    """From the proxy's address it is believed, from anywhere else it is not."""
    given: dict[str, Any] = {"sign_in": "proxy", "trusted_proxies": (ip_network(trusted),)}
    with embedded(tmp_path, FRAME % f"?q={STAFF}", **given) as (host, _):
        context = browser.new_context(extra_http_headers={"X-Remote-User": "zhang"})
        page = context.new_page()
        page.goto(host)
        if works:
            expect(page.frame_locator("iframe").locator(".yj-lead strong")).to_contain_text("716")
        else:
            expect(page.frame_locator("iframe").locator("body")).to_contain_text("请从单位门户进入")
        context.close()
