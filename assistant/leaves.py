"""Plans for one thing told of several rows: 国家级、省级和校级基地中接入平台的, 教职工和用人单位两块调查了多少人次."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.measures import parents_of
from assistant.query import Plan, Query

if TYPE_CHECKING:
    from assistant.choosing import Chooser
    from assistant.query import Measure
    from assistant.reading import Reading

_OTHERWISE = (
    *("highest", "lowest", "top", "bottom", "range", "threshold", "against", "share", "division", "ratio"),
    *("difference", "compare", "rank_of", "mean", "median"),
)
_RATES = ("%", ":", "：")


class Leaves:
    """Plans figures of rows that are called alike and stand under different ones."""

    def __init__(self, chooser: Chooser) -> None:
        self._chooser = chooser

    def plan(self, reading: Reading) -> Plan | None:
        """The rows called alike whose parents the question names, each or added up; ``None`` for less than two."""
        if reading.subjects or reading.group or reading.strangers or reading.cue(*_OTHERWISE):
            return None
        words = {word for word in reading.words if word not in reading.unknown}
        alike: dict[tuple[str, str, tuple[str, ...], str], list[Measure]] = {}
        for row in self._chooser.rows:
            own = set(row.words)
            above = parents_of(row)
            if own and above and own <= words and above <= words:
                alike.setdefault((row.document, row.table, row.words, row.unit), []).append(row)
        several = [rows for rows in alike.values() if _of_different(rows)]
        if len(several) != 1 or words - _said(several[0]):
            return None
        rows = several[0]
        added = reading.cue("total", "printed_total") is not None and rows[0].unit not in _RATES
        summary = "total" if added else ""
        return Plan(Query("figure", reading.text, measures=tuple(rows), summary=summary), 1.0)


def _of_different(rows: list[Measure]) -> bool:
    """True for rows that stand under different ones, none of them within another's words."""
    above = [frozenset(parents_of(row)) for row in rows]
    return len(rows) > 1 and not any(a <= b for i, a in enumerate(above) for b in above[i + 1 :])


def _said(rows: list[Measure]) -> set[str]:
    return {word for row in rows for word in (*row.words, *row.context)}
