"""`python -m evals reading` and `refusal`: public sets, by path."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from evals.console import one_line_errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evals.measures.bootstrap import Estimate

ResultsOption = Annotated[Path, typer.Option("--results", help="The file that keeps the measures.")]
RESULTS: Final = Path(".evals/public.json")
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="The first so many questions.")]


def reading(
    data: Annotated[
        Path, typer.Argument(metavar="FILE", help="In the form of CMRC 2018 or SQuAD, FILE.json.")
    ],
    limit: LimitOption = 1_000_000,
    results: ResultsOption = RESULTS,
) -> None:
    """All passages as one corpus: is the question's passage found, is its answer in the first sentence?"""
    from evals.public.cmrc import measure_reading, read_reading_set
    from evals.public.results import keep_public
    from index.encoder import load_encoder

    with one_line_errors():
        passages, questions = read_reading_set(data)
    typer.echo(f"{len(questions[:limit])} questions over {len(passages)} passages", err=True)
    found = measure_reading(passages, questions[:limit], load_encoder(None))
    _show(found)
    keep_public(results, "reading (CMRC 2018)", data, _rows(found))


def refusal(
    data: Annotated[Path, typer.Argument(metavar="FILE", help="In the form of RGB's zh_refine.json.")],
    limit: LimitOption = 100,
    results: ResultsOption = RESULTS,
) -> None:
    """Passages given with each question: answer where they have the answer, refuse where they lack it."""
    from evals.public.results import keep_public
    from evals.public.rgb import measure_refusal, read_refusal_set
    from index.encoder import load_encoder

    with one_line_errors():
        questions = read_refusal_set(data)[:limit]
    found = measure_refusal(questions, load_encoder(None))
    _show(found)
    keep_public(results, "refusal (RGB)", data, _rows(found))


def _rows(found: Mapping[str, Estimate]) -> list[tuple[str, int, str]]:
    return [(name, one.count, f"{100 * one.value:.1f}") for name, one in found.items()]


def _show(found: Mapping[str, Estimate]) -> None:
    for name, value in found.items():
        typer.echo(
            f"{name:28} {100 * value.value:5.1f} %  ({100 * value.low:.1f}-{100 * value.high:.1f}, n = {value.count})"
        )
