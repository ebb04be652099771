"""Many readers at once, over HTTP."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import httpx

from evals.bench.model import Section, section, spread
from evals.bench.server import serving
from evals.errors import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from evals.bench.server import Server

CROWDS: Final = (1, 10, 50)
_EACH: Final = 10
_PATIENCE: Final = 120


def readers(index: Path | None, questions: Sequence[str], crowds: Sequence[int] = CROWDS) -> Section:
    """So many readers ask ten questions each, one after the other without a pause, different ones.

    A reader's answer counts from the request to its last byte; what is no answer with status 200 is an error.
    """
    with serving(index) as server:
        _wait_until_ready(server)  # what is loaded behind the page is measured elsewhere
        _ask(server, questions[:4], [])
        rows = [(crowd, *_crowd(server, questions, crowd)) for crowd in crowds]
    columns = ("readers", "answers", "p50 ms", "p95 ms", "errors", "answers/s", "peak MB")
    return section("Readers at once", columns, rows)


def _wait_until_ready(server: Server) -> None:
    """Returns once the model is loaded; raises where that takes too long."""
    limit = time.monotonic() + _PATIENCE
    while httpx.get(f"{server.address}/readyz").is_error:
        if time.monotonic() > limit:
            raise EvaluationError(f"the model was not loaded within {_PATIENCE} s; see what the page prints")
        time.sleep(0.2)


def _crowd(server: Server, questions: Sequence[str], crowd: int) -> tuple[float | int, ...]:
    times: list[float] = []
    peak = [server.memory()]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            peak.append(server.memory())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    begun = time.perf_counter()
    with ThreadPoolExecutor(crowd) as pool:
        turns = [_questions_of(reader, questions) for reader in range(crowd)]
        errors = sum(pool.map(lambda mine: _ask(server, mine, times), turns))
    seconds = time.perf_counter() - begun
    done.set()
    watcher.join()
    return len(times), *spread(times), errors, round(len(times) / seconds, 1), max(peak)


def _questions_of(reader: int, questions: Sequence[str]) -> list[str]:
    """Ten of the questions, other ones for every reader as far as they go round."""
    return [questions[(reader * _EACH + at) % len(questions)] for at in range(_EACH)]


def _ask(server: Server, questions: Sequence[str], times: list[float]) -> int:
    """The errors; each answer's milliseconds are added to ``times``."""
    errors = 0
    with httpx.Client(base_url=server.address, timeout=_PATIENCE) as client:
        for question in questions:
            begun = time.perf_counter()
            try:
                client.post("/api/ask", json={"question": question}).raise_for_status()
            except httpx.HTTPError:
                errors += 1
            else:
                times.append((time.perf_counter() - begun) * 1000)
    return errors
