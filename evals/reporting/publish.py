"""What of a run is shown to readers: the README's figures and the report's snapshot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from evals.errors import EvaluationError
from evals.reporting.terminal import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evals.reporting.model import Report, SetReport

BEGIN: Final = "<!-- figures: begin (from `python -m evals publish`) -->"
END: Final = "<!-- figures: end -->"
_SECTION: Final = re.compile(r"<!-- figures: begin.*?<!-- figures: end -->", re.DOTALL)
_FEWEST: Final = 10
PUBLISHED: Final = (
    ("right", "answer@first300"), ("evidence cited", "evidence_recall"), ("quotes verbatim", "quote_verbatim"),
    ("figures grounded", "number_grounded"), ("refused rightly", "refusal_recall"),
    ("refused wrongly", "wrong_refusals"), ("p50 ms", "latency_p50"), ("p95 ms", "latency_p95"),
)  # fmt: skip
"""The columns of the README and the measures that they show."""


def put_figures(readme: str, report: Report) -> str:
    """The README with its section of figures from this report; raises if it has no such section."""
    if not _SECTION.search(readme):
        raise EvaluationError(f"the README has no section from {BEGIN} to {END}")
    return _SECTION.sub(lambda _: figures_section(report), readme, count=1)


def figures_section(report: Report) -> str:
    """The section between its marks, in Markdown."""
    now = report.circumstances
    names = [name for name, _ in PUBLISHED]
    rows = [
        (_set_name(found), found.overall.count, *(_shown(m, found) for _, m in PUBLISHED))
        for found in report.sets
    ]
    parts = [
        BEGIN,
        "`make evals` asks every question of `evals/sets/`; `unread` sets are scored and never looked at. Shares are per cent, with the",
        "95 % bootstrap interval of right answers. All measures, every failure and where each set comes from:",
        "[docs/evaluation.html](docs/evaluation.html), [docs/evaluation.md](docs/evaluation.md).",
        f"Measured at commit {now.commit} on {now.machine}, load {now.load}.",
        "",
        markdown_table(("set", "questions", *names), rows),
        "",
        "Right answers on unread questions, by kind:",
        "",
        markdown_table(("kind", "questions", "right"), _unread_kinds(report)),
        END,
    ]
    return "\n".join(parts)


def _set_name(found: SetReport) -> str:
    return f"**{found.name}**" if found.unread else found.name


def _shown(measure: str, found: SetReport) -> str:
    text = cell(measure, found.overall.measures)
    estimate = found.overall.measures.get(measure)
    if measure != "answer@first300" or estimate is None:
        return text
    return f"{text} ({100 * estimate.low:.0f}–{100 * estimate.high:.0f})"


def _unread_kinds(report: Report) -> list[tuple[str, int, str]]:
    """The kinds of all unread sets together, best first; too few to say anything are left out."""
    right: dict[str, float] = {}
    count: dict[str, int] = {}
    for found in report.sets:
        rows = next((b.rows for b in found.breakdowns if b.name == "kind"), ()) if found.unread else ()
        for row in rows:
            right[row.key] = right.get(row.key, 0.0) + row.count * row.measures["answer@first300"].value
            count[row.key] = count.get(row.key, 0) + row.count
    shares = {kind: right[kind] / n for kind, n in count.items() if n >= _FEWEST}
    return [
        (kind, count[kind], f"{100 * share:.1f}")
        for kind, share in sorted(shares.items(), key=lambda x: -x[1])
    ]


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(str(value) for value in line) + " |" for line in lines)
