"""Downloads: briefings, tables, judgements; and what the form of the understanding asks."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sqlite3
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest
import standin
from docx.oxml import parse_xml
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from assistant.model import Answer, ShownTable, Statement, Turn
from assistant.page.charts import table_to_figure
from assistant.page.chat import Talk
from assistant.page.correction import (
    NOTHING_CHOSEN,
    form_to_question,
    indicators_of,
    sections_of,
    turn_to_understanding,
)
from assistant.page.feedback import FeedbackError, FeedbackStore, judge
from assistant.page.past import read_past, reopened
from assistant.page.tabs.data import rows_to_figure
from assistant.page.tabs.grids import browse, disarmed, search_observations, table_to_csv
from assistant.page.tabs.routes import create_downloads
from assistant.page.takeaway.markdown import turns_to_markdown
from assistant.page.takeaway.shelf import Shelf
from assistant.page.takeaway.word import turns_to_word
from assistant.query import Measure, Query

if TYPE_CHECKING:
    from pathlib import Path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TABLES = browse(standin.documents())
CORE = TABLES["report/biao-1-1"]


def turns(*questions: str) -> tuple[Turn, ...]:
    return tuple(Turn(question, standin.StandIn().answer(question)) for question in questions)


def paragraphs(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def part_of(content: bytes, name: str) -> Any:
    """A part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return parse_xml(file.read(name))


def test_a_briefing_has_answer_table_and_notes() -> None:
    """The answer, its sources as footnotes of Word's own, the table as a table."""
    content = turns_to_word(turns(standin.CONFLICT, standin.RANKING), "2024年1月1日")
    assert "正文写明全日制在校生总数 228528 人。" in paragraphs(content)
    book = docx.Document(io.BytesIO(content))
    assert len(book.tables[0].rows) == 4
    marks = book.element.xpath("//w:footnoteReference/@w:id")
    notes = part_of(content, "word/footnotes.xml").findall(f"{W}footnote")
    texts = {note.get(f"{W}id"): "".join(text.text for text in note.iter(f"{W}t")).strip() for note in notes}
    assert marks == ["1", "2", "3", "4", "5"]
    assert texts["1"] == (
        "《吉林省高等职业教育质量报告（2023年度）》，一、基本情况 \u203a （二）核心指标：“全日制在校生总数 228528 人”"
    )
    assert set(texts) == {"-1", "0", *marks}


def test_a_source_that_comes_again_is_referred_to() -> None:
    """One note, and the number again where it is needed, to a bookmark that there is."""
    content = turns_to_word(turns(standin.STAFF), "今天")
    book = docx.Document(io.BytesIO(content)).element
    (again,) = book.xpath("//w:fldSimple")
    assert again.get(f"{W}instr").split()[1] in book.xpath("//w:bookmarkStart/@w:name")
    assert [text.text for text in again.iter(f"{W}t")] == ["1"]
    assert len(part_of(content, "word/footnotes.xml")) == 4


def test_a_briefing_has_the_chart_with_its_data() -> None:
    """A chart of Word's own from zero, its figures in a workbook that can be edited; none without figures."""
    content = turns_to_word(turns(standin.RANKING, standin.STAFF, standin.RANKING), "今天")
    book = docx.Document(io.BytesIO(content))
    charts = [rel for rel in book.part.rels.values() if rel.reltype.endswith("/chart")]
    assert len(charts) == len(book.inline_shapes) == 2
    chart = part_of(content, "word/charts/chart1.xml")
    shown = [v.text for v in chart.findall(f".//{C}val//{C}v")]
    assert shown == ["12391", "12182", "11757"]
    assert [v.get("val") for v in chart.findall(f".//{C}min")] == ["0"]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        sheet = openpyxl.load_workbook(io.BytesIO(file.read("word/embeddings/chart1.xlsx")))["Sheet1"]
    assert [(row[0].value, row[1].value) for row in sheet["A2:B2"]] == [("长春职业技术学院", 12391)]


def test_markdown_has_footnotes() -> None:
    """Each mark has its note; signs of Markdown in a text have no meaning."""
    text = turns_to_markdown(turns(standin.CONFLICT, standin.SCRIPT), "今天")
    assert "**正文写明全日制在校生总数 228528 人。**[^1-1]" in text
    assert "[^1-1]: 《吉林省高等职业教育质量报告（2023年度）》" in text
    assert "<script>" not in text.replace("\\<", "")


