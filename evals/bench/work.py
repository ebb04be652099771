"""Index build, one answer by kind, export and audit, in this process."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus import audit, read_corpus
from corpus.export import write_csv, write_workbook
from evals.bench.model import Section, section, spread
from evals.reading import read_set
from evals.reporting.build import SETS, is_unread
from evals.running import run_examples
from index import build_index
from index.material import cut_material

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.adapter import AssistantAnswerer
    from evals.model import Example
    from index.encoder import Encoder

_PER_KIND: Final = 12
_MEGABYTE: Final = 1_000_000


def looked_at() -> tuple[Example, ...]:
    """The examples of all sets that may be looked at."""
    paths = [path for path in sorted(SETS.glob("*.jsonl")) if not is_unread(path.stem)]
    return tuple(example for path in paths for example in read_set(path))


def some_of_each_kind(examples: Sequence[Example], count: int = _PER_KIND) -> dict[str, list[Example]]:
    """So many of each kind, spread over all there are."""
    kinds: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        kinds[example.kind].append(example)
    return {kind: found[:: max(1, len(found) // count)][:count] for kind, found in sorted(kinds.items())}


def index_build(documents: Path, encoder: Encoder) -> Section:
    """Seconds and megabytes of an index, the model loaded already."""
    encoder.encode_queries(["你好"])
    material = cut_material(read_corpus(documents))
    texts = len({text for some in material.texts().values() for text in some})
    with tempfile.TemporaryDirectory(prefix="youju-bench-") as folder:
        target = Path(folder) / "index"
        begun = time.perf_counter()
        build_index(documents, target, encoder, say=lambda _: None)
        seconds = time.perf_counter() - begun
        size = folder_size(target)
    columns = ("sentences", "figures", "texts embedded", "s", "MB on disk")
    row = (len(material.sentences), len(material.observations), texts, round(seconds, 1), size)
    return section("Index build", columns, [row])


def folder_size(folder: Path) -> int:
    """All files of a folder, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // _MEGABYTE


def answers_by_kind(answerer: AssistantAnswerer) -> Section:
    """One answer after the other, once warm: milliseconds by kind."""
    rows = []
    everything: list[float] = []
    for kind, examples in some_of_each_kind(looked_at()).items():
        times = [outcome.latency_ms for outcome in run_examples(examples, answerer)]
        everything += times
        rows.append((kind, len(times), *spread(times)))
    rows.append(("all", len(everything), *spread(everything)))
    return section("One answer, by kind", ("kind", "n", "p50 ms", "p95 ms"), rows)


def export_and_audit(documents: Path) -> Section:
    """Reading the documents, writing all figures as CSV and as a workbook, and the audit."""
    rows = []

    def timed(name: str, begun: float, result: str) -> None:
        rows.append((name, round(time.perf_counter() - begun, 2), result))

    begun = time.perf_counter()
    read = read_corpus(documents)
    timed("read", begun, f"{len(read)} documents")
    with tempfile.TemporaryDirectory(prefix="youju-bench-") as folder:
        begun = time.perf_counter()
        timed("export to CSV", begun, f"{write_csv(Path(folder) / 'all.csv', read)} figures")
        begun = time.perf_counter()
        timed("export to XLSX", begun, f"{write_workbook(Path(folder) / 'all.xlsx', read)} sheets")
    begun = time.perf_counter()
    timed("audit", begun, f"{len(audit(read))} findings")
    return section("Export and audit", ("what", "s", "result"), rows)
