"""All sets at once, and the retrieval table: what `make evals` prints."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from evals.documents import read_texts
from evals.reading import read_results, read_set
from evals.running import write_results
from evals.scoring import score_all, summarise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evals.running import Answerer
    from evals.scoring import Summary

SETS = Path(__file__).parent / "sets"


def machine() -> str:
    """What the figures were measured on: cores, processor kind, Python."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def run_everything(
    answerer: Answerer, output: Path, say: Callable[[str], None], folder: Path = SETS
) -> Iterator[tuple[str, tuple[Summary, ...]]]:
    """Asks and scores every set of ``folder``; yields each set's name and its summaries."""
    output.mkdir(parents=True, exist_ok=True)
    texts = read_texts(Path("corpus/documents"))
    for path in sorted(folder.glob("*.jsonl")):
        examples = read_set(path)
        results = output / f"{path.stem}.results.jsonl"
        crashes = write_results(examples, answerer, results)
        say(f"{path.stem}: {len(examples)} examples, {crashes} crashes, answers in {results}")
        yield path.stem, summarise(score_all(examples, read_results(results), texts))
