"""Running and scoring: nothing that fails is left out of the count."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from evals.documents import source_text
from evals.model import CellEvidence, Citation, Example, Number, Outcome
from evals.reading import outcome_to_json
from evals.running import run_examples, write_results
from evals.scoring import score_all, summarise

if TYPE_CHECKING:
    from pathlib import Path

ASK = Example(
    "a",
    ("甲校多少人？",),
    "cell",
    answerable=True,
    expect=((Number(Decimal(54)),),),
    evidence=((CellEvidence("report", "表 1-1", "甲校", "人数（人）"),),),
)
REFUSE = Example("b", ("火星呢？",), "unanswerable", answerable=False)
TEXTS = (source_text("report", "甲校\t54"),)
CITATION = Citation("质量报告", "甲校\t54", table="表 1-1", row="甲校", column="人数（人）")


def answer(example: Example) -> Outcome:
    """A stand-in that knows one answer and breaks on 乙校."""
    if "乙校" in example.question:
        raise ZeroDivisionError("no school")
    if example.answerable:
        return Outcome(example.id, "54 人。", abstained=False, citations=(CITATION,), latency_ms=4)
    return Outcome(example.id, "文件没有。", abstained=True, latency_ms=2)


def test_a_crash_is_an_outcome() -> None:
    """What breaks on one question does not stop the next."""
    broken = replace(ASK, id="c", turns=("乙校多少人？",))
    outcomes = list(run_examples((broken, REFUSE), answer))
    assert [(outcome.id, outcome.error) for outcome in outcomes] == [
        ("c", "ZeroDivisionError: no school"),
        ("b", ""),
    ]


def test_every_line_is_written_as_it_comes(tmp_path: Path) -> None:
    """Before a question is asked the answers before it are on disk."""
    output = tmp_path / "new" / "results.jsonl"
    lines_seen: list[int] = []

    def watched(example: Example) -> Outcome:
        lines_seen.append(len(output.read_text(encoding="utf-8").splitlines()))
        return answer(example)

    write_results((ASK, REFUSE), watched, output)
    assert lines_seen == [0, 1]


def test_scores() -> None:
    """A right answer, a right refusal, a crash and a question without a result."""
    examples = (ASK, REFUSE, replace(ASK, id="c"), replace(ASK, id="d"))
    outcomes = (answer(ASK), answer(REFUSE), Outcome("c", "", abstained=False, error="boom"))
    overall = summarise(score_all(examples, outcomes, TEXTS))[-1]
    assert (overall.count, overall.right, overall.evidence, overall.verbatim, overall.crashed) == (
        4,
        2 / 4,
        1 / 3,
        1.0,
        2,
    )


def test_a_summary_for_each_kind() -> None:
    """Kinds in alphabetical order, all of them last."""
    summaries = summarise(score_all((REFUSE, ASK), (answer(ASK), answer(REFUSE)), TEXTS))
    assert [(summary.kind, summary.p50_ms) for summary in summaries] == [
        ("cell", 4),
        ("unanswerable", 2),
        ("all", 2),
    ]


FIELDS: dict[str, Any] = {
    "id": "a",
    "turns": ["甲校多少人？"],
    "kind": "cell",
    "answerable": True,
    "expect": [[{"num": 55}]],
    "evidence": [[{"doc": "report", "table": "表 1-1", "row": "甲校", "column": "人数（人）"}]],
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory with a document, a set (also an unread one), its results and the cells."""
    (tmp_path / "report.txt").write_text("某省质量报告\n表 1-1\n甲校\t54\n", encoding="utf-8")
    line = json.dumps(FIELDS, ensure_ascii=False)
    (tmp_path / "set.jsonl").write_text(line, encoding="utf-8")
    (tmp_path / "unread.jsonl").write_text(line, encoding="utf-8")
    (tmp_path / "results.jsonl").write_text(outcome_to_json(answer(ASK)), encoding="utf-8")
    header = "document\ttable\trow\tcolumn\tprinted\tunit\tvalue\n"
    row = "report\t表 1-1\t甲校\t人数（人）\t54\t人\t54\n"
    (tmp_path / "cells.tsv").write_text(header + row, encoding="utf-8")
    return tmp_path


def command(place: Path, *words: str) -> tuple[int, str]:
    """Exit code and output of a command; words that name a file there become its path."""
    paths = [str(place / word) if (place / word).exists() else word for word in words]
    result = CliRunner().invoke(app, [*paths, "--documents", str(place)])
    return result.exit_code, result.output


def test_score_command(place: Path) -> None:
    """The table has a row for the kind, the failures say what was expected."""
    code, output = command(place, "score", "set.jsonl", "results.jsonl", "--failures")
    assert (code, "missing: 55" in output) == (0, True)


def test_score_as_json(place: Path) -> None:
    """Programs get the same numbers."""
    _, output = command(place, "score", "set.jsonl", "results.jsonl", "--json")
    fields = json.loads(output)
    assert (fields["summaries"][-1]["evidence"], fields["scores"][0]["right"]) == (1.0, False)


def test_unread_is_not_shown(place: Path) -> None:
    """The failures of an unread set are refused."""
    code, output = command(place, "score", "unread.jsonl", "results.jsonl", "--failures")
    assert (code, "stays unread" in output, "55" in output) == (2, True, False)


def test_unread_is_scored(place: Path) -> None:
    """An unread set has summaries, but no line for a single question."""
    _, output = command(place, "score", "unread.jsonl", "results.jsonl", "--json")
    fields = json.loads(output)
    assert (fields["summaries"][-1]["count"], fields["scores"]) == (1, [])


def test_unread_can_be_revealed(place: Path) -> None:
    """At the very end."""
    code, output = command(place, "score", "unread.jsonl", "results.jsonl", "--failures", "--reveal")
    assert (code, "missing: 55" in output) == (0, True)


def test_bad_set_is_one_line(place: Path) -> None:
    """A broken set is no stack trace."""
    (place / "set.jsonl").write_text("{", encoding="utf-8")
    code, output = command(place, "score", "set.jsonl", "results.jsonl")
    assert (code, output.count("\n")) == (2, 1)


def test_check_command(place: Path) -> None:
    """55 is printed nowhere: neither found nor the cited cell, and the two sets are the same."""
    code, output = command(place, "check", "set.jsonl", "unread.jsonl", "--cells", "cells.tsv")
    assert (code, output.splitlines()[-1]) == (1, "2 examples, 6 errors, 0 to look at")
