"""Reports, comparisons, history, floors and the refusal curve, over a small set made up here."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from corpus import read_corpus
from evals.__main__ import app
from evals.documents import read_texts
from evals.errors import EvaluationError
from evals.gate import Floors, read_floors, shortfalls
from evals.measures.bootstrap import Estimate
from evals.model import CellEvidence, Citation, Example, Number, Outcome, QuoteEvidence
from evals.public.results import keep_public
from evals.reading import outcome_to_json, read_set
from evals.reporting.build import FEWEST, SETS, provenance, set_report
from evals.reporting.comparing import compare_sets, mcnemar
from evals.reporting.curve import refusal_curve, refused
from evals.reporting.history import Entry, read_history, record, report_entries
from evals.reporting.html import report_to_html, report_to_json
from evals.reporting.model import Circumstances, Report
from evals.reporting.places import Places
from evals.reporting.publish import figures_section, put_figures
from evals.scoring import score_all

if TYPE_CHECKING:
    from evals.reporting.model import SetReport

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
TEXTS = read_texts(DOCUMENTS)
PLACES = Places(read_corpus(DOCUMENTS))
QUOTE = "企业年报数量由上一年度的 2 份增加到 68 份"

FACT = Example(
    "f", ("企业年报有多少份？",), "fact", answerable=True, expect=((Number(Decimal(68)),),),
    evidence=((QuoteEvidence("report", QUOTE),),),
)  # fmt: skip
CELL = Example(
    "c", ("甲校多少人？",), "cell", answerable=True, expect=((Number(Decimal(54)),),),
    evidence=((CellEvidence("report", "表 1-1", "甲校", "人数"),),),
)  # fmt: skip
NEAR_MISS = Example("u", ("火星的<b>年报</b>呢？",), "unanswerable", answerable=False)
EXAMPLES = (FACT, CELL, NEAR_MISS)
CITED = Citation("质量报告", QUOTE)
GOOD = (
    Outcome("f", "68 份。", abstained=False, citations=(CITED,), hits=(CITED,), strength=12.0, latency_ms=9),
    Outcome("c", "没有这所学校。", abstained=True, reason="unknown_subject", understanding="查表 1-1"),
    Outcome("u", "文件没有。", abstained=True, reason="weak_evidence", strength=3.0),
)
WORSE = (replace(GOOD[0], answer="86 份。"), replace(GOOD[1], answer="没有。"), GOOD[2])
NOW = Circumstances("abc", changed=False, date="2024-01-01 00:00", machine="2 cores", load=0.5)


def made(name: str = "some", examples: tuple[Example, ...] = EXAMPLES) -> SetReport:
    return set_report(name, examples, GOOD, TEXTS, PLACES)


def whole(*sets: SetReport) -> Report:
    return Report(
        NOW, sets, {"looked at": refusal_curve(score_all(EXAMPLES, GOOD, TEXTS), GOOD, (0, 8))}, 7.3
    )


def test_places() -> None:
    """The document, the chapter of a quote, the table of a cell."""
    assert (PLACES.documents(FACT), PLACES.documents(NEAR_MISS)) == (("report",), ("none",))
    assert (PLACES.chapters(FACT)[0][:8], PLACES.chapters(CELL)) == ("report: ", ())
    assert (PLACES.tables(FACT), PLACES.tables(CELL)) == ((), ("表1-1",))


def test_breakdowns() -> None:
    """A row for each kind, with the measures that apply to it."""
    kinds = {row.key: row for row in made().breakdowns[0].rows}
    assert {key: row.measures["answer@first300"].value for key, row in kinds.items()} == {
        "cell": 0.0, "fact": 1.0, "unanswerable": 1.0,
    }  # fmt: skip
    assert "refusal_recall" not in kinds["fact"].measures


def test_failures_are_whole() -> None:
    """Question, understanding, answer, expected, evidence and what is wrong."""
    (failure,) = made().failures
    assert (failure.id, failure.understanding, failure.answer) == ("c", "查表 1-1", "没有这所学校。")
    assert failure.expected == ("54",)
    assert failure.evidence == ("表 1-1 / 甲校 / 人数",)
    assert failure.problems[0] == "abstained"


def test_an_unread_set_stays_unread() -> None:
    """Its failures are counted and not shown; groups so small that they tell of one question neither."""
    found = made("some-unread")
    page = report_to_html(whole(found)) + report_to_json(whole(found))
    assert (found.failed, found.failures, [b.rows for b in found.breakdowns]) == (1, (), [(), (), (), ()])
    assert [text for text in ("甲校", "没有这所学校", "查表") if text in page] == []


def test_larger_groups_of_an_unread_set_are_shown() -> None:
    """Scores of enough questions give none of them away."""
    examples = tuple(replace(FACT, id=f"f{n}") for n in range(FEWEST))
    rows = made("some-unread", examples).breakdowns[0].rows
    assert [(row.key, row.count) for row in rows] == [("fact", FEWEST)]


class Page(HTMLParser):
    """Gathers what a page would load and what is marked up."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the tag, and its src and href unless that is a place in the page."""
        self.tags.append(tag)
        self.loads += [v for k, v in attrs if k in ("src", "href") and v and not v.startswith("#")]


