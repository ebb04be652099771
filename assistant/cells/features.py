"""Features of every cell of a table for one question, each a number with a plain meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.cells.frame import SIDES

if TYPE_CHECKING:
    from assistant.cells.asking import Asked
    from assistant.cells.frame import Flags, Floats, Frame, Places
    from assistant.cells.wording import Wording

_NAMED_SHARE, _NAMED_ALONE, _MEANING_SHARE = 0.6, 0.15, 0.35
_FURTHEST = 4.0
_LAGGING = (
    "path", "whole_path", "row_path", "column_path", "chain_row", "cross", "row", "column",
    "chain", "left_chain", "above_chain", "reach", "left_reach", "above_reach",
)  # fmt: skip
_OF_FORMS = (
    "left_power", "above_power", "left_next_power", "above_next_power", "is_head", "like", "above_power_lag",
    "left_power_lag", "row_path_lag", "path_lag", "chain_lag", "reach_lag", "left_reach", "above_reach",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a question finds in a table: all that cells and sets of cells are judged by.

    ``meaning`` (blocks): likeness to the question by embedding, 0 to 1. ``power`` (blocks): how well
    each text is meant. ``best`` (side -> blocks): the index of the best-meant block on that side.
    ``chains`` (left, above; blocks x pieces): what the header path on that side covers. ``path``: what
    both and the best block at the left and the best one above cover. ``reach`` (left, above; blocks):
    the powers of the header path summed.
    """

    frame: Frame
    wording: Wording
    meaning: Floats
    asked: Asked
    power: Floats
    best: dict[str, Places]
    chains: tuple[Floats, Floats]
    path: Floats
    reach: tuple[Floats, Floats]


def read_evidence(frame: Frame, wording: Wording, meaning: Floats, asked: Asked) -> Evidence:
    """The evidence of one question in one table."""
    power = (
        wording.explained * (1 - _NAMED_SHARE + _NAMED_SHARE * wording.named)
        + _NAMED_ALONE * wording.named
        + _MEANING_SHARE * meaning
    )
    best = {
        name: np.where(side, power[None, :], -1.0).argmax(1)
        for name, side in zip(SIDES, frame.sides, strict=True)
    }
    covers = [
        _pick(_any(side), wording.cover, best[name])
        for name, side in zip(SIDES[:2], frame.sides, strict=False)
    ]
    chains = (_union(frame.chains[0], wording.cover), _union(frame.chains[1], wording.cover))
    path = np.maximum(np.maximum(*covers), np.maximum(*chains))
    reach = (frame.chains[0] @ power, frame.chains[1] @ power)
    return Evidence(frame, wording, meaning, asked, power, best, chains, path, reach)


def _any(side: Flags) -> Flags:
    """For each block, whether anything stands on that side."""
    return np.asarray(side.any(1))


def _pick(some: Flags, values: Floats, at: Places) -> Floats:
    return np.where(some if values.ndim == 1 else some[:, None], values[at], 0.0)


def cell_features(evidence: Evidence) -> dict[str, Floats]:
    """Name -> one value a block."""
    frame, wording = evidence.frame, evidence.wording
    found: dict[str, Floats] = {}
    for name, side in zip(SIDES, frame.sides, strict=True):
        found |= _side_features(evidence, name, side)
    for name, between, side in zip(SIDES, frame.between, frame.sides, strict=False):
        gap = np.minimum(between[np.arange(len(between)), evidence.best[name]], _FURTHEST) * _any(side)
        found[f"{name}_gap"] = gap
        found[f"{name}_gap_power"] = gap * found[f"{name}_power"]
        found[f"{name}_next_power"] = np.where(side & (between == 0), evidence.power[None, :], 0.0).max(1)
    found |= _explained(evidence)
    rest = np.maximum(_union(frame.rows, wording.cover), _union(frame.columns, wording.cover))
    found |= {
        "own_explained": wording.explained,
        "own_named": wording.named,
        "own_whole": wording.whole,
        "own_meaning": evidence.meaning,
        "own_alone": np.clip(wording.cover - rest, 0, None) @ _shares(wording),
        "least": np.minimum(found["left_power"], found["above_power"]),
    }
    found |= frame.traits
    found |= _kind_features(evidence)
    found |= _pair_features(evidence)
    found |= {f"{name}_lag": _lag(found[name]) for name in (*_LAGGING, *(f"{side}_power" for side in SIDES))}
    found["sum_lag"] = _lag(found["left_power"] + found["above_power"])
    form = frame.traits["form"]
    return found | {f"form_{name}": form * found[name] for name in _OF_FORMS}


