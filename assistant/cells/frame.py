"""What of a table does not depend on the question: who stands beside whom, and what each cell is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.knowledge import structure_words
from corpus.lines import squeeze
from corpus.merged import label_likeness

if TYPE_CHECKING:
    import numpy.typing as npt

    from corpus.merged import Layout

    Floats = npt.NDArray[np.floating[Any]]
    Flags = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.intp]

SIDES = ("left", "above", "right", "below")
KINDS = ("empty", "figure", "date", "words", "prose")
_FAR = 99.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A table's geometry, for blocks in the order of ``layout.blocks``.

    Matrices are blocks x blocks: ``sides[d][c, e]`` is true where block e stands on side d of block
    c in a line that both share; ``rows`` and ``columns`` where they share one; ``between`` says for
    the left and the upper side how many labels stand between the two, ``chains`` which blocks of that
    side make up the header path. ``keys`` is the index of a
    block's key in a form (-1: none) and ``sure`` how sure that is. ``traits`` are the features that
    need no question.
    """

    layout: Layout
    sides: tuple[Flags, ...]
    rows: Flags
    columns: Flags
    between: tuple[Floats, Floats]
    chains: tuple[Flags, Flags]
    heads: Flags
    totals: Flags
    kinds: dict[str, Flags]
    keys: Places
    sure: Floats
    traits: dict[str, Floats]


def frame_of(layout: Layout) -> Frame:
    """The geometry of a table."""
    blocks = layout.blocks
    top, left, bottom, right = (
        np.array([getattr(b, name) for b in blocks]) for name in ("top", "left", "bottom", "right")
    )
    rows = (top[:, None] <= bottom[None, :]) & (top[None, :] <= bottom[:, None])
    columns = (left[:, None] <= right[None, :]) & (left[None, :] <= right[:, None])
    sides = (
        rows & (right[None, :] < left[:, None]),
        columns & (bottom[None, :] < top[:, None]),
        rows & (left[None, :] > right[:, None]),
        columns & (top[None, :] > bottom[:, None]),
    )
    np.fill_diagonal(rows, val=False)
    np.fill_diagonal(columns, val=False)
    kinds = {kind: np.array([b.kind == kind for b in blocks]) for kind in KINDS}
    label = kinds["words"] | kinds["date"] | kinds["prose"]
    heads = np.array([b.number in layout.headings for b in blocks])
    named_total = np.array([squeeze(b.text) in structure_words().total_rows for b in blocks])
    totals = named_total | (sides[0] & named_total).any(1) | (sides[1] & named_total).any(1)
    keys, sure, is_key = _pairs(layout)
    like = np.array([float(label_likeness(b)) for b in blocks])
    flags = {
        "is_head": heads,
        "in_top": top < layout.depth,
        "in_margin": left < layout.margin,
        "empty": kinds["empty"],
        "figure": kinds["figure"],
        "prose": kinds["prose"],
        "total": totals,
        "first_row": top == 0,
        "first_column": left == 0,
        "origin": ~(sides[0] & label).any(1) & ~(sides[1] & label).any(1),
        "banner": (right - left + 1) >= max(right.max() + 1, 2),
    }
    traits = {name: flag.astype(np.float64) for name, flag in flags.items()} | {
        "is_key": is_key,
        "is_value": sure,
        "like": like,
        "like_before": _nearest(sides[0], -right, like),
        "like_over": _nearest(sides[1], -bottom, like),
        "like_after": _nearest(sides[2], left, like),
        "form": np.full(len(blocks), max((p.sure for p in layout.pairs), default=0.0)),
    }
    between = (_between(sides[0], label, left), _between(sides[1], label, top))
    tall, wide = bottom - top, right - left
    banded = _in_band(layout, top, bottom)
    chains = (
        sides[0] & ((left < layout.margin) | (tall > tall[:, None]) | _next_head(sides[0] & heads, -right)),
        sides[1] & (banded | (wide > wide[:, None]) | _next_head(sides[1] & heads, -bottom)),
    )
    return Frame(layout, sides, rows, columns, between, chains, heads, totals, kinds, keys, sure, traits)


def _pairs(layout: Layout) -> tuple[Places, Floats, Floats]:
    """For each block its key's index, how sure that is, and how sure it is a key itself."""
    place = {block.number: i for i, block in enumerate(layout.blocks)}
    keys = np.full(len(place), -1)
    sure, is_key = np.zeros(len(place)), np.zeros(len(place))
    for pair in layout.pairs:
        key, value = place[pair.key], place[pair.value]
        if pair.sure > sure[value]:
            keys[value], sure[value] = key, pair.sure
        is_key[key] = max(is_key[key], pair.sure)
    return keys, sure, is_key


def _in_band(layout: Layout, top: npt.NDArray[np.int_], bottom: npt.NDArray[np.int_]) -> Flags:
    """For block c and block e: whether e is in the nearest run of header rows above c."""
    found = np.zeros((len(top), len(top)), dtype=bool)
    for c, row in enumerate(top):
        above = [band for band in layout.bands if band[1] < row]
        if above:
            found[c] = (bottom >= above[-1][0]) & (top <= above[-1][1])
    return found


def _next_head(heads: Flags, far: npt.NDArray[np.int_]) -> Flags:
    """For each block the nearest of ``heads`` (least ``far``) alone."""
    distance = np.where(heads, far[None, :].astype(float), np.inf)
    return np.asarray(heads & (distance == distance.min(1, keepdims=True)))


def _nearest(side: Flags, far: npt.NDArray[np.int_], values: Floats) -> Floats:
    """For each block the value of the nearest block on a side (least ``far``), or 0."""
    at = np.where(side, far[None, :].astype(float), np.inf).argmin(1)
    return np.where(side.any(1), values[at], 0.0)


def _between(side: Flags, label: Flags, start: npt.NDArray[np.int_]) -> Floats:
    """For block c and block e on its side: how many labels stand between them."""
    found = np.full(side.shape, _FAR)
    for c, line in enumerate(side):
        there = np.flatnonzero(line)
        labels = start[there[label[there]]]
        found[c, there] = (labels[None, :] > start[there][:, None]).sum(1)
    return found
