"""Columns that are made of others (a sum, a quotient, a share), found from the rows; and the rows that do not keep to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from corpus.audit.columns import body, summaries, values
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place
from corpus.audit.wording import hypothesis, plain
from corpus.units import parse_number, split_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    from corpus.model import Column, Document, Row, Table

    _Floats = npt.NDArray[np.float64]

_Figures = Mapping[tuple[int, int], Decimal | None]
_LEAST_ROWS = 6
_MOSTLY = 0.85
_LEAST_PARTS = 2
_MOST_PARTS = 6
_DIFFERENT = 4  # values that a column must have for a quotient to be told from chance
_SCALES = (Decimal(1), Decimal(100), Decimal(10_000))
_SLACK = Decimal("0.51")


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a column follows from others: ``said`` in words, ``columns`` used, ``made`` for a row's figures."""

    said: Callable[[], str]
    columns: tuple[Column, ...]
    made: Callable[[tuple[Decimal, ...]], Decimal | None]
    shown: Callable[[tuple[str, ...]], str]
    rounds: bool


def check_identities(document: Document) -> Iterator[Finding]:
    """A finding for each row whose figures do not fit together as those of nearly all other rows do."""
    for table in document.tables:
        if table.layout != "entities":
            continue
        columns = [column for column in table.columns if column.role == "value"]
        rows = body(table)
        figures = {
            (row.index, column.index): parse_number(row.cells[column.index].text)
            for row in rows
            for column in columns
        }
        quotients = _Quotients(rows, columns, figures)
        explained: set[frozenset[int]] = set()
        for column in sorted(columns, key=lambda c: _whole(table, c)):
            rules = (*_sums(column, columns), *_shares(table, column, columns), *quotients.of(column))
            for rule in rules:
                used = frozenset((column.index, *(part.index for part in rule.columns)))
                broken = None if used in explained else _broken(rows, column, rule, figures)
                if broken is not None:
                    explained.add(used)
                    yield from (_finding(document, table, column, rule, row) for row in broken)
                    break


def _whole(table: Table, column: Column) -> bool:
    """True for a column of whole numbers: what is counted comes before what is calculated from it."""
    return all(value == int(value) for value in values(table, column))


def _name(column: Column) -> str:
    return split_unit(column.label)[0]


def _sums(column: Column, columns: Sequence[Column]) -> Iterator[_Rule]:
    """The columns right before or right behind, from two to six of them, in one unit."""
    at = columns.index(column)
    for count in range(_LEAST_PARTS, _MOST_PARTS + 1):
        for parts in (columns[max(at - count, 0) : at], columns[at + 1 : at + 1 + count]):
            if len(parts) == count and {part.unit for part in parts} == {column.unit}:
                yield _Rule(
                    lambda parts=parts: "、".join(f"“{_name(part)}”" for part in parts) + "之和",  # type: ignore[misc]
                    tuple(parts),
                    lambda figures: sum(figures, Decimal(0)),
                    " + ".join,
                    rounds=False,
                )


def _shares(table: Table, column: Column, columns: Sequence[Column]) -> Iterator[_Rule]:
    """The share of a row in the total of another column."""
    if column.unit != "%":
        return
    for other in columns:
        printed = [value for _, _, value in summaries(table, other, "total")]
        total = printed[0] if printed else sum(values(table, other), Decimal(0))
        if other is not column and total > 0:
            yield _Rule(
                lambda other=other, total=total: f"“{_name(other)}”占合计 {plain(total)} 的比例",  # type: ignore[misc]
                (other,),
                lambda figures, total=total: figures[0] * 100 / total,  # type: ignore[misc]
                lambda texts, total=total: f"{texts[0]} ÷ {plain(total)} × 100",  # type: ignore[misc]
                rounds=True,
            )