def _side_features(evidence: Evidence, name: str, side: Flags) -> dict[str, Floats]:
    """The best-meant block on a side: its power and where that comes from."""
    some, at, wording = _any(side), evidence.best[name], evidence.wording
    return {
        f"{name}_power": _pick(some, evidence.power, at),
        f"{name}_named": _pick(some, wording.named, at),
        f"{name}_explained": _pick(some, wording.explained, at),
        f"{name}_meaning": _pick(some, evidence.meaning, at),
        f"{name}_head_power": np.where(side & evidence.frame.heads, evidence.power[None, :], 0.0).max(1),
    }


def _explained(evidence: Evidence) -> dict[str, Floats]:
    """The share of the question that a cell's surroundings explain together."""
    frame, cover, shares = evidence.frame, evidence.wording.cover, _shares(evidence.wording)
    row, column = _union(frame.rows, cover), _union(frame.columns, cover)
    left = _pick(_any(frame.sides[0]), cover, evidence.best["left"])
    above = _pick(_any(frame.sides[1]), cover, evidence.best["above"])
    return {
        "path": np.maximum(left, above) @ shares,
        "whole_path": evidence.path @ shares,
        "row_path": np.maximum(row, above) @ shares,
        "column_path": np.maximum(column, left) @ shares,
        "cross": np.maximum(row, column) @ shares,
        "row": row @ shares,
        "column": column @ shares,
        "left_chain": evidence.chains[0] @ shares,
        "above_chain": evidence.chains[1] @ shares,
        "chain": np.maximum(*evidence.chains) @ shares,
        "chain_row": np.maximum(row, evidence.chains[1]) @ shares,
        "left_reach": evidence.reach[0],
        "above_reach": evidence.reach[1],
        "reach": evidence.reach[0] + evidence.reach[1],
    }


def _union(shared: Flags, cover: Floats) -> Floats:
    """What the other blocks of each block's line cover together (blocks x pieces)."""
    return np.stack([cover[line].max(0, initial=0.0) for line in shared])


def _shares(wording: Wording) -> Floats:
    return wording.weights / (wording.weights.sum() or 1.0)


def _lag(values: Floats) -> Floats:
    """How far each value is behind the largest."""
    return np.asarray(values.max() - values)


def _kind_features(evidence: Evidence) -> dict[str, Floats]:
    """Whether a cell holds what the question asks for."""
    kinds = evidence.frame.kinds
    text = kinds["words"] | kinds["prose"]
    fits = {
        "figure": kinds["figure"],
        "date": kinds["date"],
        "words": text,
        "name": kinds["words"],
        "place": text,
    }
    found: dict[str, Floats] = {}
    for kind, fit in fits.items():
        wanted = float(kind in evidence.asked.kinds)
        found[f"asks_{kind}_is"] = fit * wanted
        found[f"asks_{kind}_not"] = ~fit * wanted
    return found


def _pair_features(evidence: Evidence) -> dict[str, Floats]:
    """How well the question means a cell's key in a form, and the cell as a key."""
    frame, wording = evidence.frame, evidence.wording
    some = frame.keys >= 0
    power = _pick(some, evidence.power, frame.keys)
    return {
        "pair_power": power * frame.sure,
        "pair_named": _pick(some, wording.named, frame.keys) * frame.sure,
        "pair_meaning": _pick(some, evidence.meaning, frame.keys) * frame.sure,
        "pair_lag": _lag(power) * frame.sure,
        "key_power": frame.traits["is_key"] * evidence.power,
        "like_power": frame.traits["like"] * evidence.power,
    }
