"""Figures of other places: printed rates, years in columns, words in columns, several reports at once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from places import OWN, PLACES, hashed, of_folder, with_manifest

from assistant import Answer, Assistant, Turn
from assistant.prose.short import clauses
from corpus.document import DEFAULT_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

CASES = [
    # a rate that a column prints is not calculated anew
    ("hebei", "生师比最高的学校是哪所？", "河北轨道交通职业技术学院，22.32"),
    ("hebei", "双师型教师占比超过75%的学校有哪些？", "石家庄铁道运输职业学院"),
    # two columns of years: the newest, the one asked for, the difference
    ("zhejiang", "生师比是多少？", "15.64"),
    ("zhejiang", "2020年生师比是多少？", "15.92"),
    ("zhejiang", "2021年技术服务到款额比2020年增加了多少？", "11913.25"),
    ("hebei", "2023年毕业生本省去向落实率比2022年提高了多少？", "1.76"),
    # columns of words
    ("hebei", "冀中职业学院是公办还是民办？", "“办学性质”是民办"),
    ("hebei", "哪些学校是民办的？", "廊坊燕京职业技术学院"),
    ("zhejiang", "浙江东瓯职业技术学院在哪个城市？", "温州市"),
    ("zhejiang", "杭州市的学校有哪些？", "有 6 所"),
    # a label that only counts stands under the label over it
    ("sichuan", "专任教师最多的学校是哪所？", "内江职业技术学院，872"),
    ("sichuan", "样本学校专任教师合计多少人？", "12089"),
    # schools as columns
    ("sichuan", "技术服务到款额最高的是哪所学校？", "四川交通职业技术学院，4816.64"),
    # rows that are no schools are not counted as schools
    ("hebei", "电子与信息大类有多少个专业布点？", "203"),
    # records named by what they are
    ("sichuan", "四川牵头组建的行业产教融合共同体有哪些？", "西部现代交通行业产教融合共同体（表 3）"),
]


def said(assistant: Assistant, *turns: str) -> Answer:
    history: tuple[Turn, ...] = ()
    for question in turns[:-1]:
        history = (*history, Turn(question, assistant.answer(question, history)))
    return assistant.answer(turns[-1], history)


@pytest.mark.parametrize(("place", "question", "expected"), CASES)
def test_figure(place: str, question: str, expected: str) -> None:
    """The answer says the figure or the name."""
    answer = said(hashed(place), question)
    assert (expected in answer.text, answer.abstained) == (True, False), answer.text


def test_year_in_a_follow_up() -> None:
    """2020年呢 asks for the same figure of another year."""
    assert "96.33" in said(hashed("zhejiang"), "2021年雇主满意度是多少？", "2020年呢？").text


TOGETHER = [
    ("河北省毕业生人数是多少？", "83912", "河北省"),
    ("四川省毕业生人数是多少？", "251036", "四川省"),
    ("吉林省毕业生人数是多少？", "65343", "吉林省"),
    ("浙江省在校生最多的是哪所学校？", "浙江警官职业学院", "浙江省"),
    ("内江职业技术学院专任教师多少？", "872", "四川省"),
]


@pytest.mark.parametrize(("question", "expected", "region"), TOGETHER)
def test_one_report_of_several(question: str, expected: str, region: str) -> None:
    """A question about one province is answered from its report alone."""
    answer = said(hashed(*PLACES, OWN), question)
    assert expected in answer.text
    assert all(region in citation.document for citation in answer.citations)


def test_compared_regions() -> None:
    """Each province's figure, from its own report, is named with that report."""
    answer = said(hashed(*PLACES, OWN), "河北省和浙江省哪个生师比高？")
    assert "《河北省高等职业教育质量年度报告（2024）》：" in answer.text
    assert ("17.94" in answer.text, "15.64" in answer.text) == (True, True)


def test_which_report_is_asked_back() -> None:
    """A figure that several reports have is asked back; the choice is answered."""
    assistant = hashed(*PLACES, OWN)
    answer = said(assistant, "毕业生人数是多少？")
    assert (answer.reason, len(answer.choices)) == ("ambiguous", 4)
    assert "251036" in said(assistant, "毕业生人数是多少？", "四川省").text


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Over the report that comes with the program, and the next year's with other figures."""
    folder = tmp_path_factory.mktemp("years")
    path = next(DEFAULT_FOLDER.glob("*report*.txt"))
    shutil.copy(path, folder)
    text = path.read_text(encoding="utf-8").replace("2023 年", "2024 年").replace("2023年", "2024年")
    text = text.replace("二〇二四年", "二〇二五年").replace("65343", "66120")
    (folder / "next.txt").write_text(text, encoding="utf-8")
    return of_folder(with_manifest(folder))


def test_newest_report(years: Assistant) -> None:
    """Without a year the newest report answers and says that there is another."""
    text = said(years, "毕业生人数是多少？").text
    assert ("66120" in text, "65343" in text, "按最新的" in text) == (True, False, True)


def test_report_of_the_year(years: Assistant) -> None:
    """With a year its report answers."""
    text = said(years, "2023年毕业生人数是多少？").text
    assert ("65343" in text, "66120" in text, "按最新的" in text) == (True, False, False)


def test_two_reports_compared(years: Assistant) -> None:
    """With two years each report says its own figure."""
    text = said(years, "2023年和2024年的毕业生人数").text
    assert ("65343" in text, "66120" in text) == (True, True)


def test_a_thousands_separator_ends_no_clause() -> None:
    """1,105 is one figure."""
    assert clauses("当年招生 6,420 人，比 2022 年增加 1,105 人。") == [
        "当年招生 6,420 人，",
        "比 2022 年增加 1,105 人。",
    ]


def test_two_halves_of_words_are_no_school() -> None:
    """台职 in 温台职教 is no short name of 台州职业技术学院."""
    assert hashed("zhejiang").read("温台职教创新高地重点任务完成率是多少？").subjects == ()


ROSTER = "某省高等职业教育质量报告\n\n表1 各校规模\n\n学校名称\t在校生数（人）\n广元立信职业技术学院\t8735\n甲乙职业技术学院\t120\n"


def test_another_province_is_no_misspelling(tmp_path: Path) -> None:
    """吉林职业技术学院 sounds like 立信职业技术学院 but is spelt right: it is not known here."""
    (tmp_path / "report.txt").write_text(ROSTER, encoding="utf-8")
    answer = said(of_folder(tmp_path), "吉林职业技术学院在校生数是多少？")
    assert (answer.abstained, "8735" in answer.text) == (True, False)
