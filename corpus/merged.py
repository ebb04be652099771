"""Grids with merged cells: which block stands where, which blocks head which, what each one holds.

The input is a matrix of block numbers (a merged cell repeats its number) and the text of each
block; nothing else is known about the table. ``ids + texts -> blocks -> layout``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import normalize

from corpus.grids import header_depth
from corpus.knowledge import load_toml
from corpus.lines import squeeze
from corpus.units import parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATE = re.compile(
    r"(?:(?:19|20)\d{2}|\d{1,2})(?:年度?|[-/.])(?:\d{1,2}(?:月份?|[-/.])?)?(?:\d{1,2}日?)?|\d{1,2}月(?:\d{1,2}日)?"
)
_QUANTITY = re.compile(r"[-+约]?\d[\d,]*(?:\.\d+)?.{0,4}")
_NOTHING = frozenset("-－—–/／*×\\")
_LONG = 24
_DEEPEST = 2
_PAIR = 2
_SURE = 0.3
_BRACKETS = re.compile(r"\([^()]*\)?$")
_SIGNS = re.compile(r"[0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Block:
    """A cell of a grid, perhaps merged: rows ``top`` to ``bottom``, columns ``left`` to ``right`` (inclusive).

    ``kind`` is "empty", "figure", "date", "words" or "prose" (words too long for a label).
    """

    number: int
    text: str
    kind: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_words(self) -> bool:
        """True for a text that may be a label."""
        return self.kind == "words"


@dataclass(frozen=True, slots=True)
class Pair:
    """A key and its value in one row of a form; ``sure`` (0 to 1) is how much the rows look like pairs."""

    key: int
    value: int
    sure: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a grid in the order of their numbers, and how many rows and columns are headers.

    ``headings`` are the numbers of the blocks that head others: header rows, header columns, and
    the keys of ``pairs``. ``bands`` are the runs of header rows (first, last), also further down
    where another part of the table begins.
    """

    blocks: tuple[Block, ...]
    depth: int
    margin: int
    headings: frozenset[int]
    pairs: tuple[Pair, ...]
    bands: tuple[tuple[int, int], ...]


def kind_of(text: str) -> str:
    """What a cell holds, by its text alone; "2019-12-31" is a date, "1,200 台" a figure."""
    plain = squeeze(normalize("NFKC", text))
    if not plain or set(plain) <= _NOTHING:
        return "empty"
    if _DATE.fullmatch(plain) and parse_number(plain) is None:
        return "date"
    if parse_number(plain) is not None or _QUANTITY.fullmatch(plain):
        return "figure"
    return "prose" if len(plain) > _LONG else "words"


def merge_blocks(ids: Sequence[Sequence[int]], texts: Sequence[str]) -> tuple[Block, ...]:
    """The blocks of a matrix of block numbers, each with the smallest rectangle around it."""
    spans: dict[int, tuple[int, int, int, int]] = {}
    for y, row in enumerate(ids):
        for x, number in enumerate(row):
            top, left, bottom, right = spans.get(number, (y, x, y, x))
            spans[number] = (min(top, y), min(left, x), max(bottom, y), max(right, x))
    return tuple(
        Block(number, texts[number], kind_of(texts[number]), *spans[number]) for number in sorted(spans)
    )


def read_layout(ids: Sequence[Sequence[int]], texts: Sequence[str]) -> Layout:
    """Header rows, header columns and keys of a grid with merged cells."""
    blocks = merge_blocks(ids, texts)
    by_number = {block.number: block for block in blocks}
    grid = [[by_number[number] for number in row] for row in ids]
    turned = [[row[x] for row in grid if x < len(row)] for x in range(max(map(len, grid), default=0))]
    depth = _depth(grid, [b.bottom + 1 for b in grid[0]] if grid else [])
    margin = _depth(turned, [b.right + 1 for b in turned[0]] if turned else [])
    top = {b.number for row in grid[:depth] for b in row if b.kind != "empty"}
    side = {b.number for row in turned[:margin] for b in row if b.kind != "empty"}
    pairs = read_pairs(grid)
    keys = {pair.key for pair in pairs if pair.sure >= _SURE}
    values = {pair.value for pair in pairs if pair.sure >= _SURE}
    keys |= {b.number for row in grid for b in _keys(row) if b.number not in values}
    inner = _inner_headers(grid, depth, keys | values)
    heads = {b.number for y in inner for b in grid[y] if b.is_words}
    bands = _runs([*range(depth), *inner])
    return Layout(blocks, depth, margin, frozenset(top | side | keys | heads), pairs, bands)


