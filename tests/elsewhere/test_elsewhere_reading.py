"""Reports of other provinces and replies of other offices read whole, with their tables, by the same code."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from places import FOLDER, PLACES, cells, document, documents

from corpus import audit
from corpus.model import BlockKind, SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.model import Table


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_lost_or_invented(place: str) -> None:
    """Every character but blanks is in the text as often as in the source."""
    for found, path in zip(documents(place), sorted((FOLDER / place).glob("*.txt")), strict=True):
        source = Counter("".join(path.read_text(encoding="utf-8").split()))
        assert Counter("".join(found.text.split())) == source


def test_every_cell() -> None:
    """The cells of all tables are those of cells.tsv: row, column, text and unit."""
    read = [
        (place, *cell)
        for place in PLACES
        for found in documents(place)
        for table in found.tables
        for cell in _cells(table)
    ]
    assert Counter(read) - Counter(cells()) == Counter()
    assert Counter(cells()) - Counter(read) == Counter()


def _cells(table: Table) -> Iterator[tuple[str, ...]]:
    dated = next((c.index for c in table.columns if c.role == "value"), None)
    for row in table.rows:
        for cell in row.cells:
            column = table.columns[cell.column_index]
            if column.role not in ("value", "text") or not cell.text:
                continue
            of_row = table.layout == "indicators" and (column.index == dated or column.label[:2] == "20")
            unit = row.unit if of_row else column.unit
            figure = any(c.isdigit() for c in cell.text) and column.role == "value"
            yield table.number, row.label, column.label, cell.text, unit if figure else ""


METADATA = [
    ("hebei", "report", "河北省高等职业教育质量年度报告（2024）", "河北省教育厅", "河北省", "2023年"),
    ("sichuan", "report", "四川省高等职业教育质量年度报告（2022年度）", "四川省教育厅", "四川省", "2022年"),
    ("zhejiang", "report", "浙江省高等职业教育质量报告（2021年度）", "浙江省教育厅", "浙江省", "2021年"),
    (
        "hebei",
        "reply",
        "关于政协石家庄市第十五届委员会第三次会议第 1523 号提案的答复",
        "石家庄市教育局",
        "石家庄市",
        "",
    ),
    (
        "sichuan",
        "reply",
        "关于省十四届人大一次会议第 218 号建议答复的函",
        "四川省教育厅、四川省人力资源和社会保障厅、四川省财政厅",
        "四川省",
        "",
    ),
    ("zhejiang", "reply", "对市政协十六届三次会议第 87 号提案的答复", "宁波市教育局", "宁波市", ""),
    (
        "ministry",
        "reply",
        "关于政协第十四届全国委员会第一次会议第 02345 号（教育事业类 212 号）提案答复的函",
        "教育部",
        "",
        "",
    ),
]


@pytest.mark.parametrize(("place", "kind", "title", "publisher", "region", "period"), METADATA)
def test_metadata(place: str, kind: str, title: str, publisher: str, region: str, period: str) -> None:
    """Title, offices, region and year are read off the document without a manifest."""
    found = document(place, kind)
    assert (found.title, found.publisher, found.region, found.period) == (title, publisher, region, period)


def chapters(place: str, kind: str, level: int) -> list[str]:
    """The chapters of one level, as displayed."""
    return [
        s.name.split(" › ")[-1]
        for s in document(place, kind).sections
        if s.kind is SectionKind.CHAPTER and s.level == level
    ]


def test_decimal_headings() -> None:
    """1.1 hangs under 第一章."""
    assert chapters("hebei", "report", 1)[0] == "第一章 基本情况"
    assert chapters("hebei", "report", 2)[:3] == ["1.1 院校概况", "1.2 办学条件", "2.1 立德树人"]


def test_divisions() -> None:
    """第一节 hangs under 第一章, 一、 under 第一节, （一） under 一、."""
    assert len(chapters("sichuan", "report", 1)) == 7
    assert chapters("sichuan", "report", 2)[:2] == ["第一节 规模结构", "第二节 办学条件"]
    assert chapters("sichuan", "report", 3)[:2] == ["一、学校布局", "二、招生规模"]
    assert chapters("sichuan", "report", 4)[0] == "（一）专业动态调整"


def test_margins_do_not_cut_a_sentence() -> None:
    """A page number and the running head in the middle of a sentence stand behind its paragraph."""
    found = document("hebei", "report")
    margins = [found.quote(b.span) for b in found.blocks if b.kind is BlockKind.MARGIN]
    assert "《高等职业学校设置标准》要求" in found.text
    assert (len(margins), "— 4 —" in margins, found.title[:-6] in margins[1]) == (12, True, True)


def test_bands_are_no_chapters() -> None:
    """Lines that name the rows below them neither open chapters nor cut the table."""
    assert not any("双高计划" in name for name in chapters("zhejiang", "report", 1))
    assert len(next(t for t in document("zhejiang", "report").tables if t.number == "表 2").rows) == 23


def test_a_single_sentence_with_a_number_is_evidence() -> None:
    """（一）到 2025 年……。 is a heading and a statement: it can be found."""
    from index.passages import cut_passages

    passages = cut_passages(documents("hebei"))
    assert any("贯通培养专业点增加到 120 个" in passage.text for passage in passages)


def test_signature() -> None:
    """Offices, date and contact at the end are a section of their own."""
    for place in PLACES:
        reply = document(place, "reply")
        last = reply.sections[-1]
        assert (last.kind, last.title) == (SectionKind.BACK, "落款")
        assert reply.publisher.split("、")[0] in "".join(reply.quote(last.span).split())


FINDINGS = [
    ("hebei", 8, ["编号重复", "接入国家", "在校生满意度", "月收入", "升入本科", "本省就业比例"]),
    ("sichuan", 2, ["学校数", "1875"]),
    ("zhejiang", 3, ["就业率", "生师比", "技术服务到款额", "学校数"]),
    ("ministry", 0, []),
]


@pytest.mark.parametrize(("place", "most", "never"), FINDINGS)
def test_audit_makes_no_false_alarm(place: str, most: int, never: list[str]) -> None:
    """Two years in two columns, 1.1 before 1.2, and a table of some schools are no contradictions; a label of scope is no alarm."""
    found = [finding.sentence for finding in audit(documents(place))]
    assert [text for text in found if any(word in text for word in never)] == []
    assert len([text for text in found if "不是矛盾" not in text]) <= most
