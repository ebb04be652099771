"""Several users at once: conversations stay apart, questions are noted under their names, pages stay inside."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect
from standin import STAFF, StandIn
from visitor import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.page


@contextmanager
def signed_in(browser: Browser, address: str, user: str) -> Iterator[Page]:
    """A browser in which the proxy says who it is."""
    context = browser.new_context(extra_http_headers={"X-Remote-User": user}, locale="zh-CN")
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#yj-question textarea")
    yield page
    context.close()


def ask(page: Page, question: str) -> None:
    page.fill("#yj-question textarea", question)
    page.keyboard.press("Enter")


def test_conversations_of_two_users_stay_apart(browser: Browser, tmp_path: Path) -> None:
    """Asked in turns, each one's questions are understood after their own, and noted under their name."""
    assistant = StandIn()
    given = {
        "sign_in": "proxy",
        "trusted_proxies": (ip_network("127.0.0.1"),),
        "audit": True,
        "state": tmp_path,
    }
    with served(assistant, **given) as address, ExitStack() as both:
        zhang = both.enter_context(signed_in(browser, address, "zhang"))
        li = both.enter_context(signed_in(browser, address, "li"))
        for number in (1, 2, 3):
            for name, page in (("甲", zhang), ("乙", li)):
                ask(page, f"{name}{number}")
                expect(page.locator(".yj-lead strong").last).to_have_text(
                    f"第 {number} 问，文件中没有：{name}{number}", timeout=60_000
                )
        assert zhang.get_by_text("乙").count() == 0
        assert li.get_by_text("甲").count() == 0
    assert assistant.asked[-2:] == [("甲3", ("甲1", "甲2")), ("乙3", ("乙1", "乙2"))]
    (noted,) = (tmp_path / "audit").iterdir()
    lines = noted.read_text("utf-8").splitlines()
    assert len(lines) == 6
    for line in lines:
        assert '"door": "page"' in line
        assert ('"user": "zhang"' in line) == ("甲" in line)


def test_a_reopened_conversation_is_noted_under_its_user(browser: Browser, tmp_path: Path) -> None:
    """Its questions are asked anew, by whoever opens it."""
    given = {"sign_in": "proxy", "trusted_proxies": (ip_network("127.0.0.1"),), "audit": True}
    with served(StandIn(), state=tmp_path, **given) as address, signed_in(browser, address, "zhang") as page:
        ask(page, STAFF)
        expect(page.locator("#yj-past")).to_be_visible()
        page.reload()
        page.locator("#yj-past input").click()
        page.get_by_role("option").first.click()
        expect(page.locator(".yj-lead strong")).to_contain_text("716")
    (noted,) = (tmp_path / "audit").iterdir()
    lines = noted.read_text("utf-8").splitlines()
    assert len(lines) == 2
    assert all('"user": "zhang"' in line and '"door": "page"' in line for line in lines)


def test_another_users_session_is_closed(browser: Browser) -> None:
    """Who knows the number of a session can neither read nor drive it."""
    given = {"sign_in": "proxy", "trusted_proxies": (ip_network("127.0.0.1"),)}
    with served(StandIn(), **given) as address, signed_in(browser, address, "zhang") as page:
        with page.expect_request("**/queue/join*") as joined:
            ask(page, STAFF)
        body = joined.value.post_data_json
        expect(page.locator(".yj-lead strong")).to_contain_text("716")
        with signed_in(browser, address, "li") as other:
            stolen = other.evaluate(
                """async (body) => (await fetch("gradio_api/queue/join", {
                    method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body),
                })).status""",
                body,
            )
            assert stolen == 403


def test_too_many_questions_are_told(browser: Browser) -> None:
    """The page shows the sentence of the limit; what was answered before stays."""
    with served(StandIn(), question_rate="8/hour") as address, signed_in(browser, address, "") as page:
        told = page.get_by_text("提问太频繁").first
        for _ in range(9):
            ask(page, STAFF)
            expect(page.locator(".yj-lead strong").last.or_(told).first).to_be_visible()
            page.wait_for_timeout(700)
            if told.is_visible():
                break
        expect(told).to_be_visible()
        expect(page.locator(".yj-lead strong").first).to_contain_text("716")


@pytest.mark.parametrize("path", ["", "embed", "docs"])
def test_every_page_asks_only_its_own_host(browser: Browser, path: str) -> None:
    """Watched from the first request to quiet; nothing is refused by the content policy either."""
    with served(StandIn()) as address:
        context = browser.new_context()
        page = context.new_page()
        asked: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        page.goto(address + path)
        page.wait_for_timeout(4000)
        context.close()
    assert len(asked) > 2
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert errors == []


def test_a_script_that_is_not_the_pages_own_does_not_run(browser: Browser) -> None:
    """Even if somebody got it into the page: the policy names the page's scripts by their hashes."""
    with served(StandIn()) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("#yj-question textarea")
        page.evaluate(
            """() => {
                const script = document.createElement("script");
                script.textContent = "document.title = 'taken over'";
                document.body.append(script);
                const image = document.createElement("div");
                image.innerHTML = "<img src=x onerror=document.title='taken'>";
                document.body.append(image);
            }"""
        )
        page.wait_for_timeout(500)
        assert page.title() == "有据"
        context.close()
