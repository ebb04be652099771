"""Doubts about a figure, answered by what the audit found of its cell, its column or its mean."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.findings import MOST_CITED, finding_said
from assistant.operations import said
from assistant.query import Operation, Query
from corpus.audit import Kind, Severity
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.measures import Measures
    from assistant.query import Measure, Plan
    from assistant.reading import Reading
    from corpus.audit import Finding, Place
    from corpus.model import Table
    from index.search import Index

_KINDS = (Kind.OUTLIER, Kind.ARITHMETIC, Kind.CONTRADICTION, Kind.TRUNCATED)
_NAMED = 0.45  # the least share of the question's words that a label explains
_NEAR = 0.75  # of the best label's share: labels as likely meant
_MOST = 2
_PAIRS = 3  # characters next to each other that a question shares with a label
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_POINT = ("个点", "小数", "截断", "不完整", "末尾", "结尾")  # words that doubt the end of a figure
_COLUMN = ("单位", "列", "栏", "口径")  # words that doubt a whole column
_ODD = ("异常", "离谱", "出格", "可疑", "反常", "离群", "不合理", "不合常理")
"""Words that ask for single cells that stand out, not for what is wrong with the column as a whole."""
_WIDE = 12  # places of a finding that is about a whole table


@lru_cache(maxsize=1)
def _doubted() -> re.Pattern[str]:
    data: dict[str, Any] = load_toml("assistant", "audit_questions.toml")["doubted"]
    return re.compile("|".join(data["patterns"]))


def doubts_figure(text: str) -> bool:
    """True where ``text`` says that a figure looks wrong: 怎么高达, 是不是填错, 合理吗."""
    return _doubted().search(text) is not None


class Doubts:
    """The findings of an index, by the cells that they are about."""

    def __init__(self, index: Index, measures: Measures) -> None:
        self._measures = measures
        self._findings = [f for f in index.findings if f.kind in _KINDS and f.severity is not Severity.LOW]
        self._tables = {(d.id, t.number): t for d in index.documents for t in d.tables}

    def compose(self, draft: Draft, reading: Reading, plan: Plan | None) -> Query | None:
        """Writes what was found of the figure that is doubted; ``None`` where nothing was, or none is doubted."""
        several = plan is not None and len(plan.query.measures) > 1  # to be compared with each other
        doubted = doubts_figure(reading.text) or said(reading.text, "why")
        doubted = doubted or (said(reading.text, "check") and not several)
        sums = reading.cue("total", "sum") is not None or said(reading.text, "each_of")
        two_tables = len(reading.places) > 1  # 表 1-1 和附表 6 写得一样吗: the two are compared
        if not doubted or sums or two_tables or reading.strangers:
            return None
        measures = self._named(reading)
        found = self.find(reading, measures)
        for finding in found[:_MOST]:
            cited = [draft.cite_place(place) for place in self._shown(finding, reading, measures)]
            guess = f"{finding.hypothesis}。" if finding.hypothesis else ""
            draft.say(f"{finding_said(finding)}{guess}", cited)
        if not found:
            return None
        if said(reading.text, "why") or "原因" in reading.text:
            draft.caveat("文件没有说明原因，请向填报单位核实。", [])
        return Query("structure", reading.text, Operation.CHECK, reading.subjects, tuple(measures[:1]))

    def _named(self, reading: Reading) -> list[Measure]:
        """The measures whose labels explain the question's words nearly as well as the best does."""
        words = [word for word in reading.words if word not in reading.unknown]
        pool = [m for m in self._measures.all if not reading.places or m.table in reading.places]
        matches = self._measures.match(words, pool)
        best = max((match.explained for match in matches), default=0.0)
        return [m.measure for m in matches if m.explained >= max(_NAMED, _NEAR * best)]

    def find(self, reading: Reading, measures: Sequence[Measure]) -> list[Finding]:
        """The findings on the measures (and schools) that are named, the nearest to the question first."""
        subjects = set(reading.subjects)
        numbers = {n for n in _NUMBER.findall(reading.text) if n != "0"}
        scored = []
        for order, finding in enumerate(self._findings):
            about = [i for i, m in enumerate(measures) if any(self._is_of(p, m) for p in finding.places)]
            rows = {place.row for place in finding.places if place.row}
            about = about or [i for i in (0,) if subjects and any(_like(p, reading) for p in finding.places)]
            if not about or (subjects and not subjects & rows):
                continue
            wide = len(finding.places) > _WIDE
            if subjects and wide:
                continue
            cut = finding.kind is Kind.TRUNCATED and any(word in reading.text for word in _POINT)
            whole = wide == any(word in reading.text for word in _COLUMN)
            told = sum(
                any(n in place.quote for place in finding.places) or n in finding.sentence for n in numbers
            )
            first = any(self._is_of(finding.places[0], m) for m in measures)
            mean = reading.cue("printed_mean", "mean") is not None and first and finding.kind is Kind.OUTLIER
            zero = "0" in _NUMBER.findall(reading.text) and "0" in _NUMBER.findall(finding.sentence)
            odd = any(word in reading.text for word in _ODD) and not subjects
            own = odd and bool(measures) and all(self._is_of(p, measures[0]) for p in finding.places)
            scored.append(
                ((-(told + 2 * mean + zero), not own, not cut, not whole, not first, order), finding)
            )
        return [finding for _, finding in sorted(scored, key=lambda item: item[0])]

    def _is_of(self, place: Place, measure: Measure) -> bool:
        """True where the place is a cell of the measure's column, or of its row."""
        if (place.document, place.table) != (measure.document, measure.table):
            return False
        table: Table = self._tables[measure.document, measure.table]
        if measure.layout == "entities":
            return place.column == table.columns[measure.column].label
        return table.rows[measure.row].span.contains(place.span)

    def _shown(self, finding: Finding, reading: Reading, measures: Sequence[Measure]) -> list[Place]:
        """The places to cite: those of the schools and the column in question before the others."""
        near = [p for p in finding.places if p.row in reading.subjects]
        near += [p for p in finding.places if p not in near and any(self._is_of(p, m) for m in measures[:1])]
        rest = [p for p in finding.places if p not in near]
        return [*near, *rest][: MOST_CITED + 2]


def _like(place: Place, reading: Reading) -> bool:
    """True where the column's label has most of what the question has left of its words: 年终怎么成0了."""
    pairs = {place.column[i : i + 2] for i in range(len(place.column) - 1)}
    return place.row in reading.subjects and sum(pair in reading.text for pair in pairs) >= _PAIRS
