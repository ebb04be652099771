"""Names of organisations in a question that the documents' tables do not know, as far as one can see."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.concepts import Vocabulary

_LONGEST_NAME = 14
_NAME_TAGS = "njbszg"  # ICTCLAS: nouns, short forms, what tells kinds apart, places, times, morphemes
_WORD = re.compile(r"[\u4e00-\u9fff]+")


@lru_cache(maxsize=1)
def reading_words() -> dict[str, Any]:
    """The words of ``knowledge/reading.toml``."""
    return load_toml("assistant", "reading.toml")


@lru_cache(maxsize=1)
def _endings() -> re.Pattern[str]:
    return re.compile(f"({_either(reading_words()['organisation']['endings'])})")


@lru_cache(maxsize=1)
def _generic() -> re.Pattern[str]:
    return re.compile(f"(?:{_either(reading_words()['organisation']['generic'])})+")


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words)


def find_strangers(text: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """The names in ``text``, in which the known schools are masked, and their places."""
    words = reading_words()["organisation"]
    found: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _endings().finditer(text):
        ending = match.group()
        short = ending in words["short"]
        if short and text.startswith(tuple(words["goes_on"]), match.end()):
            continue
        start = _name_start(text, match.start(), vocabulary)
        while start < match.start() and text[start] in words["pointing"]:
            start += 1
        name = text[start : match.end()]
        if len(name) > len(ending) + (not short) and not _generic().fullmatch(name.removesuffix(ending)):
            found.append(name)
            spans.append((start, match.end()))
    return tuple(found), spans


def _name_start(text: str, end: int, vocabulary: Vocabulary) -> int:
    """Where a name that ends at ``end`` begins: back over nouns and words of names."""
    start = end
    window = text[max(0, end - _LONGEST_NAME) : end]
    place = end
    for word, flag in reversed(vocabulary.tagged_words(window)):
        place -= len(word)
        if not _WORD.fullmatch(word) or (flag[:1] not in _NAME_TAGS and flag != "vn"):
            break
        if word in reading_words()["organisation"]["not_in_names"]:
            break
        start = place
    return start
