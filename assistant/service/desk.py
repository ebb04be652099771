"""The desk: every question from every door goes over it, is counted, timed and noted."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from assistant.model import Turn
from assistant.page.question import QuestionError, clean_question
from assistant.service.caller import current_caller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import Answer
    from assistant.page.model import Answerer
    from assistant.service.audit import AuditLog
    from assistant.service.meters import Meters
    from corpus.model import Document
    from index import Hit

HISTORY_LIMIT = 20
"""Earlier questions replayed for one request."""

log = logging.getLogger(__name__)


class Desk:
    """An assistant whose questions are recorded; itself what the page asks (``Answerer``)."""

    def __init__(self, assistant: Answerer, meters: Meters, audit: AuditLog | None = None) -> None:
        self.assistant = assistant
        self.meters = meters
        self.audit = audit
        self._warm = threading.Event()

    @property
    def documents(self) -> tuple[Document, ...]:
        """What it answers from."""
        return self.assistant.documents

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions to begin with."""
        return self.assistant.examples

    @property
    def ready(self) -> bool:
        """Whether everything is loaded."""
        return self._warm.is_set()

    def warm(self) -> None:
        """Load what takes long; after that the service is ready."""
        self.assistant.warm()
        self.meters.ready()
        self._warm.set()

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """The answer; also counted, timed and, where that is set, written to the audit log."""
        begun = time.perf_counter()
        made: Answer | None = None
        try:
            made = self.assistant.answer(question, history)
        finally:
            self._record(question, made, time.perf_counter() - begun)
        return made

    def follow_up(self, question: str, earlier: Sequence[str]) -> Answer:
        """The answer after the ``earlier`` questions of a conversation, which are not noted again."""
        turns: tuple[Turn, ...] = ()
        for typed in earlier[-HISTORY_LIMIT:]:
            try:
                before = clean_question(typed)
            except QuestionError:
                continue
            turns = (*turns, Turn(before, self.assistant.answer(before, turns)))
        return self.answer(question, turns)

    def search(self, query: str, limit: int = 10) -> list[Hit]:
        """The passages that fit best."""
        return self.assistant.search(query, limit)

    def within(self, document: str) -> Desk:
        """The same desk over one document alone; raises KeyError for an id that it does not have."""
        desk = Desk(self.assistant.within(document), self.meters, self.audit)
        desk._warm = self._warm
        return desk

    def _record(self, question: str, made: Answer | None, seconds: float) -> None:
        caller = current_caller()
        self.meters.asked(caller, made, seconds)
        if self.audit is None:
            return
        try:
            self.audit.note(caller, question, made)
        except OSError:  # the reader gets the answer, the log the trace, the measures the count
            self.meters.unaudited()
            log.exception("the audit log could not be written")
