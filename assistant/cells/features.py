"""Features of every cell of a table for one question, each a number with a plain meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.cells.asking import Asked
from assistant.cells.wording import Wording
from corpus.knowledge import structure_words
from corpus.lines import squeeze
from corpus.merged import Block, Layout, label_likeness

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

_SIDES = ("left", "above", "right", "below")


@dataclass(frozen=True, slots=True)
class Frame:
    """What of a table does not depend on the question.

    The matrices are blocks x blocks: ``sides[d][c, e]`` is true where block e stands on side d of
    block c in a line that both share; ``rows`` and ``columns`` where they share one. ``static``
    holds the features that need no question (blocks x features).
    """

    layout: Layout
    sides: tuple[Flags, Flags, Flags, Flags]
    rows: Flags
    columns: Flags
    distance: tuple[Floats, Floats]
    heads: Flags
    total: Flags
    kinds: dict[str, Flags]
    static: Floats
    keys: npt.NDArray[np.intp]
    sure: Floats


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
    heads = np.array([b.number in layout.headings for b in blocks])
    kinds = {k: np.array([b.kind == k for b in blocks]) for k in ("empty", "figure", "date", "words", "prose")}
    label = kinds["words"] | kinds["date"] | kinds["prose"]
    distance = (_between(sides[0], label, left), _between(sides[1], label, top))
    summary = [_is_summary(b) for b in blocks]
    total = np.array(summary)
    under_total = (sides[0] & total[None, :]).any(1) | (sides[1] & total[None, :]).any(1)
    place = {b.number: i for i, b in enumerate(blocks)}
    keys = np.full(len(blocks), -1)
    sure, is_key = np.zeros(len(blocks)), np.zeros(len(blocks))
    for pair in layout.pairs:
        key, value = place[pair.key], place[pair.value]
        if pair.sure > sure[value]:
            keys[value], sure[value] = key, pair.sure
        is_key[key] = max(is_key[key], pair.sure)
    like = np.array([float(label_likeness(b)) for b in blocks])
    after = np.array([like[np.flatnonzero(side)[left[side].argmin()]] if side.any() else 0.0 for side in sides[2]])
    before = np.array([like[np.flatnonzero(side)[right[side].argmax()]] if side.any() else 0.0 for side in sides[0]])
    over = np.array([like[np.flatnonzero(side)[bottom[side].argmax()]] if side.any() else 0.0 for side in sides[1]])
    width = right - left + 1
    static = np.stack(
        [
            heads.astype(float),
            top < layout.depth,
            left < layout.margin,
            kinds["empty"],
            kinds["figure"],
            kinds["prose"],
            total | under_total,
            (top == 0),
            (left == 0),
            ~(sides[0] & label[None, :]).any(1) & ~(sides[1] & label[None, :]).any(1),
            is_key,
            sure,
            like,
            after,
            before,
            over,
            width >= max(right.max() + 1, 2),
            np.full(len(blocks), max((p.sure for p in layout.pairs), default=0.0)),
        ],
        axis=1,
    ).astype(float)
    return Frame(layout, sides, rows, columns, distance, heads, total | under_total, kinds, static, keys, sure)


def _between(side: Flags, label: Flags, start: Floats) -> Floats:
    """For block c and block e on its side: how many labels stand between them."""
    out = np.full(side.shape, 99.0)
    for c in range(len(side)):
        there = np.flatnonzero(side[c])
        labels = there[label[there]]
        out[c, there] = (start[labels][None, :] > start[there][:, None]).sum(1)
    return out


def _is_summary(block: Block) -> bool:
    return squeeze(block.text) in structure_words().total_rows


STATIC = ("is_head", "in_top", "in_margin", "empty", "figure", "prose", "total", "first_row", "first_column", "origin", "is_key", "is_value", "like", "like_after", "like_before", "like_over", "banner", "form")


def strength(wording: Wording, meaning: Floats) -> Floats:
    """How well each block's text is meant by the question: what it explains, how far it is named."""
    return wording.explained * (0.4 + 0.6 * wording.named) + 0.15 * wording.named + 0.35 * meaning


