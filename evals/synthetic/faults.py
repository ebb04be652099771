"""Faults planted in an invented report, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from evals.synthetic import changes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from evals.synthetic.province import Province
    from evals.synthetic.tables import Line


@dataclass(frozen=True, slots=True)
class Planted:
    """A planted fault: its name, the kinds of finding that name it, the 1-based lines it touches."""

    name: str
    kinds: tuple[str, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """How a fault is planted.

    ``apply`` changes the lines in place and gives the numbers of those it changed; a finding may
    also stand on a line whose tag is among ``beside``, because it states the figure once more.
    """

    group: str
    apply: Callable[[list[Line], Random], tuple[int, ...]]
    beside: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


_COUNTS = ("majors", "major.total")
_MEANS = ("core.mean", "core.median", "core.text", "students")
_WORK = ("annex.one", "annex.two", "annex.three", "annex.employed", "graduates")

FAULTS: dict[str, Fault] = {
    "total": Fault("arithmetic", changes.total, _COUNTS, ("contradiction",)),
    "summand": Fault("arithmetic", changes.summand, _COUNTS, ("contradiction",)),
    "levels": Fault("arithmetic", changes.levels, ("annex.online",), ("contradiction",)),
    "industries": Fault("arithmetic", changes.industries, _WORK, ("contradiction",)),
    "mean": Fault("arithmetic", changes.mean, ("core.mean",)),
    "median": Fault("arithmetic", changes.middle, ("core.median",)),
    "percentage": Fault("arithmetic", changes.percentage, ("cities",)),
    "growth": Fault("arithmetic", changes.growth),
    "weighted": Fault("arithmetic", changes.weighted, ("annex.content.fresh", "annex.content.years")),
    "list": Fault("arithmetic", changes.listed),
    "cities": Fault("arithmetic", changes.cities, ("core.text", "preface"), ("contradiction",)),
    "rows": Fault("arithmetic", changes.rows, ("team.row",), ("contradiction", "missing")),
    "swapped digits": Fault("contradiction", changes.swapped_digits, ("students", "core.text", "core.mean", "annex.students"), ("arithmetic",)),
    "annex": Fault("contradiction", changes.annex, ("core.text", "core.mean", "annex.ratio", "annex.dual", "annex.senior"), ("arithmetic",)),
    "schools": Fault("contradiction", changes.schools, ("cities", "core.text", "preface", "core.mean"), ("arithmetic",)),
    "unit slip": Fault("outlier", changes.unit_slip, _MEANS),
    "column unit": Fault("outlier", changes.column_unit, (*_MEANS, "core.row", "core.header")),
    "impossible": Fault("outlier", changes.impossible, _MEANS),
    "truncated": Fault("truncated", changes.truncated, _MEANS),
    "blank cell": Fault("missing", changes.blank_cell),
    "lost row": Fault("missing", changes.lost_row, (*_COUNTS, "major.row", "caption:表 2-1"), ("arithmetic",)),
    "lost caption": Fault("missing", changes.lost_caption, ("contents:图 3-1", "ref:图 3-1"), ("numbering",)),
    "unfinished": Fault("missing", changes.unfinished),
    "announced": Fault("missing", changes.announced, (), ("numbering",)),
    "school name": Fault("naming", changes.school_name, ("caption:图 3-2", "contents:图 3-2")),
    "office": Fault("naming", changes.office, ("preface", "leader"), ("contradiction",)),
    "stray": Fault("naming", changes.stray),
    "contents": Fault("numbering", changes.contents, ("heading:（二）核心指标", "heading:（二）技能提升")),
    "caption": Fault("numbering", changes.caption, ("contents:图 2-1",)),
    "reference": Fault("numbering", changes.reference, ("caption:图 3-1", "caption:图 3-2")),
    "repeated": Fault("numbering", changes.repeated, ("heading:（三）专业建设", "heading:（一）招生就业")),
    "cases": Fault("numbering", changes.cases, ("caption:案例 2-1", "caption:案例 2-2")),
    "annex title": Fault("numbering", changes.annex_title, ("caption:附表 1", "contents:附表 2"), ("naming",)),
}  # fmt: skip


def plant(
    lines: Sequence[Line], names: Sequence[str], province: Province
) -> tuple[tuple[Line, ...], tuple[Planted, ...]]:
    """``lines`` with the faults ``names`` in them, and where each stands; raises ``KeyError``."""
    now = list(lines)
    touched = [(name, FAULTS[name].apply(now, province.random)) for name in names]
    numbers: dict[int, int] = {}
    number = 1
    for place, line in enumerate(now):
        numbers[place] = number
        number += 0 if line.tag == changes.GONE else 1
    planted = []
    for name, places in touched:
        fault = FAULTS[name]
        beside = [i for i, line in enumerate(now) if line.tag in fault.beside]
        spots = {numbers[i] for i in (*places, *beside)}
        planted.append(Planted(name, (fault.group, *fault.also), tuple(sorted(spots))))
    return tuple(line for line in now if line.tag != changes.GONE), tuple(planted)


def one_of_each(random: Random) -> tuple[str, ...]:
    """A fault of each group, drawn by ``random``, no two of which one finding could name."""
    groups = dict.fromkeys(fault.group for fault in FAULTS.values())
    while True:
        chosen = tuple(random.choice([n for n, f in FAULTS.items() if f.group == g]) for g in groups)
        pairs = combinations((FAULTS[name] for name in chosen), 2)
        if not any(_mistakable(one, other) for one, other in pairs):
            return chosen


def _mistakable(one: Fault, other: Fault) -> bool:
    """True where a finding about the one could be taken for a finding about the other."""
    kinds = {one.group, *one.also} & {other.group, *other.also}
    return bool(kinds) and bool(set(one.beside) & set(other.beside))
