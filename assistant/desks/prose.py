"""The desk for running text: what the question adds to and takes from the talk, and refusals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.arbiter import Told
from assistant.prose.asked import asked_types
from assistant.prose.question import ProseQuestion
from assistant.prose.sides import two_sides
from assistant.query import Query
from assistant.structure import documents_meant, without_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.dialogue import Context
    from assistant.draft import Draft
    from assistant.model import Answer
    from assistant.planner import Planner
    from assistant.prose.answering import ProseAnswerer
    from assistant.prose.sides import Side
    from assistant.reading import Reading
    from corpus.model import Observation
    from index.search import Index

    CellOf = Callable[[Side], Observation | None]

_FITS_WELL = 11.0


class ProseDesk:
    """Answers from running text, over one index."""

    def __init__(self, index: Index, prose: ProseAnswerer, planner: Planner, cell: CellOf) -> None:
        """Around one index; ``cell`` gives the table's figure that one document's side of a question asks."""
        self._cell = cell
        self._index = index
        self._prose = prose
        self._planner = planner

    def _cells(self, text: str) -> dict[str, Observation]:
        """The figure of a table that each document's side of the question asks for."""
        found = {side.document.id: self._cell(side) for side in two_sides(text, self._index.documents)}
        return {document: cell for document, cell in found.items() if cell is not None}

    def answer(self, draft: Draft, reading: Reading, context: Context) -> Answer:
        """The answer with its passages, or the refusal with the nearest one."""
        text = without_source(full_text(reading))
        follows = bool(context.topic)
        types = asked_types(reading.text)
        fresh: tuple[str, ...] = ()
        if follows:
            topic = context.topic[-60:]
            fresh = tuple(w for w in self._prose.rare(without_that(text)) if w not in topic)
            if fresh and not types:
                topic = self._prose.without(topic, self._prose.rare(topic))
                types = asked_types(topic)
            text = f"{topic} {without_that(text)}"
        meant = documents_meant(reading.text, self._index.documents)
        only = tuple(d.id for d in meant) if len(meant) < len(self._index.documents) else ()
        subjects = reading.subjects or (context.subjects[:1] if follows else ())
        sections = (
            () if self._prose.elsewhere(without_that(reading.text), context.sections) else context.sections
        )
        asked = ProseQuestion(text, subjects, sections, only, types, reading.years, reading.rest, fresh)
        asked = replace(asked, cells=self._cells(reading.text))
        doubt = self._prose.compose(draft, reading, asked)
        about = subjects or draft.found[:1]
        query = Query("prose", full_text(reading) if not follows else text, subjects=about)
        figure = self._planner.plan(reading) if doubt is not None and reading.strangers else None
        if figure is not None:
            query = figure.query
        if doubt is None:
            return draft.finish(query, "从正文中查找")
        draft.say(doubt.text)
        if draft.nearest is not None:
            document, span = draft.nearest
            draft.say(
                f"文件中最接近的内容：“{document.quote(span)}”（{document.section_at(span.start).name}）",
                [draft.cite_span(document, span)],
                "source",
            )
        return draft.finish(query, "从正文中查找", abstained=True, reason=doubt.reason)

    def says(self, reading: Reading) -> bool:
        """True where a sentence fits the question so well that the text must speak of it."""
        asked = ProseQuestion(without_source(full_text(reading)), reading.subjects, rest=reading.rest)
        found = self._prose.evidence(asked, 1)
        return bool(found) and found[0].score >= _FITS_WELL

    def told(self, reading: Reading) -> Told:
        """How well the best sentence fits the question."""
        asked = ProseQuestion(without_source(full_text(reading)), reading.subjects, rest=reading.rest)
        found = self._prose.evidence(asked, 1)
        return Told(found[0].score, found[0].covered, found[0].around) if found else Told()

    def knows(self, reading: Reading) -> bool:
        """True where a sentence about the school has most of the question's other words."""
        if not reading.subjects:
            return False
        found = self._prose.evidence(
            ProseQuestion(without_source(full_text(reading)), reading.subjects, rest=reading.rest), 1
        )
        return bool(found) and self._prose.tells(found[0], reading)


def without_that(text: str) -> str:
    """``text`` without the 那 that opens a follow-up, which would stick to the word after it."""
    return text.removeprefix("那么").removeprefix("那") or text


def full_text(reading: Reading) -> str:
    """The question with schools under their full names."""
    text = reading.text
    for mention in sorted(reading.mentions, key=lambda m: -m.start):
        if len(mention.subjects) == 1 and mention.end > mention.start:
            text = text[: mention.start] + mention.subjects[0] + text[mention.end :]
    return text
