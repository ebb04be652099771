"""`python -m evals ranking-fit`, `meaning-fit`, `arbiter-fit`: the learned weights, and how well they do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from evals.console import one_line_errors
from evals.reading import read_set

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from evals.model import Example
    from evals.ranking_fit import Ranking

_KNOWLEDGE: Final = Path(__file__).parents[1] / "assistant" / "knowledge"
_KINDS: Final = ("fact", "list", "noisy")
_SENTENCES: Final = {
    "BM25": ("sentence_bm25",),
    "dense": ("sentence_dense",),
    "BM25 + dense": ("sentence_bm25", "sentence_dense"),
    "late interaction": ("sentence_tokens",),
}
_INDICATORS: Final = {"lexical": ("explained", "covered", "fit"), "dense": ("labels", "described")}
SetsArgument = Annotated[list[Path], typer.Argument(metavar="SET...", help="Sets to fit on, SET.jsonl.")]
IndexOption = Annotated[Path | None, typer.Option("--index", help="Another index directory.")]
WriteOption = Annotated[bool, typer.Option(help="Write the weights into the program.")]


def ranking_fit(sets: SetsArgument, *, index: IndexOption = None, write: WriteOption = True) -> None:
    """Fit the weights by which sentences are ranked; print how well each way ranks questions left out."""
    from assistant import Assistant
    from assistant.prose.evidence import FEATURES
    from evals.prose_lessons import lessons
    from evals.ranking_fit import cross_validated, fit_ranking

    found = lessons(Assistant.open(index), _examples(sets), _KINDS)
    typer.echo(f"{len(found)} questions, each ranked by weights fitted on four fifths of the others")
    best = _show_ways(FEATURES, _SENTENCES, lambda columns: cross_validated(found, columns))
    if write:
        note = (
            "# Weights of the signals by which sentences are ranked (assistant/prose/evidence.py). Fitted by\n"
            "# `python -m evals ranking-fit`, listwise logistic regression on the prose questions that are looked at\n"
        )
        weights = fit_ranking(found, tuple(range(len(FEATURES)))).tolist()
        _write("ranking.toml", note + _weights(len(found), "those", best, FEATURES, weights))


def meaning_fit(sets: SetsArgument, *, index: IndexOption = None, write: WriteOption = True) -> None:
    """Fit the weights by which the indicator meant is found; print how well each way finds it."""
    from assistant import Assistant
    from assistant.meaning import FEATURES
    from evals.meaning_fit import left_out, meaning_lessons
    from evals.ranking_fit import fit_ranking

    found = meaning_lessons(Assistant.open(index), _examples(sets))
    typer.echo(f"{len(found)} questions, each ranked by weights fitted without its indicator")
    best = _show_ways(FEATURES, _INDICATORS, lambda columns: left_out(found, columns))
    if write:
        note = (
            "# Weights of the signals by which the indicator meant is found (assistant/meaning.py). Fitted by\n"
            "# `python -m evals meaning-fit`, listwise logistic regression on questions about single cells\n"
        )
        weights = fit_ranking([lesson for _, lesson in found], tuple(range(len(FEATURES)))).tolist()
        _write("meaning.toml", note + _weights(len(found), "indicators", best, FEATURES, weights))


def arbiter_fit(sets: SetsArgument, *, index: IndexOption = None, write: WriteOption = True) -> None:
    """Fit the weights by which a question that no label explains is a look-up, or one for the text."""
    from assistant import Assistant
    from evals.arbiter_fit import doubts, fit_arbiter

    found = doubts(Assistant.open(index), _examples(sets))
    written = ""
    for name, named in (("region", False), ("named", True)):
        lessons = [doubt for doubt in found if doubt.named == named]
        figures = sum(doubt.figure for doubt in lessons)
        fitted = fit_arbiter(lessons)
        line = (
            f"{name}: {figures} look-ups, {len(lessons) - figures} questions for the text; left out, "
            f"{fitted.figures_pass:.0%} and {fitted.texts_pass:.0%} of them are looked up"
        )
        typer.echo(line)
        written += f"\n# {line}\n{fitted.as_toml(name)}"
    if write:
        note = (
            "# Figure or text? Weights by which a question that no label explains is still taken for a look-up, and\n"
            "# the probability that this takes (assistant/arbiter.py): of the region (no school named), and of a named\n"
            "# school. Fitted by `python -m evals arbiter-fit`, logistic regression.\n"
        )
        _write("arbiter.toml", note + written)


def _examples(sets: Sequence[Path]) -> list[Example]:
    with one_line_errors():
        return [example for path in sets for example in read_set(path)]


def _show_ways(
    features: Sequence[str], ways: Mapping[str, Sequence[str]], ranked: Callable[[Sequence[int]], Ranking]
) -> Ranking:
    """Print how well each way ranks; the measures of all signals together."""
    typer.echo(f"{'':18} hit@1  hit@5    MRR  nDCG@10")
    every = ranked(tuple(range(len(features))))
    found = {name: ranked([features.index(f) for f in some]) for name, some in ways.items()}
    for name, r in {**found, "all": every}.items():
        typer.echo(f"{name:18} {r.hit_1:.3f}  {r.hit_5:.3f}  {r.reciprocal_rank:.3f}    {r.ndcg_10:.3f}")
    return every


def _weights(
    size: int, left_out: str, best: Ranking, features: Sequence[str], weights: Sequence[float]
) -> str:
    lines = "".join(f"{name} = {weight:.2f}\n" for name, weight in zip(features, weights, strict=True))
    return (
        f"# ({size} questions; on {left_out} left out hit@1 {best.hit_1:.2f}, hit@5 {best.hit_5:.2f}).\n"
        f"[weights]\n{lines}"
    )


def _write(name: str, text: str) -> None:
    (_KNOWLEDGE / name).write_text(text, encoding="utf-8")
    typer.echo(f"Written: {_KNOWLEDGE / name}")
