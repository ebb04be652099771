"""Sets are read whole or refused with file, line and field."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from evals.errors import SetError
from evals.model import CellEvidence, Citation, Example, Number, Outcome, QuoteEvidence
from evals.reading import outcome_to_json, read_results, read_set

if TYPE_CHECKING:
    from pathlib import Path

GOOD: dict[str, Any] = {
    "id": "t1",
    "turns": ["有多少所？", "那专任教师呢？"],
    "kind": "followup",
    "answerable": True,
    "expect": [[{"num": 2.72, "tol": 0.01, "unit": "万"}, "两万七"]],
    "reject": ["编造"],
    "evidence": [
        [
            {"doc": "report", "table": "附表 3", "row": "在线精品课程数", "column": "2023年", "unit": "门"},
            {"doc": "reply", "quote": "134 家企业"},
        ]
    ],
    "note": "看表",
    "source": {"author": "figures", "place": "附表 3"},
}


def write(path: Path, *lines: dict[str, Any] | str) -> Path:
    """A JSONL file of these lines."""
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_read_set(tmp_path: Path) -> None:
    """Every field arrives, numbers as decimals; a blank line is none."""
    path = write(tmp_path / "set.jsonl", "", GOOD)
    assert read_set(path) == (
        Example(
            id="t1",
            turns=("有多少所？", "那专任教师呢？"),
            kind="followup",
            answerable=True,
            expect=((Number(Decimal("2.72"), Decimal("0.01"), "万"), "两万七"),),
            reject=("编造",),
            evidence=(
                (
                    CellEvidence("report", "附表 3", "在线精品课程数", "2023年", "门"),
                    QuoteEvidence("reply", "134 家企业"),
                ),
            ),
            note="看表",
            author="figures",
            place="附表 3",
            source="set.jsonl:2",
        ),
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": ""}, "id"),
        ({"turns": []}, "turns"),
        ({"turns": ["", "b"]}, "turns[0]"),
        ({"turns": "问"}, "turns"),
        ({"kind": "riddle"}, "kind"),
        ({"answerable": "yes"}, "answerable"),
        ({"expect": []}, "expect"),
        ({"expect": [[]]}, "expect[0]"),
        ({"expect": [["ok"], [{"num": "1"}]]}, "expect[1][0].num"),
        ({"expect": [[{"num": True}]]}, "expect[0][0].num"),
        ({"expect": [[{"num": 1, "tolerance": 2}]]}, "expect[0][0]"),
        ({"reject": [" "]}, "reject[0]"),
        ({"evidence": [[{"doc": "report"}]]}, "evidence[0][0]"),
        ({"evidence": [[{"quote": "没有文件名"}]]}, "doc"),
        ({"evidence": {}}, "evidence"),
        ({"source": "附表 3"}, "source"),
        ({"expected": []}, "expected"),
    ],
)
def test_bad_field(tmp_path: Path, change: dict[str, Any], field: str) -> None:
    """The error names the file, the line and the field."""
    path = write(tmp_path / "set.jsonl", GOOD, GOOD | {"id": "t2"} | change)
    with pytest.raises(SetError) as caught:
        read_set(path)
    assert (caught.value.path, caught.value.line, caught.value.field) == (path, 2, field)


@pytest.mark.parametrize("line", ["{", "[]", "17", '{"id": NaN'])
def test_bad_line(tmp_path: Path, line: str) -> None:
    """What is no JSON object is refused with its line."""
    path = write(tmp_path / "set.jsonl", GOOD, line)
    with pytest.raises(SetError, match=r"set\.jsonl:2: "):
        read_set(path)


def test_same_id_twice(tmp_path: Path) -> None:
    """Two examples cannot share a result."""
    path = write(tmp_path / "set.jsonl", GOOD, GOOD)
    with pytest.raises(SetError, match=r"set\.jsonl:2: id: 't1' is also in line 1"):
        read_set(path)


def test_no_such_file(tmp_path: Path) -> None:
    """A missing file is an error of one line."""
    with pytest.raises(SetError, match="No such file"):
        read_set(tmp_path / "none.jsonl")


def test_results_come_back(tmp_path: Path) -> None:
    """What is written is read, errors and empty fields included."""
    outcomes = (
        Outcome("a", "54 人", False, (Citation("报告", "54", "一、", "表 1-1", "甲", "乙"),), 12.5),  # noqa: FBT003
        Outcome("b", "", abstained=False, error="ValueError: 坏"),
    )
    path = write(tmp_path / "results.jsonl", *(outcome_to_json(outcome) for outcome in outcomes))
    assert read_results(path) == outcomes


def test_results_of_others(tmp_path: Path) -> None:
    """Null labels and further fields are fine; the last line of an id counts."""
    line = {
        "id": "a",
        "answer": "一",
        "abstained": False,
        "citations": [{"document": "报告", "quote": "一", "table": None, "passage": "…"}],
        "latency_ms": 3,
        "sql": [],
    }
    path = write(tmp_path / "results.jsonl", line, line | {"answer": "二", "citations": None})
    assert read_results(path) == (Outcome("a", "二", abstained=False, latency_ms=3.0),)


def test_bad_result(tmp_path: Path) -> None:
    """A results line is checked like an example."""
    path = write(tmp_path / "results.jsonl", {"id": "a", "answer": "一", "abstained": None})
    with pytest.raises(SetError, match=r"results\.jsonl:1: abstained: "):
        read_results(path)
