"""Whether a question asks for a named part of a document as a whole, and for nothing of it."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.structure.meant import questions


@lru_cache(maxsize=8)
def _words(kind: str) -> re.Pattern[str]:
    words = {*questions()["whole"][kind], *questions()["whole"]["common"]}
    words.update(word for some in questions()["documents"].values() for word in some)
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def asks_whole(text: str, kind: str, *named: str) -> bool:
    """True where nothing is left of ``text`` without ``named`` and the words that ask for a whole.

    ``kind`` is "table", "chapter" or "mention" (``[whole]`` of ``knowledge/structure_questions.toml``).
    """
    for name in named:
        text = text.replace(name, " ", 1)
    return not left_over(text, kind)


def left_over(text: str, kind: str) -> str:
    """What is left of ``text`` without the words that ask for a whole of this kind."""
    return re.sub(r"[\W_]+", "", _words(kind).sub(" ", text))


def says(text: str, kind: str) -> bool:
    """True where ``text`` has one of the words of ``[whole]`` of this kind."""
    return any(word in text for word in questions()["whole"][kind])
