"""Answers and sources as HTML: what is shown, in which order, and always escaped."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import standin
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model import Answer, Citation, ShownTable, Statement, Turn
from assistant.page.answer import answer_to_html, answer_to_options, answer_to_text, question_to_html
from assistant.page.conversation import FAILED, TURNS_KEPT, ask, view
from assistant.page.question import QuestionError, clean_question
from assistant.page.rows import cited_row
from assistant.page.sources import passage_to_excerpt, turns_to_sources
from assistant.page.templates import is_figure
from corpus.model import Span

if TYPE_CHECKING:
    from assistant.page.model import View

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)


def views(question: str, turns: tuple[Turn, ...] = ()) -> list[View]:
    async def collect() -> list[View]:
        return [seen async for seen in ask(standin.StandIn(), question, turns)]

    with ThreadPoolExecutor(1) as aside:  # the browser tests leave a loop running in this thread
        return aside.submit(lambda: asyncio.run(collect())).result()


def turn(question: str) -> Turn:
    return Turn(question, standin.StandIn().answer(question))


def citation(quote: str = "", passage: str = "", **place: str) -> Citation:
    return Citation("x", "文件", "一、章", quote, Span(0, 0), passage=passage, **place)


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_whatever_a_document_holds_is_text(statement: str, quote: str, cell: str, question: str) -> None:
    """No tag but the templates' own comes out, and no blank line that would end the HTML."""
    answer = Answer(
        question,
        (Statement(statement, (0,)), Statement(quote, (), "source")),
        (
            citation(quote, f"前{quote}后"),
            citation(quote, table=cell, row=statement, column=quote, cell=cell),
        ),
        understanding=question,
        table=ShownTable(statement, (quote,), ((cell,),)),
    )
    html = (
        answer_to_html(answer, 1)
        + question_to_html(question)
        + turns_to_sources((Turn(question, answer),), ())
    )
    tags = set(re.findall(r"<[^>]*>", html))
    known = r"</?(div|p|span|strong|a|table|caption|thead|tbody|tr|th|td|button|br|h2|section|article|mark|details|summary|blockquote)\b[^<>]*>"
    assert [tag for tag in tags if not re.fullmatch(known, tag)] == []
    assert "\n" not in html


def test_a_script_in_a_document_is_shown() -> None:
    """The reader sees what stands there."""
    html = answer_to_html(Answer("", (Statement("<script>x</script>"),)), 1)
    assert "&lt;script&gt;x&lt;/script&gt;" in html


def test_the_answer_leads_and_is_bold() -> None:
    """Figure first, then table, calculation, caveat, understanding."""
    html = answer_to_html(standin.ranking(standin.RANKING), 3)
    places = [
        html.index(piece) for piece in ("<strong>", "<table", "is-calculation", "is-caveat", "我的理解：")
    ]
    assert places == sorted(places)
    assert 'href="#yj-3-2"' in html


def test_while_it_is_written_only_the_first_statement_shows() -> None:
    """Buttons and table come with the whole answer."""
    html = answer_to_html(standin.ranking(standin.RANKING), 1, shown=1)
    assert "<strong>" in html
    assert "<table" not in html
    assert "还可以问" not in html


@pytest.mark.parametrize(
    ("answer", "tag"),
    [
        (standin.ambiguous, "请您选择"),
        (standin.unknown, "文件中没有"),
    ],
)
def test_a_refusal_says_what_it_is(answer: object, tag: str) -> None:
    """Refusals carry a tag of their own."""
    assert f">{tag}</span>" in answer_to_html(answer(""), 1)  # type: ignore[operator]


def test_choices_go_before_suggestions() -> None:
    """When it asks back, nothing else is offered."""
    asked_back = standin.ambiguous(standin.AMBIGUOUS)
    assert [option["value"] for option in answer_to_options(asked_back)] == list(asked_back.choices)
    assert len(answer_to_options(standin.staff(standin.STAFF))) == 3


def test_text_to_copy_has_numbered_sources() -> None:
    """A briefing gets the words and where they stand."""
    lines = answer_to_text(standin.conflict(standin.CONFLICT)).splitlines()
    assert lines[1].startswith("注意：表 1-1 的省均值为 7608.6 人")
    assert lines[-1].startswith("[2] 《吉林省高等职业教育质量报告")
    assert "表 1-1" in lines[-1]


def test_a_cited_cell_is_found_in_its_table() -> None:
    """Column headings come from the document, exactly one cell is marked."""
    cited = standin.cell_citation("表 1-1", "长春职业技术学院", "专任教师数")
    row = cited_row(cited, standin.report())
    assert row is not None
    assert (row.caption, row.label, row.upright) == (
        "表 1-1 吉林省高职院校核心指标统计表",
        "长春职业技术学院",
        True,
    )
    assert [(cell.column, cell.text) for cell in row.cells if cell.cited] == [
        ("师资队伍 \u203a 专任教师数（人）", "716")
    ]
    assert len(row.near) == 5


