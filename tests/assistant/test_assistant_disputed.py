"""One thing told in two ways: both are said with their places, each caveat once."""

from __future__ import annotations

from collections import Counter

import pytest
from opened import ask, hashed, real


def _said(question: str) -> str:
    return "\n".join(s.text for s in ask(question, of=real()).statements)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("在校生人数报告里前后说法对得上吗", ("228528", "223488")),
        ("专职老师的总人数，正文跟后面附表是一个数吗？", ("10333", "10025")),
        ("典型生产实践项目，前头和产教融合那章写的数量怎么不一样？", ("46", "31")),
        ("教学资源库的省级数量，正文和附表是一回事吗？", ("34", "30")),
        ("吉林省到底有几所高职？", ("30 所", "28 所")),
        ("碳纤维共同体谁牵的头，文件里是不是有两种说法？", ("吉林省教育厅", "吉林化纤集团")),
        ("智能网联虚拟仿真基地框架图的编号，目录和案例里是不是不一样？", ("图 2-7", "图 2-9")),
        ("年报里管编制工作的，到底是厅里“职成处”还是别的处？", ("职成处", "职称处")),
    ],
)
def test_both_are_said(question: str, values: tuple[str, ...]) -> None:
    """A question whether two places agree is answered with what each says, at once."""
    opening = _said(question)[:300]
    assert [value for value in values if value not in opening] == []


def test_two_leaders_of_one_thing() -> None:
    """Who leads is told with the other place's word, though nobody asked whether they agree."""
    assert "吉林化纤集团" in _said("全国碳纤维共同体的牵头单位是哪家？")[:300]


@pytest.mark.parametrize(
    "question",
    ["虚拟仿真实训到底怎么搞的？案例里的做法给我捋一捋", "长职院到底有多少学生", "省里的说法是什么"],
)
def test_other_questions_are_not_about_agreement(question: str) -> None:
    """到底 alone makes no dispute of a question whose words no finding bears."""
    assert "不一致：" not in _said(question)
    assert "对不上：" not in _said(question)


def test_whether_parts_add_up_is_reckoned() -> None:
    """Sums of parts are checked against the whole, not against another place."""
    assert "一致" in _said("专业教学资源库三级相加跟总数一不一致？")[:60]
    assert "74" in _said("专业教学资源库三级相加跟总数一不一致？")


@pytest.mark.parametrize("question", ["全省有多少学生", "全省有多少专任教师", "全省有多少学生？有多少老师？"])
def test_a_caveat_is_said_once(question: str) -> None:
    """The same reservation does not appear twice."""
    told = Counter(s.text for s in ask(question, of=hashed()).statements if s.role == "caveat")
    assert [text for text, times in told.items() if times > 1] == []
    assert told


def test_a_contradiction_goes_before_the_wording() -> None:
    """What another place says stands right behind the answer, not behind the quotations."""
    roles = [s.role for s in ask("全国碳纤维共同体的牵头单位是哪家？", of=real()).statements]
    assert roles.index("caveat") < roles.index("source")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "毕业生人数前后两处写得一样吗",
            ("一致", "附表 1“毕业生人数”为 65343 人", "“就业质量”一节为 65343 人"),
        ),
        ("升学人数前后一致吗", ("一致", "9974")),
        ("月收入各处写得一致吗", ("一致", "3770")),
    ],
)
def test_told_alike(question: str, told: tuple[str, ...]) -> None:
    """What is told alike everywhere is said to be, with all places, and not taken for another thing that is disputed."""
    opening = _said(question)[:120]
    assert [word for word in told if word not in opening] == []
    assert "不一致" not in opening


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("图书那一栏，全省平均怎么高达六千多万册？", ("208708", "6999.06", "46.12")),
        ("省平均就业率78.86%，是不是被几个0拉低了？", ("吉林通用航空", "84.39")),
        ("财政生均拨款那列的单位是不是写错了？", ("万元", "表头单位存疑")),
        ("自主创业率26.53%，这么高，合理吗？", ("26.53%", "明显高于")),
        ("梅河口康美初次就业率85还行，年终怎么成0了？", ("上届学生年终就业率", "梅河口康美")),
        ("折合数字资源量的数字为什么后面有个点", ("5469551.", "截断")),
        ("月收入3770元合理吗", ("3770 元", "没有发现")),
        ("省均值是按多少所学校算的", ("29 行", "按 30 行")),
        ("图 6-1 引用对吗", ("图 6-1", "更像 图 6-2")),
        ("长春市的答复里有没有问题", ("没有落款日期",)),
        ("两份文件之间有矛盾吗", ("没有发现前后不一致", "长春市、吉林省2023年", "一主、六双", "一主六双")),
        ("省里的年报和市里的答复有没有冲突", ("一主、六双", "一主六双")),
        ("两份文件有哪些地方说法不同", ("一主、六双", "一主六双")),
        ("第一章说按层次划分学校，后面怎么没下文了？", ("没有说完", "按层次划分")),
        ("哪些单元格的数字印得不完整", ("5469551.", "30108.960")),
    ],
)
def test_doubts_are_answered(question: str, told: tuple[str, ...]) -> None:
    """A doubt about a figure, a table, a document or all of them is answered from the findings on it."""
    assert [word for word in told if word not in _said(question)] == []


@pytest.mark.parametrize(
    ("question", "caveat"),
    [
        ("自主创业率是多少", "明显高于"),
        ("长春汽车高等专科学校有多少学生", "不在学校名单里"),
        ("应届生初次就业率全省平均多少", "计入了平均"),
    ],
)
def test_what_is_touched_is_warned_of(question: str, caveat: str) -> None:
    """A figure that is unlikely, a name in no list, and a mean over zeros carry their caveat."""
    statements = ask(question, of=real()).statements
    assert any(caveat in s.text for s in statements if s.role == "caveat")
