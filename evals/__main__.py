"""`python -m evals`: ask, score, report, compare, check; benchmarks and public sets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evals.audit_commands import audit_gold, audit_planted, synthetic
from evals.bench.commands import bench
from evals.checking import check_sets
from evals.collect import collect_candidates
from evals.console import DocumentsOption, one_line_errors, wide_console
from evals.documents import read_cells, read_texts
from evals.errors import UnreadError
from evals.fit_commands import arbiter_fit, meaning_fit, ranking_fit
from evals.generated_commands import generated
from evals.imtqa_commands import imtqa, imtqa_fit
from evals.public import commands as public
from evals.reading import read_results, read_set
from evals.report import show_failures, show_summaries, to_json
from evals.reporting import commands
from evals.reporting.build import is_unread
from evals.running import write_results
from evals.scoring import score_all, summarise
from evals.sidebyside.commands import side_by_side

app = typer.Typer(help="Ask the assistant the example sets, and measure its answers.", no_args_is_help=True)
app.command("all")(commands.run_all)
app.command()(commands.report)
app.command()(commands.compare)
app.command()(commands.publish)
app.command()(commands.history)
app.command()(bench)
app.command()(generated)
app.command("side-by-side")(side_by_side)
app.command()(public.reading)
app.command()(public.refusal)
app.command()(imtqa)
app.command("imtqa-fit")(imtqa_fit)
app.command("ranking-fit")(ranking_fit)
app.command("meaning-fit")(meaning_fit)
app.command("arbiter-fit")(arbiter_fit)
app.command()(synthetic)
app.command("audit-planted")(audit_planted)
app.command("audit-gold")(audit_gold)


@app.command()
def run(
    examples: Annotated[Path, typer.Argument(metavar="SET", help="A set, SET.jsonl.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the results go.")],
    index: Annotated[Path | None, typer.Option("--index", help="Another index directory.")] = None,
) -> None:
    """Ask every example of SET and write a line of RESULTS for each."""
    from evals.adapter import AssistantAnswerer  # here: scoring must not load a model

    with one_line_errors():
        questions = read_set(examples)
        crashes = write_results(questions, AssistantAnswerer(index), output)
    typer.echo(f"{len(questions)} answers in {output}, {crashes} crashes", err=True)


@app.command()
def score(
    examples: Annotated[Path, typer.Argument(metavar="SET", help="A set, SET.jsonl.")],
    results: Annotated[Path, typer.Argument(help="What `run` wrote for this set.")],
    documents: DocumentsOption = Path("corpus/documents"),
    failures: Annotated[bool, typer.Option("--failures", help="List what went wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    reveal: Annotated[bool, typer.Option("--reveal", help="Show an unread set after all.")] = False,
) -> None:
    """Measure RESULTS against SET, for each kind and over all."""
    hidden = is_unread(examples.name) and not reveal
    with one_line_errors():
        if hidden and failures:
            message = f"{examples.name} stays unread: scored, not looked at (or say --reveal)"
            raise UnreadError(message)
        wanted, found = read_set(examples), read_results(results)
        scores = score_all(wanted, found, read_texts(documents))
    summaries = summarise(scores)
    if as_json:
        typer.echo(to_json(summaries, () if hidden else scores))
        return
    show_summaries(summaries, wide_console())
    if failures:
        by_example = {example.id: example for example in wanted}
        by_outcome = {outcome.id: outcome for outcome in found}
        show_failures(scores, by_example, by_outcome, wide_console())


@app.command()
def check(
    sets: Annotated[list[Path], typer.Argument(metavar="SET...", help="Sets, SET.jsonl.")],
    documents: DocumentsOption = Path("corpus/documents"),
    cells: Annotated[Path, typer.Option("--cells", help="The cells of all tables.")] = Path(
        "tests/fixtures/cells.tsv"
    ),
    *,
    reveal: Annotated[bool, typer.Option("--reveal", help="Show unread sets after all.")] = False,
) -> None:
    """Prove that evidence and expected figures are in the documents; find duplicates."""
    with one_line_errors():
        read = tuple(read_set(path) for path in sets)
        problems = check_sets(read, read_texts(documents), read_cells(cells))
    for problem in problems:
        hidden = is_unread(problem.place) and not reveal
        typer.echo(f"{problem.place}: stays unread (or say --reveal)" if hidden else str(problem))
    errors = sum(problem.is_error for problem in problems)
    count = sum(len(examples) for examples in read)
    typer.echo(f"{count} examples, {errors} errors, {len(problems) - errors} to look at")
    if errors:
        raise typer.Exit(1)


@app.command()
def collect(
    output: Annotated[Path, typer.Argument(metavar="SET", help="Where the candidates go.")] = Path(
        "var/candidates.jsonl"
    ),
    feedback: Annotated[Path, typer.Option("--feedback", help="The file of judgements.")] = Path(
        "var/feedback.sqlite"
    ),
) -> None:
    """Turn the judgements of readers into candidate examples, to be checked by hand."""
    with one_line_errors():
        done = collect_candidates(feedback, output)
    typer.echo(f"{done.judgements} judgements, {done.candidates} candidates in {output}", err=True)


if __name__ == "__main__":
    app(prog_name="python -m evals")
