"""Each planted fault is found where it stands; a clean report has no findings."""

from __future__ import annotations

from random import Random

import pytest
from typer.testing import CliRunner

from corpus import read_document
from evals.__main__ import app
from evals.planted import audit_report
from evals.synthetic import FAULTS, make_report, write_report
from evals.synthetic.faults import one_of_each


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_clean_report_has_no_findings(seed: int) -> None:
    """A report without a fault is not complained about."""
    assert audit_report(seed, ()).false == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_found(fault: str) -> None:
    """The fault is found by a finding of its kind at its place, and nothing else is."""
    outcome = audit_report(7, (fault,))
    assert outcome.found == (fault,)
    assert outcome.false == ()


def test_same_seed_same_report() -> None:
    """A report is made by its seed alone."""
    assert make_report(5, ("total",)) == make_report(5, ("total",))
    assert make_report(5)[0] != make_report(6)[0]


def test_planted_lines_are_those_that_changed() -> None:
    """The lines on which the two reports differ are among those that are named."""
    (clean, _), (faulty, (planted,)) = make_report(4), make_report(4, ("mean",))
    pairs = zip(clean.split("\n"), faulty.split("\n"), strict=True)
    assert {i for i, (a, b) in enumerate(pairs, start=1) if a != b} <= set(planted.lines)


def test_one_of_each_kind() -> None:
    """A fault of each of the seven kinds is drawn."""
    groups = [FAULTS[name].group for name in one_of_each(Random(1))]
    assert len(groups) == len(set(groups)) == 7


def test_report_reads_like_a_report(tmp_path: pytest.TempPathFactory) -> None:
    """Region, year, publisher, tables and annexes are read from an invented report."""
    document = read_document(write_report(tmp_path, 1))  # type: ignore[arg-type]
    assert document.region.endswith("省")
    assert document.publisher == f"{document.region}教育厅"
    assert [t.number for t in document.tables][:3] == ["表 1-1", "表 2-1", "表 2-2"]
    assert len(document.contents) > 30


def test_commands() -> None:
    """Unknown faults are refused by name; the measurement prints recall, precision and the clean count."""
    refused = CliRunner().invoke(app, ["synthetic", "--output", "x", "--fault", "nothing"])
    assert refused.exit_code == 2
    measured = CliRunner().invoke(app, ["audit-planted", "--seeds", "2"])
    assert "recall    1.000 (14 of 14 faults)" in measured.output
    assert "clean     0 findings in 2 reports" in measured.output
