"""Examples for an altered copy, written from its cells: in the form that `python -m evals` reads."""

from __future__ import annotations

import random
import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from altered_tables import UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from altered import Altered
    from altered_tables import Cell

EACH = 20
"""How many examples of a kind."""


def examples(copy: Altered) -> list[dict[str, Any]]:
    """Values, highest schools, figures of the annexes, and what the copy no longer has."""
    rng = random.Random(copy.seed)  # noqa: S311 - chosen, not secret
    schools = [cell for cell in copy.cells if cell.row in copy.schools.values() and cell.value]
    annexes = [cell for cell in copy.cells if cell.table.startswith("附表") and cell.value]
    found = [
        *(_value(cell) for cell in rng.sample(schools, EACH)),
        *(_annex(cell) for cell in rng.sample(_clear(annexes), EACH)),
        *_highest(schools),
        *_short(copy, schools),
        *_gone(copy, schools, rng),
    ]
    return [{"id": f"a{copy.seed}-{at:03}"} | fields for at, fields in enumerate(found, start=1)]


def _example(kind: str, question: str, expect: list[Any], cells: Sequence[Cell]) -> dict[str, Any]:
    return {
        "turns": [question],
        "kind": kind,
        "answerable": bool(expect),
        "expect": [[item] for item in expect],
        "evidence": [[_evidence(cell)] for cell in cells],
        "note": "；".join(f"{cell.table} {cell.row} / {cell.column} = {cell.printed}" for cell in cells),
    }


def _evidence(cell: Cell) -> dict[str, str]:
    found = {"doc": cell.document, "table": cell.table, "row": cell.row, "column": cell.column}
    return found | {"unit": cell.unit} if cell.table.startswith("附表") and cell.unit else found


def _number(cell: Cell) -> dict[str, Any]:
    value = Decimal(cell.value)
    return {"num": int(value) if value == int(value) else float(value)}


def _asked(cell: Cell) -> str:
    return UNIT.sub("", cell.column)


def _value(cell: Cell) -> dict[str, Any]:
    return _example("cell", f"{cell.row}的{_asked(cell)}是多少？", [_number(cell)], [cell])


def _clear(cells: Sequence[Cell]) -> list[Cell]:
    """The cells of the annexes whose last label names one figure only."""
    often = Counter(cell.row.split(" › ")[-1] for cell in cells)
    return [cell for cell in cells if often[cell.row.split(" › ")[-1]] == 1]


def _annex(cell: Cell) -> dict[str, Any]:
    label = re.sub("^[A-Z]类：", "", cell.row.split(" › ")[-1])
    return _example("appendix", f"全省{label}是多少？", [_number(cell)], [cell])


def _highest(cells: Sequence[Cell]) -> Iterator[dict[str, Any]]:
    """The highest school of every column that has one."""
    for table, column in dict.fromkeys((cell.table, cell.column) for cell in cells):
        ranked = sorted(
            (cell for cell in cells if (cell.table, cell.column) == (table, column)),
            key=lambda cell: Decimal(cell.value),
            reverse=True,
        )
        if Decimal(ranked[0].value) > Decimal(ranked[1].value):
            best = ranked[0]
            yield _example("rank", f"{_asked(best)}最多的是哪所学校？", [best.row, _number(best)], [best])


def _short(copy: Altered, cells: Sequence[Cell]) -> Iterator[dict[str, Any]]:
    """Schools by the short names that the prose of the copy uses."""
    full = {
        "长职院": "长春职业技术学院",
        "汽高专": "长春汽车工业高等专科学校",
        "吉铁院": "吉林铁道职业技术学院",
    }
    for short, school in full.items():
        for cell in [cell for cell in cells if cell.row == copy.schools[school]][:3]:
            question = f"{copy.names[short]}的{_asked(cell)}是多少？"
            yield _example("noisy", question, [_number(cell)], [cell])


def _gone(copy: Altered, cells: Sequence[Cell], rng: random.Random) -> Iterator[dict[str, Any]]:
    """Schools of the source and columns that were dropped: the copy says nothing of them."""
    for school in rng.sample(sorted(copy.schools), 5):
        yield _example("unanswerable", f"{school}的{_asked(cells[0])}是多少？", [], [])
    for column in copy.dropped:
        yield _example("unanswerable", f"{cells[0].row}的{UNIT.sub('', column)}是多少？", [], [])
