"""A served page, and a visitor whose Chromium notes every request."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import uvicorn

from app import create_app
from assistant.service.server import take_port
from assistant.service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Watched:
    """A page, with the addresses it asked for and what went wrong in it."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Type a question, press Enter and wait for the whole answer."""
        self.page.fill("#yj-question textarea", question)
        self.page.keyboard.press("Enter")
        self.answered(question)

    def answered(self, question: str) -> None:
        """Wait until the newest question is this one, its answer whole, and all that follows it done."""
        self.page.wait_for_function(
            """question => {
                const rows = [...document.querySelectorAll("#yj-chat .message-row")];
                const last = rows.findLastIndex(row => row.classList.contains("user-row"));
                const done = Number(document.querySelector("#yj-done")?.textContent.match(/\\d+/)?.[0] ?? 0);
                const whole = last >= 0 && done > (window.doneBefore ?? 0)
                    && rows[last].querySelector(".yj-question")?.textContent === question
                    && rows[last + 1]?.querySelector(".yj-answer:not(.is-partial)")
                    && document.querySelector("#yj-send")?.offsetParent;
                if (whole) window.doneBefore = done;
                return whole;
            }""",
            arg=question,
        )

    @property
    def outside(self) -> list[str]:
        """Requests to any other host."""
        inside = (self.address, "data:", "blob:", "about:")
        return [url for url in self.requests if not url.startswith(inside)]


@contextmanager
def served(assistant: object, **given: Any) -> Iterator[str]:
    """The address of a page served from a thread of this process, with these settings."""
    taken = take_port("127.0.0.1", 0)
    app = create_app(assistant, Settings(port=taken.getsockname()[1], **given))  # type: ignore[arg-type]
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1, proxy_headers=False)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{taken.getsockname()[1]}/"
    server.should_exit = True
    thread.join(timeout=10)


@contextmanager
def opened(
    browser: Browser, url: str, width: int = 1366, height: int = 860, scheme: str = "light"
) -> Iterator[Watched]:
    """A fresh visitor on the page."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="zh-CN",
    )
    page = context.new_page()
    page.set_default_timeout(90_000)  # a busy machine
    watched = Watched(page, url)
    page.on("request", lambda request: watched.requests.append(request.url))
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.on("console", lambda line: watched.errors.append(line.text) if line.type == "error" else None)
    page.goto(url)
    page.wait_for_selector("#yj-question textarea")
    yield watched
    context.close()
