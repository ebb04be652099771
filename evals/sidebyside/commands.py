"""`python -m evals side-by-side`."""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from evals.console import DocumentsOption, need_test_packages, one_line_errors, wide_console

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.documents import SourceText
    from evals.measures.bootstrap import Estimate
    from evals.model import Example, Outcome

_SHOWN: Final = (
    "answer@first300", "evidence_recall", "citation_precision", "quote_verbatim", "refusal_recall",
    "wrong_refusals", "latency_p50", "latency_p95",
)  # fmt: skip
_SETS: Final = (
    "figures-tune", "prose-tune", "final-opened", "autumn-figures-unread", "autumn-prose-unread",
)  # fmt: skip
"""Also sets that stay unread: they were not looked at while this program was made, and no question is shown."""

_MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its measures by set, seconds until ready, memory and installed size in MB."""

    name: str
    measures: Mapping[str, Mapping[str, Estimate]]
    ready: float
    memory: int
    installed: int


def side_by_side(
    documents: DocumentsOption = Path("corpus/documents"),
    environment: Annotated[Path, typer.Option("--environment", help="The other's environment.")] = Path(
        ".venv-compare"
    ),
    sets: Annotated[list[str] | None, typer.Option("--set", help="Names of sets.")] = None,
    index: Annotated[Path | None, typer.Option("--index", help="Another index directory.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the JSON goes.")] = Path(
        ".evals/side-by-side.json"
    ),
) -> None:
    """Ask a plain chunk-and-retrieve pipeline (Haystack) the same questions with the same embedding model.

    It answers with its top passage; and with a language model where YOUJU_COMPARE_BASE_URL and
    YOUJU_COMPARE_MODEL (and YOUJU_COMPARE_KEY) name an OpenAI-compatible one. The first time the
    environment is made, which needs a package index.
    """
    from evals.documents import read_texts
    from evals.reading import read_set
    from evals.reporting.build import SETS
    from evals.reporting.circumstances import circumstances

    with one_line_errors():
        need_test_packages()
        from evals.sidebyside.environment import prepare

        python = prepare(environment, lambda line: typer.echo(line, err=True))
        names = sets or list(_SETS)
        examples = {
            name: [e for e in read_set(SETS / f"{name}.jsonl") if len(e.turns) == 1] for name in names
        }
        texts = read_texts(documents)
        found = [_ours(examples, texts, index)]
        for chat in (None, _chat()):
            if chat is not None or len(found) == 1:
                found.append(_theirs(python, environment, documents, examples, texts, chat))
    now = circumstances()
    typer.echo(f"Commit {now.commit}, {now.machine}, load {now.load}; single questions of {', '.join(names)}")
    _show(found, names)
    output.parent.mkdir(parents=True, exist_ok=True)
    data = {"circumstances": asdict(now), "sides": [asdict(side) for side in found]}
    output.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    typer.echo(str(output), err=True)


def _ours(examples: Mapping[str, Sequence[Example]], texts: Sequence[SourceText], index: Path | None) -> Side:
    import psutil

    from evals.adapter import AssistantAnswerer
    from evals.running import run_examples
    from evals.sidebyside.environment import own_size

    begun = time.perf_counter()
    answerer = AssistantAnswerer(index)
    ready = time.perf_counter() - begun
    measures = {
        name: _measured(some, list(run_examples(some, answerer)), texts) for name, some in examples.items()
    }
    memory = psutil.Process().memory_info().rss // _MEGABYTE
    return Side("有据", measures, ready, memory, own_size())


def _theirs(
    python: Path,
    environment: Path,
    documents: Path,
    examples: Mapping[str, Sequence[Example]],
    texts: Sequence[SourceText],
    chat: dict[str, str] | None,
) -> Side:
    from evals.sidebyside.environment import other_size

    found = _run_plain(python, documents, examples, chat)
    outcomes = _outcomes(found["answers"])
    measures = {
        name: _measured(some, [outcomes[f"{name}/{e.id}"] for e in some], texts)
        for name, some in examples.items()
    }
    name = f"Haystack, answered by {chat['model']}" if chat else "Haystack, top passage"
    return Side(name, measures, found["ready"], found["memory"], other_size(environment))


def _run_plain(
    python: Path, documents: Path, examples: Mapping[str, Sequence[Example]], chat: dict[str, str] | None
) -> dict[str, Any]:
    """What :mod:`evals.sidebyside.plain` says to the questions."""
    from corpus import read_corpus
    from evals.errors import EvaluationError
    from index.weights import default_model_folder

    asked = {
        "documents": [{"title": d.title, "text": d.text} for d in read_corpus(documents)],
        "questions": [
            {"id": f"{name}/{e.id}", "question": e.question} for name, some in examples.items() for e in some
        ],
        "model": str(default_model_folder()),
        "chat": chat,
    }
    script = Path(__file__).with_name("plain.py")
    offline = {**os.environ, "HF_HUB_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False"}
    done = subprocess.run(  # noqa: S603 - our own script in our own environment
        [str(python), str(script)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        env=offline,
    )
    if done.returncode:
        raise EvaluationError(f"{script.name}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _outcomes(answers: Sequence[dict[str, Any]]) -> dict[str, Outcome]:
    from evals.model import Citation, Outcome

    return {
        one["id"]: Outcome(
            one["id"].partition("/")[2],
            one["answer"],
            abstained=one["abstained"],
            citations=tuple(Citation(c["document"], c["quote"]) for c in one["citations"]),
            latency_ms=one["latency_ms"],
        )
        for one in answers
    }


def _measured(
    examples: Sequence[Example], outcomes: Sequence[Outcome], texts: Sequence[SourceText]
) -> dict[str, Estimate]:
    from evals.measures.named import estimates
    from evals.scoring import score_all

    return estimates(score_all(examples, outcomes, texts), _SHOWN)


def _chat() -> dict[str, str] | None:
    """The language model that the environment variables name, or none."""
    base_url, model = (os.environ.get(f"YOUJU_COMPARE_{name}", "") for name in ("BASE_URL", "MODEL"))
    if not (base_url and model):
        return None
    return {"base_url": base_url, "model": model, "key": os.environ.get("YOUJU_COMPARE_KEY", "")}


def _show(sides: Sequence[Side], names: Sequence[str]) -> None:
    from rich.table import Table

    from evals.reporting.terminal import cell

    table = Table(title="Side by side")
    for column in ("set", "pipeline", *_SHOWN, "ready s", "memory MB", "installed MB"):
        table.add_column(
            column.replace("_", " "), justify="left" if column in ("set", "pipeline") else "right"
        )
    for name in names:
        for side in sides:
            values = [cell(measure, side.measures[name]) for measure in _SHOWN]
            table.add_row(
                name, side.name, *values, f"{side.ready:.1f}", str(side.memory), str(side.installed)
            )
    wide_console().print(table)
