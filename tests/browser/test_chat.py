"""What a visitor sees and does, in a real Chromium, with answers written in advance."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from standin import AMBIGUOUS, BROKEN, CONFLICT, RANKING, SCRIPT, SLOW, STAFF, UNKNOWN, StandIn
from visitor import Watched, opened

pytestmark = pytest.mark.page


def test_an_answer_opens_with_the_figure_in_bold(visit: Watched) -> None:
    """The first statement comes first and bold, its source beside it."""
    visit.ask(STAFF)
    expect(visit.page.locator(".yj-lead strong")).to_have_text("长春职业技术学院有专任教师 716 人。")
    expect(visit.page.locator(".yj-understanding")).to_contain_text("我的理解：长春职业技术学院")
    expect(visit.page.locator(".yj-card:visible")).to_have_count(2)
    assert visit.errors == []


def test_a_mark_lights_up_its_card(visit: Watched) -> None:
    """A click on a number leads to the card with the quote highlighted in its passage."""
    visit.ask(STAFF)
    visit.page.locator(".yj-mark", has_text="[2]").first.click()
    card = visit.page.locator("#yj-1-2")
    expect(card).to_have_class("yj-card is-lit")
    expect(card.locator("mark")).to_have_text("全日制在校生总数 228528 人，专任教师 10333 人")
    expect(card.locator(".yj-path")).to_contain_text("一、基本情况")
    expect(visit.page.locator(".yj-card.is-lit")).to_have_count(1)


def test_a_cited_cell_is_marked_in_its_row(visit: Watched) -> None:
    """A figure's card shows the printed row with the cell marked under its column."""
    visit.ask(STAFF)
    cited = visit.page.locator("#yj-1-1 tr.is-cited").first
    expect(cited.locator("th")).to_have_text("师资队伍 \u203a 专任教师数（人）")
    expect(cited.locator("mark")).to_have_text("716")


def test_marks_of_an_earlier_answer_open_its_sources(visit: Watched) -> None:
    """The panel shows the newest answer's sources until an older mark is clicked."""
    visit.ask(STAFF)
    visit.ask(CONFLICT)
    expect(visit.page.locator("#yj-1-1")).to_be_hidden()
    visit.page.locator(".yj-mark[href='#yj-1-1']").first.click()
    expect(visit.page.locator("#yj-1-1")).to_be_visible()
    expect(visit.page.locator("#yj-2-1")).to_be_hidden()


def test_a_ranking_comes_with_table_calculation_and_caveat(visit: Watched) -> None:
    """Each kind of statement has its own look."""
    visit.ask(RANKING)
    answer = visit.page.locator(".yj-answer")
    expect(answer.locator(".yj-table tbody tr")).to_have_count(3)
    expect(answer.locator(".is-calculation")).to_contain_text("计算")
    expect(answer.locator(".is-caveat")).to_contain_text("注意")


def test_choices_ask_when_clicked(visit: Watched) -> None:
    """Asked back, the visitor clicks a school and gets the answer for it."""
    visit.ask(AMBIGUOUS)
    expect(visit.page.locator(".yj-answer.is-refusal .yj-tag")).to_have_text("请您选择")
    visit.page.get_by_role("button", name="白城医学高等专科学校有多少学生？").click()
    visit.answered("白城医学高等专科学校有多少学生？")
    expect(visit.page.locator(".yj-card:visible")).to_have_count(2)


def test_examples_ask_when_clicked(visit: Watched) -> None:
    """An example question is one click."""
    visit.page.get_by_text(STAFF).click()
    visit.answered(STAFF)
    expect(visit.page.locator(".yj-lead strong")).to_contain_text("716")


def test_a_refusal_looks_different(visit: Watched) -> None:
    """What the documents do not have is set apart, with what they do have to click."""
    visit.ask(UNKNOWN)
    expect(visit.page.locator(".yj-answer.is-refusal .yj-tag")).to_have_text("文件中没有")
    expect(visit.page.get_by_role("button", name=STAFF)).to_be_visible()


def test_script_in_a_question_is_shown_as_text(visit: Watched) -> None:
    """Neither HTML nor Markdown nor formulas of a question are carried out."""
    visit.ask(SCRIPT)
    expect(visit.page.locator(".yj-question")).to_have_text(SCRIPT)
    expect(visit.page.locator(".yj-lead strong")).to_contain_text(SCRIPT)
    assert visit.page.title() == "有据"
    assert visit.page.locator("#yj-columns img, #yj-columns script, #yj-columns code").count() == 0


@pytest.mark.parametrize(
    ("typed", "notice"),
    [
        ("", "请先输入问题。"),
        ("  \n ", "请先输入问题。"),
        ("长" * 20_000, "问题有 20000 个字，超过 2000 字的上限，请缩短后再问。"),
    ],
    ids=["empty", "blank", "long"],
)
def test_what_cannot_be_asked_is_said_under_the_box(visit: Watched, typed: str, notice: str) -> None:
    """No question is sent, and what was typed stays."""
    visit.page.fill("#yj-question textarea", typed)
    visit.page.click("#yj-send")
    expect(visit.page.locator(".yj-notice")).to_have_text(notice)
    expect(visit.page.locator("#yj-question textarea")).to_have_value(typed)
    expect(visit.page.locator(".bot-row")).to_have_count(0)


