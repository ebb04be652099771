"""Tabs, charts, downloads, judgements and past conversations in a real Chromium; accessibility by axe-core."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, expect
from standin import AMBIGUOUS, CONFLICT, RANKING, STAFF, StandIn
from visitor import Watched, opened, served

from assistant.page.feedback import FILE, FeedbackStore

pytestmark = pytest.mark.page

AXE = Path(__file__).parent / "axe" / "axe.min.js"
TABS = ("指标数据", "数据核对", "原文", "关于")
PROBE = {
    "指标数据": "#yj-frame [role=gridcell]",
    "数据核对": ".yj-finding",
    "原文": "#yj-originals iframe",
    "关于": ".yj-about",
}


def serious(visit: Watched) -> list[str]:
    """What axe-core finds serious or critical on the page as it stands."""
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = visit.page.evaluate("axe.run()")
    grave = [v for v in found["violations"] if v["impact"] in {"serious", "critical"}]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in grave]


def saved(visit: Watched, selector: str) -> tuple[str, bytes]:
    """What a click on a download gives: its name and its content."""
    with visit.page.expect_download() as waiting:
        visit.page.locator(selector).first.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_from_the_answer_to_the_cell_in_the_document(visit: Watched) -> None:
    """Ask, cite, open the document: the cell is what the address names."""
    visit.ask(STAFF)
    visit.page.locator(".yj-mark").first.click()
    with visit.page.context.expect_page() as waiting:
        visit.page.locator(".yj-card.is-lit .yj-open a").click()
    read = waiting.value
    expect(read.locator("td:target")).to_have_text("716")
    expect(read.locator("td:target")).to_be_in_viewport()
    expect(read.locator(".at output")).to_contain_text("716")


def test_from_the_answer_to_the_quote_in_the_document(visit: Watched) -> None:
    """A sentence is marked where it stands."""
    visit.ask(STAFF)
    with visit.page.context.expect_page() as waiting:
        visit.page.locator("#yj-1-2 .yj-open a").click()
    marked = waiting.value.locator("mark#quote")
    expect(marked).to_have_text("全日制在校生总数 228528 人，专任教师 10333 人")
    expect(marked).to_be_in_viewport()


def test_a_ranking_comes_with_a_chart(visit: Watched) -> None:
    """A bar for each school, drawn with files of this host."""
    visit.ask(RANKING)
    expect(visit.page.locator("#yj-chat .barlayer .point")).to_have_count(3)
    assert (visit.outside, visit.errors) == ([], [])


def test_the_understanding_is_put_right(visit: Watched, standin: StandIn) -> None:
    """The form asks a question that names the indicator as printed."""
    visit.ask(RANKING)
    visit.page.get_by_role("button", name="不是这个意思？").click()
    visit.page.get_by_role("button", name="按此回答").click()
    visit.answered("表 1-1中的全日制学生数（人）最高的5所学校是哪些？")
    assert standin.asked[-1][1] == (RANKING,)


def test_again_and_edit(visit: Watched, standin: StandIn) -> None:
    """The last question is asked anew in its place, or comes back into the box."""
    visit.ask(STAFF)
    visit.ask(CONFLICT)
    visit.page.get_by_role("button", name="重新回答").click()
    visit.answered(CONFLICT)
    expect(visit.page.locator(".yj-question")).to_have_count(2)
    assert standin.asked[-1] == (CONFLICT, (STAFF,))
    visit.page.get_by_role("button", name="修改问题").click()
    expect(visit.page.locator("#yj-question textarea")).to_have_value(CONFLICT)
    expect(visit.page.locator(".yj-question")).to_have_count(1)


def test_an_answer_is_taken_away(visit: Watched) -> None:
    """As a briefing that python-docx opens, and as Markdown."""
    visit.ask(CONFLICT)
    visit.ask(RANKING)
    name, content = saved(visit, "#yj-links a[href$='answer.docx']")
    book = docx.Document(io.BytesIO(content))
    assert (name.startswith("有据答复"), book.tables[0].rows[1].cells[1].text) == (True, "长春职业技术学院")
    assert len(book.element.xpath("//w:footnoteReference")) == 3
    name, content = saved(visit, "#yj-links a[href$='conversation.md']")
    assert name.startswith("有据问答记录")
    assert content.decode().index(CONFLICT) < content.decode().index(RANKING)


def test_a_judgement_is_kept(browser: Browser, tmp_path: Path) -> None:
    """没用 with a reason: question, understanding and answer are in the file."""
    with served(StandIn(), state=tmp_path) as address, opened(browser, address) as visit:
        visit.ask(STAFF)
        visit.page.get_by_role("button", name="没用").click()
        visit.page.get_by_label("数字不对").check()
        visit.page.get_by_label("说明（可不填）").fill("应为 720")
        visit.page.get_by_role("button", name="提交").click()
        expect(visit.page.locator(".yj-notice")).to_have_text("谢谢，您的意见已记下。")
        visit.page.get_by_role("button", name="有用", exact=True).click()
        visit.page.wait_for_timeout(500)
    bad, good = FeedbackStore(tmp_path / FILE).read()
    assert (bad.useful, bad.reason, bad.question) == (False, "数字不对：应为 720", STAFF)
    assert bad.understanding == "长春职业技术学院 · 专任教师数 · 2023年"
    assert (good.useful, good.answer.splitlines()[0]) == (True, "长春职业技术学院有专任教师 716 人。")


def test_past_conversations_stay_in_the_browser(visit: Watched) -> None:
    """After a reload the conversation can be opened again; 清除记录 forgets it."""
    visit.ask(STAFF)
    expect(visit.page.locator("#yj-past")).to_be_visible()
    visit.page.reload()
    visit.page.locator("#yj-past input").click()
    visit.page.get_by_role("option").first.click()
    visit.answered(STAFF)
    visit.page.get_by_role("button", name="清除记录").click()
    expect(visit.page.locator("#yj-past")).to_be_hidden()
    visit.page.reload()
    visit.page.wait_for_selector("#yj-question textarea")
    visit.page.wait_for_timeout(1000)
    expect(visit.page.locator("#yj-past")).to_be_hidden()


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_tab_opens_and_is_accessible(browser: Browser, address: str, tab: str, scheme: str) -> None:
    """Something stands in it, axe-core has nothing serious to say, and no other host is asked."""
    with opened(browser, address, scheme=scheme) as visit:
        visit.page.get_by_role("tab", name=tab).click()
        expect(visit.page.locator(PROBE[tab]).first).to_be_visible()
        visit.page.wait_for_timeout(700)
        assert serious(visit) == []
        assert (visit.outside, visit.errors) == ([], [])


@pytest.mark.parametrize("question", ["", STAFF, RANKING, AMBIGUOUS])
def test_the_chat_is_accessible(visit: Watched, question: str) -> None:
    """Empty, with an answer, with a chart, asked back: axe-core has nothing serious to say."""
    if question:
        visit.ask(question)
    visit.page.wait_for_timeout(2000)
    assert serious(visit) == []


def test_a_document_is_accessible(visit: Watched) -> None:
    """The reader's page with a search has no serious fault, and needs no other host."""
    visit.page.goto(visit.address + "read/report?q=双高")
    expect(visit.page.locator(".found li").first).to_be_visible()
    visit.errors.clear()  # the chat that was left behind complains that its connections end
    visit.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert serious(visit) == []
    assert (visit.outside, visit.errors) == ([], [])


