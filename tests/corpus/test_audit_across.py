"""The audit across documents of several regions and years: what differs, and what is of another scope."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus import Document, Finding, audit, read_corpus, read_document
from corpus.audit import Kind, Severity
from corpus.audit.scopes import Regions, scoped_facts
from corpus.audit.wording import plain
from evals.synthetic import write_report

if TYPE_CHECKING:
    from collections.abc import Sequence

ELSEWHERE = Path(__file__).parents[1] / "fixtures" / "elsewhere"
REAL = Path(__file__).parents[2] / "corpus" / "documents"
REPLY = """对市政协第九届第三次会议第 18 号提案的答复

王明委员：

您提出的《关于支持职业教育发展的建议》的提案（第 18 号）收悉，现答复如下：

一、基本情况

{said}

二、下一步

我们将进一步推进产教融合，提高人才培养质量，感谢您对教育工作的关心和支持。

长春市教育局
2024 年 5 月 6 日
"""


def between(documents: Sequence[Document]) -> list[Finding]:
    """The findings of ``documents`` that have places in several of them."""
    return [f for f in audit(documents) if len({p.document for p in f.places}) > 1]


def across(folder: Path) -> list[Finding]:
    """The findings between the documents in ``folder``."""
    return between(read_corpus(folder))


def told(findings: list[Finding], *words: str) -> list[Finding]:
    """Those whose sentence has all ``words``."""
    return [f for f in findings if all(word in f.sentence for word in words)]


@cache
def real() -> tuple[Document, ...]:
    """The documents of the corpus, read once."""
    return tuple(read_corpus(REAL))


def beside(folder: Path, said: str) -> list[Finding]:
    """The findings between the corpus and a reply of its city that says ``said``."""
    path = folder / "another-reply.txt"
    path.write_text(REPLY.format(said=said), encoding="utf-8")
    return [
        f
        for f in between((*real(), read_document(path)))
        if "another-reply" in {p.document for p in f.places}
    ]


def test_a_citys_count_is_held_against_the_provinces_table(tmp_path: Path) -> None:
    """The reply's 9 against the 8 rows of the report's table that lie in the city; with 8 nothing is said."""
    folder = tmp_path / "hebei"
    shutil.copytree(ELSEWHERE / "hebei", folder)
    reply = folder / "shijiazhuang-reply-1523.txt"
    assert not told(across(folder), "石家庄市的“高职院校”")
    text = reply.read_text(encoding="utf-8")
    assert "驻石高职院校 8 所" in text
    reply.write_text(text.replace("驻石高职院校 8 所", "驻石高职院校 9 所"), encoding="utf-8")
    (found,) = told(across(folder), "石家庄市的“高职院校”", "9 所", "8 所", "没有写明年份")
    assert found.severity is Severity.MIDDLE
    assert {p.document for p in found.places} == {"hebei-report-2024", "shijiazhuang-reply-1523"}


@pytest.mark.parametrize(
    ("said", "severity", "words"),
    [
        # the city's number of schools in the report's row of counts (长春市 14 所，吉林市 4 所 …)
        (
            "2023 年，我市共有高职院校 13 所。",
            Severity.HIGH,
            ("长春市的“高职院校”", "13 所", "14 所", "2023 年"),
        ),
        (
            "目前，我市现有高等职业院校 13 所。",
            Severity.MIDDLE,
            ("长春市的“高职院校”", "13 所", "没有写明年份"),
        ),
        ("2023 年，全市共有 13 所高职院校。", Severity.HIGH, ("长春市的“高职院校”", "13 所", "14 所")),
        # what the city says of the whole province
        ("2023 年，我省共有高职院校 32 所。", Severity.HIGH, ("吉林省的“高职院校”", "32 所", "30 所")),
        (
            "2023 年，全省省级一流核心课程 95 门。",
            Severity.HIGH,
            ("吉林省的“省级一流核心课程”", "95 门", "59 门"),
        ),
        # a part above its whole
        (
            "2023 年，我市建成专业教学资源库 94 个。",
            Severity.MIDDLE,
            ("专业教学资源库", "部分不应大于整体", "94 个"),
        ),
        # another scope is said to be one
        ("2023 年，我市建成专业教学资源库 12 个。", Severity.LOW, ("专业教学资源库", "范围不同", "不是矛盾")),
        (
            "2023 年，我市中职学校不断发展，建成专业教学资源库 94 个。",
            Severity.LOW,
            ("专业教学资源库", "学校类别也不同", "不是矛盾"),
        ),
    ],
)
def test_a_citys_reply_and_its_provinces_report(
    tmp_path: Path, said: str, severity: Severity, words: tuple[str, ...]
) -> None:
    """One figure told in both, by region, year and sort of school."""
    found = told(beside(tmp_path, said), *words)
    assert [f.severity for f in found] == [severity]


def test_who_leads_a_thing_in_two_documents(tmp_path: Path) -> None:
    """The reply names another leader of the consortium than the report does; the same one is no finding."""
    said = "由长春大学牵头组建的长春市汽车产业集群产教联合体运行良好。"
    found = told(beside(tmp_path, said), "牵头单位，两份文件说法不同", "长春大学")
    assert [f.severity for f in found] == [Severity.MIDDLE]
    own = "由长春市教育局、长春汽车经济技术开发区和长春汽车工业高等专科学校及一汽集团联合牵头的长春市汽车产业集群产教联合体运行良好。"
    assert not told(beside(tmp_path, own), "牵头单位，两份文件")


@pytest.mark.parametrize(
    "said",
    [
        "2023 年，我市共有高职院校 14 所。",  # the same
        "2021 年，我市共有高职院校 12 所。",  # another year
        "2023 年，我市有 3 所高职院校入选试点。",  # some of them
        "2023 年，吉林市共有高职院校 3 所。",  # a city that no document is of
        "2023 年，我市共有中职学校 60 所。",  # another sort
        "2023 年，全省全日制在校生总规模 22.85 万人。",  # the same, rounded
        "未来五年，在全市新增现代产业学院协作体 20 个。",  # a plan
    ],
)
def test_what_does_not_differ_is_not_told(tmp_path: Path, said: str) -> None:
    """The same figure, another year, a part of the schools, another place, a plan: no finding."""
    assert not [f for f in beside(tmp_path, said) if f.kind is Kind.CONTRADICTION]


def test_two_years_of_a_province(tmp_path: Path) -> None:
    """Reports of two years differ everywhere and contradict each other only where one tells the other's year."""
    write_report(tmp_path / "d", 31, region=("甲山省", 2021))
    later = write_report(tmp_path / "d", 32, region=("甲山省", 2022))
    assert not across(tmp_path / "d")
    told_then = next(
        s.fact
        for d in read_corpus(tmp_path / "d")[:1]
        for s in scoped_facts(d, Regions.of((d,)))
        if s.fact.labels == ("专任教师",) and not s.fact.derived
    )
    wrong = plain(told_then.value + 90)
    text = later.read_text(encoding="utf-8")
    at = text.rindex("\n\n")
    later.write_text(
        f"{text[:at]}\n\n2021 年，全省高职院校专任教师 {wrong} 人。{text[at:]}", encoding="utf-8"
    )
    (found,) = told(across(tmp_path / "d"), "2021 年甲山省", wrong, plain(told_then.value))
    assert found.severity is Severity.HIGH
