"""Two things asked in one breath, shares of what was just said, and where an answer stands."""

from __future__ import annotations

import pytest
from opened import ask

from assistant.structure import without_source


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("吉铁院的师生比和教师数", ("生师比约为 20.67", "专任教师数为 550 人")),
        ("长职院的学生数、生师比", ("全日制学生数为 12391 人", "生师比约为 17.31")),
        ("全省一共开了多少个专业点，招生的占多少", ("设置专业数为 1133 个", "77.32%")),
        ("比较长职院和吉铁院的专任教师数和学生数", ("多 166 人", "多 1025 人")),
        ("长职院的教师数和学生数", ("专任教师数为 716 人，全日制学生数为 12391 人",)),
    ],
)
def test_both_are_answered(question: str, said: tuple[str, ...]) -> None:
    """A formula beside a figure, a share after its whole; columns together stay one sentence."""
    text = ask(question).text
    assert [part for part in said if part not in text] == []


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("全省双师占比多少，最高的是哪所", ("46.10%", "长白山职业技术学院")),
        ("全省专任教师一共多少，哪个学校最多", ("10025 人", "716 人")),
        ("全省学校平均学生数是多少，超过平均的有几所", ("为 7608.6 人", "共 16 所：")),
        ("教师最多的前三所是哪些，一共多少人", ("558 人", "1884 人")),
        ("图书最多的是谁，最少的又是谁", ("吉林铁道职业技术学院", "梅河口康美职业技术学院")),
        ("在校生上万的那几所，平均每所有多少专任教师", ("474.38 人",)),
    ],
)
def test_each_clause_is_answered(question: str, said: tuple[str, ...]) -> None:
    """A clause that asks for itself is not lost in one query for all."""
    text = ask(question).text
    assert [part for part in said if part not in text] == []


@pytest.mark.parametrize(
    "question", ["哪所学校学生最多，有多少人", "学生过万的有几所，分别是哪些", "长职院学生多少，在全省排第几"]
)
def test_one_answer_tells_both(question: str) -> None:
    """Clauses that one answer covers are not answered twice."""
    assert sum(s.role == "answer" for s in ask(question).statements) == 1


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("全省一共开了多少个专业点", "招生的占多少"), "876 个）占设置专业数（1133 个）的比例为 77.32%"),
        (("双师型教师全省有多少人", "占专任教师的比例呢"), "4591 ÷ 10010 × 100% = 45.86%"),
        (("全省招生专业占全部专业的多少",), "77.32%"),
        (("高级职称占专任教师多少",), "33.23%"),
    ],
)
def test_shares(turns: tuple[str, ...], said: str) -> None:
    """Of what the last answer gave; of sums where no total is printed; as printed where a share is."""
    assert said in ask(*turns).text


def test_the_side_that_only_names_its_document() -> None:
    """全省呢 asks of the report what the clause before asks of the reply."""
    text = ask("现代产业学院长春有几个，全省呢").text
    assert "15 个产业学院" in text
    assert "14个现代产业学院协作体" in text


def test_people_that_no_document_has() -> None:
    """A kind of people that stands nowhere is no part of another figure."""
    answer = ask("全省高职教师里博士多少人")
    assert answer.abstained
    assert "博士" in answer.text


def test_a_name_of_running_text() -> None:
    """产教融合型企业 is in no table: a row whose meaning is near is no answer."""
    assert "134 家企业成为省级产教融合型企业" in ask("产教融合型企业有几家").statements[0].text


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("244号提案答复里说订单班学生多少被录用", "订单班学生多少被录用"),
        ("省年报中写的毕业生就业率", "毕业生就业率"),
        ("提案是哪位委员提的", "提案是哪位委员提的"),
        ("报告一共几个案例", "报告一共几个案例"),
        ("第300号提案的答复里说了什么", "第300号提案的答复里说了什么"),
    ],
)
def test_where_it_stands_is_not_what_is_asked(question: str, asked: str) -> None:
    """The document's name is left out only where it says no more than the place."""
    assert without_source(question) == asked


def test_as_many_schools_as_asked() -> None:
    """哪两家 is answered by the two schools of the sentence."""
    first = ask("教学能力比赛中省里派出的是哪两家").statements[0].text
    assert first == "长春金融高等专科学校、长春职业技术学院。"


def test_how_far_one_column_is_below_another() -> None:
    """少最多 ranks the differences, not the first of the two columns."""
    first = ask("招生专业比设置专业少最多的是哪所学校").statements[0].text
    assert "辽源职业技术学院，46 个" in first
