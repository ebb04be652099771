"""The scores over commits: one JSON object a line, `{commit, date, set, count, scores}`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evals.errors import SetError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evals.reporting.model import Report

HISTORY: Final = Path(__file__).parents[1] / "history.jsonl"
_FIELDS: Final = frozenset(("commit", "date", "set", "count", "scores"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One set at one commit; ``scores`` are the measures by name, latencies left out."""

    commit: str
    date: str
    set: str
    count: int
    scores: Mapping[str, float]


def report_entries(report: Report) -> tuple[Entry, ...]:
    """What is kept of a report; a commit with changes that are not committed has a +."""
    now = report.circumstances
    commit = now.commit + ("+" if now.changed else "")
    return tuple(
        Entry(
            commit,
            now.date,
            found.name,
            found.overall.count,
            {
                name: round(estimate.value, 4)
                for name, estimate in found.overall.measures.items()
                if not name.startswith("latency")
            },
        )
        for found in report.sets
    )


def read_history(path: Path = HISTORY) -> tuple[Entry, ...]:
    """All entries, in order; none where there is no file."""
    if not path.is_file():
        return ()
    entries = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except json.JSONDecodeError as error:
            raise SetError(path, number, "", f"not JSON: {error}") from error
        if not isinstance(fields, dict) or fields.keys() != _FIELDS:
            raise SetError(path, number, "", f"must have the fields {', '.join(sorted(_FIELDS))}")
        entries.append(Entry(**fields))
    return tuple(entries)


def record(entries: Iterable[Entry], path: Path = HISTORY) -> None:
    """Adds entries; an entry of the same commit and set is replaced."""
    kept = {(entry.commit, entry.set): entry for entry in (*read_history(path), *entries)}
    lines = (json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in kept.values())
    path.write_text("".join(lines), encoding="utf-8")
