"""`python -m evals reading` and `refusal`: public sets, by path."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from evals.console import one_line_errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evals.measures.bootstrap import Estimate

LimitOption = Annotated[int, typer.Option("--limit", min=1, help="The first so many questions.")]


def reading(
    data: Annotated[
        Path, typer.Argument(metavar="FILE", help="In the form of CMRC 2018 or SQuAD, FILE.json.")
    ],
    limit: LimitOption = 1_000_000,
) -> None:
    """All passages as one corpus: is the question's passage found, is its answer in the first sentence?"""
    from evals.public.cmrc import measure_reading, read_reading_set
    from index.encoder import load_encoder

    with one_line_errors():
        passages, questions = read_reading_set(data)
    typer.echo(f"{len(questions[:limit])} questions over {len(passages)} passages", err=True)
    _show(measure_reading(passages, questions[:limit], load_encoder(None)))


def refusal(
    data: Annotated[Path, typer.Argument(metavar="FILE", help="In the form of RGB's zh_refine.json.")],
    limit: LimitOption = 100,
) -> None:
    """Passages given with each question: answer where they have the answer, refuse where they lack it."""
    from evals.public.rgb import measure_refusal, read_refusal_set
    from index.encoder import load_encoder

    with one_line_errors():
        questions = read_refusal_set(data)[:limit]
    _show(measure_refusal(questions, load_encoder(None)))


def _show(found: Mapping[str, Estimate]) -> None:
    for name, value in found.items():
        typer.echo(
            f"{name:28} {100 * value.value:5.1f} %  ({100 * value.low:.1f}-{100 * value.high:.1f}, n = {value.count})"
        )
