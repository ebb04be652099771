"""Summaries of one school, sides of both documents, clauses asked apart, follow-ups and two counts."""

from __future__ import annotations

import pytest
from opened import ask, hashed, real

from assistant.dialogue import in_another_year
from assistant.prose.asked import asked_deed, asked_types, asked_units
from assistant.prose.either import counts_between
from assistant.prose.sides import two_sides
from assistant.split import asking_clauses
from assistant.structure.rosters import roster_asked


@pytest.mark.parametrize(
    ("question", "summary"),
    [
        ("这块举了哪些做法", True),
        ("甲校搞社会培训的情况", True),
        ("打算怎么打通上升通道", True),
        ("哪些学校参加", False),
        ("怎么这么低", False),
    ],
)
def test_summaries_are_asked(question: str, *, summary: bool) -> None:
    """Points of a thing, its state, and how it is done are summarised."""
    assert (asked_types(question)[:1] == ("summary",)) is summary


def test_units_of_questions() -> None:
    """哪几家 counts nothing; fees and people are counted in their units."""
    assert "家" not in asked_units("都有哪几家")
    assert asked_units("每年省多少开发费") == ("元",)
    assert "人" in asked_units("队员有几个？")


def test_counts_between() -> None:
    """Two counts with 还是 between them; one count alone is none."""
    assert counts_between("去了15所还是30所？") == ("15", "30", "所")
    assert counts_between("是三所还是4所") == ("3", "4", "所")
    assert counts_between("是15所吗") is None


def test_asked_deed() -> None:
    """The deed whose doer is asked for."""
    assert asked_deed("谁主办") == "主办"
    assert asked_deed("谁是队长") == ""


def test_sides_in_one_clause() -> None:
    """Each document's words open its own share; a school's name is no word for its town's document."""
    documents = hashed().documents
    sides = two_sides("职教本科专业省里申报多少个专业点、市里打算开几个", documents)
    assert sorted("申报" in side.text for side in sides) == [False, True]
    assert two_sides("长春金融高等专科学校在年报里的表现，总结总结", documents) == ()


def test_asking_clauses() -> None:
    """Clauses that each ask; a statement before a question is none."""
    assert len(asking_clauses("基地跟谁建的，园区服务了多少家企业")) == 2
    assert asking_clauses("按人数看，哪所学校最大") == []


def test_in_another_year() -> None:
    """A year alone repeats the refused question for it."""
    assert in_another_year("那就说2023年的", "2022年的月收入多少") == "2023年的月收入多少"
    assert in_another_year("2023年有多少学校", "2022年的月收入多少") == "2023年有多少学校"


def test_rosters_have_as_many() -> None:
    """78 members are not the eleven names of another body."""
    assert roster_asked.__doc__
    answer = ask("吉林省高等职业教育质量年报编制和审核专家组的78家成员都有谁")
    assert "陈立春、" not in answer.text


@pytest.mark.model
@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("吉林铁道职业技术学院在年报里的表现，总结一下",), ("访企拓岗", "铁路博物馆")),
        (("双主体育人这块，答复举了哪些做法",), ("红旗工匠班", "订单班")),
        (("全省高职眼下卡在哪儿？有什么难处？",), ("八、面临挑战", "体制机制")),
        (("服务终身学习这一节，几个学校分别做了什么",), ("净月社区", "龙泉社区", "天使行")),
        (("农机维修赛项是谁承办的？云计算赛项又是谁承办的？",), ("农机维修", "云计算")),
        (("长汽高专数智化基地跟谁建的，产业孵化园服务了多少家企业",), ("一汽红旗制造中心", "62 家")),
        (("大国工匠走进了哪些学校，15所还是30所？",), ("15 所高校", "30所大中小学校")),
        (("新旅游工匠学院谁揭的牌？", "长春工匠学院呢"), ("赵明", "唐铁生")),
        (("全民学习活动周开幕式在哪办的", "谁主办"), ("吉林省教育厅、中共长春市委宣传部",)),
        (("2022年的高职毕业生月收入多少", "那就说2023年的"), ("3770",)),
        (("铁路博物馆接待了多少参观的人",), ("2 万人次", "近万人次")),
    ],
)
def test_answered(turns: tuple[str, ...], said: tuple[str, ...]) -> None:
    """Each share of a question is answered from its own place."""
    text = ask(*turns, of=real()).text
    assert [part for part in said if part not in text] == []


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "both"),
    [
        ("司法警官学院生均拨款是多少？", ("8743.89", "15000")),
        ("年报前言说从几个方面阐述，实际列了几个？", ("说 8 个", "是 7 个")),
        ("普拉托夫南俄国立理工大学首批学员那张照片，是图5-7吧？", ("5-7", "5-8")),
        (
            "“长春汽车高等专科学校”和“长春汽车工业高等专科学校”哪个写得对",
            ("长春汽车高等专科学校", "只差 2 个字"),
        ),
        ("省里评的77部是什么教材，说法统一吗", ("优秀教材", "优质教材")),
        ("入选国家级示范性虚拟仿真实训基地培育项目的高职，是3所还是4所？", ("3 所", "为 4")),
        ("吉林有几所高职入选国家级虚拟仿真实训基地培育项目", ("3 所", "为 4")),
    ],
)
def test_both_statements(question: str, both: tuple[str, ...]) -> None:
    """The two statements stand before the documents' wording, asked neutrally or in doubt."""
    answer = ask(question, of=real())
    before = " ".join(s.text for s in answer.statements if s.role != "source")
    assert [part for part in both if part not in before] == []