def test_the_page_is_one_file() -> None:
    """It loads nothing, and what questions and answers say is text in it."""
    html = report_to_html(whole(made()), (Entry("abc", "2024", "some", 3, {"answer@first300": 0.5}),))
    page = Page()
    page.feed(html)
    assert (page.loads, re.findall(r"url\(|@import|https?://", html)) == ([], [])
    assert {"script", "b", "link"}.isdisjoint(page.tags)
    assert "没有这所学校。" in html
    assert html.count("<polyline") == 3


def test_json_has_everything() -> None:
    """The same report for programs."""
    fields = json.loads(report_to_json(whole(made())))
    overall = fields["sets"][0]["overall"]["measures"]["answer@first300"]
    assert (overall["value"], overall["count"]) == (pytest.approx(2 / 3), 3)


# -- the refusal curve ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "threshold", "expected"),
    [
        (GOOD[0], 11.0, False),
        (GOOD[0], 13.0, True),  # a stricter assistant refuses it
        (GOOD[1], 0.0, True),  # for what it names, whatever the score
        (GOOD[2], 2.0, False),  # only its score spoke against it
    ],
)
def test_refused(outcome: Outcome, threshold: float, *, expected: bool) -> None:
    """Who would be refused at a threshold."""
    assert refused(outcome, threshold) is expected


def test_refusal_curve() -> None:
    """At 0 the near miss passes; at 8 it is refused as it should."""
    points = refusal_curve(score_all(EXAMPLES, GOOD, TEXTS), GOOD, (0, 8))
    assert [(p.precision, p.recall, p.wrong_refusals) for p in points] == [(0, 0, 1 / 2), (1 / 2, 1, 1 / 2)]


# -- comparing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gained", "lost", "p_value"),
    [(0, 0, 1.0), (5, 5, 1.0), (1, 0, 1.0), (0, 6, 2 / 2**6), (9, 1, 2 * 11 / 2**10)],
)
def test_mcnemar(gained: int, lost: int, p_value: float) -> None:
    """Twice the tail of a fair coin."""
    assert mcnemar(gained, lost) == pytest.approx(p_value)


def test_comparison() -> None:
    """One lost, one that is refused in other words, one as it was."""
    found = compare_sets("some", EXAMPLES, GOOD, WORSE, TEXTS)
    assert (found.right_before, found.right_after, found.gained, found.lost) == (2, 1, 0, 1)
    assert [(c.id, c.before, c.after, c.right_after) for c in found.changes] == [
        ("f", "68 份。", "86 份。", False),
        ("c", "没有这所学校。", "没有。", False),
    ]


