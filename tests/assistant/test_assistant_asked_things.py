"""What is asked for by its noun, its deed, its office: lists, counts and names in the sentence that has them."""

from __future__ import annotations

import jieba.posseg
import pytest
from opened import ask, real

from assistant.prose.asked import asked_deed, asked_types, asked_units, deed_done
from assistant.prose.asking import counts, part_not_told
from assistant.prose.bounds import starts_of, without_chance
from assistant.prose.listing import listed_of, nouns_asked, without_exception
from assistant.prose.pairs import pair_asked
from assistant.prose.persons import asks_by_title, unheld_office
from assistant.prose.sides import asks_each_side
from assistant.split import split_questions
from assistant.structure.cases import of_case
from corpus import read_corpus
from index.words import Segmenter


def _tags(text: str) -> list[tuple[str, str]]:
    return [(pair.word, pair.flag) for pair in jieba.posseg.cut(text)]


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("有几个集团化办学项目", ("个",)),
        ("几个部门联合发文", ("个",)),
        ("一共多少部门参与", ()),
        ("播了多少集", ("集",)),
        ("办了几个月", ("月",)),
        ("开了多少大类的专业", ("大类",)),
        ("每个岗位补多少", ("元",)),
        ("一年进账多少", ("元",)),
    ],
)
def test_units(question: str, units: tuple[str, ...]) -> None:
    """A measure word counts where it is one, not as the first character of another word."""
    assert asked_units(question) == units


@pytest.mark.parametrize(
    ("text", "word", "stays"),
    [
        ("给农民办的培训有多少人日", "民办", False),
        ("其中专业群有几个", "中专", False),
        ("民办院校有几所", "民办", True),
        ("中专生占多少", "中专", True),
    ],
)
def test_words_across_words(text: str, word: str, *, stays: bool) -> None:
    """A word that begins inside one word and ends in the next is none."""
    assert (word in without_chance(text, [word], _tags)) is stays


def test_no_part_inside_a_word() -> None:
    """期评价 of 中期评价 is no part of the 130; the part of a whole still is one."""
    cut = Segmenter(()).cut
    question = "130个高水平专业群中期评价有几个得了优秀"
    sentence = "共遴选出 130 个高职特色高水平专业群"
    assert part_not_told(question, sentence, cut, sentence, starts_of(question, _tags)) is None
    asked = "130个专业群里优秀的有多少"
    assert part_not_told(asked, sentence, cut, sentence, starts_of(asked, _tags)) == ("130", "优秀")
    assert part_not_told("2023年省里评出多少个项目", "2023年评出项目", cut, sentence) is None


@pytest.mark.parametrize(
    ("question", "nouns"),
    [
        ("双创比赛那段点了哪几项大赛的名？", ["大赛"]),
        ("学生参加的科技大赛，报告点了哪几个名？", ["科技大赛"]),
        ("对外开放的培训有哪些课程？", ["课程"]),
        ("培训的课有哪些？", ["课程"]),
        ("还有哪些领域的市域联合体正在筹建？", ["领域", "市域联合体"]),
        ("乡村园区重点是哪两个基地", ["基地"]),
        ("队长是谁？", []),
    ],
)
def test_nouns(question: str, nouns: list[str]) -> None:
    """What 哪些 asks for, before or behind it."""
    assert nouns_asked(question, _tags) == nouns


@pytest.mark.parametrize(
    ("text", "nouns", "items"),
    [
        ("培训包括制药工程、药学等课程，共 261 人日", ["课程"], ["制药工程", "药学"]),
        ("以“研学基地”和“农事基地”两大基地建设为重点", ["基地"], ["“研学基地”", "“农事基地”"]),
        ("以“弘扬精神、传承技艺、造就人才”为宗旨", ["工匠学院"], []),
        ("促进专业建设、课程设置、师资队伍建设等方面的发展", ["课程"], []),
    ],
)
def test_listed(text: str, nouns: list[str], items: list[str]) -> None:
    """The enumeration is that of the things named, no other one."""
    assert listed_of(text, nouns) == items


