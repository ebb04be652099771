"""Figures asked for in talk: follow-ups, quotients by one thing, short names, changes and plans."""

from __future__ import annotations

import pytest
from opened import ask, real

from assistant.query import Operation
from assistant.sounds import looks_like


@pytest.mark.parametrize(
    ("questions", "answer"),
    [
        # whose is carried on
        (("吉林工业职院一共设了多少个专业", "实际招生的有几个", "占多大比例"), "83.05%"),
        (("辽源职院设置专业多少", "招生的几个", "新增了几个"), "1 个"),
        # one of those listed before
        (("新增专业最多的前三名是谁", "第一名总共设了多少个专业"), "59 个"),
        (("教学用计算机最多的三所学校", "第二名有多少学生"), "12182 人"),
        # another row of the same family
        (("附表3里虚拟仿真实训基地有多少个？", "国家级的呢？", "那校级的？"), "67 个"),
        # done with figures of several turns
        (("全省高职有多少位辅导员", "班主任呢", "加起来多少"), "1705 人"),
        (("课堂育人满意度多少", "课外的呢", "差几个百分点"), "1.43 个百分点"),
        (("长白山职院上届学生年终就业率多少", "省均值呢", "差多少个百分点"), "22.98 个百分点"),
        (
            (
                "吉林职业技术学院停招了几个专业？",
                "经管干部学院呢？",
                "这两家合计是多少？",
                "占全省停招的多大比例",
            ),
            "77.27%",
        ),
        # by another figure
        (("长职院专任教师里硕士以上的有多少人", "占它专任教师的多大比例"), "70.39%"),
        (("长春汽专有多少教师", "其中高级职称的呢", "占比"), "35.08%"),
        (("辽源职院纸质图书有多少万册", "按全日制学生算，人均多少册呢"), "42.57"),
        (("长春医高专有多少学生？", "专任教师呢？", "那平均一个专任教师对几个学生？"), "32.4779"),
    ],
)
def test_follow_up(questions: tuple[str, ...], answer: str) -> None:
    """The figure is that of the conversation."""
    assert answer in ask(*questions).text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        # by one thing
        ("平均一个非学历培训项目能到账多少万元", "50643.4701 元/项"),
        ("行业导师一个课时的课酬平均多少元？", "24.8509"),
        ("行业导师平均每人一年上多少课时", "172.8518 课时/人"),
        ("一门在线精品课程平均多少学时", "246.6185"),
        ("全省高职一个老师平均摊几个学生（生师比）", "22.09"),
        # which of two is the whole
        ("发明专利在全部专利授权里的占比是多少", "25.45%"),
        ("专任教师占教职工的比例是多少", "72.69%"),
        ("吉林水利电力职业学院的学生数是专任教师的多少倍？", "52.65"),
        ("横向技术服务的经济效益是到款额的几倍", "2.0878"),
        ("毕业生的去向落实率折算是多少", "85.26%"),
        # two rows of the region
        ("全省教职工实际人数比额定编制多出多少人", "1403 人"),
        ("一产二产三产的就业人数加起来是多少", "43059 人"),
        ("家长满不满意，调查了多少人次", "96.31%"),
        # schools that share a short name
        ("两所医专的专任教师一共几个人", "870 人"),
        ("两所医高专的学生总数", "21170 人"),
        ("白城的两所高职（医专和职院）学生一共多少", "13462 人"),
        ("两所医专比设备总值，白城的比长春的多多少万元？", "17048.0469 万元"),
        ("辽源职院比长职院多设几个专业", "21 个"),
        # wrong characters
        ("吉林电子信习职业技术学院 行业导帅多少", "549 人"),
        ("汽高砖专任老师几个", "610 人"),
        ("吉林通用行空学院新增了几个专业啊", "3 个"),
        # conditions
        ("应届就业率低于80%但不是0的学校是哪几个", "共 3 所"),
        ("财政生均拨款收入过亿的都是哪些学校", "共 5 所"),
        ("不算填0的，应届生初次就业率最低的是哪家", "白城职业技术学院"),
        ("撤销过专业的学校一共几家？", "共 13 所"),
        # everyday words
        ("毕业不满三年的校友对学校满意度多少，调查了多少人次", "44702"),
        ("在国外的技能比赛里拿了多少个奖？", "16 项"),
        ("财政平均给每个高职学生拨多少元一年", "8964.80 元"),
        ("全省去年办了多少个非学历培训项目？", "1072"),
    ],
)
def test_figure(question: str, answer: str) -> None:
    """The figure asked for is in the answer."""
    assert answer in ask(question).text