@settings(deadline=None, max_examples=25)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_answer_can_be_taken_away(text: str) -> None:
    """Characters that XML cannot hold are left out, nothing fails."""
    shown = ShownTable(text, ("甲", text), ((text, "1"), ("乙", "2")), (1.0, 2.0))
    turn = Turn(
        text, Answer(text, (Statement(text), Statement(text, (), "caveat")), understanding=text, table=shown)
    )
    assert paragraphs(turns_to_word((turn,), "今天"))
    assert turns_to_markdown((turn,), "今天").startswith("# 有据")
    assert table_to_figure(shown) is not None


def test_downloads_of_conversations() -> None:
    """By a name that cannot be guessed; other names and kinds are not found."""
    app, shelf = FastAPI(), Shelf()
    app.include_router(shelf.router())
    client = TestClient(app)
    name = shelf.put(turns(standin.STAFF, standin.CONFLICT))
    assert standin.STAFF not in client.get(f"/export/{name}/answer.md").text
    assert standin.STAFF in client.get(f"/export/{name}/conversation.md").text
    found = [client.get(f"/export/{path}").status_code for path in (f"{name}/answer.pdf", "x/answer.md")]
    assert found == [404, 404]


def test_downloads_of_tables() -> None:
    """Every table as CSV and workbook, all of it together, and the findings."""
    app = FastAPI()
    app.include_router(create_downloads(standin.StandIn()))
    client = TestClient(app)
    for key in TABLES:
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"/data/{key}.xlsx").content))
        assert len(book.sheetnames) == 2
        assert client.get(f"/data/{key}.csv").content.startswith(b"\xef\xbb\xbf")
    everything = openpyxl.load_workbook(io.BytesIO(client.get("/data/all.xlsx").content))
    assert everything.worksheets[0].max_row == 1 + sum(len(d.observations) for d in standin.documents())
    assert client.get("/audit/findings.xlsx").status_code == 200
    assert [
        client.get(f"/data/{p}").status_code for p in ("all.pdf", "no/table.csv", "report/biao-1-1.pdf")
    ] == [404] * 3


def test_csv_is_as_printed() -> None:
    """Headings with their groups, every cell in its row; formulas are disarmed."""
    rows = list(csv.reader(io.StringIO(table_to_csv(CORE).decode("utf-8-sig"))))
    assert rows[0][6] == "师资队伍 \u203a 专任教师数（人）"
    assert [row[6] for row in rows if row[0] == "长春职业技术学院"] == ["716"]
    assert [disarmed(text) for text in ("=1+1", "-3.5", "@x", "甲")] == ["'=1+1", "-3.5", "'@x", "甲"]


def test_figures_are_found_by_all_words() -> None:
    """Every word must be in the subject, the indicator or the table."""
    found = search_observations(standin.documents(), "专任教师数 铁道")
    assert [(o.subject, o.text) for _, o in found] == [("吉林铁道职业技术学院", "550")]
    assert search_observations(standin.documents(), "  ") == []


def test_a_chart_has_a_bar_for_each_row() -> None:
    """Of an answer's table and of chosen rows; nothing chosen draws nothing."""
    shown = standin.ranking("").table
    assert shown is not None
    drawn = table_to_figure(shown)
    assert drawn is not None
    assert list(drawn.data[0].x) == list(shown.values)
    assert table_to_figure(replace(shown, values=())) is None
    chosen = rows_to_figure(CORE, CORE.labels[2:5], CORE.figure_columns[:2])
    assert chosen is not None
    assert [len(bars.x) for bars in chosen.data] == [3, 3]
    assert rows_to_figure(CORE, (), CORE.figure_columns) is None


