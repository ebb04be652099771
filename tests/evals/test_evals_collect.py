"""Judgements of readers become candidate examples."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from assistant.page.feedback import FeedbackStore, Judgement
from evals.collect import collect_candidates
from evals.errors import EvaluationError
from evals.reading import read_set

if TYPE_CHECKING:
    from pathlib import Path

CELL: dict[str, object] = {
    "document_id": "report",
    "table": "表 1-1",
    "row": "甲校",
    "column": "教师数",
    "quote": "甲校\t5",
}


def judgement(question: str, *, useful: bool) -> Judgement:
    return Judgement(
        "2024-01-01T00:00:00+00:00", useful, "", question, ("先前",), "理解", "五人。\n原文", (CELL,)
    )


def test_the_latest_judgement_counts(tmp_path: Path) -> None:
    """One candidate a conversation; a useful answer proposes what to expect, a useless one nothing."""
    store = FeedbackStore(tmp_path / "f.sqlite")
    for question, useful in (("甲？", False), ("乙？", False), ("甲？", True)):
        store.add(judgement(question, useful=useful))
    done = collect_candidates(tmp_path / "f.sqlite", tmp_path / "set.jsonl")
    assert (done.judgements, done.candidates) == (3, 2)
    first, second = map(json.loads, (tmp_path / "set.jsonl").read_text(encoding="utf-8").splitlines())
    assert (first["turns"], first["expect"]) == (["先前", "甲？"], [["五人。"]])
    assert first["evidence"] == [[{"doc": "report", "table": "表 1-1", "row": "甲校", "column": "教师数"}]]
    assert (second["expect"], second["evidence"]) == ([], [])


def test_candidates_are_a_set_once_completed(tmp_path: Path) -> None:
    """What a useful judgement makes is read as a set."""
    FeedbackStore(tmp_path / "f.sqlite").add(judgement("甲？", useful=True))
    collect_candidates(tmp_path / "f.sqlite", tmp_path / "set.jsonl")
    assert [example.question for example in read_set(tmp_path / "set.jsonl")] == ["甲？"]


def test_no_file_is_one_line(tmp_path: Path) -> None:
    """It names the file."""
    with pytest.raises(EvaluationError, match="none"):
        collect_candidates(tmp_path / "none", tmp_path / "set.jsonl")
