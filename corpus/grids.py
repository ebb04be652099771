"""From rows of cells to a table: alignment, header rows, columns, labels and nesting.

The input is only a grid of texts, so the same reading serves tables of any source:
``rows -> aligned grid -> header depth -> columns -> body rows with label paths``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.knowledge import structure_words
from corpus.lines import squeeze
from corpus.units import find_unit, parse_number, split_unit

_HEADERS_MOST = 2
_YEAR_LENGTH = 4
_NOTHING = frozenset("-－—–/／")

Grid = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Header:
    """A column's header: leaf label, the group label over it ("" if none), unit and role.

    ``role`` is "sequence", "label", "unit", "value" (figures) or "text" (words).
    """

    label: str
    group: str
    unit: str
    role: str


def align(rows: Grid) -> list[int]:
    """For each row how many blank cells its start has lost (1), so that cells fit their columns.

    Rows that lost a leading tab have their cells one column too far to the left; a row is moved
    only if that makes more of its cells look like the rest of their columns.
    """
    width = Counter(len(row) for row in rows).most_common(1)[0][0] if rows else 0
    regular = [row for row in rows if len(row) == width]
    kinds = [_column_kind([row[i] for row in regular]) for i in range(width)]
    return [_best_shift(row, kinds) for row in rows]


def _column_kind(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return "any"
    numbers = sum(1 for cell in filled if parse_number(cell) is not None)
    units = sum(1 for cell in filled if find_unit(cell.strip()))
    if numbers * 2 > len(filled):
        return "number"
    return "unit" if units * 2 > len(filled) else "text"


def _best_shift(row: Sequence[str], kinds: Sequence[str]) -> int:
    moved = ["", *row[:-1]] if row and not row[-1].strip() else ["", *row]
    if len(moved) > len(kinds):
        return 0
    return 1 if _fit(moved, kinds) > _fit(row, kinds) else 0


def _fit(row: Sequence[str], kinds: Sequence[str]) -> int:
    score = 0
    for cell, kind in zip(row, kinds, strict=False):
        if not cell.strip() or kind == "any":
            continue
        score += 1 if _column_kind([cell]) == kind else -1
    return score


def header_depth(rows: Grid) -> int:
    """How many rows at the top are header rows: those before the first row of figures.

    In a table of words it is the first row, and the second too where the first has gaps that
    the second fills.
    """
    for depth, row in enumerate(rows):
        figures = [cell for cell in row if _is_figure(cell)]
        if figures and depth > 0:
            return depth
    if len(rows) > _HEADERS_MOST and _gaps(rows[0]) > 1 and not rows[1][0].strip():
        return _HEADERS_MOST
    return 1 if rows else 0


def _is_figure(cell: str) -> bool:
    number = parse_number(cell)
    plain = squeeze(cell)
    is_year = number is not None and len(plain) == _YEAR_LENGTH and plain[:2] in ("19", "20")
    return number is not None and not is_year


def _gaps(row: Sequence[str]) -> int:
    return sum(1 for cell in row if not cell.strip())


def read_headers(rows: Grid, depth: int) -> tuple[Header, ...]:
    """The columns of the table whose first ``depth`` rows are headers."""
    width = max((len(row) for row in rows), default=0)
    head = [list(row) + [""] * (width - len(row)) for row in rows[:depth]]
    body = [list(row) + [""] * (width - len(row)) for row in rows[depth:]]
    leaves = [_lowest(head, column) for column in range(width)]
    groups = _groups(head, leaves)
    roles = _roles(leaves, body)
    return tuple(Header(leaf, groups[i], split_unit(leaf)[1], roles[i]) for i, leaf in enumerate(leaves))


def _lowest(head: Sequence[Sequence[str]], column: int) -> str:
    """The lowest label over a column; a row of units alone (（人）) belongs to the label above it."""
    filled = [row[column].strip() for row in head if row[column].strip()]
    if not filled:
        return ""
    if len(filled) > 1 and not split_unit(filled[-1])[0] and split_unit(filled[-1])[1]:
        return filled[-2] + filled[-1]
    return filled[-1]


def _groups(head: Sequence[Sequence[str]], leaves: Sequence[str]) -> list[str]:
    """The group label over each column; borders printed out of place are moved to fit."""
    groups = [""] * len(leaves)
    if len(head) <= 1:
        return groups
    starts = [
        (i, cell.strip()) for i, cell in enumerate(head[0]) if cell.strip() != leaves[i] and cell.strip()
    ]
    if not starts:
        return groups
    alone = {i for i, cell in enumerate(head[0]) if cell.strip() and cell.strip() == leaves[i]}
    for (start, name), (end, _) in zip(starts, [*starts[1:], (len(leaves), "")], strict=True):
        stop = min((i for i in alone if start < i < end), default=end)
        groups[start:stop] = [name] * (stop - start)
    for (_, left), (border, right) in pairwise(starts):
        place = border - 1
        while place > 0 and groups[place] == left and _shares(leaves[place], right, left):
            groups[place] = right
            place -= 1
    return groups


def _shares(leaf: str, right: str, left: str) -> bool:
    """True where the leaf has a character of the right group's name alone and none of the left's."""
    return bool(set(leaf) & (set(right) - set(left))) and not set(leaf) & (set(left) - set(right))


def _roles(leaves: Sequence[str], body: Grid) -> list[str]:
    words = structure_words()
    roles: list[str] = []
    for column, leaf in enumerate(leaves):
        kind = _column_kind([row[column] for row in body])
        if squeeze(leaf) in words.sequence_headers:
            roles.append("sequence")
        elif squeeze(leaf) in words.unit_headers and kind in ("unit", "text"):
            roles.append("unit")
        else:
            roles.append("value" if kind == "number" else "text")
    label = _label_column(leaves, roles, body)
    if label is not None:
        roles[label] = "label"
    return roles


def _label_column(leaves: Sequence[str], roles: Sequence[str], body: Grid) -> int | None:
    """The column that says what a row is about: that of indicators, else the first that tells rows apart.

    A column of words before it whose cells are merged (the city over its schools) tells none apart.
    """
    words = structure_words()
    columns = [i for i, role in enumerate(roles) if role == "text" and any(row[i].strip() for row in body)]
    named = [i for i in columns if squeeze(leaves[i]) in words.indicator_headers]
    if named or not columns or "value" not in roles:
        return named[0] if named else next(iter(columns), None)
    summaries = {*words.mean_rows, *words.median_rows, *words.total_rows}
    rows = [row for row in body if sum(bool(c.strip()) for c in row) > 1]
    rows = [row for row in rows if not any(squeeze(row[i]) in summaries for i in columns)]
    return next((i for i in columns if _tells_apart([row[i].strip() for row in rows])), columns[0])


def _tells_apart(cells: Sequence[str]) -> bool:
    return all(cells) and len(set(cells)) == len(cells)


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body row's place in the label tree: label as printed, path without 其中, unit."""

    label: str
    path: tuple[str, ...]
    unit: str