def test_comparison_of_an_unread_set() -> None:
    """What became of it is counted, not shown."""
    found = compare_sets("some-unread", EXAMPLES, GOOD, WORSE, TEXTS)
    assert (found.lost, found.changes) == (1, ())


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A directory of sets and two runs of them."""
    sets = tmp_path / "sets"
    sets.mkdir()
    line = {
        "id": "f", "turns": list(FACT.turns), "kind": "fact", "answerable": True, "expect": [[{"num": 68}]],
        "evidence": [[{"doc": "report", "quote": QUOTE}]],
    }  # fmt: skip
    (sets / "some.jsonl").write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    for name, outcome in (("a", GOOD[0]), ("b", WORSE[0])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "some.results.jsonl").write_text(outcome_to_json(outcome), encoding="utf-8")
    return sets, tmp_path / "a", tmp_path / "b"


def test_compare_command(runs: tuple[Path, Path, Path]) -> None:
    """The counts, the test, and the question that was lost with both answers."""
    sets, before, after = map(str, runs)
    said = CliRunner().invoke(app, ["compare", before, after, "--sets", sets]).output
    assert "1 → 0 right of 1" in said
    assert "right → wrong  f [fact] 企业年报有多少份？" in said
    assert "- 68 份。" in said
    assert "+ 86 份。" in said


def test_report_command(runs: tuple[Path, Path, Path]) -> None:
    """The report of answers that are there, in all three forms."""
    sets, run, _ = runs
    result = CliRunner().invoke(app, ["report", str(run), "--sets", str(sets)])
    assert (result.exit_code, sorted(p.name for p in run.glob("report.*"))) == (
        0,
        ["report.html", "report.json"],
    )
    assert "All sets" in result.output


def test_nothing_to_report(tmp_path: Path) -> None:
    """A directory without results is one line and no traceback."""
    result = CliRunner().invoke(app, ["report", str(tmp_path)])
    assert (result.exit_code, "no results of any set" in result.output) == (2, True)


# -- history and floors --------------------------------------------------------------------------


def test_history(tmp_path: Path) -> None:
    """An entry for each commit and set; the same commit again replaces it; latencies are left out."""
    path = tmp_path / "history.jsonl"
    entries = report_entries(whole(made()))
    record(entries, path)
    record(entries, path)
    assert read_history(path) == entries
    assert [name for name in entries[0].scores if "latency" in name] == []


def test_damaged_history(tmp_path: Path) -> None:
    """Named by its line."""
    path = tmp_path / "history.jsonl"
    path.write_text('{"commit": "a"}\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"history\.jsonl:1"):
        read_history(path)


def test_shortfalls() -> None:
    """Below the least, above the most, and not measured at all."""
    floors = Floors({"answer@first300": 0.9, "MRR": 0.5}, {"crashes": 0})
    found = shortfalls(
        floors, {"answer@first300": Estimate(0.89, 0, 1, 9), "crashes": Estimate(0.1, 0, 1, 9)}
    )
    assert [problem.split()[0] for problem in found] == ["answer@first300", "MRR", "crashes"]
    assert shortfalls(Floors({"MRR": 0.5}, {}), {"MRR": Estimate(0.5, 0, 1, 9)}) == ()


def test_floors_name_measures(tmp_path: Path) -> None:
    """A measure that does not exist cannot have a floor."""
    path = tmp_path / "floors.toml"
    path.write_text("[some.least]\nbeauty = 1\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="no measure beauty"):
        read_floors(path)


# -- provenance ----------------------------------------------------------------------------------


def test_every_set_has_a_provenance() -> None:
    """Who wrote it and what for, and for each answer where it is from."""
    paths = sorted(SETS.glob("*.jsonl"))
    assert [path.stem for path in paths if not provenance(path.stem)] == []
    examples = [e for path in paths for e in read_set(path)]
    placeless = [e.source for e in examples if e.answerable and not e.place and not e.evidence]
    assert placeless == []


def test_enough_examples() -> None:
    """At least five hundred over both documents, with conversations and near misses."""
    examples = [e for path in SETS.glob("*.jsonl") for e in read_set(path)]
    documents = {key for e in examples for key in PLACES.documents(e)}
    assert len(examples) >= 500
    assert {"report", "reply"} <= documents
    assert sum(len(e.turns) > 1 for e in examples) >= 50
    assert sum(not e.answerable for e in examples) >= 100


# -- what is published ---------------------------------------------------------------------------


def test_publish(runs: tuple[Path, Path, Path], tmp_path: Path) -> None:
    """The README's figures are the report's, all else in it stays; the snapshot is the report."""
    sets, run, _ = runs
    readme, docs = tmp_path / "README.md", tmp_path / "docs"
    docs.mkdir()
    readme.write_text(
        "before\n<!-- figures: begin (old) -->\n99 %\n<!-- figures: end -->\nafter\n", encoding="utf-8"
    )
    now = {"commit": "abc", "date": "2024", "machine": "2 cores", "load": 0.1}
    section = {"part": "growth", "title": "Growth", "circumstances": now, "load": 0.1}
    section |= {"columns": ["corpus", "s"], "rows": [["×10", 4]]}
    (run / "bench.json").write_text(json.dumps({"sections": [section]}), encoding="utf-8")
    command = ["publish", str(run), "--sets", str(sets), "--readme", str(readme), "--docs", str(docs)]
    assert CliRunner().invoke(app, command).exit_code == 0
    text = readme.read_text(encoding="utf-8")
    assert (text.startswith("before\n"), text.endswith("\nafter\n"), "99 %" in text) == (True, True, False)
    assert "| some | 1 | 100.0 (100–100) | 100.0 |" in text
    assert (docs / "evaluation.html").read_bytes() == (run / "report.html").read_bytes()
    page = (docs / "benchmarks.md").read_text(encoding="utf-8")
    assert ("| ×10 | 4 |" in page, "Commit abc, 2024 UTC, 2 cores, load 0.1." in page) == (True, True)


def test_publish_benchmarks_alone(tmp_path: Path) -> None:
    """Without any in the directory it says what to run; with one, README and report are left as they are."""
    command = ["publish", str(tmp_path), "--benchmarks", "--docs", str(tmp_path), "--readme", "nowhere"]
    said = CliRunner().invoke(app, command)
    assert (said.exit_code, "run `make bench` first" in said.output) == (2, True)
    keep_public(tmp_path / "public.json", "reading", Path("dev.json"), [("MRR", 9, "50.0")])
    assert CliRunner().invoke(app, command).exit_code == 0
    assert "| MRR | 9 | 50.0 |" in (tmp_path / "benchmarks.md").read_text(encoding="utf-8")


def test_published_twice_is_published_once() -> None:
    """The section replaces itself."""
    once = put_figures("a\n<!-- figures: begin -->\n<!-- figures: end -->\nb\n", whole(made()))
    assert put_figures(once, whole(made())) == once


def test_a_readme_without_the_section() -> None:
    """Is not guessed at."""
    with pytest.raises(EvaluationError, match="no section"):
        put_figures("nothing", whole(made()))


def test_kinds_of_unread_sets() -> None:
    """Unread sets together, from ten questions on."""
    examples = tuple(replace(FACT, id=f"f{n}") for n in range(6))
    text = figures_section(whole(made("a-unread", examples), made("b-unread", examples), made("some")))
    assert "| fact | 12 | 0.0 |" in text
    assert "| cell |" not in text


def test_the_readme_has_the_section() -> None:
    """The program's own README can be renewed."""
    readme = (DOCUMENTS.parents[1] / "README.md").read_text(encoding="utf-8")
    assert put_figures(readme, whole(made())).count("figures: begin") == 1
