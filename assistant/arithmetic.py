"""Plans for arithmetic that a question spells out: A 减去 B, A 加 B, A 除以 B, 用 A 除 B, also in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.choosing import words_between
from assistant.dividing import dimension, of_schools
from assistant.formulas import quotient_of, rest_of, share_of, sum_of
from assistant.operations import said
from assistant.query import Operation, Plan, Query
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.choosing import Chooser
    from assistant.formulas import Formula
    from assistant.query import Measure
    from assistant.reading import Reading

_EDGES = re.compile(r"[，,。；;：:（）()？?]|\u25a1+的?")
_LEAST_STEM = 2
_RATE = re.compile(r"率|百分|几成")
_OVER_SCHOOLS = (
    *(Operation.TOP, Operation.RANK_OF, Operation.RANGE, Operation.MEAN, Operation.MEDIAN),
    *(Operation.FILTER, Operation.COUNT),
)


@dataclass(frozen=True, slots=True)
class Sum:
    """What is spelled out: the sign (−, + or ÷) and where its two operands stand in the question.

    ``turned`` tells that the second is divided by the first (用 A 除 B).
    """

    sign: str
    one: tuple[int, int]
    other: tuple[int, int]
    turned: bool = False


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    """For each way of saying it its sign, whether the operands stand the other way round, and its pattern."""
    return tuple(
        (entry["sign"], entry.get("turned", False), re.compile(entry["pattern"]))
        for entry in load_toml("assistant", "arithmetic.toml")["operator"]
    )


@lru_cache(maxsize=1)
def _trimmed() -> re.Pattern[str]:
    data = load_toml("assistant", "arithmetic.toml")
    before = "|".join(sorted(data["before"], key=len, reverse=True))
    behind = "|".join(sorted(data["behind"], key=len, reverse=True))
    return re.compile(rf"^(?:{before})*(.*?)(?:(?:{behind}).*)?$")


def sums_said(text: str) -> list[Sum]:
    """The sums that ``text`` spells out, in order; an operand reaches to the next mark of punctuation."""
    found = []
    for sign, turned, pattern in _patterns():
        for match in pattern.finditer(text):
            operator = match.span("sign")
            starts = [m.end() for m in _EDGES.finditer(text, 0, operator[0])]
            opens = match.start("one") if "one" in pattern.groupindex else 0
            one = (max((*starts, opens)), operator[0])
            end = next((m.start() for m in _EDGES.finditer(text, operator[1])), len(text))
            other = (operator[1], end)
            if one[0] < one[1] and other[0] < other[1]:
                found.append(Sum(sign, one, other, turned))
    return found


class Arithmetic:
    """Plans what a question calculates in so many words."""

    def __init__(self, chooser: Chooser) -> None:
        self._chooser = chooser

    def plan(self, reading: Reading, operation: Operation, *, entity: bool) -> Plan | None:
        """The plan for the first sum that is spelled out and whose operands are figures of one kind of table."""
        if len(reading.subjects) > 1:
            return None
        for spelled in sums_said(reading.nameless):
            pair = self._operands(reading, spelled, entity=entity)
            if pair is not None and spelled.turned and not _asks_share(reading):
                pair = pair[::-1]  # of a rate the part is named first, whatever the verb
            if pair is not None:
                return _planned(reading, operation, spelled.sign, pair, entity=entity)
        return None

    def _operands(self, reading: Reading, spelled: Sum, *, entity: bool) -> tuple[Measure, Measure] | None:
        """The two figures; one that is called by a part of its label is looked for beside the other."""
        of_schools = entity or (said(reading.text, "school") and said(reading.text, "which"))
        pools = [self._chooser.columns] if of_schools else [self._chooser.rows, self._chooser.columns]
        for pool in pools:
            one, other = (self._named(reading, span, pool) for span in (spelled.one, spelled.other))
            if one is None and other is not None:
                one = self._called(reading, spelled.one, _beside(other, pool))
            if other is None and one is not None:
                other = self._called(reading, spelled.other, _beside(one, pool))
            if one is None and other is None:
                one, other = self._both_called(reading, spelled, pool)
            if one is None or other is None or one == other:
                continue
            if spelled.sign != "÷" and one.unit != other.unit:
                one, other = self._of_one_unit(reading, spelled, pool, (one, other))
            if spelled.sign == "÷" or one.unit == other.unit:
                return one, other
        return None

    def _of_one_unit(
        self, reading: Reading, spelled: Sum, pool: Sequence[Measure], pair: tuple[Measure, Measure]
    ) -> tuple[Measure, Measure]:
        """The pair with one operand taken for its like in the unit of the other: 落实人数 for 落实率."""
        one, other = pair
        second = self._named(reading, spelled.other, [m for m in pool if m.unit == one.unit])
        if second is not None and second != one:
            return one, second
        first = self._named(reading, spelled.one, [m for m in pool if m.unit == other.unit])
        return (first, other) if first is not None and first != other else pair

    def _named(self, reading: Reading, span: tuple[int, int], pool: Sequence[Measure]) -> Measure | None:
        """The one figure that the words of an operand name."""
        words = words_between(reading, *span)
        choice = self._chooser.choose(replace(reading, units=(), implied_unit=""), words, pool, alone=True)
        known = [word for word in words if word not in reading.unknown]
        return choice.measures[0] if known and choice.clear and len(choice.measures) == 1 else None

    def _called(self, reading: Reading, span: tuple[int, int], pool: Sequence[Measure]) -> Measure | None:
        """The one figure of ``pool`` whose label has what is written: 招生数 of 招生专业数."""
        found = _trimmed().match(reading.nameless[slice(*span)])
        written = found.group(1) if found else ""
        for stem in (written, written.removesuffix("数"), written.removesuffix("人数")):
            if len(stem) < _LEAST_STEM:
                continue
            opens = [m for m in pool if m.path[-1].startswith(stem)]
            fits = opens or [m for m in pool if stem in m.path[-1]]
            if len(fits) == 1:
                return fits[0]
        return None

    def _both_called(
        self, reading: Reading, spelled: Sum, pool: Sequence[Measure]
    ) -> tuple[Measure | None, Measure | None]:
        """Both by parts of their labels, in the first table that has them."""
        for table in dict.fromkeys((m.document, m.table) for m in pool):
            own = [m for m in pool if (m.document, m.table) == table]
            one, other = (self._called(reading, span, own) for span in (spelled.one, spelled.other))
            if one is not None and other is not None:
                return one, other
        return None, None


def _beside(measure: Measure, pool: Sequence[Measure]) -> list[Measure]:
    """The other figures of the table of ``measure``."""
    return [m for m in pool if (m.document, m.table) == (measure.document, measure.table) and m != measure]


def _planned(
    reading: Reading, operation: Operation, sign: str, pair: tuple[Measure, Measure], *, entity: bool
) -> Plan | None:
    """The plan of a sum over ``pair``, of a school, of the region, or ranked over all schools."""
    one, other = pair
    columns = all(m.layout == "entities" for m in pair)
    whose = said(reading.text, "school") and said(reading.text, "which")
    share = sign == "÷" and _asks_share(reading) and dimension(one) == dimension(other)
    of_one = bool(reading.subjects) and sign != "÷"  # quotients of one school are told to four places
    if columns and (operation in _OVER_SCHOOLS or of_one or reading.group or whose):
        if operation in (Operation.FILTER, Operation.COUNT):
            return None
        formula = _formula(sign, pair, share=share)
        kept = operation if operation in _OVER_SCHOOLS else Operation.VALUE
        return Plan(of_schools(reading, kept, formula, pair), 1.0)
    if operation in _OVER_SCHOOLS or (entity and not reading.subjects):
        return None
    divided = Operation.SHARE if share else Operation.RATIO
    signs = {"−": Operation.DIFFERENCE, "+": Operation.VALUE, "÷": divided}
    query = Query(
        kind="figure",
        text=reading.text,
        operation=signs[sign],
        subjects=reading.subjects,
        measures=pair,
        summary="" if reading.subjects else "total",
    )
    return Plan(query, 1.0)


def _asks_share(reading: Reading) -> bool:
    """True where the quotient is to be a share or a rate: 占多大比例, 落实率."""
    return reading.cue("share") is not None or _RATE.search(reading.text) is not None


def _formula(sign: str, pair: tuple[Measure, Measure], *, share: bool) -> Formula:
    """The plain formula of ``sign`` over two columns."""
    if sign == "÷":
        return share_of(*pair) if share else quotient_of(*pair)
    return sum_of(*pair) if sign == "+" else rest_of(*pair)
