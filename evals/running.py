"""Ask every example and write the results as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import track

from evals.model import Example, Outcome
from evals.reading import outcome_to_json

if TYPE_CHECKING:
    from pathlib import Path

Answerer = Callable[[Example], Outcome]


def run_examples(examples: Iterable[Example], answer: Answerer) -> Iterator[Outcome]:
    """One outcome for each example; a crash is an outcome with an error."""
    return (_outcome_of(example, answer) for example in examples)


def _outcome_of(example: Example, answer: Answerer) -> Outcome:
    try:
        return answer(example)
    except Exception as error:  # noqa: BLE001 - whatever breaks on a question is a miss, not a stop
        return Outcome(example.id, "", abstained=False, error=f"{type(error).__name__}: {error}")


def write_results(examples: Sequence[Example], answer: Answerer, output: Path) -> int:
    """Run all examples, each line on disk before the next question; the number of crashes."""
    crashes = 0
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("w", encoding="utf-8") as file:
        outcomes = run_examples(examples, answer)
        bar = Console(stderr=True)
        for outcome in track(outcomes, "Asking", total=len(examples), console=bar):
            file.write(outcome_to_json(outcome) + "\n")
            file.flush()
            crashes += bool(outcome.error)
    return crashes
