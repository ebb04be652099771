"""The desk: every question from every door goes over it, is counted, timed and noted."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from assistant.model import Turn
from assistant.page.feedback import FeedbackError, FeedbackStore, judge
from assistant.page.question import QuestionError, clean_question
from assistant.service.caller import current_caller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import Answer
    from assistant.page.model import Answerer
    from assistant.service.audit import AuditLog
    from assistant.service.meters import Meters
    from corpus import Finding
    from corpus.model import Document
    from index import Hit

HISTORY_LIMIT = 20
"""Earlier questions replayed for one request."""

log = logging.getLogger(__name__)


class Desk:
    """An assistant whose questions are recorded; itself what the page asks (``Answerer``)."""

    def __init__(
        self,
        assistant: Answerer,
        meters: Meters,
        audit: AuditLog | None = None,
        judgements: FeedbackStore | None = None,
    ) -> None:
        self.assistant = assistant
        self.meters = meters
        self.audit = audit
        self.judgements = judgements
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
    def findings(self) -> tuple[Finding, ...]:
        """What in the documents does not add up."""
        return self.assistant.findings

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
        return self.answer(question, self.replayed(earlier))

    def replayed(self, questions: Sequence[str]) -> tuple[Turn, ...]:
        """The turns of a conversation, asked again in order and noted nowhere; what cannot be asked is left out."""
        turns: tuple[Turn, ...] = ()
        for typed in questions[-HISTORY_LIMIT:]:
            try:
                question = clean_question(typed)
            except QuestionError:
                continue
            turns = (*turns, Turn(question, self.assistant.answer(question, turns)))
        return turns

    def judge(self, questions: Sequence[str], *, useful: bool, reason: str) -> None:
        """Keeps a reader's judgement on the answer to the last of ``questions``.

        The answer is made again here, so that nobody can have words kept that were never given.
        Raises QuestionError for nothing asked, FeedbackError where it cannot be kept.
        """
        clean_question(questions[-1])
        if self.judgements is None:
            raise FeedbackError("这里不收集意见。")
        self.judgements.add(judge(self.replayed(questions), useful=useful, reason=reason))

    def search(self, query: str, limit: int = 10) -> list[Hit]:
        """The passages that fit best."""
        return self.assistant.search(query, limit)

    def within(self, document: str) -> Desk:
        """The same desk over one document alone; raises KeyError for an id that it does not have."""
        desk = Desk(self.assistant.within(document), self.meters, self.audit, self.judgements)
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