def nest_rows(headers: Sequence[Header], body: Grid) -> tuple[BodyRow, ...]:
    """The label path of each body row.

    Where a sequence column exists, a row without a number hangs under the numbered row above; a
    row without a label repeats the label above with another unit. A sub-label that comes again
    under the same number belongs to the sub-row right above it, each time.
    """
    place = _position(headers, "label")
    sequence = _position(headers, "sequence")
    unit_at = _position(headers, "unit")
    numbers = [row[sequence].strip() if sequence is not None else "-" for row in body]
    labels = [row[place].strip() if place is not None else "" for row in body]
    labels = [
        number if not label and number and parse_number(number) is None and number != "-" else label
        for number, label in zip(numbers, labels, strict=True)
    ]
    units = [row[unit_at].strip() if unit_at is not None else "" for row in body]
    units = [_unit(unit, label) for unit, label in zip(units, labels, strict=True)]
    tops = _tops(labels, numbers)
    nested: list[BodyRow] = []
    opened: tuple[str, ...] = ()
    for i, label in enumerate(labels):
        if not label and nested:
            nested.append(BodyRow(nested[-1].label, nested[-1].path, units[i]))
            continue
        if tops[i] == i or not nested:
            opened = (_indicator(label),)
            nested.append(BodyRow(label, opened, units[i]))
            continue
        if plain_label(label) != label:
            opened = _whole_above(nested, tops[i], i, units[i])
        siblings = [labels[j] for j in range(tops[i] + 1, len(labels)) if tops[j] == tops[i]]
        parent = opened
        if siblings.count(label) > 1:
            parent = _sub_parent(nested, labels, tops[i], i, siblings) or opened
        nested.append(BodyRow(label, (*parent, _indicator(label)), units[i]))
    return tuple(nested)


def _unit(printed: str, label: str) -> str:
    """The unit of a row: of its unit cell (a dash is none), or in its label: 月收入（元）."""
    if printed:
        return "" if set(printed) <= _NOTHING else printed
    return split_unit(label)[1]


def _indicator(label: str) -> str:
    return split_unit(plain_label(label))[0] or plain_label(label)


def _whole_above(nested: Sequence[BodyRow], top: int, row: int, unit: str) -> tuple[str, ...]:
    """What a row that says 其中 is a part of: the nearest row above in the same unit, or the top."""
    for above in range(row - 1, top - 1, -1):
        if nested[above].unit == unit:
            return nested[above].path
    return nested[top].path


def _tops(labels: Sequence[str], numbers: Sequence[str]) -> list[int]:
    tops: list[int] = []
    summary = structure_words().total_rows
    for i, (label, number) in enumerate(zip(labels, numbers, strict=True)):
        own = bool(number) or not tops or squeeze(label) in summary
        tops.append(i if own else tops[-1])
    return tops


def _sub_parent(
    nested: Sequence[BodyRow], labels: Sequence[str], top: int, row: int, siblings: Sequence[str]
) -> tuple[str, ...] | None:
    for above in range(row - 1, top, -1):
        if labels[above] and siblings.count(labels[above]) == 1:
            return nested[above].path
    return None


def plain_label(label: str) -> str:
    """A row label without 其中 before it."""
    text = label.strip()
    for prefix in structure_words().part_prefixes:
        if text.startswith(prefix) and len(text) > len(prefix):
            return text[len(prefix) :].lstrip("：: ")
    return text


def _position(headers: Sequence[Header], role: str) -> int | None:
    return next((i for i, header in enumerate(headers) if header.role == role), None)
