"""A conversation: whether a message depends on the turns before it, and what they leave to fall back on.

``followups`` completes figure follow-ups from it; prose follow-ups carry the topic and the sections of the
answers before. A new topic starts afresh.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.operations import said
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import Turn
    from assistant.query import Query
    from assistant.reading import Reading

_YEAR = re.compile(r"20\d\d(?=\s*年)")
_ONLY_YEAR = re.compile(
    r"(?:那么|那|就|说说|说|看看|看|换成|改成|问|查)*(20\d\d)\s*年度?的?(?:呢|吧|数据|怎么样)?[。？?！]*$"
)
_SHORTEST = 6
_LONGER = 22
_ELLIPTIC = 10
_CITED = 4
_RANKED = ("highest", "lowest", "top", "bottom", "ordinal", "ordinal_last", "threshold", "against")


@lru_cache(maxsize=1)
def dialogue_words() -> dict[str, Any]:
    """The words of ``knowledge/dialogue.toml``."""
    return load_toml("assistant", "dialogue.toml")


@dataclass(frozen=True, slots=True)
class Context:
    """What a follow-up can fall back on: the last queries, the schools found, the places cited.

    ``beside`` is true where the turn before was another part of the same message; ``question`` is the last message,
    ``said`` the answer to it without its sources, ``quotes`` what that answer cites.
    """

    queries: tuple[Query, ...]
    found: tuple[str, ...]
    sections: tuple[tuple[str, int], ...]
    topic: str
    subjects: tuple[str, ...]
    beside: bool = False
    question: str = ""
    said: str = ""
    quotes: tuple[str, ...] = ()

    @property
    def last(self) -> Query | None:
        """The query of the turn before."""
        return self.queries[-1] if self.queries else None


def without_fillers(text: str) -> str:
    """``text`` without 好吧, 嗯 and an announcement of a new topic."""
    for word in dialogue_words()["fillers"]:
        if text.startswith(word) and len(text) > len(word) + 1:
            text = text[len(word) :].lstrip("，, ")
    return text


def starts_new_topic(text: str) -> bool:
    """True where the message announces another topic."""
    return any(word in text for word in dialogue_words()["new_topic"])


def strip_new_topic(text: str) -> str:
    """``text`` without the announcement of another topic."""
    for word in dialogue_words()["new_topic"]:
        text = re.sub(rf"^.{{0,4}}{word}[，,。：:]*", "", text)
    return text


def leans_back(text: str) -> bool:
    """True where the message depends on what was said before, as far as its words tell."""
    data = dialogue_words()
    plain = text.rstrip("。？！?!. ")
    return (
        (plain.startswith(tuple(data["openings"])) and len(plain) <= _LONGER)
        or any(word in plain for word in data["pronouns"])
        or plain.endswith(tuple(data["endings"]))
        or (len(plain) <= _LONGER and any(f"{word}，" in plain for word in data["endings"]))
        or (plain.startswith("比") and not plain.startswith(tuple(data["not_than"])))
        or len(plain) <= _SHORTEST
    )


def leans_on(text: str) -> bool:
    """True where a pronoun in ``text`` stands for what was said before."""
    return any(word in text for word in dialogue_words()["pronouns"])


def in_another_year(text: str, last: str) -> str:
    """The ``last`` question for the year that ``text`` gives and nothing else (那就说 2023 年的); else ``text``."""
    found = _ONLY_YEAR.match(text.strip())
    if found is None or not _YEAR.search(last) or found.group(1) in last:
        return text
    return _YEAR.sub(found.group(1), last)


def elliptic(reading: Reading, last: Query) -> bool:
    """True for a short question for another figure that says nothing of whose: 实际招生的有几个."""
    whose = reading.mentions or reading.strangers or reading.region or reading.places or reading.group
    return (
        last.kind == "figure"
        and len(last.subjects) == 1
        and bool(last.measures)
        and len(reading.text.rstrip("。？！?!. ")) <= _ELLIPTIC
        and not whose
        and not reading.unknown
        and reading.quantifiers > 0
        and not said(reading.text, "which")
        and not reading.cue(*_RANKED)
    )


def points_back(text: str) -> bool:
    """True where a pronoun stands for the one school spoken of before."""
    data = dialogue_words()
    plain = text
    for word in data["not_its"]:
        plain = plain.replace(word, "")
    return "其" in plain or any(word in text for word in data["school_pronouns"])


def gather(history: Sequence[Turn]) -> Context:
    """The context of the turns before, the last ones first in importance."""
    queries = tuple(t.answer.query for t in history if t.answer.query is not None)
    last = history[-1].answer if history else None
    topic = last.query.text if last is not None and last.query is not None else ""
    subjects: tuple[str, ...] = ()
    for query in reversed(queries[-3:]):
        if query.subjects:
            subjects = query.subjects
            break
    if last is None:
        return Context(queries, (), (), topic, subjects)
    return Context(
        queries,
        last.found,
        (),
        topic,
        subjects or last.found[:1],
        question=history[-1].question,
        said="".join(s.text for s in last.statements if s.role in ("answer", "item") and not last.abstained),
        quotes=tuple(c.quote for c in last.citations[:_CITED]),
    )
