"""Features of a set of cells as the answer to a question: its cells' scores, its shape, what it explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.cells.features import Evidence
    from assistant.cells.frame import Flags, Floats, Places

_SIGNS = ("respectively", "and", "every", "which", "situation", "unlike")
_CLAUSES = ("two_clauses", "three_clauses")
_SIZES = ("one", "two", "three", "four")
_LINE_PARTS = (
    "full", "full_body", "share", "named", "named_gap", "power", "power_gap", "reach_gap",
    *(f"full_{sign}" for sign in _SIGNS),
)  # fmt: skip
_FAR = 5.0


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all sets of one question share: scores, log-odds, shares of the question, signs of several."""

    evidence: Evidence
    scores: Floats
    leading: float
    base: float
    shares: Floats
    single: Floats
    body: Flags
    signs: dict[str, float]


def set_features(
    evidence: Evidence, scores: Floats, sets: Iterable[frozenset[int]]
) -> tuple[tuple[str, ...], Floats]:
    """The features' names and values (sets x features)."""
    shares = evidence.wording.weights / (evidence.wording.weights.sum() or 1.0)
    signs = {sign: float(sign in evidence.asked.several) for sign in _SIGNS}
    signs |= {name: float(evidence.asked.clauses > i) for i, name in enumerate(_CLAUSES, 1)}
    ground = _Ground(
        evidence, scores, float(scores.max()), float(-np.logaddexp(0, scores).sum()),
        shares, evidence.path @ shares, ~evidence.frame.heads, signs,
    )  # fmt: skip
    rows = [_features(ground, np.array(sorted(chosen), dtype=np.intp)) for chosen in sets]
    return tuple(rows[0]), np.array([list(row.values()) for row in rows])


def _features(ground: _Ground, chosen: Places) -> dict[str, float]:
    inside = np.zeros(len(ground.scores), dtype=bool)
    inside[chosen] = True
    return {
        **_score_features(ground, chosen, inside),
        **_shape_features(ground, chosen),
        **_line_features(ground, chosen, inside),
        **_sibling_features(ground, chosen),
        **_explained_features(ground, chosen, inside),
    }


def _score_features(ground: _Ground, chosen: Places, inside: Flags) -> dict[str, float]:
    own, other = ground.scores[chosen], ground.scores[~inside]
    outside = float(other.max()) if len(other) else -_FAR
    likely = ground.base + float(own.sum())
    return {
        "likely": likely,
        "likely_each": likely / len(chosen),
        "mean_score": float(own.mean()),
        "least_score": float(own.min()),
        "lag": ground.leading - float(own.max()),
        "spread": float(own.max() - own.min()),
        "outside_score": outside,
        "gap": min(max(float(own.min()) - outside, -_FAR), _FAR),
    }


def _shape_features(ground: _Ground, chosen: Places) -> dict[str, float]:
    frame, size = ground.evidence.frame, len(chosen)
    in_row, in_column = _in_line(frame.rows, chosen), _in_line(frame.columns, chosen)
    shapes = {
        **{name: size == i for i, name in enumerate(_SIZES, 1)}, "more": size > len(_SIZES),
        "in_row": in_row, "in_column": in_column, "scattered": size > 1 and not in_row and not in_column,
    }  # fmt: skip
    found = {name: float(shape) for name, shape in shapes.items()}
    found |= {
        f"{name}_{sign}": float(shape) * value
        for name, shape in shapes.items()
        for sign, value in ground.signs.items()
    }
    heads = frame.heads[chosen]
    held = {tuple(bool(f[i]) for f in frame.kinds.values()) for i in chosen if not frame.kinds["empty"][i]}
    return found | {
        "size": float(np.log(size)),
        "heads": float(heads.mean()),
        "some_heads": float(heads.any() and not heads.all()),
        "totals": float(size > 1 and frame.totals[chosen].any()),
        "only_totals": float(frame.totals[chosen].all()),
        "empty_share": float(frame.kinds["empty"][chosen].mean()),
        "mixed": float(len(held) > 1),
    }


