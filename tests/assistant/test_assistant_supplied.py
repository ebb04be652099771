"""A sentence tells what is asked OF a thing: its prize, round, day, doer, sort, place, measure, part."""

from __future__ import annotations

import pytest
from opened import ask, hashed, real

from assistant.prose.asking import other_region
from assistant.prose.counting import people_not_told
from assistant.prose.supplied import (
    deed_not_told,
    doer_not_told,
    measure_not_told,
    most_not_told,
    office_not_told,
    one_of_joint,
    only_changed,
    only_counted,
    part_of_list,
    place_not_told,
    prize_not_told,
    role_not_told,
    round_not_told,
    sort_not_told,
    thing_not_counted,
    told_together,
)
from index.words import Segmenter

TAGS = Segmenter(()).tags


def known(word: str) -> bool:
    """Every word but 弄完 is in the documents."""
    return word != "弄完"


def test_prize() -> None:
    """Who won is told only where places in the contest are."""
    assert prize_not_told("歌咏比赛的冠军是谁", "学校举办歌咏比赛，反响热烈") == "冠军"
    assert prize_not_told("歌咏比赛的冠军是谁", "甲班获歌咏比赛第一名") == ""


def test_round() -> None:
    """第二届 must be told of; the first is said in many ways."""
    assert round_not_told("第三届论坛在哪开", "首届论坛 5 月在甲校举行") == "第三届"
    assert round_not_told("第三届论坛在哪开", "第 3 届论坛在甲校举行") == ""
    assert round_not_told("第一批有几家", "首批 7 家") == ""


def test_role() -> None:
    """The captain is no coach."""
    assert role_not_told("篮球队的教练叫什么", "队长王某带领队员") == "教练"
    assert role_not_told("篮球队的指导老师叫什么", "由李某指导") == ""


def test_deed() -> None:
    """The day of a deed of which the sentence does not speak; a word that no document has may be said otherwise."""
    assert deed_not_told("中心是哪天正式揭牌的", "2022 年 3 月设立中心", known, TAGS) == "揭牌"
    assert deed_not_told("中心揭牌是哪一天", "2022 年 3 月设立中心", known, TAGS) == "揭牌"
    assert deed_not_told("中心是哪天正式揭牌的", "2022 年 3 月中心揭牌", known, TAGS) == ""
    assert deed_not_told("哪天完成的", "2022 年 3 月交齐", known, TAGS) == ""


def test_doer_and_sort() -> None:
    """Who did what the sentence does not say was done; what sort of what it does not name."""
    assert doer_not_told("这台设备是谁设计的", "学校购置设备一台", known, TAGS) == "设计"
    assert doer_not_told("这台设备是谁设计的", "设备由甲公司设计", known, TAGS) == ""
    assert sort_not_told("外壳用的是什么材料？", "该设备荣获一等奖", known) == "材料"
    assert sort_not_told("外壳用的是什么材料？", "外壳以铝合金为原料", known) == ""


def test_office_of_an_organisation() -> None:
    """副理事长单位 is no 理事长单位."""
    assert office_not_told("联盟的理事长单位是哪家", "学校是联盟副理事长单位") == "理事长单位"
    assert office_not_told("联盟的副理事长单位是哪家", "学校是联盟副理事长单位") == ""


def test_place() -> None:
    """A place is asked for and none is named; what is abstract is at no place."""
    assert place_not_told("表彰大会在哪儿开的？", "达标学校 10 所", TAGS)
    assert not place_not_told("表彰大会在哪儿开的？", "大会在上海举行", TAGS)
    assert not place_not_told("这项工作的意义在哪？", "提升了能力", TAGS)


def test_counted_things() -> None:
    """六步 said is not six steps set out; a list before or behind sets them out."""
    assert only_counted("“六步教学”具体是哪六步", "开发了六步教学的模式，获得好评")
    assert not only_counted("“三个转变”是哪三个", "实现三个转变：理念转变、方法转变、管理转变")
    assert not only_counted("党的十八大以来有哪些文件", "党的十八大以来，出台了一批文件")
    assert not only_counted("六步教学是哪家学校开发的", "开发了六步教学的模式")
    assert thing_not_counted("有多少支队伍参赛", "学校承办了该赛项", known, TAGS) == "队伍"
    assert thing_not_counted("有多少个项目", "共 128 项", known, TAGS) == ""