def test_a_failure_is_a_sentence(visit: Watched) -> None:
    """The page lives on after an error inside, and the failed question is no part of the conversation."""
    visit.ask(BROKEN)
    expect(visit.page.locator(".yj-answer.is-failed")).to_contain_text("程序内部出错")
    visit.ask(STAFF)
    expect(visit.page.locator(".yj-lead strong")).to_contain_text("716")


def test_questions_follow_each_other_at_once(visit: Watched) -> None:
    """However soon the next one comes after an answer, it is answered too."""
    for question in (STAFF, RANKING, CONFLICT) * 4:
        visit.ask(question)
    assert visit.errors == []


def test_stop_ends_the_wait(visit: Watched) -> None:
    """A slow answer can be given up, and the next question works."""
    visit.page.fill("#yj-question textarea", SLOW)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".yj-waiting")).to_be_visible()
    visit.page.click("#yj-stop")
    expect(visit.page.locator(".yj-notice")).to_contain_text("已停止")
    visit.ask(STAFF)
    expect(visit.page.locator(".yj-lead strong")).to_contain_text("716")


def test_clear_forgets(visit: Watched, standin: StandIn) -> None:
    """After 清空 the chat is empty and the next question has no history."""
    visit.ask(STAFF)
    visit.page.click("#yj-clear")
    expect(visit.page.locator(".yj-welcome")).to_be_visible()
    expect(visit.page.locator(".yj-card")).to_have_count(0)
    visit.ask(RANKING)
    assert standin.asked[-1] == (RANKING, ())


def test_conversations_of_two_visitors_do_not_mix(browser: Browser, address: str, standin: StandIn) -> None:
    """Each visitor's questions are understood against their own."""
    with opened(browser, address) as one, opened(browser, address) as two:
        one.ask(STAFF)
        two.ask(RANKING)
        one.ask(CONFLICT)
        assert standin.asked[-1] == (CONFLICT, (STAFF,))
        expect(two.page.locator(".yj-question")).to_have_count(1)


def test_the_answer_is_copied_with_its_sources(visit: Watched) -> None:
    """What goes into a briefing carries its numbered sources."""
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask(CONFLICT)
    visit.page.click(".yj-copy")
    copied = visit.page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[0] == "正文写明全日制在校生总数 228528 人。[1]"
    assert copied[4] == "[1] 《吉林省高等职业教育质量报告（2023年度）》，一、基本情况 \u203a （二）核心指标"


def test_keyboard_alone_suffices(visit: Watched) -> None:
    """A mark is reached with Tab and opened with Enter; screen readers hear what it is."""
    visit.ask(STAFF)
    mark = visit.page.get_by_role("link", name="出处 1").first
    mark.focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#yj-1-1")).to_be_focused()
    expect(visit.page.get_by_label("回答", exact=True)).to_be_visible()


def test_nothing_runs_over_the_edge_of_a_phone(phone: Watched) -> None:
    """At 360 px the panel stands under the chat and nothing scrolls sideways."""
    phone.ask(RANKING)
    phone.ask("长" * 300 + "https://example.invalid/" + "a" * 300)
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 360
    talk, side = phone.page.locator("#yj-talk").bounding_box(), phone.page.locator("#yj-side").bounding_box()
    assert talk
    assert side
    assert side["y"] >= talk["y"] + talk["height"]


def test_a_mark_on_a_phone_brings_the_card_into_view(phone: Watched) -> None:
    """The panel is far down; the click goes there."""
    phone.ask(STAFF)
    phone.page.locator(".yj-mark[href='#yj-1-2']").first.click()
    expect(phone.page.locator("#yj-1-2 mark")).to_be_in_viewport()


def test_dark_mode_follows_the_system(browser: Browser, address: str) -> None:
    """Light ink on dark ground."""
    with opened(browser, address, scheme="dark") as dark:
        dark.ask(CONFLICT)
        ink = dark.page.evaluate("getComputedStyle(document.querySelector('.yj-lead')).color")
        assert ink == "rgb(221, 228, 236)"


def test_no_request_leaves_the_host(visit: Watched) -> None:
    """Loading, asking, opening sources and the interface's page stay on this host."""
    visit.ask(STAFF)
    visit.page.locator(".yj-mark").first.click()
    visit.page.click("#yj-clear")
    expect(visit.page.locator(".yj-welcome")).to_be_visible()
    assert visit.outside == []
    assert visit.errors == []


def test_the_interface_page_needs_no_other_host(visit: Watched) -> None:
    """/docs describes the HTTP interface with files of this host."""
    visit.page.goto(visit.address + "docs")
    expect(visit.page.get_by_text("/api/ask")).to_be_visible()
    assert visit.outside == []


def test_a_question_being_typed_survives_an_answer(visit: Watched) -> None:
    """Who types ahead while waiting keeps the words."""
    visit.page.fill("#yj-question textarea", SLOW)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".yj-waiting")).to_be_visible()
    visit.page.fill("#yj-question textarea", "下一个问题")
    visit.answered(SLOW)
    expect(visit.page.locator("#yj-question textarea")).to_have_value("下一个问题")
