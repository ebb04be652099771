"""What people do besides asking: several tabs, the keyboard alone, a phone, a slow machine, a long conversation."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect
from standin import CONFLICT, RANKING, STAFF, StandIn
from visitor import Watched, opened

pytestmark = pytest.mark.page

LATIN = """() => [...document.querySelectorAll("[aria-label], [title], [placeholder], [data-title]")]
    .filter(element => element.checkVisibility())
    .flatMap(element => ["aria-label", "title", "placeholder", "data-title"].map(name => element.getAttribute(name)))
    .filter(text => text && /[A-Za-z]{4}/.test(text))"""
FOCUS = """() => { const on = document.activeElement;
    return [on.tagName, on.getAttribute("aria-label") ?? on.textContent.trim(), on.id]; }"""
SQUEEZED = """() => [...document.querySelectorAll("p, label, th, td, span, summary, button, a")]
    .filter(e => e.checkVisibility() && e.textContent.trim().length > 4 && e.children.length === 0)
    .filter(e => { const box = e.getBoundingClientRect(); return box.width > 2 && box.width < 40 && box.height > 90; })
    .map(e => e.textContent.trim())"""


def kept(page: Page) -> list[list[str]]:
    """The questions of each conversation that the browser keeps."""
    return [entry["questions"] for entry in json.loads(page.evaluate("localStorage['youju-past'] ?? '[]'"))]


def test_two_tabs_keep_both_conversations(browser: Browser, address: str) -> None:
    """Neither overwrites what the other has kept, and each lists both."""
    with opened(browser, address) as one:
        page = one.page.context.new_page()
        page.goto(address)
        page.wait_for_selector("#yj-question textarea")
        two = Watched(page, address)
        one.ask(STAFF)
        two.ask(RANKING)
        one.ask(CONFLICT)
        one.page.wait_for_function("localStorage['youju-past'].length > 120")
        assert sorted(kept(one.page)) == sorted([[STAFF, CONFLICT], [RANKING]])
        page.locator("#yj-past input").click()
        expect(page.get_by_role("option")).to_have_count(2)


def test_passing_the_list_of_conversations_changes_nothing(visit: Watched, standin: StandIn) -> None:
    """Who comes along it with Tab, or clicks beside it, has chosen nothing."""
    visit.ask(STAFF)
    expect(visit.page.locator("#yj-past")).to_be_visible()
    asked = len(standin.asked)
    visit.page.locator("#yj-clear").focus()
    for _ in range(3):
        visit.page.keyboard.press("Tab")
    visit.page.locator("#yj-past input").click()
    visit.page.locator("#yj-panel").click()
    visit.page.wait_for_timeout(1500)
    expect(visit.page.locator(".yj-lead strong")).to_contain_text("716")
    assert len(standin.asked) == asked


def test_a_reopened_conversation_goes_on_as_itself(visit: Watched) -> None:
    """It is kept once, with the question that was added."""
    visit.ask(STAFF)
    visit.page.reload()
    visit.page.locator("#yj-past input").click()
    visit.page.get_by_role("option").first.click()
    visit.answered(STAFF)
    visit.ask(CONFLICT)
    visit.page.wait_for_function("localStorage['youju-past'].includes('在校生')")
    assert kept(visit.page) == [[STAFF, CONFLICT]]


def test_asking_citing_and_opening_with_the_keyboard_alone(visit: Watched) -> None:
    """Enter sends; Tab reaches the number, its card, the way into the document; nothing is out of order."""
    page = visit.page
    page.locator("#yj-question textarea").focus()
    page.keyboard.type(STAFF)
    page.keyboard.press("Enter")
    visit.answered(STAFF)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS)[1] == "出处 1":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#yj-1-1")).to_be_focused()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS)[1] == "打开原文":
            break
    with page.context.expect_page() as waiting:
        page.keyboard.press("Enter")
    expect(waiting.value.locator("td:target")).to_have_text("716")


def test_labels_are_chinese(visit: Watched) -> None:
    """What screen readers say and what hovering shows, on every tab."""
    assert visit.page.evaluate(LATIN) == []
    visit.ask(RANKING)
    expect(visit.page.locator("#yj-chat .barlayer .point")).to_have_count(3)
    for tab in ("问答", "指标数据", "数据核对", "原文", "关于"):
        visit.page.get_by_role("tab", name=tab).click()
        visit.page.wait_for_timeout(2500)
        assert visit.page.evaluate(LATIN) == [], tab


def test_the_end_of_an_answer_is_announced(visit: Watched) -> None:
    """To those who cannot see it; the answer itself stands in a log."""
    visit.ask(STAFF)
    expect(visit.page.locator("#yj-done[role=status]")).to_have_text(re.compile("已答完 1 次"))
    expect(visit.page.locator("#yj-chat [role=log][aria-live=polite]")).to_have_count(1)


def test_a_chart_is_saved_as_a_picture_and_leads_nowhere(visit: Watched) -> None:
    """Of Plotly's buttons one stays; no link of the page leads to another host."""
    visit.ask(RANKING)
    visit.page.locator("#yj-chat .js-plotly-plot").scroll_into_view_if_needed()
    visit.page.locator("#yj-chat .js-plotly-plot").hover()
    expect(visit.page.locator("#yj-chat .modebar-btn:visible")).to_have_count(1)
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="把图存为图片").click()
    assert waiting.value.suggested_filename.endswith(".png")
    links = visit.page.locator("a[href^=http]:visible").evaluate_all("all => all.map(a => a.href)")
    assert [link for link in links if not link.startswith(visit.address)] == []


