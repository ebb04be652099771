"""`python -m evals generated`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.console import DocumentsOption, one_line_errors, wide_console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.model import Example


def generated(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where set and answers go.")] = Path(
        ".evals/generated"
    ),
    documents: DocumentsOption = Path("corpus/documents"),
    index: Annotated[Path | None, typer.Option("--index", help="Another index directory.")] = None,
    every: Annotated[int, typer.Option(min=1, help="Ask one question in so many.")] = 1,
    *,
    failures: Annotated[bool, typer.Option("--failures", help="List what went wrong.")] = False,
) -> None:
    """Ask thousands of questions made from the cells of tables; a regression set, never part of the score."""
    from corpus import read_corpus
    from evals.adapter import AssistantAnswerer
    from evals.documents import read_texts
    from evals.generated import Generator
    from evals.reading import example_to_json, read_results
    from evals.report import show_failures, show_summaries
    from evals.running import write_results
    from evals.scoring import score_all, summarise

    with one_line_errors():
        examples = Generator(read_corpus(documents)).examples()[::every]
        output.mkdir(parents=True, exist_ok=True)
        lines = (example_to_json(example) + "\n" for example in examples)
        (output / "generated.jsonl").write_text("".join(lines), encoding="utf-8")
        results = output / "generated.results.jsonl"
        write_results(examples, AssistantAnswerer(index), results)
        outcomes = read_results(results)
        scores = score_all(examples, outcomes, read_texts(documents))
    forms = {example.id: example.place for example in examples}
    by_form = [replace(score, kind=forms[score.id]) for score in scores]
    show_summaries(summarise(by_form), wide_console())
    agree = [score.consistency for score in scores if score.consistency is not None]
    typer.echo(
        f"consistency over phrasings {sum(agree) / max(len(agree), 1):.1%}, set and answers in {output}"
    )
    _record_misses(output, examples, {score.id for score in scores if not score.right})
    if failures:
        show_failures(
            scores,
            {example.id: example for example in examples},
            {outcome.id: outcome for outcome in outcomes},
            wide_console(),
        )


def _record_misses(output: Path, examples: Sequence[Example], missed: set[str]) -> None:
    """The questions that went wrong, one a line, so that two runs can be compared with any tool."""
    lines = [json.dumps([e.id, e.question], ensure_ascii=False) for e in examples if e.id in missed]
    (output / "misses.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
