"""Plans that rank the rows of an indicator table: which satisfaction is lowest, in which industry most work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.intent import asked_ranking, both_ends
from assistant.operations import said
from assistant.query import Operation, Plan, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.choosing import Chooser
    from assistant.query import Measure
    from assistant.reading import Reading

_RANKED = ("highest", "lowest", "top", "bottom", "range")
_WHICH = re.compile(r"哪(?!所|家|校|年)|什么|啥|几[项类种]|各[项类种]|最[高低多少大小]和最[高低多少大小]")
_SCHOOL = re.compile(r"学校|院校|高校|哪所|哪家|谁|高职")
_LEAST = 2
_LEAST_ALIKE = 3
_ENDING = 2


class Rows:
    """Plans rankings over rows of one kind."""

    def __init__(self, chooser: Chooser) -> None:
        self._chooser = chooser

    def plan(self, reading: Reading) -> Plan | None:
        """The ranking of the rows that the question names together, or ``None``."""
        if reading.cue(*_RANKED) is None or reading.cue("threshold", "against"):
            return None
        named = reading.subjects or reading.group or reading.counted or reading.strangers
        if named or not _WHICH.search(reading.text) or _SCHOOL.search(reading.text):
            return None
        if said(reading.text, "count"):
            return None
        family = self._parts(reading) or self._alike(reading)
        if not family:
            return None
        ranking = asked_ranking(reading, Operation.TOP)
        query = Query(
            kind="figure",
            text=reading.text,
            operation=both_ends(reading) or Operation.TOP,
            measures=family,
            descending=ranking.descending,
            position=ranking.position,
            limit=ranking.limit,
        )
        return Plan(query, 1.0)

    def family(self, row: Measure) -> tuple[Measure, ...]:
        """The rows that ``row`` is ranked with: its parts in its unit, else the rows beside it."""
        near = [
            m
            for m in self._chooser.rows
            if (m.document, m.table, m.unit) == (row.document, row.table, row.unit) and m.unit
        ]
        parts = tuple(m for m in near if m.path[:-1] == row.path)
        beside = tuple(m for m in near if m.path[:-1] == row.path[:-1] and len(row.path) > 1)
        return parts if len(parts) >= _LEAST else beside if len(beside) >= _LEAST else ()

    def _parts(self, reading: Reading) -> tuple[Measure, ...]:
        """The parts of the row that the question names, in one unit."""
        found: list[tuple[Measure, ...]] = []
        for whole in self._chooser.rows:
            if not _named(whole, reading):
                continue
            parts = [
                m
                for m in self._chooser.rows
                if (m.document, m.table) == (whole.document, whole.table)
                and m.path[:-1] == whole.path
                and m.unit == whole.unit
                and m.unit
            ]
            if len(parts) >= _LEAST:
                found.append(tuple(parts))
        return found[0] if len(found) == 1 else ()

    def _alike(self, reading: Reading) -> tuple[Measure, ...]:
        """The rows of their own that are called alike by the one word of the question: 满意度."""
        words = [w for w in reading.words if w not in reading.unknown]
        own = [m for m in self._chooser.rows if len(m.path) == 1 and words and set(words) <= set(m.words)]
        labels = "".join(m.name for m in self._chooser.rows if own and m.table == own[0].table)
        strange = [w for w in reading.unknown if w not in labels]
        if len(own) < _LEAST_ALIKE or len(words) > 1 or strange:
            return ()
        first = own[0]
        like = [
            m
            for m in own
            if (m.document, m.table, m.unit) == (first.document, first.table, first.unit)
            and m.path[-1].endswith(words[0][-_ENDING:])
        ]
        return tuple(like) if len(like) >= _LEAST_ALIKE else ()


def _named(whole: Measure, reading: Reading) -> bool:
    """True where the question's words are the row's, whole or in part (产业 of 三次产业), and the other way round."""
    label, words = "".join(whole.path), reading.words
    if not words:
        return False
    each_is_its = all(w in whole.words or (len(w) > 1 and w in label) for w in words)
    return each_is_its and all(_said(word, words) for word in whole.words)


def _said(word: str, words: Sequence[str]) -> bool:
    return any(word == w or (len(w) > 1 and w in word) for w in words)
