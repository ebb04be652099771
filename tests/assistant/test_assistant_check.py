"""Nothing is said that the documents do not bear out: tampered answers, and many real ones."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opened import ask, hashed

from assistant.check import checked
from assistant.model import Statement
from corpus.model import Span
from evals.measures.grounding import ungrounded_numbers
from evals.model import Citation as Place

if TYPE_CHECKING:
    from assistant import Answer, Citation

QUESTIONS = (
    "长职院有多少专任教师？", "吉铁院的纸质图书有多少？", "四平职大的老师有多少", "松职院有多少双师型教师？",
    "白城医高专的行业导师有多少人？", "长师专的高级职称人数", "延职院的经费总收入是多少万元？", "吉工院的机房电脑有多少台",
    "汽高专的在校生有几人", "长春健康职业学院的新增专业数", "长职院和吉铁院的教师数和学生数", "把吉林司法警官职业学院的指标都列出来",
    "应届生初次就业率的省均值是多少？", "折合数字资源量的省中位数是多少？", "全省设置专业数合计是多少？", "毕业生月收入是多少？",
    "辅导员人数是多少？", "编写教材中国家规划教材有多少本？", "教学计划内课程总数是多少？", "家长满意度是多少？",
    "用人单位满意度是多少，调查了多少人次？", "互联网出口带宽是多少？", "学生体质测评合格率是多少？", "年生均财政拨款水平是多少？",
    "全日制学生数最多的学校是哪所？", "全日制学生数前三的学校", "学生数第二多的学校是哪所？", "吉铁院的学生数排第几？",
    "新增专业数最多的三所学校", "高等专科学校里就业率最高的是哪所", "就业率超过90%的学校有哪些？", "学生数介于5000到8000之间的学校有哪些？",
    "折合数字资源量为0的学校有哪些？", "经费总收入超过4亿元的学校有哪些？", "就业率超过90%而且学生过万的有哪些？", "招生专业数超过40的学校有几所？",
    "长职院和吉铁院的专任教师一共多少？", "医学类学校平均有多少学生？", "各校专任教师数的中位数是多少？", "长职院的学生数是吉铁院的几倍？",
    "发明专利授权数量占专利授权数量的比例", "长春职业技术学院的生师比是多少？", "长职院的双师占比是多少？", "吉铁院的生均设备值是多少？",
    "长职院和吉铁院谁的学生多，多多少？", "吉铁院和长职院的就业率相差几个百分点？", "汽高专的经费总收入是多少亿元？", "长春职业技术学院的纸质图书是多少册？",
    "国家首批通过的教学创新团队有哪些？", "国家级“双师型”教师培训基地有哪些？", "全省专任教师总数是多少？", "全省在校生有多少？",
    "延边职业技术学院的纸质图书资源量是多少？", "纸质图书最多的学校", "应届生初次就业率最低的是哪所？", "设置专业数的合计对得上吗？",
    "长职院的家长满意度是多少？", "2021年长职院有多少学生？", "附表2是什么表？", "案例2-1讲了什么？", "答复里下一步有哪些打算？",
)  # fmt: skip


@pytest.fixture(scope="module")
def sound() -> Answer:
    """A right answer with one cell cited, to be tampered with."""
    return replace(ask("长职院有多少专任教师？"), query=None)


def tampered(answer: Answer, text: str = "", citation: Citation | None = None) -> Answer:
    """The answer with another first sentence or another citation, as the check lets it through."""
    statement = answer.statements[0]
    changed = replace(
        answer,
        statements=(replace(statement, text=text or statement.text),),
        citations=(citation or answer.citations[0],),
    )
    return checked(changed, hashed().index)


def test_sound_answer_passes(sound: Answer) -> None:
    """What is borne out is said as it is."""
    assert checked(sound, hashed().index) == sound


@pytest.mark.parametrize(
    "text", ["长春职业技术学院的专任教师数为 761 人。", "专任教师数为 716 人，另有 99 人。", "为 71.6 人。"]
)
def test_ungrounded_number(sound: Answer, text: str) -> None:
    """A number that no cited cell has is not said, and nothing takes its place."""
    answer = tampered(sound, text)
    assert (answer.abstained, answer.reason, "761" in answer.text) == (True, "unchecked", False)


def test_tampered_quote(sound: Answer) -> None:
    """A quote that is not the document's own text bears nothing."""
    cited = sound.citations[0]
    answer = tampered(sound, citation=replace(cited, quote=cited.quote.replace("716", "717")))
    assert answer.reason == "unchecked"


def test_moved_span(sound: Answer) -> None:
    """A quote must stand where the citation says."""
    cited = sound.citations[0]
    moved = replace(cited, span=Span(cited.span.start + 1, cited.span.end + 1))
    assert tampered(sound, citation=moved).reason == "unchecked"


def test_only_the_bad_sentence_goes(sound: Answer) -> None:
    """A sentence that does not pass takes no sound one with it."""
    more = replace(sound, statements=(*sound.statements, Statement("另有 4321 人。", (0,), "source")))
    assert checked(more, hashed().index).statements == sound.statements


def test_calculation_needs_operands(sound: Answer) -> None:
    """A calculation that cites nothing is not shown."""
    sums = Statement("计算：1 + 1 = 2。", (), "calculation")
    assert checked(replace(sound, statements=(*sound.statements, sums)), hashed().index) == sound


@pytest.mark.parametrize("question", QUESTIONS)
def test_borne_out(question: str) -> None:
    """Every quote is the document's text at its span; every number is cited or declared as calculated."""
    answer = ask(question)
    documents = {document.id: document for document in hashed().documents}
    wrong = [c.quote for c in answer.citations if documents[c.document_id].quote(c.span) != c.quote]
    places = [Place(c.document, c.quote, c.section, c.table, c.row, c.column) for c in answer.citations]
    stated = [s.text for s in answer.statements if s.role not in ("note", "calculation")]
    told = re.sub(r"换算为 [\d.]+", "", "\n".join(stated))
    assert (wrong, ungrounded_numbers(told, places, question)) == ([], ())


@pytest.mark.parametrize("question", QUESTIONS)
def test_figures_are_cited(question: str) -> None:
    """A sentence with a figure points at a place, and citations are numbered within the list."""
    answer = ask(question)
    bare = [s.text for s in answer.statements if not s.citations and any(c.isdigit() for c in s.text)]
    assert answer.abstained or bare == []
    assert all(0 <= n < len(answer.citations) for s in answer.statements for n in s.citations)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_any_question(question: str) -> None:
    """Whatever is typed, there is an answer or a refusal in words."""
    assert ask(question).text


@pytest.mark.parametrize(
    "question",
    [
        "",
        " ",
        "。",
        "😀😀",
        "\x00\x01",
        "'; DROP TABLE observation; --",
        "<script>alert(1)</script>",
        "长职院有多少学生？" + "啊" * 20_000,
        "-1",
        "ﷺ",
    ],
    ids=["empty", "blank", "stop", "emoji", "nul", "sql", "html", "long", "number", "arabic"],
)
def test_bad_input(question: str) -> None:
    """Nonsense is answered in words, and nothing of it is carried out."""
    answer = ask(question)
    assert answer.text
    assert answer.abstained or answer.citations
