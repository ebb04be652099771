"""Questions made from cells: what is asked and what is expected, and that the program answers a sample."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from assistant import Assistant
from corpus import read_corpus, read_document
from evals.adapter import AssistantAnswerer
from evals.documents import read_texts
from evals.errors import EvaluationError
from evals.generated import Generator
from evals.model import CellEvidence, Number
from evals.reading import example_to_json, read_set
from evals.running import run_examples
from evals.scoring import score_all

ROOT = Path(__file__).parents[2]
PHRASINGS = {
    "value": ["{subject}的{indicator}？"],
    "region": [],
    "mean": [],
    "median": [],
    "highest": ["谁的{indicator}最高"],
    "above": ["{indicator}超过{value}的"],
    "rank_of": ["{subject}{indicator}第几"],
    "difference": ["{subject}的{indicator}比{other}多多少"],
}
TABLE = """2023年某省高等职业教育质量报告

一、基本情况

表 1-1 某省高职院校核心指标统计表
学校\t专任教师数（人）
甲市职业学院\t40
乙市职业学院\t30
丙市职业学院\t20
丁市职业学院\t10
戊市职业学院\t5
"""


@pytest.fixture
def made(tmp_path: Path) -> dict[str, list[tuple[str, object]]]:
    """What is asked of a table of five schools, by form."""
    path = tmp_path / "report.txt"
    path.write_text(TABLE, encoding="utf-8")
    data = {"phrasings": PHRASINGS, "names": {"专任教师数": ["老师"]}}
    found: dict[str, list[tuple[str, object]]] = {}
    for example in Generator([read_document(path)], data).examples():
        found.setdefault(example.place, []).append((example.question, example.expect[0][0]))
    return found


def test_values(made: dict[str, list[tuple[str, object]]]) -> None:
    """Every cell is asked for."""
    assert made["value"][0] == ("甲市职业学院的专任教师数？", Number(Decimal(40)))
    assert len(made["value"]) == 5


def test_over_a_column(made: dict[str, list[tuple[str, object]]]) -> None:
    """The highest, how many are above a printed value, a place, a difference."""
    assert made["highest"] == [("谁的专任教师数最高", "甲市职业学院")]
    assert made["above"] == [
        ("专任教师数超过30的", Number(Decimal(1), unit="所")),
        ("专任教师数超过20的", Number(Decimal(2), unit="所")),
    ]
    assert made["rank_of"][-1] == ("戊市职业学院专任教师数第几", "第5")
    assert made["difference"] == [("甲市职业学院的专任教师数比戊市职业学院多多少", Number(Decimal(35)))]


def test_thousands() -> None:
    """Over the documents of the program there are thousands, all different, each with a group of phrasings."""
    examples = Generator(read_corpus()).examples()
    assert len(examples) > 3000
    assert len({e.id for e in examples}) == len(examples)
    assert max(Counter(e.turns for e in examples).values()) == 1
    assert {type(item) for e in examples for group in e.evidence for item in group} == {CellEvidence}


def test_written_and_read(tmp_path: Path) -> None:
    """A generated set can be kept and read again."""
    examples = Generator(read_corpus()).examples()[::100]
    path = tmp_path / "generated.jsonl"
    path.write_text("".join(example_to_json(e) + "\n" for e in examples), encoding="utf-8")
    again = read_set(path)
    assert [(e.id, e.turns, e.expect, e.evidence, e.group) for e in again] == [
        (e.id, e.turns, e.expect, e.evidence, e.group) for e in examples
    ]


@pytest.mark.model
def test_a_sample_is_answered() -> None:
    """One question in eleven; nearly all are right, and every figure is the cited cell's."""
    try:
        answerer = AssistantAnswerer(None)
    except EvaluationError as error:
        pytest.fail(str(error))
    assert isinstance(answerer.assistant, Assistant)
    examples = Generator(answerer.assistant.documents).examples()[::11]
    scores = score_all(examples, run_examples(examples, answerer), read_texts(ROOT / "corpus" / "documents"))
    wrong = [e.question for e, s in zip(examples, scores, strict=True) if not s.right]
    assert len(wrong) <= len(examples) // 50, wrong
