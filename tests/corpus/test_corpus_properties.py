"""Properties that hold for any text, number or table."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.assembly import assemble
from corpus.grids import Header, align, nest_rows
from corpus.lines import classify
from corpus.paragraphs import lines_to_drafts
from corpus.tables import read_tables
from corpus.units import convert, find_unit, parse_number, split_unit, unit_spellings

CHARACTERS = st.sampled_from(
    list(
        "一二三四（）()【】、。，；：:？！“”《》年月日省市校院表图附案例目录前言结语下一步是人万元%-—|*#.·… \t\n\r0123456789abAB"
    )
)
PIECES = st.sampled_from(
    [
        "一、基本情况\n", "（一）院校布局\n", "1. 招生情况\n", "案例 2-1\n", "**案例 3-1：题目\n", "表 1-1 统计表\n", "**表 2-1 题\n",
        "附表 1 计分卡\n", "图 1-1 分布图\n", "目录\n", "一、基本情况\t1\n", "数据来源：平台\n", "学校\t人数（人）\n", "甲学院\t12\n",
        "----\t----\n", "|甲|乙|\n", "\n", "。", "很长的一行文字还没有结束就到了页边于是\n", "答复如下：\n", "下一步，我们将\n", "长春市教育局\n",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(CHARACTERS, max_size=200), st.lists(PIECES, max_size=30).map("".join), st.text(max_size=100)
)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
CELLS = st.sampled_from(
    ["", "12", "3.50", "5469551.", "甲学院", "其中：国家级", "接入数量", "门", "学时", "人", "合计"]
)


def solid(text: str) -> Counter[str]:
    """How often each non-blank character occurs."""
    return Counter("".join(text.split()))


@given(TEXTS)
def test_drafts_keep_every_character(text: str) -> None:
    """Whatever the text, no non-blank character is lost or invented."""
    drafts = lines_to_drafts(list(classify(text)))
    assert solid("".join(line.text for draft in drafts for line in draft.lines)) == solid(text)


@given(TEXTS)
def test_assembly_keeps_every_character(text: str) -> None:
    """So does the assembled text."""
    assembly = assemble(lines_to_drafts(list(classify(text))), "题名")
    assert solid(assembly.text) == solid(text)


@given(TEXTS)
def test_sections_of_any_text_nest(text: str) -> None:
    """Every section's span lies in its parent's, and all in the text."""
    assembly = assemble(lines_to_drafts(list(classify(text))), "题名")
    assert all(
        assembly.sections[section.parent].span.contains(section.span)
        for section in assembly.sections
        if section.parent is not None
    )


@given(TEXTS)
@example("\t||\n\t:\n\t0")  # two header rows without a label
@example("\t|\n\t0")  # a row that is a border alone
def test_cells_of_any_text_are_verbatim(text: str) -> None:
    """Every cell of every table that is found quotes the text."""
    assembly = assemble(lines_to_drafts(list(classify(text))), "题名")
    cells = [c for t in read_tables(assembly, "", "") for row in t.rows for c in row.cells]
    assert [c for c in cells if assembly.text[c.span.start : c.span.end] != c.text] == []


@given(NUMBERS)
def test_numbers_survive_printing(number: Decimal) -> None:
    """A number is read as it was printed, with or without thousands separators."""
    assert (parse_number(str(number)), parse_number(f"{number:,}")) == (number, number)


@given(NUMBERS)
def test_numbers_survive_signs_around_them(number: Decimal) -> None:
    """Blanks, a percent sign and full-width digits do not change a number."""
    wide = str(number).translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789."})
    assert [parse_number(t) for t in (f" {number} ", f"{number}%", wide)] == [number] * 3


@given(st.text(max_size=12))
def test_numbers_of_any_text(text: str) -> None:
    """Any text is a finite number or none; nothing raises."""
    number = parse_number(text)
    assert number is None or number.is_finite()


NUMBER_CASES = [
    ("5469551.", "5469551"), ("50000.00", "50000.00"), ("0", "0"), ("-3", "-3"), (".5", "0.5"), ("1,234.5", "1234.5"), ("78.86%", "78.86"),
    ("１２．５", "12.5"), ("", None), ("—", None), ("12人", None), ("2023年", None), ("1-2", None), (".", None), ("3 所", None), ("1e5", None),
    ("NaN", None), ("Infinity", None), ("²", "2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMBER_CASES)
def test_parse_number(text: str, value: str | None) -> None:
    """The whole text is the number, or there is none."""
    found = parse_number(text)
    assert (None if found is None else str(found)) == value


UNIT_CASES = [
    ("全日制学生数（人）", ("全日制学生数", "人")), ("应届生初次就业率（%）", ("应届生初次就业率", "%")),
    ("生均值(元/生)", ("生均值", "元/生")), ("教学用计算机（终端）总数（台）", ("教学用计算机（终端）总数", "台")),
    ("专任教师高级职称人数", ("专任教师高级职称人数", "")), ("名单（含立项建设）", ("名单（含立项建设）", "")), ("（人）", ("", "人")), ("", ("", "")),
]  # fmt: skip


@pytest.mark.parametrize(("label", "parts"), UNIT_CASES)
def test_split_unit(label: str, parts: tuple[str, str]) -> None:
    """The unit is what stands in the last parentheses, if it is one."""
    assert split_unit(label) == parts


@given(st.text(st.sampled_from(list("学生数教师比例")), min_size=1), st.sampled_from(unit_spellings()))
def test_units_in_parentheses_are_found(label: str, unit: str) -> None:
    """Every known unit is split off, whatever it is printed behind."""
    assert split_unit(f"{label}（{unit}）") == (label, unit)


@given(st.text(max_size=30))
def test_split_unit_of_any_text(label: str) -> None:
    """Label and unit together are what was printed, but for blanks and parentheses."""
    name, unit = split_unit(label)
    assert solid(name + unit) - solid("（）()") == solid(label) - solid("（）()")


@pytest.mark.parametrize(
    ("value", "unit", "target", "result"),
    [("1", "万元", "元", "10000"), ("208708", "册", "万册", "20.8708"), ("2", "亿元", "万元", "20000")],
)
def test_convert(value: str, unit: str, target: str, result: str) -> None:
    """Units of one dimension convert exactly."""
    a, b = find_unit(unit), find_unit(target)
    assert a is not None
    assert b is not None
    assert convert(Decimal(value), a, b) == Decimal(result)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=12))
def test_align_moves_by_at_most_one(rows: list[list[str]]) -> None:
    """For every row there is a shift, and it is 0 or 1."""
    shifts = align(rows)
    assert (len(shifts), set(shifts) <= {0, 1}) == (len(rows), True)


@given(st.lists(st.tuples(st.sampled_from(["甲", "乙", "丙"]), st.integers(0, 999)), min_size=1, max_size=9))
def test_align_leaves_regular_rows(rows: list[tuple[str, int]]) -> None:
    """Rows that fit their columns stay where they are."""
    assert set(align([[str(n), name, "人", str(value)] for n, (name, value) in enumerate(rows)])) == {0}


HEADERS = (
    Header("序号", "", "", "sequence"),
    Header("指标", "", "", "label"),
    Header("单位", "", "", "unit"),
    Header("2023年", "", "", "value"),
)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(["", "1", "2"]), CELLS, CELLS, CELLS), max_size=15))
def test_nesting_of_any_rows(rows: list[tuple[str, str, str, str]]) -> None:
    """Every row has its place, with its own unit, under a path that is not empty."""
    nested = nest_rows(HEADERS, rows)
    assert [row.unit for row in nested if row.path] == [unit for _, _, unit, _ in rows]


NESTING_CASES = [
    (
        "numbered rows are tops",
        [("1", "生师比", ":"), ("2", "学生数", "人")],
        ["生师比", "学生数"],
    ),
    (
        "a row without a number hangs under the numbered one",
        [("4", "专业群数量", "个"), ("", "专业数量", "个")],
        ["专业群数量", "专业群数量/专业数量"],
    ),
    (
        "a label that comes again hangs under the level above it",
        [("6", "资源库数", "个"), ("", "其中：国家级", "个"), ("", "接入", "个"), ("", "省级", "个"), ("", "接入", "个")],
        ["资源库数", "资源库数/国家级", "资源库数/国家级/接入", "资源库数/省级", "资源库数/省级/接入"],
    ),
    (
        "a blank label repeats the one above in another unit",
        [("5", "课程总数", "门"), ("", "", "学时")],
        ["课程总数", "课程总数"],
    ),
    (
        "其中 hangs under the row of its own unit",
        [("1", "编制数", "人"), ("", "教职工总数", "人"), ("", "其中：专任教师", "人"), ("", "辅导员", "人")],
        ["编制数", "编制数/教职工总数", "编制数/教职工总数/专任教师", "编制数/教职工总数/辅导员"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "paths"), [case[1:] for case in NESTING_CASES], ids=[c[0] for c in NESTING_CASES]
)
def test_nesting(rows: list[tuple[str, str, str]], paths: list[str]) -> None:
    """Sub-rows hang under the right parents."""
    assert ["/".join(row.path) for row in nest_rows(HEADERS, [(*row, "1") for row in rows])] == paths
