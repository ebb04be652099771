"""What public sets came to, kept for the page of benchmarks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from evals.reporting.circumstances import circumstances

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def keep_public(path: Path, name: str, data: Path, rows: Iterable[tuple[str, int, str]]) -> None:
    """Writes the rows (measure, questions, per cent) of the set ``name`` from ``data`` in place of older ones."""
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    now = circumstances()
    commit = now.commit + ("+" if now.changed else "")
    found[name] = {"file": data.name, "commit": commit, "rows": [list(row) for row in rows]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
