"""`python -m evals.bench.opened INDEX [stand-in]`: opens an index, asks about the real documents, prints JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psutil

from assistant import Assistant
from evals.adapter import AssistantAnswerer
from evals.bench.model import spread
from evals.bench.work import looked_at, some_of_each_kind
from evals.running import run_examples
from evals.scoring import score_all
from index.encoder import HashEncoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.model import Example

_FIGURES: Final = ("cell", "appendix", "rank", "filter", "compare")
_TEXT: Final = ("fact", "list", "summary")
_COUNT: Final = 12


def measure(index: Path, *, stand_in: bool) -> dict[str, Any]:
    """Seconds until open and until ready, memory in MB, and answers' p50, p95 (ms) and share right."""
    begun = time.perf_counter()
    assistant = Assistant.open(index, HashEncoder if stand_in else None)
    opened = time.perf_counter()
    assistant.warm()
    ready = time.perf_counter()
    answerer = AssistantAnswerer.of(assistant)
    kinds = some_of_each_kind([e for e in looked_at() if len(e.turns) == 1], _COUNT)
    asked = {
        "figure": _asked(answerer, [e for kind in _FIGURES for e in kinds[kind]]),
        "text": _asked(answerer, [e for kind in _TEXT for e in kinds[kind]]),
    }
    return {
        "sentences": len(assistant.index.sentences),
        "figures": len(assistant.index.observations),
        "open": round(opened - begun, 1),
        "ready": round(ready - begun, 1),
        "memory": psutil.Process().memory_info().rss // 1_000_000,
        **asked,
    }


def _asked(answerer: AssistantAnswerer, examples: Sequence[Example]) -> tuple[float | str, ...]:
    outcomes = list(run_examples(examples, answerer))
    scores = score_all(examples, outcomes, ())
    right = sum(score.right for score in scores) / len(scores)
    return *spread([outcome.latency_ms for outcome in outcomes]), f"{right:.0%}"


if __name__ == "__main__":
    found = measure(Path(sys.argv[1]), stand_in=sys.argv[2:] == ["stand-in"])
    print(json.dumps(found))  # noqa: T201 - what the benchmark reads
