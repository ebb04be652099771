"""The report as one HTML page that asks for nothing from anywhere, and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.measures.bootstrap import LEVEL
from evals.measures.named import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.measures.bootstrap import Estimate
    from evals.reporting.history import Entry
    from evals.reporting.model import CurvePoint, Report

_WIDTH: Final = 420
_HEIGHT: Final = 220


def report_to_json(report: Report) -> str:
    """All of a report."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=1)


def report_to_html(report: Report, history: Sequence[Entry] = ()) -> str:
    """One self-contained page: overview, each set by kind, document, chapter and table, every failure."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"shown": shown, "curve": curve_to_svg, "level": LEVEL}
    return environment.get_template("report.html").render(
        report=report, measures=MEASURES, history=history, commits=_by_commit(history)
    )


def shown(name: str, measures: Mapping[str, Estimate]) -> Markup:
    """A measure with its interval: shares in per cent, latencies in milliseconds."""
    found = measures.get(name)
    if found is None:
        return Markup("–")
    if name.startswith("latency"):
        return Markup("{} <small>{}–{}</small>").format(*_numbers(found, 1, 0))
    return Markup("{} <small>{}–{}</small>").format(*_numbers(found, 100, 1))


def _numbers(found: Estimate, factor: int, places: int) -> tuple[str, str, str]:
    low, value, high = (f"{factor * x:.{places}f}" for x in (found.low, found.value, found.high))
    return value, low, high


def curve_to_svg(points: Sequence[CurvePoint], threshold: float) -> Markup:
    """Precision, recall and wrong refusals over the threshold, as a drawing; the one in use is marked."""
    if not points:
        return Markup()
    first, last = points[0].threshold, points[-1].threshold
    span = (last - first) or 1.0

    def across(value: float) -> str:
        return f"{_WIDTH * (value - first) / span:.1f}"

    lines: list[Any] = []
    for name in ("precision", "recall", "wrong_refusals"):
        places = " ".join(
            f"{across(p.threshold)},{_HEIGHT * (1 - value):.1f}"
            for p in points
            if (value := getattr(p, name)) is not None
        )
        lines.append(Markup('<polyline class="{}" points="{}"/>').format(name, places))
    mark = Markup('<line class="used" x1="{0}" x2="{0}" y1="0" y2="{1}"/>').format(across(threshold), _HEIGHT)
    drawn = Markup().join([*lines, mark])
    return Markup('<svg viewBox="-4 -4 {} {}" role="img" aria-label="refusal curve">{}</svg>').format(
        _WIDTH + 8, _HEIGHT + 8, drawn
    )


def _by_commit(history: Sequence[Entry]) -> dict[tuple[str, str], dict[str, Entry]]:
    rows: dict[tuple[str, str], dict[str, Entry]] = {}
    for entry in history:
        rows.setdefault((entry.date, entry.commit), {})[entry.set] = entry
    return rows
