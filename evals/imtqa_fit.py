"""Fits the weights of the cell choice on a training set of tables and questions.

Cells are weighed by logistic regression together with a softmax over the cells of a question (its gold
cells share the mass); sets of cells by a softmax over a question's candidate sets. Both are linear in
named features, standardised and cut off, and fitted with Adam (Kingma and Ba, ICLR 2015) over all data
at once, so the result does not depend on chance.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.cells.choosing import LIMIT, ChoiceWeights, Weights, cell_values, find_evidence
from assistant.cells.set_features import set_features
from assistant.cells.sets import candidate_sets
from evals.imtqa import CellAnswerer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from assistant.cells.features import Evidence
    from assistant.cells.frame import Floats
    from evals.imtqa import CellQuestion, CellTable
    from index.encoder import Encoder

_PARTS = 5
_STEPS = 600
_RATE = 0.03
_RIDGE = 1e-4
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Lesson:
    """Rows of features (cells, or sets of cells) of one question, and which of them are gold."""

    values: npt.NDArray[np.float32]
    gold: npt.NDArray[np.bool_]


def held_out(table: str) -> bool:
    """True for the fifth of the tables that is not fitted on, always the same by the table's id."""
    return int(hashlib.blake2b(table.encode(), digest_size=4).hexdigest(), 16) % _PARTS == 0


def fit_choice(
    questions: Sequence[CellQuestion], tables: dict[str, CellTable], encoder: Encoder | None
) -> ChoiceWeights:
    """The weights for cells and for sets of cells, fitted on ``questions``."""
    reader = CellAnswerer(encoder, _nothing())
    evidence = [find_evidence(reader.read(tables[q.table]), q.text, reader.meanings) for q in questions]
    names, _ = cell_values(evidence[0])
    lessons = [
        Lesson(cell_values(e, names)[1].astype(np.float32), _gold_cells(e, q))
        for e, q in zip(evidence, questions, strict=True)
    ]
    cells = _fit(names, lessons, _both_slopes)
    chosen: list[Lesson] = []
    set_names: tuple[str, ...] = ()
    for found, lesson in zip(evidence, lessons, strict=True):
        scores = cells.apply(lesson.values)
        sets = candidate_sets(found, scores)
        gold = np.array([s == frozenset(np.flatnonzero(lesson.gold).tolist()) for s in sets])
        if gold.any():
            set_names, values = set_features(found, scores, sets)
            chosen.append(Lesson(values.astype(np.float32), gold))
    return ChoiceWeights(cells, _fit(set_names, chosen, _softmax_slopes))


def _nothing() -> ChoiceWeights:
    empty = Weights((), np.zeros(0), np.zeros(0), np.zeros(0), 0.0)
    return ChoiceWeights(empty, empty)


def _gold_cells(evidence: Evidence, question: CellQuestion) -> npt.NDArray[np.bool_]:
    return np.array([block.number in question.answer for block in evidence.frame.layout.blocks])


@dataclass(frozen=True, slots=True)
class _Groups:
    """Rows of many questions one below the other: where each question starts and whose each row is."""

    starts: npt.NDArray[np.intp]
    owner: npt.NDArray[np.intp]
    gold: Floats

    def sums(self, values: Floats) -> Floats:
        """For each row the sum over its question."""
        return np.asarray(np.add.reduceat(values, self.starts)[self.owner])


def _fit(
    names: Sequence[str], lessons: Sequence[Lesson], slopes: Callable[[Floats, _Groups], Floats]
) -> Weights:
    sizes = [len(lesson.gold) for lesson in lessons]
    rows = np.concatenate([lesson.values for lesson in lessons])
    means, scales = rows.mean(0), rows.std(0)
    scales = np.where(scales > 0, scales, 1.0).astype(np.float32)
    standard = np.clip((rows - means) / scales, -LIMIT, LIMIT)
    standard = np.concatenate([standard, np.ones((len(rows), 1), dtype=np.float32)], axis=1)
    gold = np.concatenate([lesson.gold for lesson in lessons]).astype(np.float64)
    starts = np.cumsum([0, *sizes[:-1]]).astype(np.intp)
    groups = _Groups(starts, np.repeat(np.arange(len(sizes)), sizes).astype(np.intp), gold)
    weights = _descend(standard, lambda scores: slopes(scores, groups) / len(sizes))
    return Weights(tuple(names), means, scales, weights[:-1], float(weights[-1]))


def _descend(rows: npt.NDArray[np.float32], slope: Callable[[Floats], Floats]) -> Floats:
    """Adam over all rows; the step falls to a third for the last two fifths."""
    weights: Floats = np.zeros(rows.shape[1], dtype=np.float32)
    first: Floats = np.zeros_like(weights)
    second: Floats = np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        scores = (rows @ weights).astype(np.float64)
        change = rows.T @ slope(scores).astype(np.float32) + _RIDGE * weights
        first = 0.9 * first + 0.1 * change
        second = 0.999 * second + 0.001 * change * change
        rate = _RATE if step < 0.6 * _STEPS else _RATE / 3
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def _softmax_slopes(scores: Floats, groups: _Groups) -> Floats:
    """The slope of -log of the gold rows' share, gold rows sharing the mass evenly."""
    largest = np.maximum.reduceat(scores, groups.starts)[groups.owner]
    powers = np.exp(scores - largest)
    return powers / groups.sums(powers) - groups.gold / groups.sums(groups.gold)


def _both_slopes(scores: Floats, groups: _Groups) -> Floats:
    """Logistic loss, each question weighing by its gold cells, and the softmax besides."""
    chance = 1 / (1 + np.exp(-scores))
    logistic = (chance - groups.gold) / groups.sums(groups.gold)
    return logistic + _softmax_slopes(scores, groups)


def weights_to_toml(weights: ChoiceWeights, name: str) -> str:
    """The weights as the tables ``[name.cells]`` and ``[name.sets]``, features in their order."""
    lines: list[str] = []
    for part, weighing in (("cells", weights.cells), ("sets", weights.sets)):
        lines += [f"[{name}.{part}]", f"bias = {round(weighing.bias, _DIGITS)}"]
        rows = zip(weighing.names, weighing.means, weighing.scales, weighing.weights, strict=True)
        for feature, *values in rows:
            mean, scale, weight = (float(f"{float(v):.{_DIGITS}g}") for v in values)
            lines.append(f"{feature} = [{mean}, {scale}, {weight}]")
        lines.append("")
    return "\n".join(lines)
