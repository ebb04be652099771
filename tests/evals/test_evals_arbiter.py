"""The fit of figure or text, on lessons whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.arbiter import SIGNALS, Told, signals
from assistant.meaning import Likely
from corpus.knowledge import load_toml
from evals.arbiter_fit import Doubt, fit_arbiter


def drawn(count: int) -> list[Doubt]:
    """Look-ups have a high share and a low score of the sentence; nothing else tells."""
    chance = np.random.default_rng(7)
    values = chance.normal(size=(count, len(SIGNALS)))
    figures = values[:, 0] - values[:, 2] + 0.3 * chance.normal(size=count) > 0
    return [Doubt(tuple(row), named=False, figure=bool(f)) for row, f in zip(values, figures, strict=True)]


def test_the_weights_find_what_decides() -> None:
    """The two signals that decide weigh most, each with its sign; one in twenty of the text passes."""
    fitted = fit_arbiter(drawn(400))
    share, sentence, *others = (fitted.weights[i] for i in (0, 2, 1, *range(3, len(SIGNALS))))
    assert share > 1
    assert sentence < -1
    assert max(abs(weight) for weight in others) < 0.5
    assert fitted.texts_pass == pytest.approx(0.05, abs=0.02)
    assert fitted.figures_pass > 0.85


def test_the_program_reads_what_the_fit_writes() -> None:
    """What a fit writes has, to the third decimal, its own weights under the names that the program reads."""
    fitted = fit_arbiter(drawn(400))
    head, *lines = fitted.as_toml("region").splitlines()
    written = {name: float(value) for name, value in (line.split(" = ") for line in lines)}
    assert head == "[region]"
    assert [written[name] for name in SIGNALS] == pytest.approx(list(fitted.weights), abs=0.001)
    known = load_toml("assistant", "arbiter.toml")
    for name in ("region", "named"):
        assert known[name].keys() == written.keys()


def test_signals_are_in_the_order_of_their_names() -> None:
    """What is fitted under a name is what is weighed under it."""
    likely = Likely(None, (1.0, 2.0, 3.0, 4.0, 5.0), 0.99, 0.5)  # type: ignore[arg-type]
    named = dict(zip(SIGNALS, signals(likely, Told(6.0, 7.0, 8.0), 9), strict=True))
    assert named == pytest.approx(
        {"share": 0.0, "margin": 0.49, "sentence": 6, "sentence_covers": 7, "paragraph_covers": 8,
         "explained": 1, "covered": 2, "fit": 3, "labels": 4, "described": 5, "unknown": 9}
    )  # fmt: skip
