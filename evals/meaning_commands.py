"""`python -m evals meaning-fit`: how the indicator meant is found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from evals.errors import EvaluationError

_WEIGHTS: Final = Path(__file__).parents[1] / "assistant" / "knowledge" / "meaning.toml"
SetsArgument = Annotated[list[Path], typer.Argument(metavar="SET...", help="Sets to fit on, SET.jsonl.")]
_WAYS: Final = {"lexical": ("explained", "covered", "fit"), "dense": ("labels", "described")}


def meaning_fit(
    sets: SetsArgument,
    *,
    index: Annotated[Path | None, typer.Option("--index", help="Another index directory.")] = None,
    write: Annotated[bool, typer.Option(help="Write the weights into the program.")] = True,
) -> None:
    """Fit the weights by which the indicator meant is found; print how well each way finds it."""
    from assistant import Assistant
    from assistant.meaning import FEATURES
    from evals.meaning_fit import left_out, meaning_lessons
    from evals.ranking_fit import fit_ranking
    from evals.reading import read_set

    try:
        examples = [example for path in sets for example in read_set(path)]
    except EvaluationError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    found = meaning_lessons(Assistant.open(index), examples)
    every = tuple(range(len(FEATURES)))
    typer.echo(f"{len(found)} questions, each ranked by weights fitted without its indicator")
    typer.echo(f"{'':10} hit@1  hit@5    MRR")
    ways = {name: tuple(FEATURES.index(f) for f in some) for name, some in _WAYS.items()}
    for name, columns in {**ways, "all": every}.items():
        r = left_out(found, columns)
        typer.echo(f"{name:10} {r.hit_1:.3f}  {r.hit_5:.3f}  {r.reciprocal_rank:.3f}")
    if not write:
        return
    weights = fit_ranking([lesson for _, lesson in found], every)
    best = left_out(found, every)
    note = (
        "# Weights of the signals by which the indicator meant is found (assistant/meaning.py). Fitted by\n"
        "# `python -m evals meaning-fit`, listwise logistic regression on questions about single cells\n"
        f"# ({len(found)} questions; on indicators left out hit@1 {best.hit_1:.2f}, hit@5 {best.hit_5:.2f}).\n[weights]\n"
    )
    lines = "".join(f"{name} = {weight:.2f}\n" for name, weight in zip(FEATURES, weights, strict=True))
    _WEIGHTS.write_text(note + lines, encoding="utf-8")
    typer.echo(f"Written: {_WEIGHTS}")
