"""Near misses by whom a question counts, by the rest of a list told in part, and by a body's members."""

from __future__ import annotations

import pytest
from opened import ask

from assistant.prose.counting import counted_people
from assistant.prose.instances import asks_rest, counts_members, lists_part, names_enough
from assistant.prose.periods import time_not_told
from index.words import Segmenter


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("去年招了多少新生", "新生"),
        ("中外合作办学现在在校生多少人", "在校生"),
        ("有多少居民参加", "居民"),
        ("一共有多少学生", ""),  # may be told as 同学 or 学员
        ("培训了多少人次", ""),
        ("有多少个基地", ""),
    ],
)
def test_counted_people(question: str, noun: str) -> None:
    """The people that are counted, unless they may be anybody."""
    assert counted_people(question, Segmenter(()).tags) == noun


def test_rest_of_a_list() -> None:
    """甲、乙等 5 个 lists a part; a list of all is none."""
    assert asks_rest("除了甲和乙，其他三个叫什么")
    assert not asks_rest("一共有哪几个")
    assert lists_part("甲集团、乙集团等 5 个项目入选")
    assert not lists_part("甲、乙、丙等 3 个项目入选")
    assert not lists_part("入选 5 个项目")


def test_members_of_one_body() -> None:
    """Members are counted only for a question about such a body."""
    sentence = "成员涵盖了 8 所本科院校、38 所中职学校"
    assert counts_members(sentence, "全省有多少所中职学校")
    assert not counts_members(sentence, "联合体里有多少所中职学校")


def test_thing_counted_is_no_list_of_it() -> None:
    """A list that has 三个渠道 as an item does not say which three."""
    sentence = "推进以一套体系、畅通三个渠道、建设三大基地为主要内容的工程"
    assert not names_enough(sentence, 3, "三个渠道是哪三个")


def test_time_by_number() -> None:
    """哪一届 is told by a number."""
    assert time_not_told("哪一届大赛", "大赛获奖") == "届"
    assert time_not_told("哪一届大赛", "第 26 届大赛") == ""
    assert time_not_told("什么大赛", "大赛获奖") == ""


@pytest.mark.parametrize(
    "question",
    [
        "吉林省有多少所中职学校",
        "龙泉社区学院今年有多少居民参加活动",
        "“交小匠”这个形象是哪位设计的",
        "申报学习型城市的，长春之外是哪几个市州？",
        "交院中韩班跟韩国哪所大学合办？",
        "跟长职院教学能力获奖总数并列第一的是哪所学校？",
    ],
)
def test_refused(question: str) -> None:
    """What the nearest sentence does not say is refused."""
    assert ask(question).abstained


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("汽车产业集群联合体里有几所本科高校？", "8 所"),
        ("交院在柬埔寨搞的“海外学堂”前后教了多少师生？", "40 余人"),
        ("龙泉社区学院是哪所高职跟社区一起挂的牌？", "吉林交通职业技术学院"),
        ("产教融合型企业，答复里有多少家，年报里汽高专孵化园培育了几家？", "134 家"),
    ],
)
def test_still_answered(question: str, told: str) -> None:
    """The same words where a sentence does say it."""
    assert told in ask(question).text
