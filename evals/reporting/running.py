"""All sets at once: asked, scored, and put into one report."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from corpus.knowledge import load_toml
from evals.documents import read_texts
from evals.errors import EvaluationError
from evals.measures.bootstrap import Estimate
from evals.reading import read_results, read_set
from evals.reporting.build import SETS, curves, set_report
from evals.reporting.circumstances import circumstances
from evals.reporting.model import Report, Row
from evals.running import write_results

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from evals.adapter import AssistantAnswerer
    from evals.reporting.model import Circumstances

_CIRCUMSTANCES: Final = "circumstances.json"
_RETRIEVAL: Final = "retrieval.json"


def ask_everything(
    answerer: AssistantAnswerer, output: Path, say: Callable[[str], None], folder: Path = SETS
) -> None:
    """Asks every set of ``folder``; writes the answers, the retrieval tables and the circumstances."""
    from evals.ranking import Ranker

    output.mkdir(parents=True, exist_ok=True)
    tables: dict[str, Any] = {}
    ranker = Ranker(answerer.assistant)
    for path in sorted(folder.glob("*.jsonl")):
        examples = read_set(path)
        results = output / f"{path.stem}.results.jsonl"
        crashes = write_results(examples, answerer, results)
        say(f"{path.stem}: {len(examples)} examples, {crashes} crashes, answers in {results}")
        found = ranker.table(examples)
        tables[path.stem] = {way: {m: asdict(e) for m, e in row.items()} for way, row in found.items()}
    (output / _RETRIEVAL).write_text(json.dumps(tables, ensure_ascii=False, indent=1), encoding="utf-8")
    now = json.dumps(asdict(circumstances()), ensure_ascii=False)
    (output / _CIRCUMSTANCES).write_text(now, encoding="utf-8")


def build_report(output: Path, documents: Path, folder: Path = SETS) -> Report:
    """The report of the answers in ``output``; raises :class:`EvaluationError` if it has none."""
    from corpus import read_corpus
    from evals.reporting.places import Places

    texts, places = read_texts(documents), Places(read_corpus(documents))
    names = [
        path.stem
        for path in sorted(folder.glob("*.jsonl"))
        if (output / f"{path.stem}.results.jsonl").is_file()
    ]
    if not names:
        raise EvaluationError(f"{output}: no results of any set; run `python -m evals all -o {output}` first")
    read = [
        (name, read_set(folder / f"{name}.jsonl"), read_results(output / f"{name}.results.jsonl"))
        for name in names
    ]
    tables = _saved(output / _RETRIEVAL)
    return Report(
        circumstances=_circumstances(output),
        sets=tuple(
            replace(
                set_report(name, examples, outcomes, texts, places),
                retrieval=_rows(tables.get(name, {})),
            )
            for name, examples, outcomes in read
        ),
        curves=curves(read, texts),
        threshold=float(load_toml("assistant", "refusal.toml")["thresholds"]["fact"]),
    )


def _saved(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _circumstances(output: Path) -> Circumstances:
    from evals.reporting.model import Circumstances

    saved = _saved(output / _CIRCUMSTANCES)
    return Circumstances(**saved) if saved else circumstances()


def _rows(table: dict[str, Any]) -> tuple[Row, ...]:
    rows = [(way, {m: Estimate(**fields) for m, fields in row.items()}) for way, row in table.items()]
    return tuple(Row(way, next(iter(m.values())).count if m else 0, m) for way, m in rows)