def test_judgements_are_kept(tmp_path: Path) -> None:
    """As given, in order, with the questions before."""
    store = FeedbackStore(tmp_path / "var" / "feedback.sqlite")
    given_turns = turns(standin.STAFF, standin.CONFLICT)
    first, second = (
        judge(given_turns, useful=True),
        judge(given_turns[:1], useful=False, reason="数字不对" * 999),
    )
    store.add(first)
    store.add(second)
    assert store.read() == (first, second)
    assert (first.history, len(second.reason)) == ((standin.STAFF,), 1000)


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """No file, no folder, another format: one line that names it."""
    missing = FeedbackStore(tmp_path / "none.sqlite")
    with pytest.raises(FeedbackError, match=r"none\.sqlite"):
        missing.read()
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(FeedbackError, match="taken"):
        FeedbackStore(tmp_path / "taken" / "f.sqlite").add(judge(turns(standin.STAFF), useful=True))
    with closing(sqlite3.connect(tmp_path / "newer.sqlite")) as file:
        file.execute("PRAGMA user_version = 99")
    with pytest.raises(FeedbackError, match="格式是 99"):
        FeedbackStore(tmp_path / "newer.sqlite").add(judge(turns(standin.STAFF), useful=True))


def test_the_form_says_what_was_understood() -> None:
    """What a ranking was by; and the question that the form makes."""
    form = turn_to_understanding(turns(standin.RANKING)[0], standin.documents())
    assert (form.indicator, form.done) == ("表 1-1 \u203a 学生情况 \u203a 全日制学生数（人）", "从高到低排名")
    asked = form_to_question(["甲校", "乙校"], form.indicator, "相互比较")
    assert asked == "比较甲校、乙校的表 1-1中的全日制学生数（人）"
    assert form_to_question([], None, None) == ""


def test_an_empty_form_says_what_to_choose() -> None:
    """No question is made of nothing, and the conversation stays."""
    before = turns(standin.STAFF)

    async def correct() -> list[list[object]]:
        talk = Talk(standin.StandIn(), Shelf(), 0)
        return [update async for update in talk.correct(before, None, [], None, "查数值", None)]

    with ThreadPoolExecutor(1) as apart:  # the browser tests have a loop of their own here
        (update,) = apart.submit(asyncio.run, correct()).result()
    assert NOTHING_CHOSEN in str(update[2])
    assert update[4] == before


def test_the_form_offers_every_indicator_and_section() -> None:
    """Columns and rows of indicators under names of their own, sections with the question for them."""
    documents = standin.documents()
    names = indicators_of(documents)
    tables = [t for d in documents for t in d.tables if t.layout in {"entities", "indicators"}]
    assert {name.split(" \u203a ")[0] for name in names} == {table.number for table in tables}
    assert "附表 6 \u203a 全日制在校生人数" in names
    assert len([name for name in names if "国家级数量" in name]) > 1
    shown, question = sections_of(documents)[0]
    assert shown.startswith("《")
    assert form_to_question([], names[0], "查数值", question) == question
    figure = Measure(
        "report", "附表 6", "全日制在校生人数", ("全日制在校生人数",), "人", "2023年", "indicators", 3,
        next(row.index for t in tables if t.number == "附表 6" for row in t.rows if row.label == "全日制在校生人数"),
    )  # fmt: skip
    answered = replace(turns(standin.STAFF)[0].answer, query=Query("figure", "x", measures=(figure,)))
    form = turn_to_understanding(Turn("x", answered), documents)
    assert form.indicator == "附表 6 \u203a 全日制在校生人数"


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "x",
        "[",
        "[1]",
        '[{"at": 1, "questions": []}]',
        '[{"at": "t"}]',
        '{"at": "t"}',
        '[{"at": "t", "questions": 3}]',
        [],
    ],
)
def test_what_a_browser_sends_back_is_not_trusted(sent: object) -> None:
    """Anything but a list of conversations is none."""
    assert read_past(sent) == []
    assert reopened(standin.StandIn(), "t", sent) == ()


def test_a_conversation_is_asked_anew() -> None:
    """In order, each question after those before; what cannot be asked is left out."""
    assistant = standin.StandIn()
    kept = [{"at": "t", "questions": [standin.STAFF, " ", 5, standin.CONFLICT]}]
    again = reopened(assistant, "t", json.dumps(kept))
    assert [turn.question for turn in again] == [standin.STAFF, standin.CONFLICT]
    assert assistant.asked[-1] == (standin.CONFLICT, (standin.STAFF,))
