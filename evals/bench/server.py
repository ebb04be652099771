"""The page served in a process of its own, as people run it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil

from evals.errors import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT: Final = Path(__file__).parents[2]
_READY: Final = "有据已就绪："
_MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Server:
    """A running page; ``ready`` is how many seconds it took from the command to its address."""

    address: str
    ready: float
    process: psutil.Process

    def memory(self) -> int:
        """Resident memory of the process and its children, in MB."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(int(one.memory_info().rss) for one in family) // _MEGABYTE


@contextmanager
def serving(index: Path | None) -> Iterator[Server]:
    """Serves an index at a free port of this machine and ends it; raises if it does not come up.

    All readers of a benchmark come from one address, so its requests are not limited.
    """
    command = [sys.executable, str(_ROOT / "app.py"), "--port", "0"]
    if index is not None:
        command += ["--index", str(index)]
    begun = time.perf_counter()
    settings = {**os.environ, "YOUJU_QUESTION_RATE": ""}
    with subprocess.Popen(  # noqa: S603 - our own command
        command, text=True, stdout=subprocess.PIPE, env=settings
    ) as running:
        assert running.stdout is not None  # noqa: S101 - it is a pipe
        try:
            line = next((found for found in running.stdout if _READY in found), "")
            if not line:
                raise EvaluationError("the page did not start; run `python app.py` to see why")
            address = line.partition(_READY)[2].strip()
            yield Server(address, time.perf_counter() - begun, psutil.Process(running.pid))
        finally:
            running.terminate()
