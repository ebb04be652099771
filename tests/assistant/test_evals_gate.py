"""The gate: the tuning sets through the real index, and proof that breaking the assistant shuts it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from opened import ROOT, real

from assistant.draft import Draft
from assistant.prose.signals import Signals
from corpus.model import Span
from evals.adapter import AssistantAnswerer
from evals.documents import read_texts
from evals.gate import Floors, read_floors, shortfalls
from evals.measures.named import estimates
from evals.reading import read_set
from evals.running import run_examples
from evals.scoring import score_all

if TYPE_CHECKING:
    from assistant.prose.evidence import EvidenceFinder
    from corpus import Document
    from evals.measures.bootstrap import Estimate
    from evals.model import Example

pytestmark = pytest.mark.model

FLOORS = read_floors()
SETS = tuple(FLOORS)


@cache
def examples(name: str) -> tuple[Example, ...]:
    return read_set(ROOT / "evals" / "sets" / f"{name}.jsonl")


def measured(wanted: tuple[Example, ...]) -> dict[str, Estimate]:
    """The measures over all kinds."""
    outcomes = run_examples(wanted, AssistantAnswerer.of(real()))
    return estimates(score_all(wanted, outcomes, read_texts(ROOT / "corpus" / "documents")))


def below(name: str, found: dict[str, Estimate], *measures: str) -> tuple[str, ...]:
    """What falls short of the floors, of ``measures`` alone if some are named."""
    floors = FLOORS[name]
    if measures:
        floors = Floors({m: v for m, v in floors.least.items() if m in measures}, {})
    return shortfalls(floors, found)


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_gate(name: str) -> None:
    """Every measure of a tuning set is at least at its recorded floor."""
    assert below(name, measured(examples(name))) == ()


def test_gate_is_about_enough() -> None:
    """The sets are whole, and have questions to refuse."""
    counts = {name: (len(examples(name)), sum(not e.answerable for e in examples(name))) for name in SETS}
    assert all(count >= 160 and refused >= 14 for count, refused in counts.values()), counts


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
    """With all ranking weights zero neither answers nor evidence pass that passed before."""
    whole = below("prose-tune", measured(some_facts), "answer@first300", "evidence_recall")
    finder: EvidenceFinder = real()._desks.evidence
    monkeypatch.setattr(finder, "_weights", np.zeros_like(finder._weights))
    broken = below("prose-tune", measured(some_facts), "answer@first300", "evidence_recall")
    assert (whole, len(broken)) == ((), 2), broken


def test_broken_citations_shut_the_gate(
    some_facts: tuple[Example, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An assistant that cites the sentence after the one that it means does not pass."""
    measures = ("evidence_recall", "quote_verbatim", "number_grounded")
    whole = below("prose-tune", measured(some_facts), *measures)
    right = Draft.cite_span

    def beside(draft: Draft, document: Document, span: Span) -> int:
        after = min(span.end + 1, len(document.text) - 1)
        return right(draft, document, Span(after, min(after + 30, len(document.text))))

    monkeypatch.setattr(Draft, "cite_span", beside)
    monkeypatch.setattr("assistant.engine.checked", lambda answer, _: answer)
    broken = below("prose-tune", measured(some_facts), *measures)
    assert (whole, [b.split()[0] for b in broken]) == ((), ["evidence_recall", "number_grounded"])


def test_invented_quotes_shut_the_gate(
    some_facts: tuple[Example, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quote that is not the document's own text is seen."""
    right = Draft.cite_span

    def invented(draft: Draft, document: Document, span: Span) -> int:
        place = right(draft, document, span)
        cited = draft._citations[place]
        draft._citations[place] = replace(cited, quote=f"据悉，{cited.quote}")
        return place

    monkeypatch.setattr(Draft, "cite_span", invented)
    monkeypatch.setattr("assistant.engine.checked", lambda answer, _: answer)
    assert len(below("prose-tune", measured(some_facts), "quote_verbatim")) == 1


def test_broken_refusal_shuts_the_gate(
    some_unanswerable: tuple[Example, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An assistant that doubts no evidence does not pass."""
    whole = below("prose-tune", measured(some_unanswerable), "refusal_recall")
    monkeypatch.setattr(Signals, "doubt", lambda *_: None)
    assert (whole, len(below("prose-tune", measured(some_unanswerable), "refusal_recall"))) == ((), 1)
