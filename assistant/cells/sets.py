"""Sets of cells that may be the answer.

Answers of several cells stand in one line, fill a rectangle, are one column's cells of the rows that
the question names, or are the best cells of a form; so the candidates are the beginnings of ranked
lines, rectangles of them, crossings with named rows, and beginnings of the whole ranking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.cells.features import Evidence
    from assistant.cells.frame import Flags, Floats, Frame

_SEEDS = 5
_LEADING = 8
_LONGEST = 14
_SIDE = 4
_NAMED = 0.9


def candidate_sets(evidence: Evidence, scores: Floats) -> list[frozenset[int]]:
    """Sets of indices of blocks, each once, for cells ranked by ``scores``."""
    frame = evidence.frame
    order = [int(i) for i in np.argsort(-scores, kind="stable")]
    found = dict.fromkeys(frozenset(order[:size]) for size in range(1, _LEADING + 1))
    named = np.flatnonzero((evidence.wording.named >= _NAMED) & ~frame.kinds["empty"])
    for seed in order[:_SEEDS]:
        found |= dict.fromkeys(frozenset(chosen) for chosen in _around(frame, scores, seed))
        for line, across in ((frame.columns, frame.rows), (frame.rows, frame.columns)):
            found |= dict.fromkeys(_crossing(line, across, seed, named))
    return list(found)


def _around(frame: Frame, scores: Floats, seed: int) -> Iterator[Sequence[int]]:
    """Lines and rectangles that contain ``seed``."""
    yield [seed]
    row, column = _line(frame.rows, scores, seed), _line(frame.columns, scores, seed)
    for line in (row, column):
        for size in range(1, min(len(line), _LONGEST) + 1):
            yield [seed, *line[:size]]
        body = [i for i in line if not frame.heads[i]]
        yield [seed, *line]
        yield [seed, *body]
        yield [seed, *(i for i in line if not frame.totals[i])]
        yield [seed, *(i for i in body if not frame.totals[i])]
        yield [seed, *(i for i in body if not frame.totals[i] and not frame.kinds["empty"][i])]
    for down in sorted({*range(1, min(len(column), _SIDE) + 1), len(column)}):
        for across in range(1, min(len(row), _SIDE) + 1):
            yield _rectangle(frame, [seed, *row[:across]], [seed, *column[:down]])


def _rectangle(frame: Frame, row: Sequence[int], column: Sequence[int]) -> Sequence[int]:
    """The blocks where the columns of ``row`` cross the rows of ``column``."""
    chosen = {*row, *column}
    for one in row[1:]:
        for other in column[1:]:
            chosen.update(int(i) for i in np.flatnonzero(frame.columns[one] & frame.rows[other]))
    return sorted(chosen)


def _crossing(
    line: Flags, across: Flags, seed: int, named: Sequence[int] | np.ndarray[tuple[int], np.dtype[np.intp]]
) -> Iterator[frozenset[int]]:
    """The blocks of the seed's line that cross the named blocks of another line, for each such line."""
    own = line[seed].copy()
    own[seed] = True
    for mark in named:
        if own[mark]:
            continue
        alike = [int(i) for i in named if line[mark, i] or i == mark]
        if len(alike) > 1:
            yield frozenset(int(i) for i in np.flatnonzero(own & across[alike].any(0)))


def _line(shared: Flags, scores: Floats, seed: int) -> list[int]:
    """The other blocks of a line of ``seed``, best first."""
    there = np.flatnonzero(shared[seed])
    return [int(i) for i in there[np.argsort(-scores[there], kind="stable")]]
