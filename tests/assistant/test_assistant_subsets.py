"""Figures of some schools together: those that pass, the first of a ranking, a group within a region; and of rows."""

from __future__ import annotations

import pytest
from opened import ask

from assistant.figures_in_text import find_amounts
from assistant.operations import find_cues
from assistant.text import normalise


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("学生过万的学校一共多少专任教师", "共 8 所，其专任教师数合计 3795 人"),
        ("电脑超过两千台的学校平均有多少学生", "平均为 10749.7 人"),
        ("设备总值超过2个亿的学校合计设备值多少", "合计 198997.427 万元"),
        ("高于全省平均学生规模的学校，专任教师加起来有多少", "共 16 所，其专任教师数合计 7286 人"),
        ("撤销过专业的学校有几所 总共撤了多少个", "共 13 所，其撤消专业数合计 22 个"),
        ("学生过万的学校的学生占全省学生的比例", "40.33%"),
        ("学生和老师都超过全省平均的学校有几所", "共 14 所"),
        ("就业率（年终）不到75%的学校里面谁的学生最多", "松原职业技术学院，7002 人"),
        ("学生过万的学校专任教师各有多少", "长春职业技术学院（12391 人，专任教师数 716 人）"),
        ("生师比超过25的学校里初次就业率前三是谁", "长春医学高等专科学校（91.74%）"),
        ("学生过万的学校初次就业率最高和最低相差", "相差 12.01 个百分点"),
    ],
)
def test_those_that_pass_are_reckoned_with(question: str, said: str) -> None:
    """A condition in a clause of its own says of whom the sum, the mean, the share or the ranking is."""
    assert said in ask(question).text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("没有撤销专业的学校占多大比例", "占 56.67%（计算：17 ÷ 30 × 100%）"),
        ("新增了专业的学校占多少比例", "占 76.67%"),
    ],
)
def test_a_share_of_schools(question: str, said: str) -> None:
    """What is asked is how many of the schools pass, not what they have."""
    assert said in ask(question).text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("双师最多的三所学校学生一共多少", "合计 33885 人"),
        ("教师人数后五名的学校平均学生数", "平均为 2622.8 人"),
        ("经费前五的学校经费一共占全省多少", "37.28%"),
        ("设备前五的学校学生占全省多少", "23.72%"),
        ("初次就业率前五名的学校里双师最多的是哪所", "长春职业技术学院，456 人"),
    ],
)
def test_figures_of_the_first_of_a_ranking(question: str, said: str) -> None:
    """The ranking is by one figure, the sum, mean or share of another."""
    assert said in ask(question).text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("五个高专的专任教师加起来占全省各校总和的百分之几", "21.18%"),
        ("吉林铁道和长职院两家经费占全省比重", "16.56%"),
        ("新增专业里吉林工业占了多少", "16.67%"),
        ("长春的高专一共有多少专任教师", "合计 1612 人"),
        (
            "各高专就业率（初次）从高到低排一下",
            "长春汽车工业高等专科学校（94.1%）、长春师范高等专科学校（92.1%）",
        ),
        ("三所医药学校（长春医专、白城医专、通化医药）学生总数", "合计 22500 人"),
        ("学生数的中位数和平均数分别是多少", "8164"),
        ("全省平均每所学校撤销几个专业", "平均为 0.73 个"),
    ],
)
def test_groups(question: str, said: str) -> None:
    """Groups by name, also within a region, and schools named together."""
    assert said in ask(question).text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("在校生满意度那几项里最低的是哪一项", "最低的是课外育人满意度（90.59%）"),
        ("满意度调查里哪个群体的满意度最高", "最高的是家长满意度（96.31%）"),
        ("各类满意度最高和最低差几个点", "相差 4.55 个百分点"),
        ("在哪个产业就业的毕业生最多", "最多的是面向第三产业（30026 人）"),
        ("体育美育思政老师一共多少个", "合计 1026 人"),
    ],
)
def test_rows_of_an_annex(question: str, said: str) -> None:
    """The parts of a row, or rows called alike, are ranked; rows named one after another are added up."""
    assert said in ask(question).text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("长职院的经费是全省平均的几倍", "2.41 倍"),
        ("松原职院的专任教师比省中位数少几个", "84 人"),
        ("省均值和省中位数的数字资源差多少册", "1080864 册"),
        ("汽高专的生师比跟全省的比怎么样", "比吉林省（附表 3 印出）的 22.09 低 6.06"),
        ("四平职大生均图书比省平均高还是低", "比全省平均的 55.72 册/生 高 27.52 册/生"),
        ("延边职院的生均设备值是全省的几倍", "是它的 3.06 倍"),
        ("教职工总数超编多少人", "1403 人"),
    ],
)
def test_against_what_is_usual(question: str, said: str) -> None:
    """One school against the printed mean or median, a formula against the row that prints it."""
    assert said in ask(question).text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("行业导师平均一个人一年上多少课时", "172.8518 课时/人"),
        ("非学历培训每个项目平均到账多少钱", "约 5.06 万元/项"),
        ("辅导员平均每人带多少学生", "241.6086"),
        ("长春信息每台电脑摊几个学生", "4.9268 人/台"),
        ("长春医专平均每个老师摊多少万设备", "约 25.96 万元/人"),
    ],
)
def test_one_by_one(question: str, said: str) -> None:
    """What is counted singly is what is divided by, whatever formula the other words would name."""
    assert said in ask(question).text


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("设备值不到两千万的学校有哪些", "其中学生最多的是哪个"), "长白山职业技术学院，5065 人"),
        (("年终就业率最高的三所学校", "这三所的专任教师加起来多少"), "合计 1582 人"),
        (("学生最多的五所学校", "它们的双师合计", "占全省各校的多少"), "29.82%"),
        (("把四平职大和辽源职院比一下专任教师", "再加上松原职院"), "四平职业大学 364 人，辽源职业技术学院 535 人，松原职业技术学院 279 人"),
        (("年终就业率低于80%的学校", "不算0的", "有几所"), "共 7 所"),
        (("行业导师最少的学校", "不算0的呢"), "延边职业技术学院"),
        (("延边职院设备总值多少", "超过省平均没有"), "多 2223.204 万元"),
        (("长春医高专初次就业率多少", "比省均值高多少"), "12.88 个百分点"),
        (("通化医药健康学院有多少学生", "是全省最少的吗"), "第 1 名，最少"),
        (("哪所学校教学用房面积最大", "有多少平", "学生人均多少平米"), "19.46 平方米/生"),
        (("双师最多的是谁", "那它双师占专任的比例呢"), "63.69%"),
        (("学校年度经费总收入的省中位数", "平均数呢"), "17136.05"),
        (("全省生师比多少", "四平职大呢"), "20.54"),
        (("水电学院有多少学生", "多少专任教师", "平均一个老师带几个学生", "省里平均是多少"), "22.09"),
        (("吉大有多少学生", "那长职院呢"), "12391 人"),
        (("哪个学校的数字资源最多", "前三名都是谁", "第三名多少册"), "5469551 册，从高到低排第 3"),
        (("家长满意度多少", "比用人单位高多少"), "2.23 个百分点"),
        (("体育课老师多少", "美育的呢", "思政的呢", "三个加起来"), "合计 1026 人"),
        (("在校生满意度", "哪项最低", "最高的呢"), "最高的是思想政治课教学满意度"),
        (("专任教师不足100人的学校", "学生呢"), "1717 人"),
        (("编写了多少本教材", "其中国家规划的占多少"), "21.7%"),
        (("在线精品课程有多少门", "其中省级的占多少"), "41.54%"),
        (("年终就业率省均值是多少", "哪些学校低于这个数"), "长白山职业技术学院（53.7%）"),
        (("图书最多的学校", "去掉延边呢"), "吉林铁道职业技术学院"),
        (("用人单位满意度", "比教职工高还是低"), "0.92 个百分点"),
        (("汽高专设备多少", "是长师专的几倍"), "8.24 倍"),
        (("生师比最高的学校", "比全省高多少"), "高 30.56"),
        (("高专有哪几所", "学生一共多少", "占全省多少"), "21.7%"),
        (("吉林电子信息的电脑有多少台", "平均每百个学生多少台"), "45.71"),
        (("教师里双师最多的前三名", "换成占比"), "长白山职业技术学院（68.2%）"),
    ],
)  # fmt: skip
def test_follow_ups_within_what_was_found(turns: tuple[str, ...], said: str) -> None:
    """Fewer schools, one more, another figure of theirs, or the same against what is usual."""
    assert said in ask(*turns).text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("高专里面谁的专任教师最多 五所平均多少", ("610 人", "平均为 424 人")),
        ("吉林开头的学校里谁的双师最多，平均每所多少双师", ("吉林工业职业技术学院", "177.91")),
        ("高级职称人数全省合计多少，平均每校多少", ("合计 3303 人", "114.47 人")),
        ("吉林城市职院高级职称教师占百分之几，跟省里比呢", ("2.87%", "低 30.36 个百分点")),
    ],
)
def test_a_clause_that_leans_on_the_one_before(question: str, said: tuple[str, ...]) -> None:
    """What changes nothing of the question before it is asked in its turn."""
    text = ask(question).text
    assert [part for part in said if part not in text] == []


def test_an_ordinal_is_no_least() -> None:
    """第三名多少册: the 少 of 多少 does not turn the ranking round."""
    assert [(c.kind, c.number) for c in find_cues("第三名多少册") if c.number] == [("ordinal", 3)]


def test_a_mean_of_others_is_no_threshold() -> None:
    """超过两千台的学校平均: the mean belongs to what follows."""
    assert "against" not in {c.kind for c in find_cues("电脑超过两千台的学校平均有多少学生")}


def test_hundreds_of_millions_with_a_counter() -> None:
    """2个亿 is 200 million."""
    assert [int(a.value) for a in find_amounts("超过2个亿")] == [200_000_000]


def test_a_blank_between_two_questions_is_a_comma() -> None:
    """Only between clauses that both ask; a blank within one stays nothing."""
    assert normalise("撤销过专业的学校有几所 总共撤了多少个") == "撤销过专业的学校有几所，总共撤了多少个"
    assert normalise("长职院 学生数 多少") == "长职院学生数多少"
