"""From the command to the first answers, and what the model costs."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

import httpx

from evals.bench.model import Section, section
from evals.bench.server import serving

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_TIMES: Final = 3
_PATIENCE: Final = 300
_LOAD: Final = """
import time
begun = time.perf_counter()
from index.encoder import load_encoder
encoder = load_encoder(None)
encoder.encode_queries(["你好"])
first = time.perf_counter()
times = []
for number in range(20):
    start = time.perf_counter()
    encoder.encode_queries([f"第{number}个问题"])
    times.append(time.perf_counter() - start)
print(first - begun, sorted(times)[10] * 1000)
"""


def cold_start(index: Path | None, questions: Sequence[str]) -> Section:
    """Several times: seconds until the address is printed, the page is there, each question is answered."""
    rows = []
    for number in range(1, _TIMES + 1):
        with serving(index) as server, httpx.Client(base_url=server.address, timeout=_PATIENCE) as client:
            begun = time.perf_counter()
            client.get("/").raise_for_status()
            row: list[float | int] = [number, round(server.ready, 2)]
            row.append(round(server.ready + time.perf_counter() - begun, 2))
            for question in questions:
                client.post("/api/ask", json={"question": question}).raise_for_status()
                row.append(round(server.ready + time.perf_counter() - begun, 2))
            rows.append((*row, server.memory()))
    asked = [f"answer {n} s" for n in range(1, len(questions) + 1)]
    return section("Cold start", ("run", "ready s", "page s", *asked, "memory MB"), rows)


def model_load() -> Section:
    """In a fresh process: seconds until the first vector, and milliseconds for a question's vector after."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True
    )
    first, each = (float(word) for word in done.stdout.split()[-2:])
    return section(
        "Embedding model", ("first vector s", "a question ms"), [(round(first, 2), round(each, 1))]
    )