def _depth(lines: Sequence[Sequence[Block]], ends: Sequence[int]) -> int:
    """How many lines at the start are headers; ``ends`` is where the blocks of the first line end.

    A first line with figures is none. A block of it that spans several lines, beside one that
    does not, makes them all header lines; otherwise the first line of figures ends the header, if
    that is soon.
    """
    if not lines or any(b.kind == "figure" for b in lines[0]):
        return 0
    spanned = max(ends)
    if spanned < len(lines) and min(ends) < spanned <= max(_DEEPEST, len(lines) // 2):
        return spanned
    found = header_depth([[b.text for b in line] for line in lines])
    return found if found <= _DEEPEST else 1


def _inner_headers(grid: Sequence[Sequence[Block]], depth: int, paired: set[int]) -> list[int]:
    """Rows below the header that are words throughout and stand over figures: another part begins."""
    found: list[int] = []
    for y in range(depth, len(grid) - 1):
        words = [x for x, block in enumerate(grid[y]) if block.is_words]
        if len({grid[y][x].number for x in words}) < _PAIR or any(
            b.kind not in ("words", "empty") for b in grid[y]
        ):
            continue
        below = [grid[y + 1][x] for x in words if x < len(grid[y + 1])]
        figures = sum(b.kind in ("figure", "date") for b in below)
        if figures * 2 >= len(words) and not any(grid[y][x].number in paired for x in words):
            found.append(y)
    return found


def _runs(rows: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Numbers in order as runs of neighbours: ``[0, 1, 5] -> ((0, 1), (5, 5))``."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return tuple(found)


def _keys(row: Sequence[Block]) -> list[Block]:
    """The keys of a row of pairs: words right before something that is no label itself."""
    line = list(dict.fromkeys(row))
    return [
        block
        for block, after in pairwise(line)
        if block.is_words and after.kind in ("figure", "date", "prose")
    ]


@lru_cache(maxsize=1)
def _label_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    data = load_toml("corpus", "labels.toml")
    return tuple(data["endings"]), tuple(data["beginnings"])


def label_likeness(block: Block) -> int:
    """1 for a text that ends or begins like a label, -1 for one that cannot be a label, else 0."""
    plain = _BRACKETS.sub("", squeeze(normalize("NFKC", block.text))).rstrip(":")
    if block.kind != "words" or not plain:
        return -1
    endings, beginnings = _label_words()
    if plain.endswith(endings) or plain.startswith(beginnings):
        return 1
    return -1 if _SIGNS.search(plain) else 0


def read_pairs(grid: Sequence[Sequence[Block]]) -> tuple[Pair, ...]:
    """Keys and values of a form: rows whose cells are label and value in turn.

    Rows are judged together with the other rows of as many cells: at each place labels must stand
    before values on the whole. Blocks at the left of a row that reach over more rows than its
    others do (the name of the thing that the pairs describe) are left out.
    """
    rows = [_without_names(row) for row in grid]
    sures: dict[int, float] = {}
    for length in {len(row) for row in rows if len(row) % 2 == 0 and row}:
        same = [row for row in rows if len(row) == length]
        steps = [
            sum(label_likeness(row[x]) - label_likeness(row[x + 1]) for row in same) / (2 * len(same))
            for x in range(0, length, 2)
        ]
        sures[length] = max(0.0, min(steps))
    found = {
        (row[x].number, row[x + 1].number): Pair(row[x].number, row[x + 1].number, sures[len(row)])
        for row in rows
        if len(row) % 2 == 0
        for x in range(0, len(row), 2)
    }
    return tuple(found.values())


def _without_names(row: Sequence[Block]) -> list[Block]:
    line = list(dict.fromkeys(row))
    least = min((b.bottom - b.top for b in line), default=0)
    while len(line) > _PAIR and line[0].bottom - line[0].top > least:
        line = line[1:]
    return line
