"""Two runs of the same sets, question by question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.errors import EvaluationError
from evals.measures.bootstrap import Estimate, estimate
from evals.reading import read_results, read_set
from evals.reporting.build import is_unread
from evals.scoring import score_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from evals.documents import SourceText
    from evals.model import Example, Outcome


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose answer is not what it was; ``right_before`` and ``right_after`` say how it was judged."""

    id: str
    kind: str
    turns: tuple[str, ...]
    before: str
    after: str
    right_before: bool
    right_after: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """A set in two runs.

    ``p_value`` is the exact McNemar test of gained against lost; ``gain`` the mean difference of right
    answers with its interval; ``changes`` is empty for a set that stays unread.
    """

    name: str
    count: int
    right_before: int
    right_after: int
    gained: int
    lost: int
    p_value: float
    gain: Estimate | None
    changes: tuple[Change, ...]


def mcnemar(gained: int, lost: int) -> float:
    """The exact two-sided p-value that gained and lost questions are equally likely.

    McNemar 1947, Psychometrika 12; exact as a binomial test on the questions that differ. 1.0 where
    none does.
    """
    if gained + lost == 0:
        return 1.0
    from scipy.stats import binomtest

    return float(binomtest(gained, gained + lost, 0.5).pvalue)


def compare_sets(
    name: str,
    examples: Sequence[Example],
    before: Sequence[Outcome],
    after: Sequence[Outcome],
    texts: Sequence[SourceText],
) -> Comparison:
    """What became better, worse, or merely different."""
    old, new = score_all(examples, before, texts), score_all(examples, after, texts)
    answers = [{o.id: o for o in outcomes} for outcomes in (before, after)]
    changes = []
    for example, was, now in zip(examples, old, new, strict=True):
        said, says = (_answer(found.get(example.id)) for found in answers)
        if said != says or was.right is not now.right:
            turns = example.turns
            changes.append(Change(example.id, example.kind, turns, said, says, was.right, now.right))
    pairs = [(was.right, now.right) for was, now in zip(old, new, strict=True)]
    gained, lost = pairs.count((False, True)), pairs.count((True, False))
    return Comparison(
        name=name,
        count=len(examples),
        right_before=sum(was for was, _ in pairs),
        right_after=sum(now for _, now in pairs),
        gained=gained,
        lost=lost,
        p_value=mcnemar(gained, lost),
        gain=estimate([float(now) - float(was) for was, now in pairs]),
        changes=() if is_unread(name) else tuple(sorted(changes, key=_worst_first)),
    )


def _answer(outcome: Outcome | None) -> str:
    if outcome is None:
        return "(no result)"
    return outcome.answer or f"(error: {outcome.error})"


def _worst_first(change: Change) -> tuple[int, str]:
    order = {(True, False): 0, (False, True): 1, (False, False): 2, (True, True): 3}
    return order[change.right_before, change.right_after], change.id


def compare_runs(before: Path, after: Path, sets: Path, texts: Sequence[SourceText]) -> Iterator[Comparison]:
    """Every set of which both directories have results; raises if there is none."""
    shared = [
        path
        for path in sorted(sets.glob("*.jsonl"))
        if all((run / f"{path.stem}.results.jsonl").is_file() for run in (before, after))
    ]
    if not shared:
        raise EvaluationError(
            f"{before} and {after} have no results of a set in common (SET.results.jsonl, written by `all -o DIR`)"
        )
    for path in shared:
        old, new = (read_results(run / f"{path.stem}.results.jsonl") for run in (before, after))
        yield compare_sets(path.stem, read_set(path), old, new, texts)
