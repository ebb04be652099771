"""What is measured, for Prometheus: questions and requests, how many and how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from assistant.model import Answer
    from assistant.service.caller import Caller

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Meters:
    """The measures of one running service, in a registry of their own."""

    def __init__(self, documents: int) -> None:
        self.registry = CollectorRegistry()
        self._questions = Counter(
            "youju_questions", "Questions by door and outcome", ["door", "outcome"], registry=self.registry
        )
        self._seconds = Histogram(
            "youju_answer_seconds", "Time to make an answer", buckets=SECONDS, registry=self.registry
        )
        self._requests = Counter(
            "youju_requests",
            "HTTP requests by door and status class",
            ["door", "status"],
            registry=self.registry,
        )
        self._unaudited = Counter(
            "youju_audit_failures", "Questions that could not be noted", registry=self.registry
        )
        self._ready = Gauge("youju_ready", "1 once the model is loaded", registry=self.registry)
        Gauge("youju_documents", "Documents in the index", registry=self.registry).set(documents)

    def asked(self, caller: Caller, answer: Answer | None, seconds: float) -> None:
        """A question was answered, refused, asked back, or failed."""
        self._questions.labels(caller.door, outcome(answer)).inc()
        self._seconds.observe(seconds)

    def served(self, door: str, status: int) -> None:
        """A request got its status."""
        self._requests.labels(door, f"{status // 100}xx").inc()

    def unaudited(self) -> None:
        """The audit log could not be written."""
        self._unaudited.inc()

    def ready(self) -> None:
        """The service is warm."""
        self._ready.set(1)

    def text(self) -> bytes:
        """All measures in Prometheus' text format."""
        return generate_latest(self.registry)


def outcome(answer: Answer | None) -> str:
    """What became of a question."""
    if answer is None:
        return "failed"
    if answer.abstained:
        return "asked_back" if answer.choices else "refused"
    return "answered"
