"""Running text with the real model: facts, lists, summaries, structure, both documents, refusals."""

from __future__ import annotations

import pytest
from opened import ask, real

from assistant.model import Turn
from assistant.prose.asked import asked_types, asked_units
from assistant.prose.given import explains, without_given
from assistant.prose.short import enumerated, has_unit

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        # facts
        ("省里那本高职质量年报是哪年哪月出的？", ("二〇二四年二月",)),
        ("省里编年报的专家组，组长是谁？", ("赵新雅",)),
        ("今年企业年报交了多少份，比去年的情况如何？", ("68 份", "2 份")),
        ("教育部要求编制质量报告的那个通知，文号是多少", ("教职成司函〔2023〕28 号",)),
        ("校企合作典型生产实践项目一共评出来多少个？", ("31个",)),
        # structure
        ("年报目录里，国际合作从第几页开始？", ("46",)),
        ("这份年报正文一共几章，都叫什么？", ("8 章", "基本情况", "国际合作", "发展保障")),
        ("附表2的标题是什么？", ("人才培养质量计分卡", "满意度调查表")),
        # lists
        ("汽高专重点建的那两个“双高”专业群叫什么？", ("汽车制造与装配技术", "新能源汽车技术")),
        (
            "蓝星车队的车坏了之后，队员用哪些办法让它重新跑起来的？",
            ("拆下半轴", "急停控制开关", "油箱通风阀"),
        ),
        ("省里各校办的特色工匠学院有哪些？", ("新装备工匠学院", "长春汽车工匠学院", "吉林市工匠学院")),
        # summaries
        ("概括一下案例3-1", ("案例 3-1", "职业本科")),
        ("省里在教材这块做了哪些工作？", ("教材建设质量提升工程",)),
        ("市教育局下一步准备怎么干？概括几条", ("一是", "二是", "三是", "12 个本科专业")),
        ("各厅局帮高职院校改善办学条件都做了哪些事", ("土地待摊", "划拨决定书", "商务厅")),
        ("马鞍山村吉乡农创园出了什么成果？", ("村标设计", "玫瑰花", "直播", "啤酒精酿")),
        ("省领导联系职校的机制，一年下来落实得怎么样？", ("8 位省领导", "150 多所")),
        # both documents
        ("省、市两份文件各是谁发的？", ("长春市教育局", "吉林省教育厅")),
        ("产业学院这块：长春建了多少个，全省又成立了多少个协作体？", ("15 个产业学院", "协作体")),
    ],
)
def test_answer(question: str, parts: tuple[str, ...]) -> None:
    """What the documents say is in the answer, with its place."""
    answer = ask(question, of=real())
    assert [part for part in parts if part not in answer.text] == []
    assert (answer.abstained, bool(answer.citations)) == (False, True)


@pytest.mark.parametrize(
    "question",
    [
        "董妍委员的联系电话是多少？",
        "辽宁省2023年有多少所高职院校？",
        "蓝星赛车队12名队员都叫什么？",
        "长春的134家产教融合型企业分别叫什么名字？",
        "吉林建筑职业技术学院有哪些合作企业？",
    ],
)
def test_refusal(question: str) -> None:
    """What they do not say is refused, not put together from what is near."""
    assert ask(question, of=real()).abstained


@pytest.mark.parametrize(
    ("question", "of_it", "of_others"),
    [
        (
            "长职院是如何推动服务全民终身学习的，概括下",
            ("净月社区教育网站", "900 余门"),
            ("龙泉社区", "红十字会"),
        ),
        ("“双主体育人”这块长春几所学校各自怎么做的", ("红旗工匠班", "订单班", "农机"), ()),
    ],
)
def test_summary_keeps_to_its_school(
    question: str, of_it: tuple[str, ...], of_others: tuple[str, ...]
) -> None:
    """A section that tells of many schools gives the sentences about the one asked for, and what goes on."""
    answer = ask(question, of=real())
    assert [part for part in of_it if part not in answer.text] == []
    assert [part for part in of_others if part in answer.text] == []


