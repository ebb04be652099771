"""Follow-ups in talk of running text: whose, of what, and what the text itself goes on to say."""

from __future__ import annotations

import pytest
from opened import ask, real

from assistant.desks.prose import with_school
from assistant.dialogue import Context
from assistant.names import Mention
from assistant.prose.owned import owned
from assistant.prose.periods import same_month
from assistant.prose.talk import with_offices


@pytest.mark.parametrize(
    ("questions", "answer"),
    [
        # the same of another school
        (("典型生产实践项目推荐去国家级的有几个", "吉铁院的叫什么？", "汽高专的呢"), "解放商用车装配调整"),
        (("开放型区域产教融合实践中心，吉铁院的叫什么", "长职院呢"), "现代畜牧业产教融合实践中心"),
        (("创新创业大赛吉铁院拿了什么奖", "吉交院呢", "汽高专的呢"), "国际级奖项 4 项"),
        (("吉林化工那个虚拟仿真基地是做什么的", "吉铁院的呢"), "高寒高铁专业群虚拟仿真实训基地"),
        # a region's figure, and what the text says of a school
        (("全省开发并被国外采用的职教标准有几个", "汽高专占了多少"), "191 个"),
        (
            (
                "全省开发并被国外采用的职教标准有几个",
                "汽高专占了多少",
                "说回全省，被国外采用的资源有多少个？",
            ),
            "155 个",
        ),
        # the school that the answers name
        (
            ("教学能力比赛专课一组一等奖是哪个学校", "二组呢？", "后面这所学校高级职称的教师有几个"),
            "长春职业技术学院的专任教师高级职称人数为 292 人",
        ),
        (
            ("吉林省交通技术与服务创新联合体谁牵头的", "多少家创新主体", "牵头学校的学生有多少"),
            "吉林交通职业技术学院的全日制学生数为 10040 人",
        ),
        (("吉铁院有多少学生", "王海洋是谁", "回到刚才那个学校，它多少老师"), "550 人"),
        (("吉铁院访企拓岗多少次", "汽高专孵化园服务多少企业", "前者有多少学生"), "11366 人"),
        (("长春金专的双创课程辐射了多少所高校？", "换个话题，它一年经费总收入多少"), "22488.87 万元"),
        (("吉林工业职业技术学院有多少学生", "它跟巴基斯坦合作了什么"), "丝路学院"),
        # a figure of the sentence talked of goes before the table's
        (("长春金专跟哪些国外大学合作", "累计毕业了多少学生", "就业率呢"), "91.67%"),
        (("省司法厅帮的是哪个学校", "它的生均财政拨款达到多少"), "15000 元"),
        # another office in the same words
        (("省农业农村厅支持的学校是哪个", "省乡村振兴局帮的又是谁"), "帮助延边职业技术学院"),
        (("省水利厅帮的谁", "那省能源局呢"), "指导吉林工业职业技术学院"),
        # another document
        (("红旗工匠班年产值多少？", "年报里那个实训基地学校投了多少钱？"), "近 2 亿元"),
        # what the text goes on to say
        (("年报专家组组长是谁", "还有谁？"), "成员：陈立春"),
        (("长春市推进产教融合出台了什么政策", "还有呢"), "一系列试点工作"),
        # rows of a table of words
        (
            ("双师型教师培训基地国家级的有几所学校", "装备制造大类的是谁", "计算机类呢"),
            "长春职业技术学院（表 2-2",
        ),
        (
            ("首批技术创新与转化中心什么时候立项的", "羊肚菌那个依托哪个学校？", "该校在校生多少人"),
            "8046 人",
        ),
        # a part of the last indicator
        (("中外合作办学的专业有几个？", "在读的学生有多少？"), "6538 人"),
        # the month, where one place has the year alone
        (
            ("大国工匠进校园一共来了多少位工匠", "进了多少所学校？", "什么时候搞的"),
            "2023 年 11 月",
        ),
        # how many of what was listed; what is named anew beside the last answer
        (("现代产业学院协作体有哪些领域", "一共多少个"), "14个"),
        (("试验台年节约多少费用", "给企业带来多少经济效益", "是哪个团队做的"), "挠性轴系"),
        # people counted in round words, of a thing that has a school's short name in its own
        (("沈铁红色基因教育基地依托哪个博物馆", "2023年接待了多少人"), "近万人次"),
        (("新装备工匠学院哪几家成立的", "长春汽车工匠学院呢？"), "与长春市总工会联合举办长春汽车工匠学院"),
    ],
)
def test_follow_up(questions: tuple[str, ...], answer: str) -> None:
    """The answer tells of what the conversation is about."""
    told = ask(*questions, of=real())
    assert not told.abstained, told.text
    assert answer in told.text


@pytest.mark.parametrize(
    "questions",
    [
        ("领跑者车队2023年拿了什么成绩？", "这支车队的队长叫什么？"),  # another team's is told
        ("全省毕业生满意度多少", "汽高专呢"),  # no school's is told
    ],
)
def test_refused(questions: tuple[str, ...]) -> None:
    """What is told of another thing alone is not given for the one talked of."""
    assert ask(*questions, of=real()).abstained


def test_new_whole_question_leaves_the_school() -> None:
    """A school named in a question of its own is told as a whole, not asked the last question."""
    told = ask("碳纤维共同体谁牵头的", "介绍一下白城职业技术学院", of=real())
    assert told.query is not None
    assert told.query.kind == "structure"


def test_owned_stops_outside_brackets() -> None:
    """Of a sentence that gives each school its own, the piece of the one asked of; nothing where one school alone has one."""
    text = "甲学院的“一、二号项目”、乙学院的“三号项目”等被推荐"
    first, second = (
        Mention(0, 3, "甲学院", ("甲学院",), "full"),
        Mention(13, 16, "乙学院", ("乙学院",), "full"),
    )
    assert owned(text, (first, second), ("甲学院",), ("name",)) == "甲学院的“一、二号项目”"
    assert owned(text, (first,), ("甲学院",), ("name",)) == ""
    assert owned(text, (first, second), ("甲学院",), ("number",)) == ""


def test_same_month_gains() -> None:
    """A sentence of the month asked of gains; of another month it does not."""
    assert same_month("今年9月获得了什么", "本年 9 月，学校荣获") > 0
    assert same_month("今年9月获得了什么", "本年 6 月，学校荣获") == 0


def test_with_offices_changes_the_office_alone() -> None:
    """Another office takes the place of the one before; the same one does not."""
    assert with_offices("省能源局帮了谁", "省水利厅呢") == ("省水利厅帮了谁", True)
    assert with_offices("省能源局帮了谁", "省能源局何时帮的") == ("省能源局帮了谁", False)


def test_with_school_replaces_one_pronoun() -> None:
    """The pronoun for a school is its name; what has none stays."""
    assert with_school("省司法厅怎么帮该校的", "甲学院") == "省司法厅怎么帮甲学院的"
    assert with_school("办了几期", "甲学院") == "办了几期"


def test_context_defaults_say_nothing() -> None:
    """A context without a turn before has nothing said or cited."""
    fresh = Context((), (), (), "", ())
    assert (fresh.said, fresh.quotes, fresh.question) == ("", (), "")
