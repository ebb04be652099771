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
        ("全省高职一共开了多少个专业", "1133 个"),
        ("2023年省里评出多少个校企合作典型生产实践项目？", "46 项"),
        ("铁路博物馆近三年接待了多少人", "2 万人次"),
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