@pytest.mark.parametrize(
    "question", ["双师比例比前一年提高了几个百分点", "毕业生就业人数同比增长多少", "全省招生计划多少人"]
)
def test_change_or_plan(question: str) -> None:
    """Tables of one year give no change against another and no plan: running text has to."""
    answer = ask(question)
    assert answer.query is None or answer.query.kind != "figure"


def test_words_that_sound_like_one_another() -> None:
    """Putting words right ends, whatever the words."""
    assert ask("毕业生本科升学多少人").text


def test_looks() -> None:
    """Characters may be mistaken by their looks, in either order."""
    assert looks_like("帅", "师")
    assert looks_like("师", "帅")
    assert not looks_like("帅", "生")


@pytest.mark.model
def test_ranking_among_those_that_pass() -> None:
    """A threshold is said of what its own clause names; the ranking is over those that pass."""
    answer = ask("全省学生最多的三所学校，只看双师超过300人的", of=real())
    assert answer.query is not None
    assert answer.query.operation is Operation.TOP
    assert [c.measure.name for c in answer.query.conditions] == ["专任教师“双师”人数"]
    assert "双师" in answer.understanding
    people = ask("学生过万的学校里，就业率最高的是哪所", of=real())
    assert people.query is not None
    assert people.query.conditions[0].measure.unit == "人"


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("女学生最多的是哪所学校", "女学生"),
        ("长职院有多少男老师", "男老师"),
        ("长春市去年职业院校毕业生平均工资", "长春市"),
        ("吉林工程职业学院2019年在校生多少", "2019"),
    ],
)
def test_a_wider_figure_is_not_given_for_a_narrower_one(question: str, missing: str) -> None:
    """A figure of all students is no answer for women, a province's none for a city, nor another year's."""
    answer = ask(question, of=real())
    assert answer.abstained
    assert missing in answer.statements[0].text


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "school"),
    [
        ("长师高专、早教学院、健康学院三个哪个在校生最多", "长春师范高等专科学校"),
        ("白城医专、长春医专、吉交院三家双师型教师最多的是哪家", "吉林交通职业技术学院"),
    ],
)
def test_the_most_of_those_named(question: str, school: str) -> None:
    """A ranking of named schools is among them, not among all."""
    assert ask(question, of=real()).statements[0].text.count(school) == 1


@pytest.mark.model
@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("长春金专双师老师多少？", "和长春医高专比呢，谁多？"), "多 22 人"),
        (("吉林工业职院学生数？", "电子信息呢？", "这两个差多少人？"), "多 466 人"),
        (("一年聘了多少行业导师？", "付了多少课酬？", "平均每人合多少？"), "4295.5"),
    ],
)
def test_follow_ups_that_compare(turns: tuple[str, ...], said: str) -> None:
    """With the school before, between the last two, per head."""
    history = real().replay(turns[:-1])
    assert said in real().answer(turns[-1], history).statements[0].text


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("国家体测多少学生参加了", "133737"),
        ("挂到国家智慧平台上的课本有多少本", "33 本"),
        ("吉铁院外聘的行业导师多少", "268"),
    ],
)
def test_the_indicator_meant(question: str, said: str) -> None:
    """Words that no label has are near one in meaning."""
    assert said in ask(question, of=real()).statements[0].text