def test_parts() -> None:
    """A number for several together is none for one of them."""
    assert part_of_list("企业有多少家", "汇聚高校、院所、企业等 78 家主体") == "企业"
    assert part_of_list("一共有多少家主体", "汇聚高校、院所、企业等 78 家主体") == ""
    assert one_of_joint("单这一家招了多少", "两个专业共招生 109 人")
    assert not one_of_joint("一共招了多少", "两个专业共招生 109 人")
    assert told_together("赵甲去的是哪一所", "赵甲、钱乙分别到东校、西校、南校调研") == "赵甲"
    assert told_together("赵甲去的是哪一所", "赵甲、钱乙分别到东校、西校调研") == ""


def test_measures() -> None:
    """A measure must be named; a change is no level; a comparison must compare."""
    assert measure_not_told("网站的访问量是多少", "上传课程 20 余集", ()) == "访问量"
    assert measure_not_told("网站的访问量是多少", "网站访问 5 万次", ()) == ""
    assert only_changed("双师比例是多少", "双师教师上升了 12.29 个百分点")
    assert only_changed("全省的双师比例是多少", "双师教师上升了 12.29 个百分点")  # 全省 asks of no saving
    assert not only_changed("双师比例上升了多少", "双师教师上升了 12.29 个百分点")
    assert not only_changed("双师比例是多少", "双师占 65%")
    assert most_not_told("哪个录用的人最多", "联系 18 家单位")
    assert not most_not_told("哪个录用的人最多", "甲单位录用居首")


def test_people() -> None:
    """Those counted have a word around the evidence, their own or an official one."""
    assert "新生" in people_not_told("招了多少新生", "专任教师 100 人", "", TAGS, {})
    assert people_not_told("招了多少新生", "招生 100 人", "", TAGS, {"新生": ["招生"]}) == ""
    assert "博士" in people_not_told("全校博士有多少人", "教师 100 人", "教师 100 人", TAGS, {})


def test_region_of_another_document() -> None:
    """A city's question is not answered by the province's sentence that does not name it."""
    documents = hashed().documents
    own = documents[0].id
    region = next(d.region for d in documents if d.id != own)
    assert other_region(f"{region}要新增多少专业", own, "新增专业 92 个", documents) == region
    assert other_region(f"{region}要新增多少专业", own, f"{region}新增专业 92 个", documents) == ""


@pytest.mark.parametrize(
    "question",
    [
        "全国高职院校创新创业联盟的理事长单位是哪家？",
        "净月社区教育网站的访问量是多少？",
        "终身学习活动周开幕式上由谁致辞？",
        "天使行品牌的创始人是谁？",
        "菲律宾培训基地建在哪座城市？",
        "蓝星赛车队的赛车是谁设计的？",
        "一汽红旗的白车身地板用的是什么材料？",
        "长春市2024年要新增多少个专业点？",
        "11个国家级教学创新团队一共有多少名教师？",
    ],
)
def test_near_misses_are_refused(question: str) -> None:
    """The documents tell of the thing, and not what is asked of it."""
    assert ask(question, of=real()).abstained


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("金专那门教创业的网课有多少所大学在用", "768"),
        ("齿轮泵那个试验台一年能省多少研发费用？", "150"),
        ("2024年全省要砍掉多少个老的专业布点？", "81"),
        ("六步学程是哪家学校搞出来的", "吉林铁道职业技术学院"),
        ("沈阳那个汽车大会是几号到几号开的", "10 月 10 日"),
        ("教育部哪天挂网公示，说打算让汽高专升成大学的？", "11 月 6 日"),
    ],
)
def test_paraphrases_are_answered(question: str, told: str) -> None:
    """Everyday words for what the documents say are no reason to refuse."""
    answer = ask(question, of=real())
    assert not answer.abstained
    assert told in "".join(s.text for s in answer.statements)
