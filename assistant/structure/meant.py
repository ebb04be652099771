"""Which document a question about documents means, and what it asks about it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Document


_LEAST = 5


@lru_cache(maxsize=1)
def questions() -> dict[str, Any]:
    """The words of questions about documents (``knowledge/structure_questions.toml``)."""
    return load_toml("assistant", "structure_questions.toml")


def documents_meant(text: str, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents that the question names by their kind; all where it names none or both."""
    kinds = {kind for kind, words in questions()["documents"].items() if any(w in text for w in words)}
    meant = tuple(d for d in documents if d.kind in kinds)
    return meant or tuple(documents)


def asks(text: str, kind: str) -> bool:
    """True where ``text`` has one of the words that ask for ``kind``."""
    return any(word in text for word in questions()["asks"][kind])


def without_asking(text: str, kind: str) -> str:
    """``text`` without the words that ask for ``kind``."""
    return re.sub("|".join(sorted(questions()["asks"][kind], key=len, reverse=True)), " ", text)


def without_source(text: str) -> str:
    """``text`` without the words that say in which document it stands: 第 244 号提案答复里说, 年报中写的.

    They are in no sentence that answers; :func:`documents_meant` has read them.
    """
    left = _source().sub("", text).lstrip("，,：: ")
    return left if len(left) >= _LEAST else text


@lru_cache(maxsize=1)
def _source() -> re.Pattern[str]:
    words = {kind: "|".join(some) for kind, some in questions()["source"].items()}
    named, places, verbs = words["nouns"], words["places"], words["verbs"]
    number = r"(?:第?\s*\d+\s*号)?"
    return re.compile(
        rf"(?:{words['before']})*{number}(?:{named}|的)*(?:{named})(?:(?:{places})又?(?:{verbs})?|又?(?:{verbs}))的?"
    )
