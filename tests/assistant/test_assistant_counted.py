"""Counts in a row, conditions before a ranking, and both of its ends."""

from __future__ import annotations

import pytest
from opened import ask

from assistant.prose.counted import counts_asked, counts_in, short_count

ROW = "院校多数集中在东部，其中东山市 14 所，海西市 4 所，云中彝族自治州 2 所，河口市 1 所。"
MIXED = "2023 年，海西省共有示范性院校 4 所，骨干院校 7 所，在校生 228528 人，专任教师 10333 人。"
TWICE = "甲校获得国家一等奖 1 项、三等奖 5 项，省级一等奖 5 项、三等奖 7 项。"


def test_a_row_of_counts() -> None:
    """Each count has its label, and what tells it from the others."""
    assert [(c.label, c.own, c.unit) for c in counts_in(ROW)] == [
        ("东山市", "东山", "所"),
        ("海西市", "海西", "所"),
        ("云中彝族自治州", "云中", "所"),
        ("河口市", "河口", "所"),
    ]
    assert counts_in("东山市 14 所，海西市 4 所。") == ()


@pytest.mark.parametrize(
    ("sentence", "question", "said"),
    [
        (ROW, "东山有几所高职", "院校多数集中在东部，其中东山市 14 所"),
        (ROW, "河口和东山各几所", "院校多数集中在东部，其中东山市 14 所，河口市 1 所"),
        (ROW, "海西市有几所高职", "院校多数集中在东部，其中海西市 4 所"),
        (MIXED, "示范性院校有几所", "2023 年，海西省共有示范性院校 4 所"),
    ],
)
def test_the_count_asked_for(sentence: str, question: str, said: str) -> None:
    """The words before the row, and of the row what is asked."""
    asked = counts_asked(sentence, question, ("所",), ("海西省",))
    assert short_count(sentence, asked) == said


@pytest.mark.parametrize(
    ("sentence", "question", "unit"),
    [
        (ROW, "海西有几所高职", "所"),  # the province of that name
        (ROW, "东山有多少人", "人"),
        (TWICE, "三等奖有几项", "项"),  # of which of the two is not said
    ],
)
def test_no_count_is_picked(sentence: str, question: str, unit: str) -> None:
    """Where the question could mean another thing, the clause stays whole."""
    assert counts_asked(sentence, question, (unit,), ("海西省",)) == []


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("吉林市有多少所高职院校", "吉林市 4 所。"),
        ("四平有几所高职", "四平市 2 所。"),
        ("高职院校设在吉林市的有几所", "吉林市 4 所。"),
        ("医药院校几所", "医药院校 6 所。"),
        ("国家示范性高职院校有几所", "国家示范性高职院校 4 所。"),
    ],
)
def test_schools_counted_by_place_and_kind(question: str, count: str) -> None:
    """The first sentence ends with the count; the whole row is quoted below."""
    answer = ask(question)
    assert answer.statements[0].text.endswith(count)
    assert len(answer.citations[0].quote) > len(answer.statements[0].text)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("学生过万的学校里哪个就业率最低", "吉林交通职业技术学院，83.38%"),
        ("就业率超过90%的学校中学生最多的是哪所", "长春职业技术学院，12391 人"),
        ("招生专业超过30个的学校里图书最多的是哪个", "吉林铁道职业技术学院，85.6138 万册"),
    ],
)
def test_a_ranking_of_those_that_pass(question: str, name: str) -> None:
    """的学校里 ends the condition as a comma does."""
    assert name in ask(question).statements[0].text


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        ("学生最多的学校比最少的多几倍", "相差 11061 人，最多的是最少的 9.32 倍"),
        ("就业率最高和最低的相差多少", "相差 34.8 个百分点"),
        ("生均图书最高的学校和最低的差多少", "相差 59.35 册/生，最高的是最低的 3.48 倍"),
    ],
)
def test_both_ends_and_how_far_apart(question: str, apart: str) -> None:
    """The difference, and for amounts the ratio, with the calculation."""
    answer = ask(question)
    assert apart in answer.text
    assert any(s.role == "calculation" for s in answer.statements)


@pytest.mark.parametrize(
    ("question", "schools"),
    [
        ("哪些学校没有行业导师", "共 1 所：吉林通用航空职业技术学院（0 人）"),
        ("撤销专业4个的是哪所", "共 1 所：吉林工业职业技术学院（4 个）"),
        ("哪所学校学生1330人", "共 1 所：通化医药健康职业学院（1330 人）"),
        ("没有双师型教师的学校有哪些", "非双师专任教师数"),
    ],
)
def test_schools_with_none_or_just_so_many(question: str, schools: str) -> None:
    """没有 and a bare amount are conditions on the schools' own figures."""
    assert schools in ask(question).text


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("汽车产教联合体有多少所本科", "8 所本科院校。"),
        ("汽车联合体里中职有几所", "38 所中职学校。"),
    ],
)
def test_counts_before_their_labels(question: str, count: str) -> None:
    """8 所本科院校、38 所中职学校 is a row too."""
    assert ask(question).statements[0].text.endswith(count)


def test_who_leads_is_read_off_the_right_enumeration() -> None:
    """由…共同牵头, not the longer list of those who joined."""
    first = ask("碳纤维共同体由哪几家牵头").statements[0].text
    assert first == "吉林化纤集团、长春工业大学、吉林工业职业技术学院。"


def test_a_count_of_years_is_no_count_of_courses() -> None:
    """办了几年 after a project is asked of the text, where the school's table has other counts."""
    turns = ("白城医高专那个“天使行”是什么？", "办了几年了？")
    assert "4 年有余" in ask(*turns).statements[0].text


@pytest.mark.parametrize(
    "question",
    [
        "全省有多少所高职院校？",
        "吉林省有多少所高职院校",
        "省里有几所高职",
        "吉林省高职学校有多少所",
        "全省共有多少所高等职业院校",
    ],
)
def test_all_schools_of_the_region(question: str) -> None:
    """The sentence that says how many there are, with what other places say."""
    answer = ask(question)
    assert "30 所高等职业院校" in answer.statements[0].text
    assert any("28 所" in s.text for s in answer.statements if s.role == "caveat")
