"""The benchmarks' own arithmetic and what they start; how fast anything is, is no matter for a test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from corpus import read_corpus
from corpus.document import DEFAULT_FOLDER
from evals.__main__ import app
from evals.bench.growth import enlarge
from evals.bench.model import spread
from evals.bench.readers import readers
from evals.bench.work import looked_at, some_of_each_kind
from evals.reporting.build import SETS
from evals.reporting.circumstances import circumstances

if TYPE_CHECKING:
    from pathlib import Path


def test_spread() -> None:
    """The 50th and the 95th of a hundred."""
    assert spread([float(at) for at in range(1, 101)]) == (50.0, 95.0)
    assert spread([]) == (0.0, 0.0)


def test_questions_are_those_that_may_be_looked_at() -> None:
    """Benchmarks ask no question of an unread set."""
    unread = {path.name for path in SETS.glob("*unread*.jsonl")}
    assert unread
    assert {example.source.partition(":")[0] for example in looked_at()}.isdisjoint(unread)


def test_some_of_each_kind() -> None:
    """At most so many, spread over all of a kind."""
    kinds = some_of_each_kind(looked_at(), 3)
    assert {len(some) for some in kinds.values()} == {3}
    facts = [e for e in looked_at() if e.kind == "fact"]
    assert kinds["fact"][1] == facts[len(facts) // 3]


def test_enlarge(tmp_path: Path) -> None:
    """Three times the documents: the real ones, and reports of other provinces that can be read."""
    count = enlarge(DEFAULT_FOLDER, tmp_path / "documents", 3)
    read = read_corpus(tmp_path / "documents")
    real = read_corpus()
    assert (len(read), count) == (3 * len(real), 3 * len(real))
    assert {d.id for d in real} < {d.id for d in read}
    assert all(d.observations for d in read if d.id.startswith("synthetic"))


def test_circumstances() -> None:
    """Every measurement says where and when it was taken."""
    now = circumstances()
    assert "cores" in now.machine
    assert len(now.date) == len("2024-01-01 00:00")
    assert now.load >= 0


@pytest.mark.model
@pytest.mark.slow
def test_readers_are_all_answered() -> None:
    """Two readers at once over HTTP: twenty answers, no error."""
    found = readers(
        None, ["长春职业技术学院有多少专任教师？", "全省有多少学生？", "", "你好"][:2], crowds=(2,)
    )
    row = dict(zip(found.columns, found.rows[0], strict=True))
    assert (row["readers"], row["answers"], row["errors"]) == (2, 20, 0)
    assert int(row["peak MB"]) > 0


@pytest.mark.model
@pytest.mark.slow
def test_bad_questions_are_errors() -> None:
    """What the server refuses is counted as an error, not as an answer."""
    found = readers(None, [" "], crowds=(1,))
    row = dict(zip(found.columns, found.rows[0], strict=True))
    assert (row["answers"], row["errors"]) == (0, 10)


def test_export_command(tmp_path: Path) -> None:
    """A part by its name, printed as a table and written as JSON with the machine's load."""
    output = tmp_path / "bench.json"
    result = CliRunner().invoke(app, ["bench", "--only", "export", "-o", str(output)])
    (section,) = json.loads(output.read_text(encoding="utf-8"))["sections"]
    assert result.exit_code == 0
    assert [row[0] for row in section["rows"]] == ["read", "export to CSV", "export to XLSX", "audit"]
    assert "load" in result.output


def test_unknown_part() -> None:
    """One line that names the parts."""
    result = CliRunner().invoke(app, ["bench", "--only", "beauty"])
    assert (result.exit_code, "there are start" in result.output) == (2, True)
