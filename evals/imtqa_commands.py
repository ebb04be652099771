"""`python -m evals imtqa` and `imtqa-fit`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from evals.errors import EvaluationError
from evals.public.commands import RESULTS, ResultsOption

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.encoder import Encoder

TablesArgument = Annotated[Path, typer.Argument(metavar="TABLES", help="Tables, TABLES.json.")]
QuestionsArgument = Annotated[Path, typer.Argument(metavar="QUESTIONS", help="Questions, QUESTIONS.json.")]
_CHOICE: Final = Path(__file__).parents[1] / "assistant" / "knowledge" / "cell_choice.toml"
_NOTE: Final = """\
# How a cell, and a set of cells, is weighed as the answer to a question: feature = [mean, scale, weight], the
# value is standardised, cut off at 6, and weighed. What the features mean is said in assistant/cells/.
# Fitted by `python -m evals imtqa-fit TRAIN_TABLES TRAIN_QUESTIONS` on the questions of IM-TQA's training part
# (Zheng et al., ACL 2023; licence C-UDA 1.0), without header annotations; of each feature only three numbers are kept.
# "encoder" is used with the embedding model, "no_encoder" without.

"""


def imtqa(
    tables: TablesArgument,
    questions: QuestionsArgument,
    *,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where the predictions go.")] = None,
    encoder: Annotated[bool, typer.Option(help="Compare meanings with the embedding model too.")] = True,
    results: ResultsOption = RESULTS,
) -> None:
    """Choose the answer cells of IM-TQA's QUESTIONS; print exact match over all and by table type."""
    from evals.imtqa import exact_match, predict, prediction_to_json, read_cell_questions, read_cell_tables
    from evals.public.results import keep_public

    start = time.perf_counter()
    try:
        read = read_cell_tables(tables)
        asked = read_cell_questions(questions, read)
    except EvaluationError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    predictions = list(predict(asked, read, _encoder(wanted=encoder)))
    if output is not None:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text("".join(prediction_to_json(p) + "\n" for p in predictions), encoding="utf-8")
    counts = exact_match(predictions)
    _show(counts)
    shares = [
        (f"exact match, {n}", of, f"{100 * right / max(of, 1):.1f}") for n, (right, of) in counts.items()
    ]
    keep_public(results, f"IM-TQA{'' if encoder else ', without the model'}", questions, shares)
    seconds = time.perf_counter() - start
    each = 1000 * seconds / max(len(predictions), 1)
    typer.echo(f"{_cores()} cores, {seconds:.1f} s, {each:.0f} ms a question with loading")


def imtqa_fit(
    tables: TablesArgument,
    questions: QuestionsArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the weights go.")] = _CHOICE,
) -> None:
    """Fit the cell choice on IM-TQA's training part; print exact match on a fifth left out, then fit on all."""
    from evals.imtqa import CellAnswerer, exact_match, read_cell_questions, read_cell_tables
    from evals.imtqa_fit import fit_choice, held_out, weights_to_toml

    read = read_cell_tables(tables)
    asked = read_cell_questions(questions, read)
    parts: list[str] = []
    for name, encoder in (("encoder", _encoder(wanted=True)), ("no_encoder", None)):
        part = fit_choice([q for q in asked if not held_out(q.table)], read, encoder)
        answerer = CellAnswerer(encoder, part)
        typer.echo(f"{name}, on the fifth of the tables that was left out:")
        _show(exact_match([answerer.answer(q, read[q.table]) for q in asked if held_out(q.table)]))
        parts.append(weights_to_toml(fit_choice(asked, read, encoder), name))
    output.write_text(_NOTE + "\n".join(parts), encoding="utf-8")
    typer.echo(f"weights in {output}")


def _show(counts: Mapping[str, tuple[int, int]]) -> None:
    for name, (right, total) in counts.items():
        share = 100 * right / total if total else 0.0
        typer.echo(f"{name:<13} exact match {share:5.1f}  ({right} of {total})")


def _encoder(*, wanted: bool) -> Encoder | None:
    if not wanted:
        return None
    from index.encoder import load_encoder

    return load_encoder(None)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
