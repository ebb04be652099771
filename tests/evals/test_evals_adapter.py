"""The adapter asks turn by turn; the assistant here is a stand-in with the same few names."""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from evals.errors import EvaluationError
from evals.model import Citation, Example

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class FakeAnswer:
    text: str
    strength: float | None = None

    def as_json(self) -> dict[str, Any]:
        """More than the evaluation wants, and a label that is None."""
        citation = {"document": "报告", "quote": "原文", "table": None, "span": [0, 2]}
        return {"answer": self.text, "abstained": False, "citations": [citation], "sql": []}


@dataclass(frozen=True)
class FakeTurn:
    question: str
    answer: FakeAnswer


class FakeError(Exception):
    """Nothing raises it here."""


class FakeAssistant:
    @classmethod
    def open(cls, index: Path | None) -> FakeAssistant:
        """Only the default index exists."""
        if index is not None:
            problem = importlib.import_module("index.errors").IndexMissing
            raise problem("没有索引")
        return cls()

    def warm(self) -> None:
        """Nothing is slow here."""

    def answer(self, question: str, history: tuple[FakeTurn, ...]) -> FakeAnswer:
        """Say what was asked before."""
        return FakeAnswer("<".join([question, *(turn.answer.text for turn in history)]))


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The adapter, bound to the stand-in."""
    fake = ModuleType("assistant")
    vars(fake).update(Assistant=FakeAssistant, AssistantError=FakeError, Turn=FakeTurn)
    monkeypatch.setitem(sys.modules, "assistant", fake)
    monkeypatch.delitem(sys.modules, "evals.adapter", raising=False)
    yield importlib.import_module("evals.adapter")
    del sys.modules["evals.adapter"]  # others want the real one


def test_every_turn_is_asked(adapter: ModuleType) -> None:
    """Each turn knows the answers before it; the last one is the outcome."""
    example = Example("x", ("一", "二", "三"), "followup", answerable=True)
    outcome = adapter.AssistantAnswerer(None)(example)
    assert (outcome.answer, outcome.citations) == ("三<一<二<一", (Citation("报告", "原文"),))


def test_no_index_is_one_line(adapter: ModuleType, tmp_path: Path) -> None:
    """What the index says is passed on, as an error of the evaluation."""
    with pytest.raises(EvaluationError, match="没有索引"):
        adapter.AssistantAnswerer(tmp_path)
