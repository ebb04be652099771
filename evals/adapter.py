"""The only place that knows the assistant: a conversation in, an outcome out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from assistant import Assistant, Turn
from evals.errors import EvaluationError
from evals.model import Citation, Example, Outcome
from evals.reading import citation_from_json
from index.errors import IndexProblem

if TYPE_CHECKING:
    from pathlib import Path


class AssistantAnswerer:
    """Answers examples with the product itself, turn by turn."""

    def __init__(self, index: Path | None) -> None:
        """Open the index of this directory, or the default one."""
        try:
            self._assistant = Assistant.open(index)
        except IndexProblem as error:
            raise EvaluationError(str(error)) from error

    def __call__(self, example: Example) -> Outcome:
        """Ask every turn, with the turns before it as history; time and keep the last answer."""
        history: tuple[Turn, ...] = ()
        for question in example.turns[:-1]:
            history += (Turn(question, self._assistant.answer(question, history)),)
        start = time.perf_counter()
        answer = self._assistant.answer(example.question, history)
        latency = (time.perf_counter() - start) * 1000
        fields = answer.as_json()
        return Outcome(
            id=example.id,
            answer=fields["answer"],
            abstained=fields["abstained"],
            citations=tuple(_citation(item) for item in fields["citations"]),
            latency_ms=latency,
        )


def _citation(fields: dict[str, Any]) -> Citation:
    return citation_from_json(lambda name: str(fields.get(name) or ""))
