"""What a question asks for by its words: points, days, the noun of 什么, what is counted."""

from __future__ import annotations

import pytest
from opened import ask, real

from assistant.prose.asked import asked_types, focus_of
from assistant.prose.instances import asks_schools, counted_noun, counts_noun, names_enough, office_asked
from assistant.prose.short import best_clause, clause_fit, has_unit, with_subject
from assistant.split import split_questions


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("下一步有哪三点打算", "summary"),
        ("帮毕业生找工作有什么招数", "summary"),
        ("赛项是哪几天比的", "date"),
        ("连着办的是哪两年", "date"),
        ("哪几家企业入了盟", "list"),
    ],
)
def test_first_type(question: str, first: str) -> None:
    """Points ask for a summary, which days for a date, which ones for a list."""
    assert asked_types(question)[0] == first


def test_focus() -> None:
    """The noun that 什么 asks for chooses the clause that has it."""
    assert focus_of("园区形成了什么运行模式？") == "运行模式"
    assert not focus_of("园区叫什么")
    parts = "学校建设汽车产业孵化园，聚焦汽车产业严选入孵企业和各类机构团队，孵化类型涉及生产、研发、制造以及咨询等多领域，园区形成了“内外循环”的运行模式，建立了平台。"
    clause = best_clause(
        parts, ["汽车产业", "孵化园"], lambda _: 1.0, units=(), number=False, focus="运行模式"
    )
    assert "内外循环" in clause


def test_the_clause_has_the_number() -> None:
    """A clause with the asked unit goes before one that only has more of the question's words."""
    sentence = "该试验台满足科研人员对于齿轮泵综合性能试验台的需求并可以通过智能化的手段进行监控和管理，提高了数据的可靠性，年节约开发费用 150 万元，填补了空白。"
    words = ["试验台", "齿轮泵", "需求"]
    assert "150 万元" in best_clause(sentence, words, lambda _: 3.0, units=("元",), number=True)


def test_clause_fit() -> None:
    """Only words rarer than most tell clauses apart; a region's name counts in its other form."""
    text = "长春市 14 所，延边朝鲜族自治州 2 所，全省共有 30 所。"
    weights = {"延边州": 5.0, "全省": 1.0, "共有": 1.0}
    assert clause_fit(text, ["延边州"], weights.__getitem__, ("所",)) == pytest.approx(2.5)
    assert clause_fit(text, ["全省", "共有"], weights.__getitem__, ("所",)) == 0.0


def test_units_in_words() -> None:
    """八个方面 counts in 个; 四位一体 counts nobody."""
    assert has_unit("从八个方面评价", "个")
    assert not has_unit("“四位一体”协同", "位")


def test_with_subject() -> None:
    """An amount that opens a clause gets the name that it is the amount of."""
    sentence = "通过线上开办“兴农大讲堂”进行培训，累计完成29期，培训人数达到49750人。"
    assert with_subject("累计完成29期", sentence) == "“兴农大讲堂”：累计完成29期"
    assert with_subject("进行培训", sentence) == "进行培训"


def test_counted_noun() -> None:
    """What is counted stands right before or after a number, not elsewhere in the sentence."""
    assert counted_noun("专业涉及多少个大类？") == "大类"
    assert counts_noun("开设 17 大类百余种专业", "大类")
    assert counts_noun("有职业本科院校 1 所", "职业本科")
    assert not counts_noun("新增 50 个左右现代化专业", "大类")


def test_amounts_are_no_names() -> None:
    """Counted things side by side name nothing that is asked for by name."""
    question = "那两项案例题目是什么"
    assert not names_enough("获批产教融合基地 1 个、专创融合骨干专业 1 个。", 2, question)
    assert not names_enough("以一套体系、畅通三个渠道、建设三大基地为内容。", 3, "三个渠道是哪三个")


def test_names_asked() -> None:
    """Names of schools, and of who holds an office."""
    assert asks_schools("分布在哪些学校")
    assert asks_schools("分别由哪所学校牵头")
    assert not asks_schools("有几所学校")
    assert office_asked("学院院长由谁担任") == "院长"
    assert office_asked("指导的老师是谁") == ""


def test_split() -> None:
    """又 asks again; a bare 有什么难处 stays with what it is about."""
    assert split_questions("就业率有多高，订单班的录用率又是多少") == [
        "就业率有多高",
        "订单班的录用率又是多少",
    ]
    assert len(split_questions("高职眼下卡在哪儿？有什么难处？")) == 1


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "云计算赛项是哪几天在汽高专比的？",
        "沈阳那个汽车数字化大会来了多少家参展商？",
        "赞比亚分院请了几位当地老师？",
        "14个产业学院协作体分别由哪所学校牵头？",
        "金专入选教育部的两项双创案例题目是什么？",
        "王海洋在一汽具体担任什么职务？",
        "指导蓝星车队的老师是谁？",
        "汽车品牌海外培训网提供的3种语言是哪3种",
        "吉林省新旅游工匠学院院长由谁担任",
        "长职院跟华阳集团的订单班开了几个班？",
        "数智化基地一共投了多少钱？",
        "碳纤维共同体成立大会有多少人参加？",
        "职业教育迎来的三个转变具体指什么？",
    ],
)
def test_refused(question: str) -> None:
    """The documents speak of the thing and do not give what is asked."""
    answer = ask(question, of=real())
    assert answer.abstained, answer.text
    assert answer.reason != "forecast"


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("省里2023年师资队伍建设做了哪些工作？", "教学团队"),
        ("答复的下一步有哪三点打算", "三是"),
        ("长春职教是怎么服务主导产业的", "15 万"),
        ("答复里讲的融合合作最突出的毛病有哪几条？", "稳定性差"),
        ("齿轮泵试验台让企业多赚了多少钱？", "350 万元"),
        ("吉林省高职院校里理工类的有几所？", "理工院校 12 所"),
        ("延边州有几所高职？", "延边朝鲜族自治州 2 所"),
        ("吉林省目前有几所职业本科？", "职业本科院校 1 所"),
        ("吉乡农创园围绕哪四创开展建设？", "文创、农创、科创、商创"),
        ("今年各校的企业年报一共交了多少份？", "68 份"),
        ("中韩合作办学的是什么专业？", "汽车制造与试验技术"),
        ("红旗工匠班那个基地每年能做出多少辆份总成？", "10 万辆份"),
        ("和俄罗斯那所理工大学合办的项目头一批收了多少人？", "59 位"),
        ("水利电力学校那笔上涨的土地待摊费是多少钱？", "1.06 亿元"),
        ("哪些省领导去过高职院校调研？名字列一下", "梁仁哲"),
        ("赵明是什么职务", "市委副书记"),
        ("产业学院，省里和长春市各有多少？", "14个现代产业学院"),
        ("长职院特色订单班学生录用比例多少，该校应届生初次就业率又是多少", "90%"),
    ],
)
def test_answered(question: str, said: str) -> None:
    """The words of the question differ from the passage's; the answer is in it."""
    answer = ask(question, of=real())
    assert not answer.abstained
    told = "".join(s.text for s in answer.statements if s.role in ("answer", "item"))
    assert said in told, answer.text


@pytest.mark.model
def test_a_count_beside_the_last_answer() -> None:
    """A follow-up in a counter of its own finds the sentence beside the one that was answered from."""
    answer = ask("通用力培训收入多少？", "办了几期？", of=real())
    assert "49 期" in answer.statements[0].text
