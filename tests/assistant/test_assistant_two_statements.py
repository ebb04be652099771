"""Questions whose thing is told twice: which finding answers, and what is no question about findings."""

from __future__ import annotations

import pytest
from opened import ask, real

from assistant.prose.asked import asked_deed
from assistant.structure.mentions import word_asked


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("碳纤维共同体对应的插图，正文写图6-1，图题是图几？", "图 6-2"),
        ("前言说从“八个方面”阐述，跟目录的章对得上吗？漏了哪一个？", "国际合作"),
        ("报告第四章第一节标题叫什么，目录跟正文一样吗", "中华文化遗产与创新"),
        ("长春那个汽车产业集群产教联合体，牵头单位是谁", "长春汽车工业高等专科学校及一汽集团"),
        ("2023年省里评出多少个校企合作典型生产实践项目？", "46 项"),
    ],
)
def test_both_are_told(question: str, told: str) -> None:
    """The finding on the thing that the question names, or the other figure."""
    assert told in ask(question, of=real()).text


def test_level_is_no_disagreement() -> None:
    """国家级还是省级 asks of the thing, not of two places."""
    answer = ask("汽高专的创新创业孵化平台是国家级还是省级的", of=real())
    assert "省级" in answer.statements[0].text
    assert "不一致" not in answer.text


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("铁路博物馆近三年接待了多少人", "光2023年呢？"), "近万人次"),
        (("终身学习活动周总开幕式在哪儿办的", "谁主办", "现场去了多少人"), "300 多人"),
        (("省人社厅支持哪个学校建实训基地？", "省妇联呢，跟谁合作干了什么"), "长春早期教育职业学院"),
    ],
)
def test_talk_goes_on(turns: tuple[str, ...], told: str) -> None:
    """Another year, a word that names nothing (现场), and one that is named anew."""
    assert told in ask(*turns, of=real()).text


def test_another_town_is_not_answered_for() -> None:
    """What is told of one town's body is no answer for another's."""
    assert ask("辽源先进制造业市域产教联合体有多少成员单位", of=real()).abstained
    assert "2 所" in ask("四平的高职有几所", of=real()).text


def test_counts_are_no_words() -> None:
    """A question about numbers asks for no word's mention."""
    assert word_asked("有没有提到产业学院") == "产业学院"
    assert word_asked("提到产业学院的数量一样吗") == ""


def test_deed_of_an_office() -> None:
    """牵头单位 asks who led."""
    assert asked_deed("牵头单位是谁") == "牵头"
    assert asked_deed("由谁承办") == "承办"
    assert asked_deed("单位是谁") == ""


def test_what_is_not_there() -> None:
    """A table that no document has, and a mean of a wider region, are refused by name."""
    assert "没有附表 7" in ask("附表7里科研成果那几行数据是多少？").text
    answer = ask("省里的生师比和全国平均比，是高还是低？")
    assert answer.abstained
    assert "全国" in answer.text


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("吉林工业职业技术学院年终就业率是百分之多少？",), "为 95.2%"),  # a rate is no share of all schools
        (("仪器设备家底最薄的高职是哪个，值多少？",), "通化医药健康职业学院"),
        (("吉林科技职业技术学院的学生数是多少？", "教学设备总值呢，多少万元？"), "4850.4692"),
        (("全省高职里头，落在长春的有几所？",), "14 所"),  # one question, not one of each document
        (("思政课教得好不好，学生满意率是多少？",), "95.92%"),
    ],
)
def test_read_as_meant(turns: tuple[str, ...], told: str) -> None:
    """Rates, everyday words for the least, a follow-up with a clause behind it, a place within a region."""
    assert told in ask(*turns, of=real()).text
