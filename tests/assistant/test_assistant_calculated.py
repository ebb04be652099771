"""Figures that are calculated, ranked by what two columns make, asked in another unit or of the rest."""

from __future__ import annotations

import pytest
from opened import ask, real

from assistant.formulas import formula_named, formulas, quotient_of, rest_of, said_formula, share_of
from assistant.operations import find_cues
from assistant.query import Measure
from corpus.errors import KnowledgeError


def _said(*turns: str) -> str:
    """All that the answer to the last turn says."""
    return "\n".join(s.text for s in ask(*turns, of=real()).statements)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("双师占专任教师比例最高的学校", "比例最高的是长白山职业技术学院，68.2%"),
        ("平均每个专业学生最多的学校", "最高的是长春医学高等专科学校，489.88 人/个"),
        ("长职院每个专业多少学生", "174.5211 人/个"),
        ("长春金融平均每个学生摊多少经费", "21707.4 元/生"),
        ("29校合起来算,双师占专任教师的比例是多少", "平均为 45.86%"),
        ("水电学院的老师有百分之多少是双师型", "（55 人）占专任教师数（180 人）的比例为 30.56%"),
        ("吉林科技在校生跟专任教师之比", "为 18.4409"),
        ("吉铁院的收入占29校总收入多大份额", "合计的 8.32%"),
        ("两所医专的学生加起来占全省多少", "合计的 9.48%"),
        ("毕业生就业的人里去第三产业的占百分之几", "（43552 人）的比例为 68.94%"),
        ("硕士老师比双师多的学校有几所", "共 16 所"),
        ("高级职称超过专任教师一半的学校有哪些", "共 4 所"),
    ],
)
def test_quotients_over_schools(question: str, part: str) -> None:
    """A quotient of two columns is ranked, added up and compared like a column."""
    assert part in _said(question)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("长春东方没就业的比例是多少", "80.48%，其余 19.52%"),
        ("体质测评不合格的占多少", "其余 34.36%"),
        ("长春东方职业学院设了但没招生的专业有几个", "为 27 个"),
        ("辽源职院没在招生的专业占多大比例", "约为 50%"),
        ("司法警官的老师里有多少人不是双师", "为 116 人"),
        ("吉林工业净增了多少个专业", "为 3 个"),
    ],
)
def test_the_rest(question: str, part: str) -> None:
    """Those whom a rate or a column does not count are what is left of the whole."""
    assert part in _said(question)


def test_satisfied_or_not_is_no_negation() -> None:
    """满不满意 asks for the rate itself."""
    assert "其余" not in _said("家长满不满意？")


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("各校经费总收入合计多少亿元", "换算为 50.1076 亿元"),
        ("全省高职经费总收入合计多少亿元", "换算为 50.1076 亿元"),
        ("电子信息和铁道谁的经费多，差几个亿", "换算为 0.9682 亿元"),
        ("白城医专的纸质图书换算成册是多少", "换算为 641331 册"),
        ("长职院的经费比吉铁高出百分之几", "低 1.03%"),
        ("汽高专的学生比长职院少百分之几", "低 21.09%"),
    ],
)
def test_in_the_unit_asked_for(question: str, part: str) -> None:
    """Sums and differences are said in the unit asked for too, or in per cent of the second."""
    assert part in _said(question)


@pytest.mark.parametrize("question", ["各校初次就业率合计是多少", "长职院和吉铁院的初次就业率加起来是多少"])
def test_rates_are_not_added(question: str) -> None:
    """The rates of several schools make no sum."""
    assert "相加没有意义" in _said(question)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("学生数比省均值多的学校有多少所?", "共 16 所"),
        ("电脑数在省均值以上的有几所学校", "共 11 所"),
        ("财政生均拨款高于省均的有几校", "共 13 所"),
        ("只新增1个专业的学校有几所", "共 13 所"),
        ("行业导师只有个位数的学校", "共 6 所"),
        ("专任老师连一百人都凑不够的是哪些学校", "共 2 所"),
        ("把填0的去掉,电子资源最少的是哪所", "长春东方职业学院，4370.00 册"),
        ("哪五所学校的专任老师最多", "吉林铁道职业技术学院（550 人）"),
        ("电脑数排老三的是?", "吉林工业职业技术学院，教学用计算机（终端）总数 4357 台"),
        ("哪个学校机子多", "长春职业技术学院，6417 台"),
        ("吉林工业与吉铁院哪个专业设得多", "多 19 个"),
    ],
)
def test_filters_and_ranks_in_everyday_words(question: str, part: str) -> None:
    """Means as thresholds, exact numbers, what is left out, and who has more."""
    assert part in _said(question)


def test_people_are_not_told_in_per_cent() -> None:
    """多少毕业生 is not answered with a rate of employment."""
    assert "就业率为" not in _said("长职院有多少毕业生")


