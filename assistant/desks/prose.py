"""The desk for running text: what the question adds to and takes from the talk, and refusals."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.arbiter import Told
from assistant.dialogue import dialogue_words, leans_on, points_back
from assistant.prose.asked import asked_types
from assistant.prose.listing import without_exception
from assistant.prose.question import ProseQuestion
from assistant.prose.sides import two_sides
from assistant.prose.talk import with_offices
from assistant.query import Query
from assistant.structure import documents_meant, without_source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.dialogue import Context
    from assistant.draft import Draft
    from assistant.model import Answer
    from assistant.planner import Planner
    from assistant.prose.answering import ProseAnswerer
    from assistant.prose.evidence import Evidence
    from assistant.prose.sides import Side
    from assistant.reading import Reading
    from corpus.model import Observation
    from index.search import Index

    CellOf = Callable[[Side], Observation | None]

_FITS_WELL = 11.0
_TWO = 2
_GOES_ON = 3
_THAT_ONE = re.compile(r"那[个所家门次支项场位座件份批本种类条届]")
_NAME_GOES_ON = re.compile(r"[一-龥]+")


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
        text = without_exception(without_source(self._full(reading)))
        types = asked_types(reading.text)
        meant = documents_meant(reading.text, self._index.documents)
        only = tuple(d.id for d in meant) if len(meant) < len(self._index.documents) else ()
        follows = bool(context.topic) and not self._asks_elsewhere(reading, context, types)
        fresh: tuple[str, ...] = ()
        new: tuple[str, ...] = ()
        topic = ""
        another = False
        if not follows and context.last is not None and context.subjects and points_back(text):
            text = with_school(text, context.subjects[0])
        if follows:
            topic, another = with_offices(context.topic[-60:], text)
            topic = self._prose.talk.renamed(topic, without_that(text))
            before = context.topic if another else topic
            fresh = tuple(w for w in self._prose.talk.rare(without_that(text)) if w not in before)
            new = self._prose.talk.new_words(without_that(text), topic)
            if fresh and not types:
                topic = self._prose.talk.without(topic, self._prose.talk.rare(topic))
                types = asked_types(topic)
            text = f"{topic} {without_that(text)}"
        subjects = reading.subjects
        if not subjects and (follows or context.beside) and not another:
            subjects = self._prose.talk.carried(context.topic, context.subjects[:1])
        other = bool(only) and not {document for document, _ in context.sections} & set(only)
        away = (
            not follows or other or self._prose.talk.elsewhere(without_that(reading.text), context.sections)
        )
        sections = () if away else context.sections
        asked = ProseQuestion(text, subjects, sections, only, types, reading.years, reading.rest, fresh)
        asked = replace(asked, cells=self._cells(reading.text), new=new, topic=topic)
        doubt = self._prose.compose(draft, reading, asked)
        named = not reading.subjects and types[:1] == ("school",)
        about = (draft.found[:1] or subjects) if named else subjects or draft.found[:1]
        query = Query("prose", text if follows else self._full(reading), subjects=about)
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

    def _asks_elsewhere(self, reading: Reading, context: Context, types: Sequence[str]) -> bool:
        """True for a whole question of its own, about a thing that the places talked of do not name."""
        own = without_that(reading.text)
        of_school = context.last is not None and context.last.kind == "figure" and points_back(own)
        if of_school and self._prose.talk.new_words(own, context.topic):
            return True
        if not types or not context.sections or leans_on(own):
            return False
        talk = self._prose.talk
        if context.beside and talk.stands_alone(own, context.topic, context.sections):
            return True
        return talk.names_elsewhere(own, context.sections) or talk.opens_with_thing(own)

    def asked_apart(self, clauses: list[str], readings: Sequence[Reading]) -> list[str]:
        """Two clauses of a message where neither's passage has what the other asks of; else none."""
        if len(clauses) != _TWO or any(r.cue("difference", "compare") for r in readings):
            return []
        sides = [(c, best) for c, r in zip(clauses, readings, strict=True) if (best := self._best(r))]
        return clauses if len(sides) == _TWO and self._prose.talk.apart(sides) else []

    def _best(self, reading: Reading) -> Evidence | None:
        """The sentence that fits the question best."""
        asked = ProseQuestion(without_source(self._full(reading)), reading.subjects, rest=reading.rest)
        return next(iter(self._prose.evidence(asked, 1)), None)

    def says(self, reading: Reading) -> bool:
        """True where a sentence fits the question so well that the text must speak of it."""
        asked = ProseQuestion(without_source(self._full(reading)), reading.subjects, rest=reading.rest)
        found = self._prose.evidence(asked, 1)
        return bool(found) and found[0].score >= _FITS_WELL

    def told(self, reading: Reading) -> Told:
        """How well the best sentence fits the question."""
        asked = ProseQuestion(without_source(self._full(reading)), reading.subjects, rest=reading.rest)
        found = self._prose.evidence(asked, 1)
        return Told(found[0].score, found[0].covered, found[0].around) if found else Told()

    def _full(self, reading: Reading) -> str:
        """The question with schools under their full names, but where a thing's own name has a school's: 吉林铁路博物馆."""
        return full_text(reading, self._prose.talk.printed)

    def knows(self, reading: Reading) -> bool:
        """True where a sentence about the school has most of the question's other words."""
        if not reading.subjects:
            return False
        found = self._prose.evidence(
            ProseQuestion(without_source(self._full(reading)), reading.subjects, rest=reading.rest), 1
        )
        return bool(found) and self._prose.tells(found[0], reading)


def with_school(text: str, school: str) -> str:
    """``text`` with the name of ``school`` for the pronoun that stands for it (省司法厅怎么帮它的)."""
    pronouns = sorted(dialogue_words()["school_pronouns"], key=len, reverse=True)
    said = next((word for word in pronouns if word in text), "")
    return text.replace(said, school, 1) if said else text


def without_that(text: str) -> str:
    """``text`` without the 那 that opens a follow-up, which would stick to the word after it."""
    if _THAT_ONE.match(text):
        return text
    return text.removeprefix("那么").removeprefix("那") or text


def full_text(reading: Reading, printed: Callable[[str], bool] | None = None) -> str:
    """The question with schools under their full names.

    A short name stays where it goes on as part of a longer name that the documents have: ``printed`` tells whether they
    print a text; without it every name is put in full.
    """
    text = reading.text
    for mention in sorted(reading.mentions, key=lambda m: -m.start):
        longer = reading.text[mention.start : mention.end + _GOES_ON]
        whole = mention.how != "full" and len(longer) == mention.end - mention.start + _GOES_ON
        if whole and _NAME_GOES_ON.fullmatch(longer) and printed is not None and printed(longer):
            continue
        if len(mention.subjects) == 1 and mention.end > mention.start:
            text = text[: mention.start] + mention.subjects[0] + text[mention.end :]
    return text
