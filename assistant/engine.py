"""The assistant: a question and the turns before go in, a checked and cited answer comes out."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.check import checked
from assistant.concepts import Vocabulary
from assistant.desks import Desks
from assistant.dialogue import (
    Context,
    gather,
    in_another_year,
    leans_back,
    points_back,
    starts_new_topic,
    strip_new_topic,
    without_fillers,
)
from assistant.draft import Draft
from assistant.errors import AssistantUnavailable
from assistant.examples import example_questions
from assistant.guard import guard
from assistant.model import Answer, Citation, Statement, Turn
from assistant.query import Query
from assistant.refusals import Refuser
from assistant.scope import Scopes, question_for
from assistant.split import split_questions
from assistant.text import LONGEST, normalise
from assistant.titles import Titles
from index.errors import IndexProblem
from index.part import part_of
from index.search import Index

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from assistant.arbiter import Told
    from assistant.meaning import Likely, Meaning
    from assistant.prose.evidence import EvidenceFinder
    from assistant.reading import Reading
    from corpus import Finding
    from corpus.model import Document
    from index import Hit

__all__ = ["Assistant", "Vocabulary"]

_SEVERAL = 2


class Assistant:
    """Answers questions over one index. Immutable once opened; safe to share between threads."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._made: Desks | None = None
        self._lock = threading.Lock()
        self._parts: dict[tuple[str, ...], Assistant] = {}
        self._refuser = Refuser(index.documents)
        self.documents: tuple[Document, ...] = index.documents
        self.examples = example_questions(index.documents)
        self._scopes = Scopes(index.documents)
        self._titles = Titles(index.documents)

    @property
    def _desks(self) -> Desks:
        """The desks, made once (a second or two); other threads wait for them."""
        with self._lock:
            if self._made is None:
                self._made = Desks(self.index)
            return self._made

    @classmethod
    def open(cls, index_dir: Path | None = None, load_encoder: Callable[[], Any] | None = None) -> Assistant:
        """Opens the index at ``index_dir``; raises :class:`AssistantUnavailable` with one line."""
        try:
            return cls(Index.open(index_dir, load_encoder))
        except IndexProblem as error:
            raise AssistantUnavailable(str(error)) from error

    def warm(self) -> None:
        """Makes the desks and loads the encoder (some seconds), so that no question need wait."""
        self.answer("全省有多少学生？")
        try:
            self.index.embed("你好")
        except IndexProblem as error:
            raise AssistantUnavailable(str(error)) from error

    @property
    def meaning(self) -> Meaning:
        """How the indicator meant is found."""
        return self._desks.meaning

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What in the documents does not add up."""
        return self.index.findings

    def search(self, query: str, limit: int = 10) -> list[Hit]:
        """The passages that fit ``query`` best, best first; raises IndexProblem without a model."""
        return self.index.search(query, limit)

    def within(self, document: str) -> Assistant:
        """An assistant that knows the document with this id alone, made once; KeyError if there is none."""
        return self._part((document,))

    def _part(self, documents: tuple[str, ...]) -> Assistant:
        with self._lock:
            if documents not in self._parts:
                self._parts[documents] = Assistant(part_of(self.index, documents))
            return self._parts[documents]

    @property
    def evidence(self) -> EvidenceFinder:
        """What ranks the sentences of the index."""
        return self._desks.evidence

    def read(self, text: str) -> Reading:
        """The reading of a normalised question."""
        return self._desks.read(text)

    def weighed(self, text: str) -> tuple[Likely, Told, Reading] | None:
        """The likely indicator and what the text tells, where no label explains a normalised question."""
        reading = self._desks.read(text)
        weighed = self._desks.weighed(reading)
        return None if weighed is None else (*weighed, reading)

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to ``question`` after the turns of ``history``; never raises for any text."""
        started = time.perf_counter()
        try:
            answer = checked(self._answer(question, tuple(history)), self.index)
        except IndexProblem as error:
            answer = self._refuser.unavailable(question, str(error))
        return replace(answer, latency_ms=(time.perf_counter() - started) * 1000)

    def replay(self, questions: Sequence[str]) -> tuple[Turn, ...]:
        """The turns that the earlier ``questions`` of a conversation make."""
        turns: tuple[Turn, ...] = ()
        for question in questions:
            turns = (*turns, Turn(question, self.answer(question, turns)))
        return turns

    def _answer(self, question: str, history: tuple[Turn, ...]) -> Answer:
        text = normalise(question)
        if not text.strip("，。？！、：；.…~ "):
            return self._refuser.empty(question)
        guarded = guard(text)
        if guarded.reason == "chat" and self._desks.tells_of(text):
            guarded = replace(guarded, question=text, reason="")
        if guarded.reason:
            return self._refuser.guarded(question, guarded)
        text = guarded.question
        if starts_new_topic(text):
            text = strip_new_topic(text)
            history = history if points_back(text) else ()
        text, named = self._titles.taken(without_fillers(text))
        asked = self._of(named)
        answer = asked._whole_or_parts(question, text, history)  # noqa: SLF001 - our own kind
        if len(question) > LONGEST:
            answer = self._refuser.shortened(answer)
        return answer

    def _of(self, named: Document | None) -> Assistant:
        """The assistant for questions about a document that is named, if one is."""
        if named is None:
            return self
        own = self._scopes.documents(named) if named in self._scopes.reports else (named.id,)
        return self if len(own) == len(self.documents) else self._part(own)

    def _whole_or_parts(self, question: str, text: str, history: tuple[Turn, ...]) -> Answer:
        parts = split_questions(text)
        if len(parts) < _SEVERAL or self._desks.answers_whole(text):
            parts = self._desks.asked_in_turn(text) or self._desks.asked_apart(text)
        if not parts:
            return self._one(question, text, history)
        turns = history
        answers: list[Answer] = []
        for part in parts:
            answer = self._one(part, part, turns, beside=bool(answers))
            turns = (*turns, Turn(part, answer))
            answers.append(answer)
        return _joined(question, answers)

    def _one(self, question: str, text: str, history: tuple[Turn, ...], *, beside: bool = False) -> Answer:
        context = gather(history)
        last = history[-1].answer if history else None
        if last is not None and last.reason == "ambiguous":
            chosen = self._desks.chosen(text, last)
            if chosen is not None:
                return self._one(question, chosen, history[:-1])
        if last is not None and last.abstained:
            text = in_another_year(text, history[-1].question)
        follows = bool(history) and (leans_back(text) or self._desks.goes_on(text, last))
        if follows and last is not None:
            context = replace(context, sections=self._sections(last), beside=beside)
        before = context if follows else NOTHING_BEFORE
        if self._scopes.several:
            return self._desks.audited.warned(self._scoped(question, text, before, last if follows else None))
        answer = self._desks.answer(Draft(self.index, question), text, before)
        return self._desks.audited.warned(answer)

    def _scoped(self, question: str, text: str, context: Context, last: Answer | None) -> Answer:
        """The answer from the reports that the question is about; asked back where figures of several fit."""
        reading = self._desks.read(text)
        reports = self._scopes.named(text, reading.subjects, reading.years)
        if not reports and last is not None:
            reports = self._scopes.cited(last)[:1]
        if not reports:
            answer = self._desks.answer(Draft(self.index, question), text, context)
            figure = answer.query is not None and answer.query.kind == "figure"
            return self._which_report(question, text) if figure else self._saying_whose(answer)
        answers = []
        for report in reports:
            names = {m.written for m in reading.mentions if not self._scopes.has(report, m.subjects)}
            others = (*names, *self._scopes.names(text, report)) if len(reports) > 1 else ()
            part = self._part(self._scopes.documents(report))
            draft = Draft(part.index, question)
            asked = question_for(text, others) if others else text
            answer = part._desks.answer(draft, asked, context)  # noqa: SLF001 - our own kind
            answers.append(_of_report(answer, report) if len(reports) > 1 else answer)
        if len(answers) > 1:
            return _joined(question, answers)
        older = self._scopes.older(reports[0], reading.years)
        return _beside_older(answers[0], reports[0], older) if older else answers[0]

    def _saying_whose(self, answer: Answer) -> Answer:
        """``answer`` with the title of the one report that it is from, where the question named none."""
        cited = self._scopes.cited(answer)
        told = answer.abstained or len(cited) != 1 or cited[0].title in answer.text
        return answer if told else _of_report(answer, cited[0])

    def _which_report(self, question: str, text: str) -> Answer:
        """The question back, with a choice for each region that has a report."""
        regions = tuple(dict.fromkeys(report.region for report in self._scopes.reports))
        draft = Draft(self.index, question)
        draft.say(f"文件中有几份报告，请选择问的是哪一份：{'、'.join(regions)}。")
        choices = tuple(f"{region}{text}" for region in regions)
        query = Query("unclear", text)
        return draft.finish(
            query, "没有说明是哪一份报告", abstained=True, reason="ambiguous", choices=choices
        )

    def _sections(self, answer: Answer) -> tuple[tuple[str, int], ...]:
        places = []
        for citation in answer.citations[:4]:
            document = self.index.document(citation.document_id)
            places.append((document.id, document.section_at(citation.span.start).index))
        return tuple(dict.fromkeys(places))