def cell_features(frame: Frame, wording: Wording, meaning: Floats, asked: Asked) -> tuple[list[str], Floats]:
    """Names and values (blocks x features) for one question. ``meaning``: similarity by embedding, 0 to 1."""
    n = len(frame.heads)
    power = strength(wording, meaning)
    columns: dict[str, Floats] = {}
    best: list[npt.NDArray[np.intp]] = []
    covers = []
    for name, side in zip(_SIDES, frame.sides, strict=True):
        value = np.where(side, power[None, :], -0.01)
        at = value.argmax(1)
        some = side.any(1)
        best.append(at)
        columns[f"{name}_power"] = np.where(some, power[at], 0)
        columns[f"{name}_named"] = np.where(some, wording.named[at], 0)
        columns[f"{name}_explained"] = np.where(some, wording.explained[at], 0)
        columns[f"{name}_meaning"] = np.where(some, meaning[at], 0)
        covers.append(np.where(some[:, None], wording.cover[at], 0))
        hv = np.where(side & frame.heads[None, :], power[None, :], 0)
        columns[f"{name}_head_power"] = hv.max(1)
    for i, name in enumerate(_SIDES[:2]):
        some = frame.sides[i].any(1)
        gap = frame.distance[i][np.arange(n), best[i]]
        columns[f"{name}_gap"] = np.where(some, np.minimum(gap, 4), 0)
        columns[f"{name}_gap_power"] = np.where(some, np.minimum(gap, 4) * power[best[i]], 0)
        columns[f"{name}_next_power"] = np.where(frame.sides[i] & (frame.distance[i] == 0), power[None, :], 0).max(1)
    w = wording.weights / (wording.weights.sum() or 1.0)
    row = np.stack([wording.cover[m].max(0) if m.any() else np.zeros(len(w)) for m in frame.rows])
    col = np.stack([wording.cover[m].max(0) if m.any() else np.zeros(len(w)) for m in frame.columns])
    both = np.maximum(covers[0], covers[1])
    columns["path"] = both @ w
    columns["row_path"] = np.maximum(row, covers[1]) @ w
    columns["column_path"] = np.maximum(col, covers[0]) @ w
    columns["cross"] = np.maximum(row, col) @ w
    columns["row"] = row @ w
    columns["column"] = col @ w
    rest = np.maximum(row, col)
    columns["own_explained"] = wording.explained
    columns["own_named"] = wording.named
    columns["own_whole"] = wording.whole
    columns["own_meaning"] = meaning
    columns["own_alone"] = np.clip(wording.cover - rest, 0, None) @ w
    st = dict(zip(STATIC, frame.static.T, strict=True))
    columns |= st
    for kind, fits in (
        ("figure", frame.kinds["figure"]),
        ("date", frame.kinds["date"]),
        ("words", frame.kinds["words"] | frame.kinds["prose"]),
        ("name", frame.kinds["words"]),
        ("place", frame.kinds["words"] | frame.kinds["prose"]),
    ):
        wants = kind in asked.kinds
        columns[f"asks_{kind}_is"] = fits * float(wants)
        columns[f"asks_{kind}_not"] = (~fits) * float(wants)
    for name in ("path", "row_path", "column_path", "cross", "row", "column", "left_power", "above_power", "right_power", "below_power"):
        columns[f"{name}_lag"] = columns[name].max() - columns[name]
    pw = columns["left_power"] + columns["above_power"]
    pair = np.where(frame.keys >= 0, power[frame.keys], 0)
    columns["pair_power"] = pair * frame.sure
    columns["pair_named"] = np.where(frame.keys >= 0, wording.named[frame.keys], 0) * frame.sure
    columns["pair_meaning"] = np.where(frame.keys >= 0, meaning[frame.keys], 0) * frame.sure
    columns["pair_lag"] = (pair.max() - pair) * frame.sure
    form = columns["form"]
    for name in ("left_power", "above_power", "left_next_power", "above_next_power", "is_head", "like", "above_power_lag", "left_power_lag", "row_path_lag", "path_lag"):
        columns[f"form_{name}"] = form * columns[name]
    columns["key_power"] = columns["is_key"] * power
    columns["like_power"] = columns["like"] * power
    columns["sum_lag"] = pw.max() - pw
    columns["least"] = np.minimum(columns["left_power"], columns["above_power"])
    return list(columns), np.stack([np.asarray(v, float) for v in columns.values()], axis=1)