def test_quotes_are_shown() -> None:
    """The document's own wording stands under the answer, with its section."""
    answer = ask("教育部要求编制质量报告的那个通知，文号是多少", of=real())
    sources = [s.text for s in answer.statements if s.role == "source"]
    assert answer.citations[0].quote in sources[0]
    assert answer.citations[0].section in sources[0]


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        (
            "成员涵盖了 10 个政府机构、8 所本科院校、6 所科研机构",
            ["10 个政府机构", "8 所本科院校", "6 所科研机构"],
        ),
        ("以劳模、工匠、行业领军人物为支撑", ["劳模", "工匠", "行业领军人物"]),
        ("大力培育新材料、大数据等一批战略性新兴产业", ["新材料", "大数据"]),
        ("此次活动由甲省教育厅、乙市教育局主办", ["甲省教育厅", "乙市教育局"]),
        ("以“甲研学基地”和“乙研学基地”两大基地建设为重点", ["“甲研学基地”", "“乙研学基地”"]),
    ],
)
def test_items_stand_alone(sentence: str, items: list[str]) -> None:
    """What leads an enumeration in, or ends it, is no part of its items."""
    assert enumerated(sentence, ()) == items


@pytest.mark.parametrize("question", ["下一步怎么干？概括几条", "“双主体育人”几所学校各自怎么做的"])
def test_length_is_no_count(question: str) -> None:
    """How long the answer should be, or whose, is not a number asked for."""
    assert (asked_types(question)[:1], asked_units(question)) == (("summary",), ())


@pytest.mark.model
@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("长春工匠学院是谁揭的牌", "新旅游工匠学院呢", "新旅游工匠学院"),
        ("蓝星赛车队的队长是谁", "那领跑者车队呢", "领跑者"),
        ("赞比亚分院招了多少学生", "那吉工中巴丝路学院呢", "丝路学院"),
    ],
)
def test_follow_up_with_a_new_name(first: str, then: str, said: str) -> None:
    """A follow-up that names another thing is answered about that thing."""
    before = Turn(first, ask(first, of=real()))
    answer = real().answer(then, (before,))
    told = answer.statements[-1] if answer.abstained else answer.statements[0]
    assert said in told.text


@pytest.mark.parametrize(
    ("text", "unit", "question", "left"),
    [
        ("推荐 21 种教材参评", "种", "推荐的21种里评上几种", False),
        ("企业等 78 家创新主体", "家", "78家主体里企业有几家", False),
        ("入选 21 种，获评 8 种", "种", "推荐的21种里评上几种", True),
        ("2000 多家企业", "家", "合作企业有多少家", True),
    ],
)
def test_given_number_is_no_answer(text: str, unit: str, question: str, *, left: bool) -> None:
    """A number that the question states is not the one that it asks for."""
    assert has_unit(without_given(text, question), unit) == left


@pytest.mark.parametrize(
    ("text", "question", "told"),
    [
        ("组建了“6+1+9”专项工作组", "“6+1+9”具体指什么", False),
        ("“一体两翼”即以产业学院为主体", "“一体两翼”指的是什么", True),
        ("组建了“6+1+9”专项工作组", "“6+1+9”工作组走访了几次", True),
    ],
)
def test_meaning_asked(text: str, question: str, *, told: bool) -> None:
    """Saying a term again does not explain it."""
    assert explains(text, question) == told


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "金专教学能力得奖的那门课叫什么",
        "汽车产业创新联合体的总投资是多少钱",
        "15个产业学院分别建在哪9所学校",
        "龙泉社区学院哪天揭的牌",
    ],
)
def test_asked_attribute_not_told(question: str) -> None:
    """The documents mention the thing, not what is asked about it."""
    assert ask(question, of=real()).abstained
