"""`python -m evals ranking-fit`: how sentences are ranked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from evals.errors import EvaluationError

_RANKING: Final = Path(__file__).parents[1] / "assistant" / "knowledge" / "ranking.toml"
_KINDS: Final = ("fact", "list", "noisy")
_WAYS: Final = {
    "BM25": ("sentence_bm25",),
    "dense": ("sentence_dense",),
    "BM25 + dense": ("sentence_bm25", "sentence_dense"),
    "late interaction": ("sentence_tokens",),
}
SetsArgument = Annotated[list[Path], typer.Argument(metavar="SET...", help="Sets to fit on, SET.jsonl.")]


def ranking_fit(
    sets: SetsArgument,
    *,
    index: Annotated[Path | None, typer.Option("--index", help="Another index directory.")] = None,
    write: Annotated[bool, typer.Option(help="Write the weights into the program.")] = True,
) -> None:
    """Fit the weights by which sentences are ranked; print how well each way ranks questions left out."""
    from assistant import Assistant
    from assistant.prose.evidence import FEATURES
    from evals.prose_lessons import lessons
    from evals.ranking_fit import cross_validated, fit_ranking
    from evals.reading import read_set

    try:
        examples = [example for path in sets for example in read_set(path)]
    except EvaluationError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    found = lessons(Assistant.open(index), examples, _KINDS)
    typer.echo(f"{len(found)} questions, each ranked by weights fitted on four fifths of the others")
    typer.echo(f"{'':18} hit@1  hit@5    MRR  nDCG@10")
    every = tuple(range(len(FEATURES)))
    ways = {name: tuple(FEATURES.index(f) for f in some) for name, some in _WAYS.items()}
    for name, columns in {**ways, "all": every}.items():
        r = cross_validated(found, columns)
        typer.echo(f"{name:18} {r.hit_1:.3f}  {r.hit_5:.3f}  {r.reciprocal_rank:.3f}    {r.ndcg_10:.3f}")
    if not write:
        return
    best = cross_validated(found, every)
    weights = fit_ranking(found, every)
    note = (
        "# Weights of the signals by which sentences are ranked (assistant/prose/evidence.py). Fitted by\n"
        "# `python -m evals ranking-fit`, listwise logistic regression on the prose questions that are looked at\n"
        f"# ({len(found)} questions; on those left out hit@1 {best.hit_1:.2f}, hit@5 {best.hit_5:.2f}).\n[weights]\n"
    )
    lines = "".join(f"{name} = {weight:.2f}\n" for name, weight in zip(FEATURES, weights, strict=True))
    _RANKING.write_text(note + lines, encoding="utf-8")
    typer.echo(f"Written: {_RANKING}")
