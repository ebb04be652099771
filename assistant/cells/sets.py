"""Sets of cells that may be the answer, and features of each set.

Answers of several cells stand in one line, fill a rectangle, or are the best cells of a table of
pairs; so the candidates are the beginnings of ranked lines, rectangles of them, and of the whole ranking.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from assistant.cells.asking import Asked
from assistant.cells.features import Frame
from assistant.cells.wording import Wording

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_SEEDS = 5
_MOST = 14


def candidate_sets(frame: Frame, scores: Floats) -> list[frozenset[int]]:
    """Sets of indices of blocks, each once, for cells ranked by ``scores``."""
    found: dict[frozenset[int], None] = {}
    order = [int(i) for i in np.argsort(-scores, kind="stable")]
    for size in range(1, 9):
        found[frozenset(order[:size])] = None
    for seed in order[:_SEEDS]:
        for chosen in _around(frame, scores, seed):
            found[frozenset(chosen)] = None
    return list(found)


def _around(frame: Frame, scores: Floats, seed: int) -> Iterator[list[int]]:
    yield [seed]
    row = _line(frame.rows, frame, scores, seed)
    column = _line(frame.columns, frame, scores, seed)
    for line in (row, column):
        for size in range(1, min(len(line), _MOST) + 1):
            yield [seed, *line[:size]]
        body = [i for i in line if not frame.heads[i]]
        yield [seed, *body]
        plain = [i for i in body if not frame.total[i]]
        yield [seed, *plain]
        yield [seed, *line]
        filled = [i for i in plain if not frame.kinds["empty"][i]]
        yield [seed, *filled]
        yield [seed, *(i for i in line if not frame.total[i])]
    for down in (*range(1, min(len(column), 4) + 1), len(column)):
        for across in range(1, min(len(row), 4) + 1):
            yield _rectangle(frame, [seed, *row[:across]], [seed, *column[:down]])


def _rectangle(frame: Frame, row: list[int], column: list[int]) -> list[int]:
    """The blocks where the columns of ``row`` cross the rows of ``column``."""
    chosen = {*row, *column}
    for a in row[1:]:
        for b in column[1:]:
            crossing = np.flatnonzero(frame.columns[a] & frame.rows[b])
            chosen.update(int(i) for i in crossing)
    return sorted(chosen)


def _line(shared: npt.NDArray[np.bool_], frame: Frame, scores: Floats, seed: int) -> list[int]:
    """The other blocks of a line of ``seed``, best first."""
    there = np.flatnonzero(shared[seed])
    return [int(i) for i in there[np.argsort(-scores[there], kind="stable")]]
