"""Reports as tables in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from evals.measures.named import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from evals.measures.bootstrap import Estimate
    from evals.reporting.comparing import Change, Comparison
    from evals.reporting.history import Entry
    from evals.reporting.model import Report, Row

_MOST_SIGNS = 120
_SHORT = {
    "answer@first300": "answer@\nfirst300", "evidence_recall": "evidence\nrecall",
    "citation_precision": "citation\nprecision", "quote_verbatim": "quote\nverbatim",
    "number_grounded": "number\ngrounded", "refusal_recall": "refusal\nrecall",
    "refusal_precision": "refusal\nprecision", "wrong_refusals": "wrong\nrefusals",
    "consistency": "consis-\ntency", "latency_p50": "p50\nms", "latency_p95": "p95\nms",
}  # fmt: skip


def show_report(report: Report, console: Console) -> None:
    """Where it was measured, a row for each set, each set by kind, and the ways to rank."""
    now = report.circumstances
    changed = " with uncommitted changes" if now.changed else ""
    console.print(
        f"Commit {now.commit or 'unknown'}{changed}, {now.date} UTC, {now.machine}, load {now.load}.",
        highlight=False,
    )
    show_rows("All sets", "set", [(s.name, s.overall) for s in report.sets], console)
    for found in report.sets:
        by_kind = next((b.rows for b in found.breakdowns if b.name == "kind"), ())
        show_rows(found.name, "kind", [(row.key, row) for row in by_kind], console)
    ways = [(f"{s.name}: {row.key}", row) for s in report.sets for row in s.retrieval]
    if ways:
        show_retrieval(ways, console)


def show_rows(title: str, first: str, rows: Sequence[tuple[str, Row]], console: Console) -> None:
    """The measures of some groups, shares in per cent."""
    present = [m for m in MEASURES if any(m.name in row.measures for _, row in rows)]
    table = Table(title=title)
    table.add_column(first)
    table.add_column("n", justify="right")
    for measure in present:
        table.add_column(_SHORT.get(measure.name, measure.name), justify="right")
    for name, row in rows:
        table.add_row(name, str(row.count), *(cell(m.name, row.measures) for m in present))
    console.print(table)


def show_retrieval(rows: Sequence[tuple[str, Row]], console: Console) -> None:
    """How well each way ranks the sentences."""
    table = Table(title="Ways to rank sentences")
    names = list(rows[0][1].measures)
    table.add_column("set: way")
    table.add_column("n", justify="right")
    for name in names:
        table.add_column(name, justify="right")
    for key, row in rows:
        table.add_row(key, str(row.count), *(cell(name, row.measures) for name in names))
    console.print(table)


def cell(name: str, measures: Mapping[str, Estimate]) -> str:
    """A measure as short as possible."""
    found = measures.get(name)
    if found is None:
        return "–"
    return f"{found.value:.0f}" if name.startswith("latency") else f"{100 * found.value:.1f}"


def show_comparison(found: Comparison, console: Console) -> None:
    """The test, and every question that changed unless the set stays unread."""
    gain = found.gain
    width = f" ({100 * gain.low:+.1f} to {100 * gain.high:+.1f} points)" if gain else ""
    console.print(
        Text(
            f"{found.name}: {found.right_before} → {found.right_after} right of {found.count}{width}, "
            f"{found.gained} gained, {found.lost} lost, exact McNemar p = {found.p_value:.3f}",
            "bold",
        ),
        soft_wrap=True,
    )
    for change in found.changes:
        _show_change(change, console)


def _show_change(change: Change, console: Console) -> None:
    was, now = ("right" if r else "wrong" for r in (change.right_before, change.right_after))
    colour = {"rightwrong": "red", "wrongright": "green"}.get(was + now, "")
    question = " → ".join(change.turns)
    console.print(Text(f"  {was} → {now}  {change.id} [{change.kind}] {question}", colour), soft_wrap=True)
    for sign, text in (("-", change.before), ("+", change.after)):
        console.print(Text(f"      {sign} {_short(text)}"), soft_wrap=True)


def _short(text: str) -> str:
    line = " / ".join(text.split("\n"))
    return line if len(line) <= _MOST_SIGNS else line[:_MOST_SIGNS] + "…"


def show_history(entries: Sequence[Entry], measure: str, console: Console) -> None:
    """One measure over commits, a column for each set."""
    sets = sorted({entry.set for entry in entries})
    table = Table(title=measure)
    for name in ("commit", "date", *sets):
        table.add_column(name)
    rows: dict[tuple[str, str], dict[str, float]] = {}
    for entry in entries:
        if measure in entry.scores:
            rows.setdefault((entry.commit, entry.date), {})[entry.set] = entry.scores[measure]
    for (commit, date), scores in rows.items():
        table.add_row(commit, date, *(f"{100 * scores[s]:.1f}" if s in scores else "–" for s in sets))
    console.print(table)
