"""The tables of `bench`, `side-by-side` and the public sets as one page in Markdown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from evals.bench.keeping import tables
from evals.reporting.publish import markdown_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILES: Final = ("bench.json", "side-by-side.json", "public.json")
"""What the commands write by default, in the directory of the runs."""

_START: Final = (
    "# Benchmarks\n\nFrom `make bench`; how each is taken and what its columns say: [evaluation.md](evaluation.md). The load is the"
    "\nsystem's mean of five minutes when the table was done, of its own work too."
)


def benchmarks_page(folder: Path) -> str:
    """The page of those files that ``folder`` has; "" where it has none."""
    bench, sides, public = (folder / name for name in FILES)
    parts = [part for table in tables(bench) for part in _section(table)]
    if sides.is_file():
        found = json.loads(sides.read_text(encoding="utf-8"))
        parts += ["## Side by side with a plain pipeline", _measured_on(found), _sides(found["sides"])]
    if public.is_file():
        parts += ["## Public sets", _public(json.loads(public.read_text(encoding="utf-8")))]
    return "\n\n".join([_START, *parts]) + "\n" if parts else ""


def _section(table: dict[str, Any]) -> tuple[str, str, str]:
    return f"## {table['title']}", _measured_on(table), markdown_table(table["columns"], table["rows"])


def _measured_on(found: dict[str, Any]) -> str:
    now = found["circumstances"]
    changed = " with uncommitted changes" if now.get("changed") else ""
    return f"Commit {now['commit']}{changed}, {now['date']} UTC, {now['machine']}, load {now['load']}."


def _sides(sides: Sequence[dict[str, Any]]) -> str:
    names = list(next(iter(sides[0]["measures"].values())))
    rows = [
        (
            kind,
            side["name"],
            *(_value(name, measures.get(name)) for name in names),
            f"{side['ready']:.1f}",
            side["memory"],
            side["installed"],
        )
        for kind in sides[0]["measures"]
        for side in sides
        for measures in (side["measures"][kind],)
    ]
    return markdown_table(("set", "pipeline", *names, "ready s", "memory MB", "installed MB"), rows)


def _value(name: str, found: dict[str, float] | None) -> str:
    if found is None:
        return "–"
    return f"{found['value']:.0f} ms" if name.startswith("latency") else f"{100 * found['value']:.1f}"


def _public(found: dict[str, Any]) -> str:
    rows = [
        (name, one["file"], one["commit"], measure, n, share)
        for name, one in found.items()
        for measure, n, share in one["rows"]
    ]
    return markdown_table(("set", "file", "commit", "measure", "questions", "per cent"), rows)
