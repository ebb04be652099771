"""The figures in files for people who go on working with them, and the tables on the terminal."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from real_documents import documents, fixture_cells, report
from rich.console import Console

from corpus import read_corpus
from corpus.export import ALL, FIELDS, write_csv, write_workbook
from corpus.manifest import documents_to_manifest
from corpus.show import document_to_outline, find_tables, section_pages, table_to_parts

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from rich.console import RenderableType

TITLE = "某省高等职业教育质量报告（2024年度）\n某省教育厅\n2025年2月\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The workbook of the documents that come with the program, read again."""
    path = tmp_path_factory.mktemp("export") / "observations.xlsx"
    write_workbook(path, documents())
    return load_workbook(path)


def lines(book: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    return list(book[sheet].iter_rows(values_only=True))


def test_csv_has_all_observations(tmp_path: Path) -> None:
    """A line for each observation, with the mark by which Excel knows UTF-8."""
    path = tmp_path / "observations.csv"
    write_csv(path, documents())
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    expected = sum(len(d.observations) for d in documents())
    assert (path.read_bytes()[:3], rows[0], len(rows) - 1) == (b"\xef\xbb\xbf", list(FIELDS), expected)


def test_csv_values_are_the_hand_checked_ones(tmp_path: Path) -> None:
    """Table by table, printed texts and values are those of the fixture."""
    path = tmp_path / "observations.csv"
    write_csv(path, documents())
    rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    read = [(r["表"], r["原文"], Decimal(r["数值"]) if r["数值"] else None) for r in rows]
    assert read == [(c.table, c.printed, c.value) for c in fixture_cells() if c.printed]


def test_formulas_are_words(tmp_path: Path) -> None:
    """A cell that a spreadsheet would execute is exported as words."""
    found = replace(report().observations[0], value=None, text="=1+1", subject="@cmd")
    document = replace(report(), observations=(found,), tables=())
    write_csv(tmp_path / "a.csv", [document])
    write_workbook(tmp_path / "a.xlsx", [document])
    row = next(csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()))
    cell = load_workbook(tmp_path / "a.xlsx")[ALL].cell(2, FIELDS.index("原文") + 1)
    assert (row["原文"], row["对象"], cell.value, cell.data_type) == ("'=1+1", "'@cmd", "=1+1", "s")


def test_sheet_of_all(book: Workbook) -> None:
    """The first sheet has every observation, with its value as a number."""
    first = dict(zip(FIELDS, lines(book, ALL)[1], strict=True))
    assert first == {
        "文件": "吉林省高等职业教育质量报告（2023年度）", "表": "表 1-1", "对象": "省均值", "指标": "教学用科研及辅助用房面积",
        "数值": 98981.85, "原文": "98981.85", "单位": "平方米", "时间": "2023年", "章节": report().observations[0].source.section,
        "原文行号": report().source_line(report().observations[0].source.span.start),
    }  # fmt: skip


def test_sheets_are_complete(book: Workbook) -> None:
    """One sheet of all observations and one for each table, each with a name of its own."""
    tables = sum(len(d.tables) for d in documents())
    assert (len(set(book.sheetnames)), len(lines(book, ALL)) - 1) == (1 + tables, len(report().observations))


def test_headers_are_frozen(book: Workbook) -> None:
    """The header stays in sight on every sheet."""
    assert [sheet.title for sheet in book if not sheet.freeze_panes] == []


def test_columns_are_wide_enough(book: Workbook) -> None:
    """The names of the schools are to be read in full."""
    sheet = book["表 1-1 吉林省高职院校核心指标统计表"]
    assert sheet.column_dimensions["A"].width >= 2 * len("吉林电子信息职业技术学院")


@pytest.mark.parametrize(
    ("cell", "value", "shown"),
    [("C9", 62.23, "0.0000"), ("D8", 5469551, "0."), ("G8", 535, "0"), ("A8", "辽源职业技术学院", "General")],
)
def test_figures_show_as_printed(book: Workbook, cell: str, value: object, shown: str) -> None:
    """On a table's own sheet a figure is a number that shows the places that are printed."""
    found = book["表 1-1 吉林省高职院校核心指标统计表"][cell]
    assert (found.value, found.number_format) == (value, shown)


def test_group_headers_span_their_columns(book: Workbook) -> None:
    """The group 师资队伍 stands over its five columns."""
    assert "G3:K3" in {str(r) for r in book["表 1-1 吉林省高职院校核心指标统计表"].merged_cells.ranges}


def test_manifest_reads_back(tmp_path: Path) -> None:
    """A written manifest says what was read off the text, quotation marks and all."""
    (tmp_path / "a.txt").write_text(TITLE.replace("某省高", '某省"高"'), encoding="utf-8")
    before = read_corpus(tmp_path)
    (tmp_path / "manifest.toml").write_text(documents_to_manifest(before, ["a.txt"]), encoding="utf-8")
    assert read_corpus(tmp_path) == before


def test_manifest_gives_every_document_its_own_id(tmp_path: Path) -> None:
    """Files that differ in their endings alone get their whole names as ids."""
    (tmp_path / "a.txt").write_text(TITLE, encoding="utf-8")
    document = read_corpus(tmp_path)[0]
    text = documents_to_manifest([document, document], ["a.md", "a.txt"])
    assert [line for line in text.splitlines() if line.startswith("id")] == ['id = "a.md"', 'id = "a.txt"']


def shown(renderable: RenderableType, width: int = 100) -> str:
    """What a terminal of that width shows; a line that is too long would be broken."""
    console = Console(width=width, file=io.StringIO())
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


def test_outline_has_pages_and_tables() -> None:
    """The outline names sections with their pages, tables and figures."""
    text = shown(document_to_outline(report()))
    wanted = (
        "八、面临挑战（第62页）",
        "附表 6：落实政策表（第69页）",
        "表 1-1 吉林省高职院校核心指标统计表（31 行）",
        "图 6-2",
    )
    assert [words for words in wanted if words not in text] == []


PAGES = {"案例 4-1": 42, "案例 4-2": 40, "案例 2-2": 10, "附表 2": 65, "四、": 38}


@pytest.mark.parametrize(("number", "page"), PAGES.items())
def test_pages_by_the_contents(number: str, page: int) -> None:
    """A section's page is that of its title; its number helps where the contents say it otherwise."""
    section = next(s for s in report().sections if s.number == number)
    assert section_pages(report())[section.index] == page


@pytest.mark.parametrize("number", ["表 1-1", "表1-1", "表 1－1"])
def test_tables_are_found_by_number(number: str) -> None:
    """However its number is typed."""
    assert [table.number for table in find_tables(report(), number)] == ["表 1-1"]


@pytest.mark.parametrize("width", [60, 80, 120, 300])
def test_wide_tables_fit(width: int) -> None:
    """Every cell of the widest table is shown, on lines no longer than the terminal."""
    table = find_tables(report(), "表 1-1")[0]
    text = "".join(shown(part, width) for part in table_to_parts(table, report(), width))
    wanted = [cell.text for row in table.rows for cell in row.cells]
    assert [cell for cell in wanted if cell not in text] == []
