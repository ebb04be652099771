"""The benchmarks' own arithmetic and what they start; how fast anything is, is no matter for a test."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from assistant import Assistant
from corpus import read_corpus
from corpus.document import DEFAULT_FOLDER
from evals.__main__ import app
from evals.adapter import AssistantAnswerer
from evals.bench.asked import ask, questions_of_each_part
from evals.bench.growth import enlarge
from evals.bench.keeping import keep, tables
from evals.bench.model import Section, spread
from evals.bench.readers import readers
from evals.bench.work import looked_at, some_of_each_kind
from evals.errors import EvaluationError
from evals.model import Citation
from evals.reporting.build import SETS
from evals.reporting.circumstances import circumstances
from evals.synthetic import nth_report
from index import build_index
from index.encoder import HashEncoder

if TYPE_CHECKING:
    from pathlib import Path

    from evals.model import Example, Outcome

ENOUGH = 0.9
"""Of the questions about figures, with the stand-in's vectors."""


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
    (section,) = tables(output)
    assert result.exit_code == 0
    assert [row[0] for row in section["rows"]] == ["read", "export to CSV", "export to XLSX", "audit"]
    assert "load" in result.output


def test_unknown_part() -> None:
    """One line that names the parts."""
    result = CliRunner().invoke(app, ["bench", "--only", "beauty"])
    assert (result.exit_code, "there are start" in result.output) == (2, True)


def test_without_the_test_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """After `make setup` alone: one line that says what to install, for both commands."""
    monkeypatch.setattr("evals.console.find_spec", lambda name: None if name == "psutil" else name)
    for command in ("bench", "side-by-side"):
        result = CliRunner().invoke(app, [command])
        assert result.exit_code == 2
        assert result.output.startswith("the package psutil is not installed; `make bench` installs it")
        assert len(result.output.splitlines()) == 1


@pytest.mark.parametrize("factors", ["1,x", "0", "1;10"])
def test_no_number_of_times(factors: str) -> None:
    """One line with what to write."""
    result = CliRunner().invoke(app, ["bench", "--only", "growth", "--factors", factors])
    assert (result.exit_code, "write 1,10,100" in result.output) == (2, True)


def table(title: str, rows: int) -> Section:
    return Section(title, ("n",), tuple((n,) for n in range(rows)), 0.5)


def test_a_run_that_ends_early_has_kept_its_tables(tmp_path: Path) -> None:
    """Each table is in the file when the next is begun, in its part's place, once."""
    path, order, begun = tmp_path / "bench.json", ("start", "growth"), circumstances()
    keep(path, "growth", table("Growth", 1), order, begun)
    keep(path, "start", table("Cold start", 1), order, begun)
    keep(path, "growth", table("Growth", 2), order, replace(begun, commit="abc"))
    assert [(one["title"], one["rows"]) for one in tables(path)] == [
        ("Cold start", [[0]]),
        ("Growth", [[0], [1]]),
    ]
    assert all("cores" in one["circumstances"]["machine"] for one in tables(path))
    assert tables(path)[1]["circumstances"]["commit"] == "abc"  # what was run, not what is checked out by now


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    """What is no file of tables is not written over."""
    path = tmp_path / "bench.json"
    path.write_text('{"sections": [{"title": "Growth"}]}', encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"bench\.json: not what `bench` writes"):
        keep(path, "start", table("Cold start", 1), ("start",), circumstances())


# -- growth --------------------------------------------------------------------------------------


def test_no_two_invented_reports_are_of_one_year() -> None:
    """Enough provinces and years for a thousand times the documents, and provinces with several years."""
    reports = [nth_report(number) for number in range(2880)]
    assert len(set(reports)) == len(reports)
    assert len({name for name, _ in reports[:18]}) == 9


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The documents and six invented reports, with the stand-in's vectors."""
    folder = tmp_path_factory.mktemp("grown")
    enlarge(DEFAULT_FOLDER, folder / "documents", 4)
    build_index(folder / "documents", folder / "index", HashEncoder(), say=lambda _: None)
    return Assistant.open(folder / "index", HashEncoder)


def test_what_is_asked_names_its_report(grown: Assistant) -> None:
    """Region and year before a question about a report; questions without are those that name no school."""
    parts = questions_of_each_part(grown.documents)
    assert all("吉林省" in example.question for example in parts["figures"])
    assert {example.kind for example in parts["unnamed"]} == {"rank", "filter"}
    assert {example.question[:8] for example in parts["invented"]} >= {"2019年云岭省", "2020年云岭省"}


def test_figures_of_many_reports_are_told_apart(grown: Assistant) -> None:
    """Named, each report answers for itself; not named, it is asked back."""
    answerer, parts = AssistantAnswerer.of(grown), questions_of_each_part(grown.documents)
    assert ask(answerer, parts["unnamed"], grown.documents).asked_back == 1
    assert ask(answerer, parts["invented"], grown.documents).right == 1
    assert ask(answerer, parts["figures"], grown.documents).right > ENOUGH


def test_another_reports_figure_is_not_right(grown: Assistant) -> None:
    """An answer that also cites a report which was not asked about does not count."""
    example = questions_of_each_part(grown.documents)["invented"][0]
    other = next(d.title for d in grown.documents if d.id == "synthetic-0004")
    answers = AssistantAnswerer.of(grown)

    def mixed(asked: Example) -> Outcome:
        outcome = answers(asked)
        return replace(outcome, citations=(*outcome.citations, Citation(other, "5")))

    assert ask(answers, [example], grown.documents).right == 1
    assert ask(mixed, [example], grown.documents).right == 0


def test_an_answer_says_whose_it_is(grown: Assistant) -> None:
    """The title goes before an answer from one of several reports, once; a refusal has none."""
    answer = grown.answer("2019年云岭省专任教师数最多的学校是哪所？")
    title = answer.citations[0].document
    said = grown._saying_whose(answer)
    assert said.text == f"《{title}》：{answer.text}"
    assert grown._saying_whose(said) == said
    refused = replace(answer, abstained=True)
    assert grown._saying_whose(refused) == refused