def test_a_cell_of_the_data_leads_to_its_place(visit: Watched) -> None:
    """A click names the cell and gives its address; the workbook opens."""
    visit.page.get_by_role("tab", name="指标数据").click()
    visit.page.get_by_role("gridcell", name="165524.99").click()
    expect(visit.page.locator("#yj-place")).to_contain_text("长春汽车工业高等专科学校")
    link = visit.page.locator("#yj-place a", has_text="打开原文").first
    expect(link).to_have_attribute("href", "read/report#biao-1-1-r6-c2")
    _, content = saved(visit, "#yj-place a[href$='biao-1-1.xlsx']")
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == "全部数据"


def test_a_table_is_sorted_and_filtered(visit: Watched) -> None:
    """A column's name sorts by its figures, with mouse and keyboard; words leave the rows that have them."""
    visit.page.get_by_role("tab", name="指标数据").click()
    head = visit.page.locator("#yj-frame [role=columnheader]", has_text="教学用计算机")
    expect(head).to_have_attribute("aria-sort", "none")
    width = visit.page.locator("#yj-frame [role=columnheader]").count()

    def column() -> list[float]:
        names = "all => all.map(cell => cell.textContent.trim())"
        cells = visit.page.locator("#yj-frame [role=gridcell]").evaluate_all(names)
        return [float(cell) for cell in cells[5::width]][:8]

    as_printed = column()
    head.locator(".header-content").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert column() == sorted(column()) != as_printed
    head.focus()
    visit.page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert column() == sorted(column(), reverse=True)
    visit.page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "none")
    assert column() == as_printed
    visit.page.get_by_label("筛选表格内容").fill("铁道")
    expect(visit.page.locator("#yj-frame [role=gridcell]", has_text="学院")).to_have_count(1)
    assert visit.errors == []


