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
_ANY_SCHOOL = "学校"
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


def find_strangers(
    text: str, vocabulary: Vocabulary, documents: str
) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """The names in ``text``, in which the known schools are masked, and their places; see :func:`leading_name`."""
    words = reading_words()["organisation"]
    name, spans = leading_name(text, vocabulary, documents)
    found = [name] if name else []
    for match in _endings().finditer(text):
        ending = match.group()
        short = ending in words["short"]
        if short and text.startswith(tuple(words["goes_on"]), match.end()):
            continue
        start = _name_start(text, match.start(), vocabulary)
        while start < match.start() and text[start] in words["pointing"]:
            start += 1
        name = text[start : match.end()]
        if ending == _ANY_SCHOOL and _only_place(name.removesuffix(ending), vocabulary):
            continue
        if len(name) > len(ending) + (not short) and not _generic().fullmatch(name.removesuffix(ending)):
            found.append(name)
            spans.append((start, match.end()))
    return tuple(found), spans


def _only_place(name: str, vocabulary: Vocabulary) -> bool:
    """True for a place alone: 柬埔寨学校 is a school there, called otherwise."""
    flags = [flag for _, flag in vocabulary.tagged_words(name)]
    return bool(flags) and all(flag == "ns" for flag in flags)


def leading_name(text: str, vocabulary: Vocabulary, documents: str) -> tuple[str, list[tuple[int, int]]]:
    """The short name that a question begins with (吉大有多少学生), where no document has it; "" for none.

    ``text`` has its known schools masked; ``documents`` is all that the documents say.
    """
    words = reading_words()["leading"]
    start = len(text) - len(text.lstrip("，。、 "))
    for opening in sorted(words["openings"], key=len, reverse=True):
        if text.startswith(opening, start):
            start += len(opening)
    found = re.match(
        rf"([\u4e00-\u9fff]{{2,{words['longest']}}}?)(?=的?(?:{_either(words['followed'])}))", text[start:]
    )
    if found is None or found.group() in documents or found.group() in words["none"]:
        return "", []
    name = found.group()
    tagged = vocabulary.tagged_words(name)
    short = tagged[0][1] == "j" or all(flag in words["tags"] for _, flag in tagged)
    named = name.endswith(tuple(words["endings"])) or short
    if not named or any(token.kind != "unknown" for token in vocabulary.scan(name)):
        return "", []
    return name, [(start, start + len(name))]


def ends_with_name(before: str, vocabulary: Vocabulary, documents: str) -> bool:
    """True where ``before`` ends with a word that no document has: 经融高专 is a name, not all 高专."""
    last = vocabulary.scan(before)[-1:]
    unknown = [t.form for t in last if t.kind == "unknown" and t.end == len(before)]
    kinds = tuple(reading_words()["leading"]["kinds"])
    return any(len(w) > 1 and w not in documents and not w.endswith(kinds) for w in unknown)


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