def test_every_cell_of_every_table_can_be_shown() -> None:
    """Whatever cell is cited, its row is found and the cell is marked in it."""
    document = standin.report()
    missed = []
    for table in document.tables:
        labels = {column.index: column.label for column in table.columns if column.role in ("value", "text")}
        for line in table.rows:
            for cell in line.cells:
                if cell.column_index in labels and cell.text.strip():
                    cited = Citation(
                        document.id,
                        document.title,
                        "",
                        document.quote(line.span),
                        line.span,
                        table=table.number,
                        row=line.label,
                        column=labels[cell.column_index],
                        cell=cell.text,
                    )
                    row = cited_row(cited, document)
                    if row is None or [c.text for c in row.cells if c.cited] != [cell.text]:
                        missed.append((table.number, line.label, cell.text))
    assert missed == []


def test_a_cell_of_an_unknown_table_stands_alone() -> None:
    """A citation without its document still shows row, column and cell."""
    row = cited_row(citation("甲\t5", table="表 9", row="甲", column="人数", cell="5"), None)
    assert row is not None
    assert [(cell.column, cell.text, cell.cited) for cell in row.cells] == [
        ("", "甲", False),
        ("人数", "5", True),
    ]


def test_a_long_passage_is_folded_around_its_quote() -> None:
    """Nothing is lost: the pieces make up the passage."""
    passage = "前" * 500 + "引文" + "后" * 500
    excerpt = passage_to_excerpt(citation("引文", passage))
    assert (len(excerpt.before), excerpt.quote, len(excerpt.after)) == (160, "引文", 160)
    assert excerpt.head + excerpt.before + excerpt.quote + excerpt.after + excerpt.tail == passage


def test_a_quote_outside_its_passage_stands_alone() -> None:
    """Better the quote alone than a passage that does not hold it."""
    assert passage_to_excerpt(citation("引文", "别的话")).quote == "引文"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("716", True),
        ("1876850.", True),
        ("-3.5", True),
        ("34.5%", True),
        ("1,234", True),
        ("2023年", False),
        ("—", False),
        ("", False),
    ],
)
def test_figures_stand_flush_right(text: str, expected: object) -> None:
    """Numbers as printed, cut off ones too; words not."""
    assert is_figure(text) is expected


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        (" 有多少人？\n", "有多少人？"),
        ("有\x00多少\x1b人", "有多少人"),
        ("a\nb", "a\nb"),
        ("👍", "👍"),
    ],
    ids=repr,
)
def test_a_question_loses_only_what_cannot_be_typed(typed: str, question: str) -> None:
    """NUL, escape and half characters go; line breaks and emoji stay."""
    assert clean_question(typed) == question


def test_half_a_character_is_no_question() -> None:
    """A lone surrogate, which JSON can carry, could not be sent back."""
    assert clean_question("\ud800问") == "问"


@pytest.mark.parametrize("typed", ["", " \n\t", "\x00", "\u3000"], ids=repr)
def test_an_empty_question_is_refused(typed: str) -> None:
    """Blanks of every kind are no question."""
    with pytest.raises(QuestionError, match="请先输入问题"):
        clean_question(typed)


def test_a_question_goes_through_three_views() -> None:
    """Waiting if it takes long, the first statement, the whole answer with its sources."""
    *waiting, first, whole = views(standin.STAFF)
    slow = views(standin.SLOW)
    assert waiting == []
    assert "正在查阅" in slow[0].messages[-1]["content"]
    assert [seen.draft for seen in slow] == ["", None, None]
    assert "is-partial" in first.messages[-1]["content"]
    assert "<strong>" in first.messages[-1]["content"]
    assert [t.question for t in whole.turns] == [standin.STAFF]
    assert "yj-1-1" in whole.sources


def test_a_failed_question_is_no_turn() -> None:
    """The conversation goes on as if it had not been asked."""
    last = views(standin.BROKEN)[-1]
    assert FAILED in last.messages[-1]["content"]
    assert last.turns == ()


def test_an_empty_question_changes_nothing_but_the_notice() -> None:
    """No message, no turn, the draft left alone."""
    (only,) = views("  ")
    assert (only.messages, only.turns, only.notice, only.draft) == ([], (), "请先输入问题。", None)


def test_old_turns_leave_the_page() -> None:
    """A long day's conversation does not grow without end."""
    seen = view(standin.StandIn(), tuple(turn(standin.STAFF) for _ in range(TURNS_KEPT + 5)))
    assert len(seen.turns) == TURNS_KEPT
    assert len(seen.messages) == 2 * TURNS_KEPT


def test_only_the_newest_answer_offers_questions() -> None:
    """Older ones keep their text but not their buttons."""
    seen = view(standin.StandIn(), (turn(standin.STAFF), turn(standin.STAFF)))
    assert [len(message.get("options", [])) for message in seen.messages] == [0, 0, 0, 3]


def test_a_cited_caption_is_a_passage() -> None:
    """It has no row: its card shows the words, not an empty table."""
    caption = Citation("r", "报告", "一", "表 1-1 核心指标", Span(0, 9), "表 1-1", passage="表 1-1 核心指标")
    assert cited_row(caption, None) is None
