"""The examples are checked against the documents before anything is checked against them."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from evals.checking import check_example, duplicates, gather
from evals.documents import read_cells, source_text
from evals.model import Cell, CellEvidence, Evidence, Example, Expected, Number, QuoteEvidence
from evals.reading import read_set
from evals.reporting.build import SETS

SOURCES = gather(
    texts=(source_text("report", "共有 30 所高等职业院校\n合计\t\t1133\t876\t42\n"),),
    cells=(
        Cell("report", "表 2-1", "合计", "设置专业数", "1133", "", Decimal(1133)),
        Cell("report", "附表 3", "在线精品课程数", "2023年", "325", "门", Decimal(325)),
        Cell("report", "表 2-4", "智能制造中心", "依托单位", "甲学院"),
    ),
)
TOTAL = CellEvidence("report", "表 2-1", "合计", "设置专业数")
QUOTE = QuoteEvidence("report", "30 所高等职业院校")


def example(kind: str, expected: Expected, *evidence: Evidence, note: str = "") -> Example:
    """An example that expects one thing and has one group of evidence."""
    return Example(
        "x",
        ("问？",),
        kind,
        answerable=True,
        expect=((expected,),),
        evidence=(evidence,) if evidence else (),
        note=note,
        source="set.jsonl:1",
    )


@pytest.mark.parametrize(
    ("checked", "problems"),
    [
        (example("fact", Number(Decimal(30)), QUOTE), []),
        (example("cell", Number(Decimal(1134)), TOTAL, note="1134"), ["the cited cells do not print 1134"]),
        (
            example("derive", Number(Decimal(7)), QUOTE),
            ["neither in the documents nor worked out in the note: 7"],
        ),
        (example("derive", Number(Decimal(7)), QUOTE, note="30 - 23 = 7"), []),
        (
            example("fact", Number(Decimal(30)), QuoteEvidence("report", "31 所")),
            ["not in the documents: “31 所”"],
        ),
        (example("fact", Number(Decimal(876)), CellEvidence("report", "表 2-4", "甲学院")), []),
        # a quote across two lines is none
        (
            example("fact", Number(Decimal(30)), QuoteEvidence("report", "院校合计")),
            ["not in the documents: “院校合计”"],
        ),
        (
            example("fact", Number(Decimal(30)), QuoteEvidence("reply", "30 所")),
            ["not in the documents: “30 所”"],
        ),
        (
            example("fact", Number(Decimal(30)), replace(TOTAL, column="停招专业数")),
            ["not in the documents: 表 2-1 / 合计 / 停招专业数"],
        ),
        (
            example(
                "fact", Number(Decimal(30)), CellEvidence("report", "附表 3", "在线精品课程数", "", "学时")
            ),
            ["not in the documents: 附表 3 / 在线精品课程数 / 学时"],
        ),
        (example("fact", "大学", QUOTE), ["words of no document: 大学"]),
        (example("compare", "是", QUOTE), []),
        (example("fact", "院校"), ["an answerable example without evidence"]),
    ],
)
def test_check_example(checked: Example, problems: list[str]) -> None:
    """Quotes stand in one line, cells exist, figures are printed or worked out."""
    found = [problem.text for problem in check_example(checked, SOURCES)]
    assert found == problems


def test_duplicates() -> None:
    """The same question apart from punctuation, and the same id in another set."""
    first = example("fact", "院校", QUOTE)
    same = replace(first, id="y", turns=("问 。",), source="b.jsonl:1")
    namesake = replace(first, turns=("另一问",), source="b.jsonl:2")
    assert [str(problem) for problem in duplicates((first, same, namesake))] == [
        "b.jsonl:1: y: the same question as x (set.jsonl:1)",
        "b.jsonl:2: x: the same id as in set.jsonl:1",
    ]


def test_cells_of_the_report() -> None:
    """The hand-checked fixture is complete: 31 rows of 15 columns in 表 1-1, and so on."""
    cells = read_cells(Path(__file__).parents[1] / "fixtures" / "cells.tsv")
    tables = ["表 1-1", "表 2-1", "表 2-2", "表 2-3", "表 2-4", *(f"附表 {at}" for at in range(1, 7))]
    counts = [sum(cell.table == table for cell in cells) for table in tables]
    assert counts == [31 * 15, 31 * 5, 3 * 2, 11 * 3, 7, 12, 12 * 3, 42, 18, 16, 22]


@pytest.mark.slow
def test_the_shipped_sets() -> None:
    """No evidence, figure or word of any set is wrong or asked twice; unread ones tell their lines only."""
    sets = sorted(str(path) for path in SETS.glob("*.jsonl"))
    result = CliRunner().invoke(app, ["check", *sets])
    count = sum(len(read_set(Path(path))) for path in sets)
    assert (result.exit_code, result.output.splitlines()[-1]) == (
        0,
        f"{count} examples, 0 errors, 0 to look at",
    )


def test_an_unread_set_is_not_shown(tmp_path: Path) -> None:
    """What is wrong with it is told by its line, without a word of it."""
    path = tmp_path / "some-unread.jsonl"
    line = {"id": "a", "turns": ["火星校？"], "kind": "fact", "answerable": True, "expect": [["火星"]]}
    line["evidence"] = [[{"doc": "report", "quote": "火星学院"}]]
    path.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    hidden = CliRunner().invoke(app, ["check", str(path)])
    assert (hidden.exit_code, "some-unread.jsonl:1: stays unread" in hidden.output) == (1, True)
    assert "火星" not in hidden.output
    assert "火星学院" in CliRunner().invoke(app, ["check", "--reveal", str(path)]).output
