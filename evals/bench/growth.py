"""What it costs when there are ten, a hundred, a thousand times as many documents.

The other documents are invented reports of other provinces and years (:mod:`evals.synthetic`), so the
questions (:mod:`evals.bench.asked`) also show whether each report can still be told from the others.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from evals.bench.model import Section, section
from evals.bench.work import folder_size
from evals.synthetic import nth_report, write_report
from index import build_index
from index.encoder import HashEncoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from evals.bench.model import Value
    from index.encoder import Encoder

_COLUMNS: Final = (
    "corpus", "documents", "sentences", "figures", "build s", "index MB", "open s", "ready s", "memory MB",
    "figure p50 ms", "figure p95 ms", "figure right", "text p50 ms", "text p95 ms", "text right",
    "invented right", "no report named: asked back",
)  # fmt: skip


def growth(
    documents: Path, factors: Sequence[int], encoder: Encoder, say: Callable[[str], None]
) -> Iterator[Section]:
    """The table after each factor, a row longer; an index is built here and asked in a process of its own."""
    stand_in = isinstance(encoder, HashEncoder)
    title = "Growth" + (" (vectors of a stand-in for the model)" if stand_in else "")
    rows = []
    for factor in factors:
        with tempfile.TemporaryDirectory(prefix="youju-bench-") as folder:
            place = Path(folder) / "documents"
            count = enlarge(documents, place, factor)
            say(f"×{factor}: {count} documents, building the index")
            begun = time.perf_counter()
            target = Path(folder) / "index"
            build_index(place, target, encoder, say=lambda _: None)
            seconds = time.perf_counter() - begun
            say(f"×{factor}: index built in {seconds:.0f} s, asking")
            found = _asked(target, stand_in=stand_in)
            rows.append(
                (f"×{factor}", count, found["sentences"], found["values"], round(seconds, 1),
                 folder_size(target), found["open"], found["ready"], found["memory"], *_answers(found))
            )  # fmt: skip
        yield section(title, _COLUMNS, rows)


def enlarge(documents: Path, place: Path, factor: int) -> int:
    """Copies the documents to ``place`` and writes reports beside them until there are ``factor`` times as many."""
    shutil.copytree(documents, place)
    real = len([path for path in documents.iterdir() if path.suffix in (".txt", ".md")])
    for seed in range(1, real * (factor - 1) + 1):
        write_report(place, seed, region=nth_report(seed - 1))
    return real * factor


def _answers(found: dict[str, Any]) -> tuple[Value, ...]:
    """The last columns of a row; "–" for what was not asked."""

    def share(part: str, name: str) -> str:
        return f"{found[part][name]:.0%}" if found["counts"][part] else "–"

    parts = [(found[part]["p50"], found[part]["p95"], share(part, "right")) for part in ("figures", "text")]
    return *parts[0], *parts[1], share("invented", "right"), share("unnamed", "asked_back")


def _asked(index: Path, *, stand_in: bool) -> dict[str, Any]:
    command = [sys.executable, "-m", "evals.bench.opened", str(index), *(["stand-in"] if stand_in else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own command
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