def test_small_readings() -> None:
    """Exceptions, deeds, pairs, doers, offices, rates and cases, each read by its words."""
    assert without_exception("除了已成立的，还有哪些联合体正在筹建") == "还有哪些联合体正在筹建"
    assert deed_done("会上启动了一个什么活动") == "启动"
    assert asked_deed("牵头单位是谁") == "牵头"
    assert pair_asked("那个案例，成员和任务分别是什么") == ("成员", "任务")
    assert asked_types("工匠学院是谁和总工会一起办的")[0] == "organisation"
    assert unheld_office("市委副书记赵明揭牌", "市委副书记叫啥") == ""
    assert unheld_office("学院书记出席", "书记是谁") == "书记"
    assert asks_by_title("带队老师叫什么")
    assert not asks_by_title("那个教师团队叫什么")
    assert counts("到款额同比增长率达到 3.03", "%")
    assert not counts("到款额增长 3 倍", "%")
    assert of_case("齿轮泵那个案例有哪些成效")
    assert not of_case("典型案例有哪些")
    parts = split_questions("市里开了多少大类？省里设了多少个专业，两个材料对着说")
    assert parts == ["市里开了多少大类？", "省里设了多少个专业"]


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("双创比赛那段点了哪几项大赛的名？", ("挑战杯", "互联网+", "中华职业教育")),
        ("吉工院对外开放的实训培训有哪些课程？", ("石油化工技术", "药学")),
        ("全省有哪几个特色工匠学院？", ("长春汽车工匠学院", "吉林市工匠学院", "长春工匠学院")),
        ("汽高专在双创方面都挂过哪些牌子？", ("首批创新创业学院", "现代服务业集聚区")),
        ("除了已成立的，还有哪些领域的市域联合体正在筹建？", ("现代农业", "冰雪旅游")),
        ("130个高水平专业群中期评价有几个得了优秀？", ("47 个",)),
        ("领跑者E6赛车10月份是在哪个城市的大会上展出的？", ("沈阳",)),
        ("跟交院一起办海外学堂的柬埔寨学校叫什么", ("洪森中学",)),
        ("长春职教开了多少大类的专业？", ("17 大类",)),
        ("国家级和省级的教师教学创新团队各有多少？", ("11 个", "25 个")),
        ("NTA5这个标准是哪个学校开发的？", ("长春职业技术学院",)),
        ("汽车产教联合体那个案例，成员和任务分别是什么？", ("10 个政府机构", "人才供需信息平台")),
        ("齿轮泵那个案例有哪些成效？", ("18%", "150 万元", "350 万元")),
        ("核心指标表的数据是从哪儿取的？", ("中国高职院校数据监测中心",)),
        ("图2-1的数据来源是什么", ("人才培养工作状态数据采集与管理平台",)),
        ("附表6是哪张表？", ("落实政策表",)),
        ("老百姓想看这份年报，要到哪个网站上找？", ("教育厅官网",)),
        ("请产业导师，一个岗位省里补多少", ("1 万元",)),
        ("长春那个汽车产业集群产教联合体，牵头单位是谁", ("一汽集团",)),
        ("市里自己为产教融合出了哪两份文件", ("行动计划", "工作方案")),
        ("人才供给方面，省里承认的不足和市里取得的成绩各是什么？", ("总量还不足", "15 万")),
    ],
)
def test_answer(question: str, parts: tuple[str, ...]) -> None:
    """What is asked for is in the answer, with its place."""
    answer = ask(question, of=real())
    assert [part for part in parts if part not in answer.text] == []
    assert (answer.abstained, bool(answer.citations)) == (False, True)


@pytest.mark.model
def test_follow_ups() -> None:
    """The holder of an office and a deed are looked for beside what was answered."""
    assert "梁润纯" in ask("蓝星赛车队是哪个学校的？", "队长叫什么名字", of=real()).text
    meeting = ("全国碳纤维产教融合共同体什么时候开的成立大会", "会上同时还启动了一个什么活动？")
    assert "双选会" in ask(*meeting, of=real()).text


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "净月社区教育网站一天多少人看？",
        "终身学习活动周开幕式300多人里有多少教师",
        "汽高专跟普拉托夫那个合作项目一年学费收多少",
    ],
)
def test_refused(question: str) -> None:
    """A number of something else beside the best sentence is no answer."""
    assert ask(question, of=real()).abstained


def test_each_side() -> None:
    """What each document says is told apart from whether they agree."""
    documents = read_corpus()
    assert asks_each_side("产教融合的短板，省年报和市答复的说法分别是什么？", documents)
    assert not asks_each_side("学校数省年报和市答复的说法分别是什么，一致吗？", documents)
