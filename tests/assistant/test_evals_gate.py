"""The gate: the tuning sets through the real index, and proof that breaking the assistant shuts it."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from opened import ROOT, real

from assistant.prose.signals import Signals
from evals.adapter import AssistantAnswerer
from evals.documents import read_texts
from evals.reading import read_set
from evals.running import run_examples
from evals.scoring import Summary, score_all, summarise

if TYPE_CHECKING:
    from assistant.prose.evidence import EvidenceFinder
    from evals.model import Example

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

pytestmark = pytest.mark.model

FLOORS: dict[str, Any] = tomllib.loads((ROOT / "evals" / "floors.toml").read_text(encoding="utf-8"))
SETS = tuple(FLOORS)


class Answerer(AssistantAnswerer):
    """The adapter of evals around the assistant that is open already."""

    def __init__(self) -> None:
        self.assistant, self.hits = real(), 0


@cache
def examples(name: str) -> tuple[Example, ...]:
    return read_set(ROOT / "evals" / "sets" / f"{name}.jsonl")


def measured(wanted: tuple[Example, ...]) -> Summary:
    """The scores over all kinds."""
    outcomes = run_examples(wanted, Answerer())
    return summarise(score_all(wanted, outcomes, read_texts(ROOT / "corpus" / "documents")))[-1]


def below(name: str, summary: Summary) -> list[str]:
    """The measures that do not reach their floors or exceed their ceilings."""
    floors = FLOORS[name]
    short = [m for m, least in floors["least"].items() if (getattr(summary, m) or 0) < least]
    return short + [m for m, most in floors["most"].items() if (getattr(summary, m) or 0) > most]


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_gate(name: str) -> None:
    """Every measure of a tuning set is at least at its recorded floor."""
    summary = measured(examples(name))
    assert below(name, summary) == [], summary


def test_gate_is_about_enough() -> None:
    """The sets are whole, and have questions to refuse."""
    counts = {name: (len(examples(name)), sum(not e.answerable for e in examples(name))) for name in SETS}
    assert all(count >= 180 and refused >= 14 for count, refused in counts.values()), counts


@pytest.fixture
def some_facts() -> tuple[Example, ...]:
    """Facts from running text, enough to see a break."""
    return tuple(e for e in examples("prose-tune") if e.kind == "fact" and len(e.turns) == 1)[20:34]


@pytest.fixture
def some_unanswerable() -> tuple[Example, ...]:
    """Questions that the documents do not answer."""
    return tuple(e for e in examples("prose-tune") if e.kind == "unanswerable")[:15]


def test_broken_fusion_shuts_the_gate(
    some_facts: tuple[Example, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With all ranking weights zero the gate fails on what passed before."""
    before = measured(some_facts).right
    finder: EvidenceFinder = real()._desks.evidence
    monkeypatch.setattr(finder, "_weights", np.zeros_like(finder._weights))
    after = measured(some_facts)
    assert before >= FLOORS["prose-tune"]["least"]["right"]
    assert "right" in below("prose-tune", after)


def test_broken_refusal_shuts_the_gate(
    some_unanswerable: tuple[Example, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An assistant that doubts no evidence does not pass."""
    before = measured(some_unanswerable).refusal_recall or 0
    monkeypatch.setattr(Signals, "doubt", lambda *_: None)
    after = measured(some_unanswerable)
    assert before >= FLOORS["prose-tune"]["least"]["refusal_recall"]
    assert "refusal_recall" in below("prose-tune", after)