NOTHING_BEFORE = Context((), (), (), "", ())
"""The context of a message that starts afresh."""


def _of_report(answer: Answer, report: Document) -> Answer:
    """``answer`` with the report's title before what it says first."""
    if not answer.statements:
        return answer
    first, *rest = answer.statements
    return replace(answer, statements=(replace(first, text=f"《{report.title}》：{first.text}"), *rest))


def _beside_older(answer: Answer, report: Document, older: Sequence[Document]) -> Answer:
    """``answer`` with a note that it is from the newest of a region's reports."""
    if not any(citation.document_id == report.id for citation in answer.citations):
        return answer
    others = "".join(f"《{d.title}》" for d in older)
    note = Statement(f"按最新的《{report.title}》回答；文件中还有{others}，问时请写明年份。", (), "note")
    return replace(answer, statements=(*answer.statements, note))


def _joined(question: str, answers: Sequence[Answer]) -> Answer:
    """Several answers as one, nothing said twice, citations renumbered."""
    statements: list[Statement] = []
    citations: list[Citation] = []
    for answer in answers:
        shift = len(citations)
        said = {(s.role, s.text) for s in statements}
        statements.extend(
            replace(s, citations=tuple(c + shift for c in s.citations))
            for s in answer.statements
            if (s.role, s.text) not in said
        )
        citations.extend(answer.citations)
    statements.sort(key=lambda s: s.role != "answer")
    query: Query | None = next((a.query for a in reversed(answers) if a.query), None)
    return Answer(
        question=question,
        statements=tuple(statements),
        citations=tuple(citations),
        abstained=all(a.abstained for a in answers),
        reason=answers[-1].reason if all(a.abstained for a in answers) else "",
        understanding="；".join(a.understanding for a in answers if a.understanding),
        table=next((a.table for a in answers if a.table), None),
        suggestions=answers[-1].suggestions,
        query=query,
        sql=tuple(s for a in answers for s in a.sql),
        found=answers[-1].found,
    )