def test_a_section_puts_the_understanding_right(visit: Watched) -> None:
    """Whoever did not mean a figure chooses what to read."""
    visit.ask(RANKING)
    visit.page.get_by_role("button", name="不是这个意思？").click()
    visit.page.get_by_label("要看哪一节").fill("院校布局")
    visit.page.get_by_role("option", name="院校布局").first.click()
    visit.page.get_by_role("button", name="按此回答").click()
    expect(visit.page.locator(".yj-question")).to_have_count(2)
    expect(visit.page.locator(".yj-question").last).to_contain_text("院校布局”这一节讲了什么？")


@pytest.mark.parametrize("height", [650, 860])
def test_open_forms_leave_the_question_box_within_reach(browser: Browser, address: str, height: int) -> None:
    """With both forms open the page is longer; the box and the button below them can be scrolled to."""
    with opened(browser, address, 1366, height) as visit:
        visit.ask(RANKING)
        visit.page.get_by_role("button", name="不是这个意思？").click()
        visit.page.get_by_role("button", name="没用").click()
        expect(visit.page.locator("#yj-send-reason")).to_be_visible()
        visit.page.mouse.move(4, 300)
        visit.page.mouse.wheel(0, 5000)
        expect(visit.page.locator("#yj-question textarea")).to_be_in_viewport(ratio=1)
        log = visit.page.locator("#yj-chat").bounding_box()
        assert log is not None
        assert log["height"] >= 260


def test_nothing_is_squeezed_on_a_phone(phone: Watched) -> None:
    """No words stand one below the other in a column a character wide; the button to send is in sight."""
    expect(phone.page.locator("#yj-send")).to_be_in_viewport(ratio=1)
    phone.ask(RANKING)
    for tab in ("问答", "指标数据", "数据核对", "原文", "关于"):
        phone.page.get_by_role("tab", name=tab).click()
        phone.page.wait_for_timeout(2500)
        assert phone.page.evaluate(SQUEEZED) == [], tab
    phone.page.goto(phone.address + "read/report?q=双高")
    assert phone.page.evaluate(SQUEEZED) == []


def test_ten_questions_on_a_slow_machine(browser: Browser, address: str, standin: StandIn) -> None:
    """With a sixth of the speed: each is answered, all stay, and the last card lights up."""
    with opened(browser, address) as visit:
        session = visit.page.context.new_cdp_session(visit.page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
        questions = [STAFF, RANKING, CONFLICT, "一问", RANKING, STAFF, "再问", CONFLICT, RANKING, STAFF]
        for question in questions:
            visit.ask(question)
        expect(visit.page.locator(".yj-question")).to_have_text(questions)
        visit.page.locator(".yj-mark[href='#yj-10-1']").first.click()
        expect(visit.page.locator("#yj-10-1.is-lit")).to_be_visible()
        assert standin.asked[-1] == (STAFF, tuple(questions[:-1]))
        assert visit.errors == []
