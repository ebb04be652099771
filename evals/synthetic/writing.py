"""Writes invented reports to files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.synthetic.chapters import report_lines
from evals.synthetic.faults import Planted, plant
from evals.synthetic.province import invent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def make_report(
    seed: int, faults: Sequence[str] = (), region: tuple[str, int] | None = None
) -> tuple[str, tuple[Planted, ...]]:
    """The text of the report of ``seed`` and where its ``faults`` stand; same seed, same text.

    ``region`` is another name and year for its province.
    """
    province = invent(seed, region)
    lines, planted = plant(report_lines(province), faults, province)
    return "\n".join(line.text for line in lines) + "\n", planted


def write_report(
    folder: Path, seed: int, faults: Sequence[str] = (), region: tuple[str, int] | None = None
) -> Path:
    """Writes the report of ``seed`` into ``folder`` and gives its path; see :data:`FAULTS`, :func:`make_report`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"synthetic-{seed:04d}.txt"
    path.write_text(make_report(seed, faults, region)[0], encoding="utf-8")
    return path
