"""`python -m evals bench`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from evals.console import DocumentsOption, need_test_packages, one_line_errors, wide_console
from evals.errors import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from evals.bench.model import Section

PARTS: Final = ("start", "model", "build", "answers", "readers", "export", "growth")


def bench(
    documents: DocumentsOption = Path("corpus/documents"),
    index: Annotated[Path | None, typer.Option("--index", help="Another index directory.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the JSON goes.")] = Path(
        ".evals/bench.json"
    ),
    only: Annotated[list[str] | None, typer.Option("--only", help=f"One of {', '.join(PARTS)}.")] = None,
    factors: Annotated[
        str, typer.Option("--factors", help="Growth: how many times the documents, with the model.")
    ] = "1,10",
    stand_in: Annotated[
        str, typer.Option("--stand-in", help="Growth: as --factors, with hashed vectors, which are quick.")
    ] = "100",
) -> None:
    """Measure start, model, index, answers by kind, readers at once, export and audit, and growth.

    Every table is written as soon as it is measured, beside those that the file has of other parts.
    """
    from evals.bench.keeping import keep
    from evals.reporting.circumstances import circumstances

    unknown = sorted(set(only or ()) - set(PARTS))
    console = wide_console()
    with one_line_errors():
        need_test_packages()
        if unknown:
            raise EvaluationError(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
        now = circumstances()
        console.print(
            f"Commit {now.commit}, {now.date} UTC, {now.machine}, load {now.load}.", highlight=False
        )
        parts = _parts(documents, index, _numbers(factors), _numbers(stand_in))
        for name in only or PARTS:
            latest = {}
            for found in parts[name]():
                keep(output, name, found, PARTS, now)
                latest[found.title] = found
            for found in latest.values():
                show_section(found, console)
    typer.echo(str(output), err=True)


def _numbers(words: str) -> list[int]:
    """The whole numbers of a list with commas; raises :class:`EvaluationError` for anything else."""
    found = [word.strip() for word in words.split(",") if word.strip()]
    if wrong := [word for word in found if not word.isdecimal() or not int(word)]:
        raise EvaluationError(f"{wrong[0]!r} is no number of times; write 1,10,100")
    return [int(word) for word in found]


def _parts(
    documents: Path, index: Path | None, factors: list[int], stand_in: list[int]
) -> dict[str, Callable[[], Iterator[Section]]]:
    """What can be measured, a table or more for each; each part loads what it needs."""
    from evals.adapter import AssistantAnswerer
    from evals.bench import growth, readers, start, work
    from index.encoder import HashEncoder, load_encoder

    kinds = work.some_of_each_kind([e for e in work.looked_at() if len(e.turns) == 1])
    questions = [example.question for some in kinds.values() for example in some]
    first = [kinds[kind][0].question for kind in ("cell", "fact")]

    def say(line: str) -> None:
        typer.echo(line, err=True)

    def grow() -> Iterator[Section]:
        if factors:
            yield from growth.growth(documents, factors, load_encoder(None), say)
        if stand_in:
            yield from growth.growth(documents, stand_in, HashEncoder(), say)

    def one(measured: Callable[[], Section]) -> Callable[[], Iterator[Section]]:
        return lambda: iter((measured(),))

    return {
        "start": one(lambda: start.cold_start(index, first)),
        "model": one(start.model_load),
        "build": one(lambda: work.index_build(documents, load_encoder(None))),
        "answers": one(lambda: work.answers_by_kind(AssistantAnswerer(index))),
        "readers": one(lambda: readers.readers(index, questions)),
        "export": one(lambda: work.export_and_audit(documents)),
        "growth": grow,
    }


def show_section(found: Section, console: Console) -> None:
    """A table of measurements with the load under which they were taken."""
    from rich.table import Table

    table = Table(title=f"{found.title} (load {found.load})")
    for name in found.columns:
        table.add_column(name, justify="right")
    for row in found.rows:
        table.add_row(*(str(value) for value in row))
    console.print(table)
