"""`python -m evals bench`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from evals.console import DocumentsOption, one_line_errors, wide_console
from evals.errors import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Callable

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
    factors: Annotated[str, typer.Option("--factors", help="How many times the documents.")] = "1,10,100",
    *,
    stand_in: Annotated[
        bool, typer.Option("--stand-in", help="Growth without the model: quick, for ×1000.")
    ] = False,
) -> None:
    """Measure start, model, index, answers by kind, readers at once, growth, export and audit."""
    from evals.reporting.circumstances import circumstances

    unknown = sorted(set(only or ()) - set(PARTS))
    console = wide_console()
    with one_line_errors():
        if unknown:
            raise EvaluationError(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
        now = circumstances()
        console.print(
            f"Commit {now.commit}, {now.date} UTC, {now.machine}, load {now.load}.", highlight=False
        )
        parts = _parts(documents, index, [int(word) for word in factors.split(",")], stand_in=stand_in)
        found = []
        for name in only or PARTS:
            found.append(parts[name]())
            show_section(found[-1], console)
    output.parent.mkdir(parents=True, exist_ok=True)
    data = {"circumstances": asdict(now), "sections": [asdict(one) for one in found]}
    output.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    typer.echo(str(output), err=True)


def _parts(
    documents: Path, index: Path | None, factors: list[int], *, stand_in: bool
) -> dict[str, Callable[[], Section]]:
    """What can be measured; each part loads what it needs."""
    from evals.adapter import AssistantAnswerer
    from evals.bench import growth, readers, start, work
    from index.encoder import HashEncoder, load_encoder

    kinds = work.some_of_each_kind([e for e in work.looked_at() if len(e.turns) == 1])
    questions = [example.question for some in kinds.values() for example in some]
    first = [kinds[kind][0].question for kind in ("cell", "fact")]

    def grow() -> Section:
        encoder = HashEncoder() if stand_in else load_encoder(None)
        return growth.growth(documents, factors, encoder, lambda line: typer.echo(line, err=True))

    return {
        "start": lambda: start.cold_start(index, first),
        "model": start.model_load,
        "build": lambda: work.index_build(documents, load_encoder(None)),
        "answers": lambda: work.answers_by_kind(AssistantAnswerer(index)),
        "readers": lambda: readers.readers(index, questions),
        "export": lambda: work.export_and_audit(documents),
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
