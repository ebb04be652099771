"""Does a text name a person, or the holder of an office?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Tagger = Callable[[str], Iterable[tuple[str, str]]]

_NAME_TAGS = ("nr", "nrt", "nrfg")
_AFTER_TITLE = re.compile(
    r"(?:组长|队长|成员|主席|主任|书记|省长|厅长|局长|院长|校长|委员|教师|老师)[：:]?\s*([一-龥]{2,3})"
)


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return frozenset(load_toml("assistant", "surnames.toml")["surnames"])


@lru_cache(maxsize=1)
def _no_names() -> tuple[frozenset[str], tuple[str, ...]]:
    data = load_toml("assistant", "surnames.toml")
    return frozenset(data["no_names"]), tuple(data["no_endings"])


def _is_name(word: str, question: str) -> bool:
    """True for a word of two or three characters like a person's name that ``question`` does not say."""
    words, endings = _no_names()
    fits = len(word) in (2, 3) and word[0] in _surnames() and word not in question
    return fits and word not in words and not word.endswith(endings)


def names_person(text: str, tagger: Tagger, question: str = "") -> bool:
    """True where ``text`` names a person that ``question`` does not: so tagged, with a family name."""
    if any(_is_name(m.group(1), question) for m in _AFTER_TITLE.finditer(text)):
        return True
    return any(flag in _NAME_TAGS and _is_name(word, question) for word, flag in tagger(text))


def holds_office(text: str, office: str) -> bool:
    """True where a school's name, its office and a person's name stand side by side."""
    found = re.search(rf"(?:学院|学校|大学|高专|局|厅|部|会|委){office}([一-龥]{{2,3}})", text)
    return found is not None and found.group(1)[0] in _surnames()


def post_told(words: Iterable[str], text: str) -> bool:
    """True where ``text`` has an office beside one of ``words``, as a question's name (市委副书记赵明)."""
    offices = "|".join(load_toml("assistant", "instances.toml")["offices"])
    return any(
        re.search(rf"(?:{offices})(?:单位)?{re.escape(w)}|{re.escape(w)}[^，。]{{0,6}}(?:{offices})", text)
        for w in words
        if len(w) > 1 and w in text
    )
