"""Arithmetic that a question spells out, and thresholds, shares and units in so many words."""

from __future__ import annotations

import pytest
from opened import ask

from assistant.arithmetic import sums_said
from assistant.operations import find_cues


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("设置数减招生数", [("−", "设置数", "招生数")]),
        ("全省设置了却没招生的（设置数减去招生数）", [("−", "设置数", "招生数")]),
        ("新增专业加停招专业一共几个", [("+", "新增专业", "停招专业一共几个")]),
        ("用落实人数除毕业生数", [("÷", "落实人数", "毕业生数")]),
        ("减少了多少，加强了什么", []),
        ("除了长春以外", []),
    ],
)
def test_sums(text: str, expected: list[tuple[str, str, str]]) -> None:
    """The sign and the operands as they stand, up to the marks of punctuation."""
    assert [(s.sign, text[slice(*s.one)], text[slice(*s.other)]) for s in sums_said(text)] == expected


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("全省新增专业减去撤销专业，净增几个？", "20 个"),
        ("全省设置了却没招生的专业总共多少个（设置数减招生数）", "257 个"),
        ("吉铁院设置专业数减招生专业数等于几", "5 个（计算得出）"),
        ("四平职业大学新增专业加停招专业一共几个", "2 个（计算得出）"),
        ("表2-1里设置数减招生数最多的学校是哪所", "辽源职业技术学院，46 个"),
        ("高职毕业生里升本科的占多大比例？用升本人数除毕业生人数", "13.9%"),
        ("用毕业生人数去除升本人数得多少", "0.139"),
        ("教职工总数减去专任教师总数还剩多少", "3766 人"),
        ("哪个学校老师最不够用？按学生数除以专任教师看", "吉林水利电力职业学院（52.65）"),
        ("每门精品课平均多少学时", "246.6185"),
        ("咱省在国外办的学校平均每所多少学生", "20 人/所"),
        ("全省高职教职工总数超出额定编制数多少人？", "1403 人"),
        ("长白山职院应届初次就业率比上届年终就业率高出多少个百分点", "28.27 个百分点"),
        ("长春医专的学生数超出全省均值多少人？", "多 4148.4 人"),
        ("汽高专财政生均拨款收入折算成亿元是多少？", "1.3453 亿元"),
    ],
)
def test_calculated_as_said(question: str, answer: str) -> None:
    """What is calculated is what the question says."""
    assert answer in ask(question).text


@pytest.mark.parametrize(
    ("text", "comparison"),
    [
        ("95%以上", ">="),
        ("95%以上（不含95%）", ">"),
        ("不低于95%（含95%）", ">="),
        ("3440人以下（含3440人）", "<="),
        ("13000人以上（不含13007人）", ">="),
    ],
)
def test_own_value_of_a_threshold(text: str, comparison: str) -> None:
    """（不含95%） leaves the threshold's own value out; another value says nothing of it."""
    assert [c.comparison for c in find_cues(text) if c.kind == "threshold"] == [comparison]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("毕业生里升本的占多少", "占毕业生人数（65343 人）的比例为 13.9%"),
        ("就业的毕业生里留在当地的占比", "占毕业生就业人数（42983 人）的比例为 51.7%"),
        ("在校生里参加体质测试的占多少", "占全日制在校生人数（223488 人）"),  # not of the 80 students abroad
        ("在线精品课里省级的占多少", "41.54%"),
        ("教学计划内课程中，网络教学课程占课程总数的比例是多少？", "12.96%"),  # not turned round
    ],
)
def test_share_of_what_is_named(question: str, answer: str) -> None:
    """The whole is the row that the question names by just its words."""
    assert answer in ask(question).text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("有几所学校设置的专业全部在招生", "共 4 所：长春医学高等专科学校"),
        ("哪些学校新增专业和停招专业一样多", "共 7 所：长春医学高等专科学校"),
        ("学生数排在中间的是哪所", "长春信息技术职业学院（8282 人，第 15 名）"),
        ("设置专业数排中间的学校是谁", "吉林交通职业技术学院（38 个，第 16 名）"),  # 30 rows have two
        ("29所学校专任教师加起来多少", "附表 6“专任教师总数"),
    ],
)
def test_over_all_schools(question: str, answer: str) -> None:
    """Columns that are the same, the middle of a ranking, and what a row prints beside a sum."""
    assert answer in ask(question).text
