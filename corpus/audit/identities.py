"""Columns that are made of others (a sum, a quotient, a share), found from the rows; and the rows that do not keep to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from corpus.audit.columns import body, summaries, values
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place
from corpus.audit.wording import hypothesis, plain
from corpus.units import parse_number, split_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corpus.model import Column, Document, Row, Table

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

    said: str
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
        figures = {
            (row.index, column.index): parse_number(row.cells[column.index].text)
            for row in body(table)
            for column in columns
        }
        explained: set[frozenset[int]] = set()
        for column in sorted(columns, key=lambda c: _whole(table, c)):
            for rule in _rules(table, column, columns):
                used = frozenset((column.index, *(part.index for part in rule.columns)))
                broken = None if used in explained else _broken(table, column, rule, figures)
                if broken is not None:
                    explained.add(used)
                    yield from (_finding(document, table, column, rule, row) for row in broken)
                    break


def _whole(table: Table, column: Column) -> bool:
    """True for a column of whole numbers: what is counted comes before what is calculated from it."""
    return all(value == int(value) for value in values(table, column))


def _rules(table: Table, column: Column, columns: Sequence[Column]) -> Iterator[_Rule]:
    yield from _sums(column, columns)
    yield from _shares(table, column, columns)
    yield from _quotients(table, column, columns)


def _name(column: Column) -> str:
    return split_unit(column.label)[0]


def _sums(column: Column, columns: Sequence[Column]) -> Iterator[_Rule]:
    """The columns right before or right behind, from two to six of them, in one unit."""
    at = columns.index(column)
    for count in range(_LEAST_PARTS, _MOST_PARTS + 1):
        for parts in (columns[max(at - count, 0) : at], columns[at + 1 : at + 1 + count]):
            if len(parts) == count and {part.unit for part in parts} == {column.unit}:
                yield _Rule(
                    "、".join(f"“{_name(part)}”" for part in parts) + "之和",
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
                f"“{_name(other)}”占合计 {plain(total)} 的比例",
                (other,),
                lambda figures, total=total: figures[0] * 100 / total,  # type: ignore[misc]
                lambda texts, total=total: f"{texts[0]} ÷ {plain(total)} × 100",  # type: ignore[misc]
                rounds=True,
            )


def _quotients(table: Table, column: Column, columns: Sequence[Column]) -> Iterator[_Rule]:
    if len(set(values(table, column))) < _DIFFERENT:
        return
    for top in columns:
        for bottom in columns:
            if len({top.index, bottom.index, column.index}) < len((top, bottom, column)):
                continue
            for scale in _SCALES:
                times = "" if scale == 1 else f" × {plain(scale)}"
                yield _Rule(
                    f"“{_name(top)}”÷“{_name(bottom)}”{times}",
                    (top, bottom),
                    lambda figures, scale=scale: figures[0] * scale / figures[1] if figures[1] else None,  # type: ignore[misc]
                    lambda texts, times=times: f"{texts[0]} ÷ {texts[1]}{times}",  # type: ignore[misc]
                    rounds=True,
                )


def _operands(row: Row, rule: _Rule, figures: _Figures) -> tuple[Decimal, ...] | None:
    """The row's figures in the rule's columns; ``None`` where one is missing or all are zero."""
    found = [figures[row.index, column.index] for column in rule.columns]
    known = tuple(value for value in found if value is not None)
    return known if len(known) == len(found) and any(known) else None


def _broken(table: Table, column: Column, rule: _Rule, figures: _Figures) -> list[Row] | None:
    """The rows that do not keep to ``rule``; ``None`` where it is none, as too few rows keep to it."""
    rows = body(table)
    allowed = max(1, int((1 - _MOSTLY) * len(rows)))
    wrong: list[Row] = []
    kept: list[Decimal] = []
    for row in rows:
        operands, value = _operands(row, rule, figures), figures[row.index, column.index]
        if operands is None or value is None:
            continue
        made = rule.made(operands)
        if made is None or abs(made - value) > _slack(row.cells[column.index].text, rule):
            wrong.append(row)
        else:
            kept.append(value)
        if len(wrong) > allowed:
            return None
    enough = len(kept) >= _LEAST_ROWS - 1 and len(wrong) <= max(1, int((1 - _MOSTLY) * len(kept)))
    return wrong if enough and len(set(filter(None, kept))) >= _DIFFERENT else None


def _slack(text: str, rule: _Rule) -> Decimal:
    """Half a unit of the last printed digit; nothing for sums."""
    if not rule.rounds:
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
        f"{table.number}：{row.label}的“{_name(column)}”印作 {cell.text}，而按{rule.said}计算是 {own}；其他各行都合这个算法，这一行可能有一处印错。",
        (cell_place(document, table, cell), *(cell_place(document, table, part) for part in parts)),
        f"{rule.shown(tuple(part.text for part in parts))} = {own} ≠ {cell.text}",
        hypothesis(value, round(made, 2), "算得的") if made is not None else "",
    )