@pytest.mark.parametrize(
    ("questions", "part"),
    [
        (("长职院经费总收入多少", "换成亿元"), "换算为 4.1281 亿元"),
        (("长职院经费总收入多少", "吉铁院呢", "两家合计多少亿元"), "换算为 8.2993 亿元"),
        (("学生最多的学校是哪所", "倒过来呢"), "全日制学生数最少的是通化医药健康职业学院"),
        (("学生最多的前三所", "只看医专"), "白城医学高等专科学校（9413 人）"),
        (("长职院有多少学生", "和长春金融比呢"), "多 2031 人"),
        (("长职院有多少学生", "跟全省平均比呢"), "多 4782.4 人"),
        (("全省毕业生有多少", "去向落实的呢", "那落实率"), "85.26%"),
        (("长职院的学生和老师各多少", "生师比呢"), "生师比约为 17.31"),
        (("长职院有多少老师", "双师呢", "占比呢", "全省排第几"), "63.69%，从高到低排第 2 名"),
        (("健康学院设置专业数?", "招生的呢", "占多大比例"), "84.62%"),
        (("长春信息的纸质书多少", "电子的呢?"), "31598.00 册"),
        (("水电学院藏书几万册", "松原的", "差多少"), "多 46.2215 万册"),
        (("长春信息硕士以上几人", "东方呢", "差几个"), "多 35 人"),
        (("查松原职院", "电子资源折合多少册"), "松原职业技术学院的折合数字资源量"),
        (("说说通航学院", "学校年度总收入"), "吉林通用航空职业技术学院的学校年度经费总收入"),
        (("汽高专立项的转化中心是哪个", "吉林工业的呢"), "化工装备智能化"),
    ],
)
def test_follow_ups(questions: tuple[str, ...], part: str) -> None:
    """What a short message leaves out comes from the figures before it."""
    assert part in _said(*questions)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("羊肚菌那个中心谁牵头", "依托单位：吉林工程职业学院"),
        ("修铁路、开火车这类专业的双师老师培训基地在哪个院校", "吉林铁道职业技术学院（表 2-2 第 3 行）"),
        ("把国家级双师型教师培训基地的牵头学校都列出来", "共 3 个"),
        ("拥有国家级教学创新团队的高职一共几所?", "共 7 所（11 行）"),
        ("首批立项的七个转化中心都叫什么名字", "共 7 个：智能服务机器人"),
        ("两所医高专各自的转化中心是什么", "共 2 个"),
    ],
)
def test_tables_of_words(question: str, part: str) -> None:
    """Rows are found by other words for the same, and told by name or by school as asked."""
    assert part in _said(question)


def _column(label: str, unit: str) -> Measure:
    return Measure("d", "表 1", label, (label,), unit, "", "entities", 1, -1, (label,))


def test_plain_formulas() -> None:
    """A quotient, a share and a rest of any two columns are found again by their names."""
    money, heads, some = _column("收入", "万元"), _column("人数", "人"), _column("其中", "人")
    assert quotient_of(money, heads).unit == "元/人"
    assert quotient_of(some, heads).unit == ":1"
    for formula, pair in (
        (share_of(some, heads), (some, heads)),
        (quotient_of(money, heads), (money, heads)),
        (rest_of(heads, some), (heads, some)),
    ):
        assert formula_named(formula.name, pair) == formula
    with pytest.raises(KnowledgeError):
        formula_named("收入 ÷ 人数")


def test_what_is_left_in_per_cent() -> None:
    """The same words mean the number, or with a share asked for its share."""
    rest = said_formula("老师里不是双师的")
    assert rest is not None
    shared = said_formula("老师里不是双师的", share=True)
    assert shared is not None
    assert (rest.unit, shared.unit, shared.name) == ("人", "%", rest.share)
    assert all(f.operator in ("÷", "−") for f in formulas())


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("比省均值多的", ["against", "adjective"]),
        ("在中位数以上", ["against"]),
        ("生师比平均是多少", ["mean"]),
        ("哪个学校学生多", ["highest"]),
        ("哪个学校学生有多少", []),
    ],
)
def test_cues(text: str, kinds: list[str]) -> None:
    """What is a threshold, what ranks, and what is neither."""
    assert [c.kind for c in find_cues(text)] == kinds


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("全省生均图书多少册", "55.72 册/生"),
        ("省里高职人均经费多少", "22521.95 元/生"),
        ("全省毕业生的升学率是多少", "15.26%"),
        ("生师比是多少", "22.09"),
    ],
)
def test_formula_of_the_region(question: str, told: str) -> None:
    """As printed; else over the rows of the region, else over the columns of its schools."""
    assert told in ask(question).text


def test_what_no_indicator_is_near_to() -> None:
    """占地面积 is no 设备值, though both are told per student."""
    assert ask("生均占地面积全省多少").abstained