def test_a_document_has_outline_search_and_links_to_mail(visit: Watched, browser: Browser) -> None:
    """A heading, a found place and a cell each have an address that opens there in another browser."""
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(visit.address + "read/report")
    page.locator(".outline a", has_text="产教融合").first.click()
    expect(page.locator(":target")).to_be_in_viewport()
    page.get_by_label("在本文件中查找").fill("双高")
    page.keyboard.press("Enter")
    page.locator(".found li a").first.click()
    expect(page.locator("mark#quote")).to_be_in_viewport()
    page.get_by_role("cell", name="165524.99").click()
    page.get_by_role("button", name="复制本处链接").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("#biao-1-1-r6-c2")
    other = browser.new_context().new_page()
    other.goto(link)
    expect(other.locator("td:target")).to_have_text("165524.99")
    expect(other.locator("td:target")).to_be_in_viewport()
    other.context.close()


def test_figures_are_found_and_drawn(visit: Watched) -> None:
    """Words find figures in all tables; chosen schools are drawn against each other."""
    visit.page.get_by_role("tab", name="指标数据").click()
    visit.page.get_by_label("在全部表格中查找").fill("专任教师数 铁道")
    expect(visit.page.get_by_text("查找结果：1 个数据")).to_be_visible()
    schools = visit.page.get_by_label("比较哪些学校")
    for name in ("铁道", "四平"):
        schools.fill(name)
        visit.page.get_by_role("option", name=name).first.click()
    expect(visit.page.locator("#yj-picture .barlayer .point")).to_have_count(2)
    assert (visit.outside, visit.errors) == ([], [])


def test_a_finding_opens_its_place(visit: Watched) -> None:
    """Filtered by kind, each finding leads into the document; the workbook has them all."""
    visit.page.get_by_role("tab", name="数据核对").click()
    expect(visit.page.locator(".yj-finding").first).to_be_visible()
    everything = visit.page.locator(".yj-finding").count()
    visit.page.get_by_label("高", exact=True).check()
    expect(visit.page.locator(".yj-finding.is-low")).to_have_count(0)
    assert 0 < visit.page.locator(".yj-finding").count() < everything
    with visit.page.context.expect_page() as waiting:
        visit.page.locator(".yj-finding li a").first.click()
    expect(waiting.value.locator("mark#quote, :target").first).to_be_in_viewport()
    _, content = saved(visit, ".yj-list a[href$='findings.xlsx']")
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].max_row == everything + 1


def test_nothing_of_the_tabs_runs_over_the_edge_of_a_phone(phone: Watched) -> None:
    """At 360 px no tab scrolls sideways."""
    for tab in TABS:
        phone.page.get_by_role("tab", name=tab).click()
        expect(phone.page.locator(PROBE[tab]).first).to_be_visible()
        assert phone.page.evaluate("document.documentElement.scrollWidth") == 360
    phone.page.goto(phone.address + "read/report")
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 360
