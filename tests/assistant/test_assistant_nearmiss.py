"""Near misses: a sentence about the thing asked of that says something else is no answer."""

from __future__ import annotations

import pytest
from opened import ask, real

from assistant.desks.units import says_other
from assistant.prose.asking import part_not_told
from assistant.prose.nearmiss import (
    asked_head,
    asks_all,
    head_kind,
    missing_qualifier,
    missing_token,
    names_few,
    only_one_of,
    other_member,
    other_money,
    unknown_attribute,
    without_until,
)


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("那辆赛车的最高时速", "最高时速"),
        ("甲中心揭牌的日期是？", "日期"),
        ("学生体测的优秀率是多少", "优秀率"),
        ("编报告的专家组，带头的是谁？", ""),
        ("13家学校里评了优秀的有几家？", ""),
    ],
)
def test_asked_head(question: str, head: str) -> None:
    """The noun after the last 的; a verb or a question word is none."""
    assert asked_head(question) == head


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("57项案例的获奖者", "person"),
        ("21种教材的书名", "names"),
        ("揭牌的日期", "date"),
        ("三大基地的投资额", "money"),
        ("学校的面积", ""),
    ],
)
def test_head_kind(question: str, kind: str) -> None:
    """What an attribute must have to be told."""
    assert head_kind(question) == kind


def test_other_member() -> None:
    """Rates, levels and prizes of one group exclude each other; one that both name excludes nothing."""
    assert other_member("体测优秀率多少", "体质测评合格率 65%") == ("优秀率", "合格率")
    assert other_member("哪年拿的一等奖", "获全国二等奖") == ("一等奖", "二等奖")
    assert other_member("哪年拿的一等奖", "获一等奖 1 项、二等奖 2 项") is None
    assert other_member("帮到多少所中职和高职", "帮助 150 多所中高职院校") is None


def test_missing_qualifier_and_token() -> None:
    """国控 and 5G must stand in the evidence; a question in English has letters of its own."""
    assert missing_qualifier("国控专业有几个", "新增专业 42 个") == "国控"
    assert missing_qualifier("国控专业有几个", "国控专业点 8 个") == ""
    assert missing_token("5G实训室的建设经费", "前期建设经费 500 万元") == "5G"
    assert missing_token("电车E6参加了什么会", "展出 E6 赛车") == ""
    assert missing_token("How many students in 2B?", "全日制学生") == ""


def test_only_one_of() -> None:
    """腾出一所中职学校 does not say which one."""
    assert only_one_of("用的是哪所中职的校区", "腾出一所中职学校校区支持扩容") == "中职"
    assert only_one_of("用的是哪所中职的校区", "腾出甲中职学校校区支持扩容") == ""


def test_other_money() -> None:
    """What money is for must stand in the evidence."""
    assert other_money("每年的运行费用呢", "学校投入近 2 亿元") == "运行费用"
    assert other_money("前期的建设经费多少", "建设经费 500 万元") == ""
    assert other_money("花了多少经费", "投入 2 亿元") == ""


def test_whole_lists() -> None:
    """All names are not told by a sentence that counts many and sets out few."""
    assert asks_all("完整的名单给我一份")
    assert not asks_all("名单里有谁")
    assert names_few("展示甲、乙、丙在内的百余名工匠的事迹")
    assert not names_few("成立甲、乙、丙 3 个中心")


def test_unknown_attribute() -> None:
    """A measured attribute that the documents do not have; other words may only be said otherwise."""
    assert unknown_attribute("赛车的最高时速", lambda pair: pair in "赛车参加比赛") == "最高时速"
    assert unknown_attribute("匹配度的底线是多少", lambda pair: pair in "匹配度") == ""


def test_without_until() -> None:
    """截至 says up to when was counted, not when it began."""
    assert "2023" not in without_until("与两所大学合作办学，截至 2023 年 8 月 31 日，累计毕业 3100 人")


def test_part_not_told() -> None:
    """A part of a whole: by a word the sentence lacks, or a school where the whole stands elsewhere."""

    def words(text: str) -> list[str]:
        return [text]

    assert part_not_told("134家企业里甲系占几家", "134 家企业入选", words, "") == ("134", "甲系")
    assert part_not_told("79个专业里有护理吗", "在 79 个专业试点", words, "") == ("79", "护理")
    assert part_not_told("70项中东海职业学院占多少项", "该校三等奖 2 项", words, "三等奖 70 项") is not None
    assert part_not_told("70项中东海职业学院占多少项", "该校三等奖 2 项", words, "") is None


def test_a_label_that_says_other() -> None:
    """A figure whose label has 合格率 does not tell the 优秀率."""
    answer = ask("全省高职学生体测优秀率多少")
    assert answer.abstained
    assert says_other.__doc__


@pytest.mark.model
@pytest.mark.parametrize(
    "turns",
    [
        ("领跑者车队在巴哈大赛拿了一等奖是哪一年",),
        ("吉林通用航空扩容用的是哪所中职的校区",),
        ("“133”工程三大基地的投资额",),
        ("普拉托夫项目开的是什么专业",),
        ("长春金融跟班尼迪克大学是哪年开始合作的",),
        ("57项课程思政典型案例的获奖者",),
        ("78个区域产教融合实践中心的名单给我一份",),
        ("数智化基地是谁共建的", "面积有多大"),
        ("智能制造生产性实训基地投了多少", "每年的运行费用呢"),
    ],
)
def test_refused(turns: tuple[str, ...]) -> None:
    """The documents are near and do not say it."""
    assert ask(*turns, of=real()).abstained


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("长职院巴哈大赛受天气影响的那次最后靠拆什么让车开回来的", "半轴"),
        ("领导联系学校这套办法，前后帮到了大概多少所中职和高职？", "150"),
        ("13家学校里中期评价评了优秀的有几家？", "9 家"),
    ],
)
def test_not_refused(question: str, said: str) -> None:
    """What is told is answered, though its words look like a near miss or like chat."""
    answer = ask(question, of=real())
    assert not answer.abstained
    assert said in answer.text
