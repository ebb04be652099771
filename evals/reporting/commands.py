"""`python -m evals all`, `report`, `compare` and `history`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.console import DocumentsOption, one_line_errors, wide_console
from evals.errors import EvaluationError

if TYPE_CHECKING:
    from evals.reporting.model import Report

OutputOption = Annotated[Path, typer.Option("--output", "-o", help="Directory of the answers and reports.")]
SetsOption = Annotated[Path | None, typer.Option("--sets", help="Another directory of sets, SET.jsonl.")]
RunsArgument = Annotated[Path, typer.Argument(help="What `all -o` wrote.")]


def run_all(
    output: OutputOption = Path(".evals"),
    index: Annotated[Path | None, typer.Option("--index", help="Another index directory.")] = None,
    documents: DocumentsOption = Path("corpus/documents"),
    *,
    sets: SetsOption = None,
    record: Annotated[bool, typer.Option("--record", help="Add the scores to the history.")] = False,
) -> None:
    """Ask and score every set, the unread ones included; write report.html and report.json."""
    from evals.adapter import AssistantAnswerer
    from evals.reporting.build import SETS
    from evals.reporting.history import record as keep
    from evals.reporting.history import report_entries
    from evals.reporting.running import ask_everything

    with one_line_errors():
        answerer = AssistantAnswerer(index, hits=10)
        ask_everything(answerer, output, lambda line: typer.echo(line, err=True), sets or SETS)
        made = write_report(output, documents, sets or SETS)
        if record:
            keep(report_entries(made))
    if short := show_floors(made):
        typer.echo("\n".join(short), err=True)
        raise typer.Exit(1)


def report(
    output: Annotated[Path, typer.Argument(metavar="DIR", help="What `all -o` wrote.")] = Path(".evals"),
    documents: DocumentsOption = Path("corpus/documents"),
    sets: SetsOption = None,
) -> None:
    """Make the report of answers that are there already."""
    from evals.reporting.build import SETS

    with one_line_errors():
        write_report(output, documents, sets or SETS)


def write_report(output: Path, documents: Path, sets: Path) -> Report:
    """Prints the report of the answers in ``output`` and writes it there as HTML and JSON."""
    from evals.reporting.history import read_history
    from evals.reporting.html import report_to_html, report_to_json
    from evals.reporting.running import build_report
    from evals.reporting.terminal import show_report

    made = build_report(output, documents, sets)
    show_report(made, wide_console())
    (output / "report.json").write_text(report_to_json(made), encoding="utf-8")
    (output / "report.html").write_text(report_to_html(made, read_history()), encoding="utf-8")
    typer.echo(f"{output / 'report.html'}, {output / 'report.json'}", err=True)
    return made


def show_floors(made: Report) -> list[str]:
    """What fell below the recorded floors, a line each."""
    from evals.gate import read_floors, shortfalls

    floors = read_floors()
    return [
        f"below the floor: {found.name}: {problem}"
        for found in made.sets
        if found.name in floors
        for problem in shortfalls(floors[found.name], found.overall.measures)
    ]


def publish(
    output: Annotated[Path, typer.Argument(metavar="DIR", help="What `all -o` wrote.")] = Path(".evals"),
    documents: DocumentsOption = Path("corpus/documents"),
    readme: Annotated[Path, typer.Option("--readme", help="Whose figures are renewed.")] = Path("README.md"),
    docs: Annotated[Path, typer.Option("--docs", help="Where the snapshot goes.")] = Path("docs"),
    sets: SetsOption = None,
    *,
    benchmarks: Annotated[bool, typer.Option("--benchmarks", help="Only docs/benchmarks.md.")] = False,
) -> None:
    """Renew docs/benchmarks.md, and (unless --benchmarks) the README's figures and docs/evaluation.html."""
    from evals.reporting.benchmarks import FILES, benchmarks_page
    from evals.reporting.build import SETS
    from evals.reporting.publish import put_figures

    with one_line_errors():
        page = benchmarks_page(output)
        if benchmarks and not page:
            raise EvaluationError(f"{output}: none of {', '.join(FILES)}; run `make bench` first")
        if page:
            (docs / "benchmarks.md").write_text(page, encoding="utf-8")
        if benchmarks:
            return
        made = write_report(output, documents, sets or SETS)
        readme.write_text(put_figures(readme.read_text(encoding="utf-8"), made), encoding="utf-8")
        (docs / "evaluation.html").write_bytes((output / "report.html").read_bytes())


def compare(
    before: RunsArgument,
    after: RunsArgument,
    documents: DocumentsOption = Path("corpus/documents"),
    sets: SetsOption = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List every question whose answer changed from BEFORE to AFTER, with a paired test for each set."""
    import json
    from dataclasses import asdict

    from evals.documents import read_texts
    from evals.reporting.build import SETS
    from evals.reporting.comparing import compare_runs
    from evals.reporting.terminal import show_comparison

    with one_line_errors():
        found = list(compare_runs(before, after, sets or SETS, read_texts(documents)))
    if as_json:
        typer.echo(json.dumps([asdict(comparison) for comparison in found], ensure_ascii=False, indent=1))
        return
    for comparison in found:
        show_comparison(comparison, wide_console())


def history(
    measure: Annotated[str, typer.Option("--measure", help="Which measure.")] = "answer@first300",
) -> None:
    """One measure of every set over the recorded commits."""
    from evals.reporting.history import read_history
    from evals.reporting.terminal import show_history

    with one_line_errors():
        show_history(read_history(), measure, wide_console())