class _Quotients:
    """The quotients of a table's columns that another column may be: sifted in floating point, to be checked exactly."""

    def __init__(self, rows: Sequence[Row], columns: Sequence[Column], figures: _Figures) -> None:
        self._rows, self._columns = rows, columns
        exact = [[figures[row.index, column.index] for row in rows] for column in columns]
        self._figures = np.array([[np.nan if f is None else float(f) for f in some] for some in exact])
        self._figures = self._figures.reshape(len(columns), len(rows))
        self._allowed = _allowed(rows)

    def of(self, column: Column) -> Iterator[_Rule]:
        """The rules for ``column``, by dividend, divisor and scale."""
        at = self._columns.index(column)
        own = self._figures[at]
        if len(set(own[~np.isnan(own)])) < _DIFFERENT:
            return
        slack = np.array([float(_slack(row.cells[column.index].text, rounds=True)) for row in self._rows])
        near = slack + 1e-9 * np.abs(own)
        for place, top in enumerate(self._columns):
            scales = [self._fitting(place, own, near, float(scale)) for scale in _SCALES]
            for other, bottom in enumerate(self._columns):
                if len({place, other, at}) == len((place, other, at)):
                    fitting = (s for s, fits in zip(_SCALES, scales, strict=True) if fits[other])
                    yield from (_quotient(top, bottom, scale) for scale in fitting)

    def _fitting(self, top: int, own: _Floats, near: _Floats, scale: float) -> npt.NDArray[np.bool_]:
        """For each column as the divisor, whether few enough rows are off; shape (columns,)."""
        with np.errstate(all="ignore"):
            made = self._figures[top] * scale / self._figures
        known = ~np.isnan(own) & ~np.isnan(self._figures[top]) & ~np.isnan(self._figures)
        known &= (self._figures[top] != 0) | (self._figures != 0)
        wrong = known & ~(np.abs(made - own) <= near)
        fits: npt.NDArray[np.bool_] = wrong.sum(axis=1) <= self._allowed
        return fits


def _quotient(top: Column, bottom: Column, scale: Decimal) -> _Rule:
    times = "" if scale == 1 else f" × {plain(scale)}"
    return _Rule(
        lambda: f"“{_name(top)}”÷“{_name(bottom)}”{times}",
        (top, bottom),
        lambda figures: figures[0] * scale / figures[1] if figures[1] else None,
        lambda texts: f"{texts[0]} ÷ {texts[1]}{times}",
        rounds=True,
    )


def _allowed(rows: Sequence[Row]) -> int:
    """How many rows may be off where nearly all keep to a rule."""
    return max(1, int((1 - _MOSTLY) * len(rows)))


def _operands(row: Row, rule: _Rule, figures: _Figures) -> tuple[Decimal, ...] | None:
    """The row's figures in the rule's columns; ``None`` where one is missing or all are zero."""
    found = [figures[row.index, column.index] for column in rule.columns]
    known = tuple(value for value in found if value is not None)
    return known if len(known) == len(found) and any(known) else None


def _broken(rows: Sequence[Row], column: Column, rule: _Rule, figures: _Figures) -> list[Row] | None:
    """The rows that do not keep to ``rule``; ``None`` where it is none, as too few rows keep to it."""
    allowed = _allowed(rows)
    wrong: list[Row] = []
    kept: list[Decimal] = []
    for row in rows:
        operands, value = _operands(row, rule, figures), figures[row.index, column.index]
        if operands is None or value is None:
            continue
        made = rule.made(operands)
        if made is None or abs(made - value) > _slack(row.cells[column.index].text, rounds=rule.rounds):
            wrong.append(row)
        else:
            kept.append(value)
        if len(wrong) > allowed:
            return None
    enough = len(kept) >= _LEAST_ROWS - 1 and len(wrong) <= max(1, int((1 - _MOSTLY) * len(kept)))
    return wrong if enough and len(set(filter(None, kept))) >= _DIFFERENT else None


def _slack(text: str, *, rounds: bool) -> Decimal:
    """Half a unit of the last printed digit; nothing for sums."""
    if not rounds:
        return Decimal(0)
    _, _, decimals = text.rstrip("% ").partition(".")
    return Decimal(1).scaleb(-len(decimals)) * _SLACK


def _finding(document: Document, table: Table, column: Column, rule: _Rule, row: Row) -> Finding:
    cell = row.cells[column.index]
    parts = [row.cells[part.index] for part in rule.columns]
    value = parse_number(cell.text) or Decimal(0)
    made = rule.made(tuple(parse_number(part.text) or Decimal(0) for part in parts))
    own = plain(made, 2) if made is not None else "算不出"
    return Finding(
        Kind.ARITHMETIC,
        Severity.HIGH,
        f"{table.number}：{row.label}的“{_name(column)}”印作 {cell.text}，而按{rule.said()}计算是 {own}；其他各行都合这个算法，这一行可能有一处印错。",
        (cell_place(document, table, cell), *(cell_place(document, table, part) for part in parts)),
        f"{rule.shown(tuple(part.text for part in parts))} = {own} ≠ {cell.text}",
        hypothesis(value, round(made, 2), "算得的") if made is not None else "",
    )