def _in_line(shared: Flags, chosen: Places) -> bool:
    """True where several blocks all share one line."""
    among = shared[np.ix_(chosen, chosen)].copy()
    np.fill_diagonal(among, val=True)
    return len(chosen) > 1 and bool(among.all())


def _line_features(ground: _Ground, chosen: Places, inside: Flags) -> dict[str, float]:
    """For cells of one line: how much of it they are, and how far their headers are named before others'."""
    evidence, frame = ground.evidence, ground.evidence.frame
    found: dict[str, float] = {}
    for name, shared, side in (("row", frame.rows, "above"), ("column", frame.columns, "left")):
        found |= dict.fromkeys([f"{name}_{part}" for part in _LINE_PARTS], 0.0)
        if not _in_line(shared, chosen):
            continue
        others = np.flatnonzero((shared[chosen].all(0) | inside) & ground.body & ~inside)
        complete = float(not (~frame.totals[others]).any())
        heads = evidence.best[side]
        named, power = evidence.wording.named[heads], evidence.power[heads]
        reach = evidence.reach[side == "above"]
        found[f"{name}_full"] = float(not len(others))
        found[f"{name}_full_body"] = complete
        found[f"{name}_share"] = len(chosen) / (len(chosen) + len(others))
        found[f"{name}_named"] = float(named[chosen].min())
        found[f"{name}_power"] = float(power[chosen].min())
        if len(others):
            found[f"{name}_named_gap"] = float(named[chosen].min() - named[others].max())
            found[f"{name}_power_gap"] = float(power[chosen].min() - power[others].max())
            found[f"{name}_reach_gap"] = float(reach[chosen].min() - reach[others].max())
        found |= {f"{name}_full_{sign}": complete * ground.signs[sign] for sign in _SIGNS}
    return found


def _sibling_features(ground: _Ground, chosen: Places) -> dict[str, float]:
    """For one cell: how far it is before the others of its lines, and what they explain besides."""
    evidence, frame = ground.evidence, ground.evidence.frame
    found: dict[str, float] = {}
    for name, shared, side in (("row", frame.rows, "above"), ("column", frame.columns, "left")):
        ahead = reach_ahead = score_ahead = besides = 0.0
        if len(chosen) == 1:
            cell = int(chosen[0])
            others = np.flatnonzero(shared[cell] & ground.body)
            ahead, reach_ahead, score_ahead = 0.5, 0.5, _FAR
            if len(others):
                power, reach = evidence.power[evidence.best[side]], evidence.reach[side == "above"]
                reach_ahead = float(reach[cell] - reach[others].max())
                ahead = float(power[cell] - power[others].max())
                score_ahead = float(np.clip(ground.scores[cell] - ground.scores[others].max(), -_FAR, _FAR))
                besides = float(
                    (np.clip(evidence.path[others] - evidence.path[cell], 0, None) @ ground.shares).max()
                )
        found |= {
            f"alone_{name}_ahead": ahead,
            f"alone_{name}_reach": reach_ahead,
            f"alone_{name}_score": score_ahead,
            f"alone_{name}_besides": besides,
        }
    return found


def _explained_features(ground: _Ground, chosen: Places, inside: Flags) -> dict[str, float]:
    """What the headers of the cells explain together, what each one adds, and what stays unsaid."""
    path, frame, shares = ground.evidence.path, ground.evidence.frame, ground.shares
    union = path[chosen].max(0, initial=0.0)
    explained = float(union @ shares)
    added = np.zeros(1)
    if len(chosen) > 1:
        second = np.sort(path[chosen], axis=0)[-2]
        added = np.clip(path[chosen] - second, 0, None) @ shares
    missed = np.clip(path - union, 0, None) @ shares
    near = (frame.rows[chosen].any(0) | frame.columns[chosen].any(0)) & ground.body
    return {
        "explained": explained,
        "gain": explained - float(ground.single[chosen].max()),
        "least_added": float(added.min()),
        "mean_added": float(added.mean()),
        "missed": _largest(missed[~inside]),
        "missed_near": _largest(missed[near & ~inside]),
    }


def _largest(values: Floats | Sequence[float]) -> float:
    return float(np.max(values, initial=0.0))
