"""The audit against a careful reader's list, and the judgements of its findings."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from corpus import Document, Finding, audit, read_corpus
from evals.audit_gold import GoldItem, GoldPlace, found_items, matches, read_gold
from evals.errors import EvaluationError

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "evals" / "audit-gold.jsonl"
JUDGED = ROOT / "evals" / "audit-judged.jsonl"


@cache
def audited() -> tuple[tuple[Document, ...], tuple[Finding, ...]]:
    """The documents and their findings."""
    documents = read_corpus()
    return documents, audit(documents)


def test_recall() -> None:
    """Nine tenths of the serious items and seven tenths of all are found."""
    documents, findings = audited()
    items = read_gold(GOLD)
    found = found_items(items, findings, documents)
    serious = [item for item in items if item.severity == "high"]
    assert sum(bool(found[item.id]) for item in serious) / len(serious) >= 0.9
    assert sum(map(bool, found.values())) / len(items) >= 0.7


def test_precision() -> None:
    """Every present finding is judged, and 85 % of them are right."""
    judged = {line["id"]: line for line in map(json.loads, JUDGED.read_text(encoding="utf-8").splitlines())}
    assert {f.id for f in audited()[1]} == set(judged)
    assert sum(line["right"] for line in judged.values()) / len(judged) >= 0.85
    assert all(line["reason"] for line in judged.values())


def test_places_decide() -> None:
    """An item of two places is not found by one of them, nor by a finding of an unrelated kind."""
    documents, findings = audited()
    by_id = {d.id: d for d in documents}
    finding = next(f for f in findings if "在线精品课程数" in f.sentence and "461" in f.sentence)
    whole = GoldPlace("report", frozenset({920}), "", "", "")
    elsewhere = GoldPlace("report", frozenset({1}), "", "", "")
    assert matches(GoldItem("a", "arithmetic", "high", "", (whole,)), finding, by_id)
    assert not matches(GoldItem("b", "arithmetic", "high", "", (whole, elsewhere)), finding, by_id)
    assert not matches(GoldItem("c", "naming", "low", "", (whole,)), finding, by_id)
    assert not matches(GoldItem("d", "arithmetic", "high", "", (elsewhere,)), finding, by_id)


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    """The file and the line that cannot be read are said."""
    path = tmp_path / "gold.jsonl"
    path.write_text(GOLD.read_text(encoding="utf-8").splitlines()[0] + "\n{}\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"gold\.jsonl:2"):
        read_gold(path)
