"""The benchmarks' file: tables are added as they are measured, so that none is lost with a run that ends early."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from evals.errors import EvaluationError
from evals.reporting.circumstances import circumstances

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from evals.bench.model import Section
    from evals.reporting.model import Circumstances


def keep(path: Path, part: str, found: Section, order: Sequence[str], begun: Circumstances) -> None:
    """Writes a table of ``part`` in the place of an older one of the same title.

    With it stand the commit of when the run was ``begun``, and the time and load of now. Tables stand in the
    ``order`` of their parts; raises :class:`EvaluationError` for a damaged file.
    """
    now = circumstances()
    measured = replace(begun, date=now.date, load=now.load)
    fresh = {"part": part, "circumstances": asdict(measured), **asdict(found)}
    kept = [one for one in tables(path) if one["title"] != found.title]
    ranked = sorted([*kept, fresh], key=lambda one: order.index(one["part"]))
    path.parent.mkdir(parents=True, exist_ok=True)
    data = json.dumps({"sections": ranked}, ensure_ascii=False, indent=1)
    path.write_text(data + "\n", encoding="utf-8")


def tables(path: Path) -> list[dict[str, Any]]:
    """The tables of the file, none where there is no file."""
    if not path.is_file():
        return []
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["sections"]
        return [one for one in found if one["part"] and one["title"] and one["circumstances"]]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise EvaluationError(f"{path}: not what `bench` writes ({error!r}); remove it") from error
