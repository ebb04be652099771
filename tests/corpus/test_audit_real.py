"""What the audit finds in the two documents, and that every place it names is verbatim."""

from __future__ import annotations

from functools import cache

import pytest
from real_documents import documents

from corpus import Finding, audit
from corpus.audit import Kind, Place, Severity


@cache
def findings() -> tuple[Finding, ...]:
    """The audit of both documents, done once."""
    return audit(documents())


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.CONTRADICTION, ("223407", "223488", "228528")),
        (Kind.CONTRADICTION, ("专任教师", "10025", "10333")),
        (Kind.CONTRADICTION, ("46 项", "31 个")),
        (Kind.CONTRADICTION, ("30 所", "29 所", "28 所")),
        (Kind.CONTRADICTION, ("全国碳纤维行业产教融合共同体", "牵头单位有两种说法")),
        (Kind.CONTRADICTION, ("市域产教联合体", "正在推进")),
        (Kind.CONTRADICTION, ("43552", "42983", "部分大于整体")),
        (Kind.ARITHMETIC, ("43552", "43059", "相差 493")),
        (Kind.ARITHMETIC, ("在线精品课程数", "461", "相差 136")),
        (Kind.ARITHMETIC, ("虚拟仿真实训基地数", "92")),
        (Kind.ARITHMETIC, ("列出 29 行", "按 30 行计算")),
        (Kind.ARITHMETIC, ("生师比", "22.09", "22.29")),
        (Kind.ARITHMETIC, ("文中说 8 个，列出的是 7 个", "国际合作")),
        (Kind.OUTLIER, ("208708.0", "4428 倍")),
        (Kind.OUTLIER, ("6999.06", "46.12", "拉高")),
        (Kind.OUTLIER, ("财政生均拨款收入（万元）", "更像学校总额")),
        (Kind.OUTLIER, ("参训人数达 1500 人日",)),
        (Kind.TRUNCATED, ("折合数字资源量", "5469551.")),
        (Kind.TRUNCATED, ("30108.960", "列宽截断")),
        (Kind.MISSING, ("按层次划分",)),
        (Kind.MISSING, ("图 2-8", "题注")),
        (Kind.MISSING, ("吉林省经济管理干部学院", "不在 表 1-1")),
        (Kind.MISSING, ("没有落款日期",)),
        (Kind.NAMING, ("长春汽车高等专科学校", "长春汽车工业高等专科学校")),
        (Kind.NAMING, ("吉林化工职业技术学院", "吉林工业职业技术学院")),
        (Kind.NAMING, ("职成处", "职称处")),
        (Kind.NAMING, ("“and”",)),
        (Kind.NAMING, ("一主、六双", "一主六双")),
        (Kind.NUMBERING, ("图 6-1", "更像 图 6-2")),
        (Kind.NUMBERING, ("案例 4-1", "案例 4-2", "对调")),
        (Kind.NUMBERING, ("附表 1、附表 2", "人才培养质量计分卡")),
        (Kind.NUMBERING, ("编号重复",)),
    ],
)
def test_found(kind: Kind, words: tuple[str, ...]) -> None:
    """The fault is found, as what it is, with its figures and names in the sentence."""
    assert any(f.kind is kind and all(word in f.sentence for word in words) for f in findings())


def test_hypothesis_of_swapped_digits() -> None:
    """Two figures that differ in the order of two digits are offered as a guess, and worded as one."""
    (guess,) = [f.hypothesis for f in findings() if "228258" in f.hypothesis]
    assert guess.startswith("推测")
    assert "228528" in guess
    assert "两位数字的次序" in guess


def test_places_are_verbatim() -> None:
    """Every place quotes its document at its span."""
    texts = {document.id: document for document in documents()}
    wrong = [p for f in findings() for p in f.places if texts[p.document].quote(p.span) != p.quote]
    assert wrong == []


def test_each_once_and_the_serious_first() -> None:
    """No finding comes twice, none is without a place, and they are ordered by severity."""
    assert len({f.id for f in findings()}) == len(findings())
    assert all(f.places for f in findings())
    order = [list(Severity).index(f.severity) for f in findings()]
    assert order == sorted(order)


def test_findings_survive_json() -> None:
    """A finding written as plain data is read back the same."""
    assert tuple(Finding.from_dict(f.as_dict()) for f in findings()) == findings()
    place = findings()[0].places[0]
    assert Place.from_dict(place.as_dict()) == place
