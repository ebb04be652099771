"""The only place that knows the assistant: a conversation in, an outcome out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from assistant import Assistant, AssistantError, Turn
from evals.errors import EvaluationError
from evals.model import Citation, Example, Outcome
from evals.reading import citation_from_json
from index.errors import IndexProblem

if TYPE_CHECKING:
    from pathlib import Path


class AssistantAnswerer:
    """Answers examples with the product itself, turn by turn."""

    def __init__(self, index: Path | None, hits: int = 0) -> None:
        """Open the index of this directory, or the default one; note so many hits with each answer."""
        try:
            assistant = Assistant.open(index)
            assistant.warm()
        except (AssistantError, IndexProblem) as error:
            raise EvaluationError(str(error)) from error
        self.assistant, self.hits = assistant, hits

    @classmethod
    def of(cls, assistant: Assistant) -> AssistantAnswerer:
        """Around an assistant that is open already."""
        answerer = cls.__new__(cls)
        answerer.assistant, answerer.hits = assistant, 0
        return answerer

    def __call__(self, example: Example) -> Outcome:
        """Ask every turn, with the turns before it as history; time and keep the last answer."""
        history: tuple[Turn, ...] = ()
        for question in example.turns[:-1]:
            history += (Turn(question, self.assistant.answer(question, history)),)
        start = time.perf_counter()
        answer = self.assistant.answer(example.question, history)
        latency = (time.perf_counter() - start) * 1000
        fields = answer.as_json()
        return Outcome(
            id=example.id,
            answer=fields["answer"],
            abstained=fields["abstained"],
            citations=tuple(_citation(item) for item in fields["citations"]),
            latency_ms=latency,
            understanding=fields.get("understanding") or "",
            reason=fields.get("reason") or "",
            hits=self._hits(example) if self.hits else (),
            strength=answer.strength,
        )

    def _hits(self, example: Example) -> tuple[Citation, ...]:
        """The sentences that are ranked first for the last turn by itself."""
        from evals.ranking import Ranker

        return Ranker(self.assistant).learned(example.question, self.hits)


def _citation(fields: dict[str, Any]) -> Citation:
    return citation_from_json(lambda name: str(fields.get(name) or ""))
