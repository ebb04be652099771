"""Plans for one figure by another that is counted one by one: 平均一个项目到账多少, 每台电脑摊几个学生."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.choosing import ENOUGH, words_between
from assistant.dividing import divided, last_of, run_from
from assistant.query import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.choosing import Chooser
    from assistant.formulas import Formula
    from assistant.query import Plan
    from assistant.reading import Reading

_PER = re.compile(
    r"(?<![哪另第那这同上下前后某任唯])(?:每|一)一?(?:个人|个|名|位|项|门|台|本|人|课时|学时)(?!月|百分)"
)
_THINGS = ("concept", "label", "unknown")
_OF_PEOPLE = ("人", "名", "位")
_COUNTERS = {"项目": "项", "学校": "所"}


class Each:
    """Plans figure queries over two measures of which one is counted singly."""

    def __init__(self, chooser: Chooser) -> None:
        self._chooser = chooser

    def per(self, reading: Reading, *, entity: bool) -> Plan | None:
        """平均一个项目到账多少, 每人上多少课时: one figure by another that every word of the question names."""
        found = _PER.search(reading.nameless)
        tests = [c for c in reading.cues if c.kind == "threshold"]
        if found is None or "生均" in reading.words or any(c.start < found.end() <= c.end for c in tests):
            return None
        people = found.group()[-1] in _OF_PEOPLE
        run = run_from(reading, found.start(), found.end())
        if people and not run:  # 辅导员平均每人带多少学生
            run = words_between(reading, 0, found.start())
        pool = self._chooser.columns if entity else self._chooser.rows
        if not entity and not people and (twins := self._twins(reading, found.group()[-1])) is not None:
            return twins
        words = {t.form for t in reading.tokens if t.kind in _THINGS}
        after = reading.nameless[found.end() :]
        counter = next(
            (unit for noun, unit in _COUNTERS.items() if after.startswith(noun)), found.group()[-1]
        )
        bases = [
            m
            for m in pool
            if set(run) <= set(m.words) <= words
            and (run or (people and m.unit == "人") or (m.unit == counter and m.words))
        ]
        for base in sorted(bases, key=lambda m: (len(m.words), m.unit != counter, len(m.path))):
            rest = words - set(run or base.words)
            tops = [
                m
                for m in pool
                if (entity or m.table == base.table)
                and m.unit not in ("%", ":")
                and rest <= {*m.words, *base.words}
            ]
            fitting = self._chooser.measures.match(tuple(words), tops, last_of(reading.units))
            for match in fitting:
                own = set(match.measure.words)
                other = own & rest or (
                    not rest and match.measure.unit in reading.units and base.unit == counter
                )
                if match.measure != base and other and words <= own | set(base.words):
                    return divided(reading, Operation.RATIO, (match.measure, base), 1.0, entity=entity)
        return self._of_each(reading, run) if entity and run else None

    def _twins(self, reading: Reading, counter: str) -> Plan | None:
        """每门课平均多少学时: the two figures of one row that is counted in 门 and in 学时."""
        words = [word for word in reading.words if word not in reading.unknown]
        match = next(iter(self._chooser.measures.match(words, self._chooser.rows)), None)
        if match is None or match.explained < ENOUGH:
            return None
        row = match.measure
        same = [
            m
            for m in self._chooser.rows
            if (m.document, m.table, m.path) == (row.document, row.table, row.path)
        ]
        base = next((m for m in same if m.unit == counter), None)
        top = next((m for m in same if m.unit in reading.units and m.unit != counter), None)
        if base is None or top is None:
            return None
        return divided(reading, Operation.RATIO, (top, base), 1.0, entity=False)

    def _of_each(self, reading: Reading, run: Sequence[str]) -> Plan | None:
        """每个专业多少学生: a wider word (专业) stands for the first column that it is a kind of."""
        columns = self._chooser.columns
        for length in range(len(run), 0, -1):
            rest = [
                word for word in reading.words if word not in run[:length] and word not in reading.unknown
            ]
            bases = self._chooser.measures.match(run[:length], columns)
            tops = self._chooser.measures.match(rest, columns, last_of(reading.units))
            if not bases or not tops or tops[0].measure == bases[0].measure:
                continue
            explained = min(bases[0].explained, tops[0].explained)
            pair = (tops[0].measure, bases[0].measure)
            if explained >= ENOUGH and not {m.unit for m in pair} & {"%", ":"}:
                return divided(reading, Operation.RATIO, pair, explained, entity=True)
        return None

    def counted_by_another(self, reading: Reading, formula: Formula) -> bool:
        """每台电脑摊几个学生: what is counted one by one is not what ``formula`` divides by."""
        found = _PER.search(reading.nameless)
        run = run_from(reading, found.start(), found.end()) if found else []
        kin = {*formula.denominator, *self._implied(formula.denominator)}
        return bool(run) and formula.operator == "÷" and not kin & {*run, *self._implied(run)}

    def _implied(self, words: Sequence[str]) -> set[str]:
        return {wider for word in words for wider in self._chooser.measures.implied(word)}
