"""Lessons and fit of the weights by which figure or text is decided (``python -m evals arbiter-fit``).

Lessons are single questions that no label explains: of wordings of indicators those whose likely indicator is the
cited one (these should be looked up), and of questions about the text all (these should not). Logistic regression
(Hosmer, Lemeshow, Applied Logistic Regression), each class with the same weight; the probability from which a
question is looked up is the least that lets at most one in twenty questions of the text pass, by predictions of
fits on the other four fifths.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.arbiter import SIGNALS, signals
from assistant.text import normalise
from evals.meaning_fit import cited_by
from evals.model import CellEvidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant import Assistant
    from evals.model import Example

LOOKED_UP = ("cell", "appendix", "noisy")
TOLD = ("fact", "list", "noisy", "unanswerable", "structure")
_LET_PASS = 0.05
_PARTS = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question that no label explains: its signals, whether it names a school, whether it is a look-up."""

    values: tuple[float, ...]
    named: bool
    figure: bool


@dataclass(frozen=True, slots=True)
class Arbiter:
    """Fitted weights of ``SIGNALS``, the bias, the least probability, and the shares that pass when left out."""

    weights: tuple[float, ...]
    bias: float
    least: float
    figures_pass: float
    texts_pass: float

    def as_toml(self, name: str) -> str:
        """The table ``[name]`` of the weights."""
        pairs = (("least", self.least), ("bias", self.bias), *zip(SIGNALS, self.weights, strict=True))
        return f"[{name}]\n" + "".join(f"{key} = {value:.3f}\n" for key, value in pairs)


def doubts(assistant: Assistant, examples: Iterable[Example]) -> list[Doubt]:
    """The lessons of a set."""
    found = []
    for example in examples:
        cells = [e for group in example.evidence for e in group if isinstance(e, CellEvidence)]
        if len(example.turns) > 1 or example.kind not in (LOOKED_UP if cells else TOLD):
            continue
        weighed = assistant.weighed(normalise(example.question))
        if weighed is None:
            continue
        likely, told, reading = weighed
        if cells and not any(cited_by(likely.measure, cell) for cell in cells):
            continue
        values = signals(likely, told, len(reading.unknown))
        found.append(Doubt(values, bool(reading.subjects), bool(cells)))
    return found


def fit_arbiter(lessons: Sequence[Doubt]) -> Arbiter:
    """The weights for these lessons; ValueError where one class is missing."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    values = np.array([lesson.values for lesson in lessons])
    figure = np.array([lesson.figure for lesson in lessons])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.5, class_weight="balanced"))
    held = cross_val_predict(model, values, figure, cv=_PARTS, method="predict_proba")[:, 1]
    least = float(np.quantile(held[~figure], 1 - _LET_PASS))
    scaler, regression = (step for _, step in model.fit(values, figure).steps)
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - (weights * scaler.mean_).sum())
    passed = held > least
    return Arbiter(tuple(weights), bias, least, float(passed[figure].mean()), float(passed[~figure].mean()))
