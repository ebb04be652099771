"""New figures that still add up, and new orders of rows and columns."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import TYPE_CHECKING

from altered_tables import NUMBER, Grid, Row, paths, unit_of

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

ADDED = "校企合作企业数（个）"

_STATISTICS = ("合计", "均值", "中位数")


def new_figure(printed: str, factor: float, rng: random.Random, *, percent: bool) -> str:
    """About `factor` times as much, with as many digits and decimals; none (0) stays none."""
    digits = printed.rstrip(".")
    old = Decimal(digits)
    if not old:
        return printed
    step = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    low = max(step, Decimal(1).scaleb(old.adjusted()))
    high = Decimal(10).scaleb(old.adjusted()) - step
    if percent:
        high = min(high, Decimal(100))
    factor *= rng.uniform(0.99, 1.01)
    tries = [old * Decimal(factor), old / Decimal(factor), old + step, old - step]
    fitting = (new for value in tries if low <= (new := value.quantize(step)) <= high and new != old)
    return f"{next(fitting):f}{printed[len(digits) :]}"


def alter_figures(lines: list[str], grids: Iterable[Grid], rng: random.Random) -> dict[str, str]:
    """Change every figure of every table; the old and new ones that prose may repeat.

    Figures of one row (in an annex: of the whole annex) change alike, so that parts stay below wholes.
    """
    repeated: dict[str, str] = {}
    for grid in grids:
        wholes = _wholes(lines, grid)
        factors: dict[str, float] = {}
        for row in grid.rows:
            factor = factors.setdefault(
                "" if grid.has_units else row.path[0], rng.uniform(1.1, 1.5) ** rng.choice((-1, 1))
            )
            _alter_row(lines, grid, row, factor, (rng, repeated))
        for whole, parts in wholes:
            _set(lines, whole, sum(_value(lines, part) for part in parts), repeated)
    return repeated


def _alter_row(
    lines: list[str], grid: Grid, row: Row, factor: float, state: tuple[random.Random, dict[str, str]]
) -> None:
    rng, repeated = state
    fields = lines[row.at].split("\t")
    changed: dict[str, str] = {}
    for column, at in row.cells.items():
        old = fields[at]
        if NUMBER.fullmatch(old):
            percent = unit_of(grid, row, column) == "%"
            fields[at] = changed.setdefault(old, new_figure(old, factor, rng, percent=percent))
            if grid.has_units and len(old) > 3:
                repeated[old] = fields[at]
    lines[row.at] = "\t".join(fields)


def _wholes(lines: list[str], grid: Grid) -> list[tuple[Row, list[Row]]]:
    """The rows of an annex whose parts add up to them."""
    found = []
    for whole in grid.rows:
        parts = [
            row
            for row, path in zip(grid.rows, paths(grid), strict=True)
            if path[:-1] == whole.path and row.unit == whole.unit
        ]
        if len(parts) > 1 and sum(_value(lines, part) for part in parts) == _value(lines, whole):
            found.append((whole, parts))
    return found


def _value(lines: list[str], row: Row) -> Decimal:
    return Decimal(lines[row.at].split("\t")[next(iter(row.cells.values()))])


def _set(lines: list[str], row: Row, value: Decimal | int, repeated: dict[str, str]) -> None:
    fields = lines[row.at].split("\t")
    at = next(iter(row.cells.values()))
    old, fields[at] = fields[at], str(value)
    repeated.update({key: str(value) for key, new in repeated.items() if new == old})
    lines[row.at] = "\t".join(fields)


def recompute(lines: list[str], grid: Grid) -> None:
    """Totals, means and medians over the rows that the table lists."""
    listed = [row for row in grid.rows if not _statistic(row)]
    for row in grid.rows:
        if not (name := _statistic(row)):
            continue
        fields = lines[row.at].split("\t")
        for column, at in row.cells.items():
            values = [
                Decimal(lines[other.at].split("\t")[other.cells[column]].rstrip(".")) for other in listed
            ]
            fields[at] = _aggregate(name, values)
        lines[row.at] = "\t".join(fields)


def _statistic(row: Row) -> str:
    return next((name for name in _STATISTICS if row.path[-1].endswith(name)), "")


def _aggregate(name: str, values: list[Decimal]) -> str:
    if name == "合计":
        return str(sum(values))
    result = median(values) if name == "中位数" else Decimal(sum(values)) / len(values)
    text = str(result.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return text.rstrip("0").rstrip(".")


def rearrange(lines: list[str], grid: Grid, rng: random.Random, *, drop: int, add: bool) -> list[str]:
    """Shuffle rows and columns of a table of schools; drop and add columns; the names dropped."""
    labels = lines[grid.header[-1]].split("\t")
    fixed = 2 if lines[grid.header[0]].startswith("序号\t") else 1
    groups = _groups(lines[grid.header[0]].split("\t") if len(grid.header) > 1 else [], len(labels), fixed)
    dropped: list[int] = []
    for _ in range(drop):
        at = rng.choice([at for members in groups.values() if len(members) > 1 for at in members])
        dropped.append(at)
        groups = {name: [other for other in members if other != at] for name, members in groups.items()}
    names = rng.sample(list(groups), len(groups))
    order = [(name, at) for name in names for at in rng.sample(groups[name], len(groups[name]))]
    if add:
        order.append((order[-1][0], len(labels)))  # one field more than there was
    if len(grid.header) > 1:
        heads = lines[grid.header[0]].split("\t")[:fixed]
        heads += [name if at == 0 or order[at - 1][0] != name else "" for at, (name, _) in enumerate(order)]
        lines[grid.header[0]] = "\t".join(heads)
    picked = [*range(fixed), *(at for _, at in order)]
    lines[grid.header[-1]] = _pick([*labels, ADDED], picked)
    for row in grid.rows:
        lines[row.at] = _pick([*lines[row.at].split("\t"), str(rng.randint(3, 180))], picked)
    _shuffle_rows(lines, grid, rng, numbered=fixed > 1)
    return [labels[at] for at in dropped]


def _pick(fields: list[str], order: Sequence[int]) -> str:
    return "\t".join(fields[at] for at in order)


def _groups(heads: list[str], count: int, fixed: int) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    name = ""
    for at in range(fixed, count):
        name = (heads[at] if heads else "") or name
        groups.setdefault(name, []).append(at)
    return groups


def _shuffle_rows(lines: list[str], grid: Grid, rng: random.Random, *, numbered: bool) -> None:
    places = [row.at for row in grid.rows if not _statistic(row)]
    texts = [lines[at] for at in rng.sample(places, len(places))]
    for number, (at, text) in enumerate(zip(places, texts, strict=True), start=1):
        lines[at] = f"{number}\t{text.partition(chr(9))[2]}" if numbered else text
