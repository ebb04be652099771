"""Questions that were answered wrongly once, and what was wrong."""

from __future__ import annotations

import pytest
from opened import ask

from assistant.figures_in_text import find_amounts


def test_numeral_that_is_none() -> None:
    """Characters of numerals that make no numeral are passed over."""
    assert find_amounts("两九十五") == []


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("教职工总数是多少？", "13791 人"),  # another row with the same word
        ("专任教师总数占教职工总数的比例是多少？", "72.69%"),
        ("毕业生去向落实人数占毕业生人数的比例是多少？", "85.26%"),
        ("长职院的学生占全省的比例是多少？", "5.5"),  # a printed rate instead of the share
        ("生均图书最多的是哪所？", "四平职业大学"),  # a ranking by formula did not pass the check
        ("梅河口康美的就业率和学生数", "1717 人"),  # the second indicator was lost
        ("毕业生省内就业比例", "73.51"),
        ("落实去向的毕业生有多少", "55710 人"),  # a part (升学) that nobody named
        ("长春健康职业学院的行业导师数比通化医药健康职业学院多多少？", "40"),  # 数比 taken for a word
        ("停招专业数最多的前五所学校", "吉林职业技术学院（9 个）"),  # 前五所 taken for a name
    ],
)
def test_indicator(question: str, answer: str) -> None:
    """The figure asked for is in the answer."""
    assert answer in ask(question).text


@pytest.mark.parametrize(
    "question",
    ["省级以上的高水平专业群有哪些", "省级有多少个", "省内最早的高职院校是哪所", "生均是多少"],
)
def test_word_that_only_narrows(question: str) -> None:
    """省级, 生均 and the like name no row by themselves."""
    answer = ask(question)
    cited = {answer.citations[i] for s in answer.statements if s.role != "caveat" for i in s.citations}
    assert {c.table for c in cited if c.column} == set()


def test_label_of_several_rows() -> None:
    """A label that is printed under several parents gives each of them."""
    text = ask("国家级数量是多少").text
    assert [
        part for part in ("在线精品课程数", "虚拟仿真实训基地数", "专业教学资源库数") if part not in text
    ] == []


@pytest.mark.parametrize("question", ["民办学校的学生有多少？", "吉林省有多少所公办学校"])
def test_lacking_group(question: str) -> None:
    """A group that the documents do not give is refused."""
    assert ask(question).abstained


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("到大型企业就业的9961人里进一汽的有多少", "没有给出其中“进一汽”的数量"),
        ("吉林市现代学徒制试点有多少个专业", "没有关于吉林市"),
        ("腾给吉林通航扩容用的那所中职学校叫什么", "没有写明学校的名称"),
        ("汽高专孵化园培育的那1家专精特新企业叫什么", "没有写明企业的名称"),
    ],
)
def test_near_miss(question: str, missing: str) -> None:
    """The whole and not the part, the other town, the thing without its name."""
    answer = ask(question)
    assert answer.abstained
    assert missing in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "表1-1列出的29所学校教学用计算机加起来是多少台？",
            "合计 53605 台",
        ),  # 加起来 asks for a sum, not for a check
        ("今年一个新专业都没上的学校是哪些", "共 7 所"),  # 一个 counts nothing here
        ("报告里全省生均财政拨款是多少？表1-1和附表6写得一样吗？", "8964.80"),
    ],
)
def test_asked_in_words_of_another_kind(question: str, said: str) -> None:
    """Words that also ask for a check, or look like an amount."""
    assert said in ask(question).text
