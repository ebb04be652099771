"""Side by side: what the other pipeline says is scored as ours is; packages are weighed with what they require."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from evals.documents import source_text
from evals.errors import EvaluationError
from evals.model import Example, Number, QuoteEvidence
from evals.sidebyside.commands import _measured, _outcomes, _run_plain
from evals.sidebyside.environment import installed_size

EXAMPLE = Example(
    "a", ("甲校有多少教师？",), "fact", answerable=True, expect=((Number(Decimal(54)),),),
    evidence=((QuoteEvidence("report", "甲校有教师54名"),),),
)  # fmt: skip
REFUSED = Example("b", ("火星呢？",), "unanswerable", answerable=False)
PASSAGE = {"document": "质量报告", "quote": "甲校有教师54名。"}
ANSWERS = [
    {
        "id": "s/a",
        "answer": "甲校有教师54名。",
        "abstained": False,
        "citations": [PASSAGE],
        "latency_ms": 5.0,
    },
    {
        "id": "s/b",
        "answer": "甲校有教师54名。",
        "abstained": False,
        "citations": [PASSAGE],
        "latency_ms": 7.0,
    },
]


def test_measured_like_ours() -> None:
    """A top passage can be right and cited; it never refuses."""
    outcomes = _outcomes(ANSWERS)
    found = _measured(
        (EXAMPLE, REFUSED), list(outcomes.values()), (source_text("report", "甲校有教师54名。"),)
    )
    assert {name: value.value for name, value in found.items()} == {
        "answer@first300": 1 / 2,
        "evidence_recall": 1.0,
        "citation_precision": 1.0,
        "quote_verbatim": 1.0,
        "refusal_recall": 0.0,
        "wrong_refusals": 0.0,
        "latency_p50": 5.0,
        "latency_p95": 7.0,
    }


def test_a_failing_environment_is_one_line() -> None:
    """The other interpreter has no Haystack: its last line is the message."""
    with pytest.raises(EvaluationError, match=r"plain\.py: .*haystack"):
        _run_plain(Path(sys.executable), Path("corpus/documents"), {"s": (EXAMPLE,)}, None)


def distribution(site: Path, name: str, size: int, *requires: str) -> None:
    """An installed package of so many bytes."""
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        "Version: 1.0",
        *(f"Requires-Dist: {r}" for r in requires),
    ]
    (info / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (site / f"{name}.py").write_bytes(b" " * size)
    (info / "RECORD").write_text(f"{name}.py,,\n../../bin/tool,,\n", encoding="utf-8")


def test_installed_size(tmp_path: Path) -> None:
    """With what is required, without extras and what is not installed; each once."""
    distribution(tmp_path, "top", 2_000_000, "Mid_Dle>=1", "absent", 'extra; extra == "all"')
    distribution(tmp_path, "mid-dle", 1_000_000, "top")
    distribution(tmp_path, "extra", 9_000_000)
    assert installed_size(["top"], tmp_path) == 3


def test_the_script_imports_nothing_of_ours() -> None:
    """It runs where this program is not installed."""
    text = (Path(__file__).parents[2] / "evals" / "sidebyside" / "plain.py").read_text(encoding="utf-8")
    ours = ("evals", "assistant", "index", "corpus")
    lines = [
        line.split()[1].partition(".")[0]
        for line in text.splitlines()
        if line.startswith(("import ", "from "))
    ]
    assert [name for name in lines if name in ours] == []
    assert json.dumps("haystack") in json.dumps(lines)
