"""`python -m evals.bench.opened INDEX [stand-in]`: opens an index, asks about its reports, prints JSON."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

from assistant import Assistant
from evals.adapter import AssistantAnswerer
from evals.bench.asked import ask, questions_of_each_part
from index.encoder import HashEncoder


def measure(index: Path, *, stand_in: bool) -> dict[str, Any]:
    """Seconds until open and until ready, memory in MB, and of each part p50, p95 (ms), right, asked back."""
    begun = time.perf_counter()
    assistant = Assistant.open(index, HashEncoder if stand_in else None)
    opened = time.perf_counter()
    assistant.warm()
    ready = time.perf_counter()
    answerer = AssistantAnswerer.of(assistant)
    parts = questions_of_each_part(assistant.documents)
    asked = {name: asdict(ask(answerer, some, assistant.documents)) for name, some in parts.items()}
    return {
        "sentences": len(assistant.index.sentences),
        "values": len(assistant.index.observations),
        "open": round(opened - begun, 1),
        "ready": round(ready - begun, 1),
        "memory": psutil.Process().memory_info().rss // 1_000_000,
        "counts": {name: len(some) for name, some in parts.items()},
        **asked,
    }


if __name__ == "__main__":
    found = measure(Path(sys.argv[1]), stand_in=sys.argv[2:] == ["stand-in"])
    print(json.dumps(found))  # noqa: T201 - what the benchmark reads
