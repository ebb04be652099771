"""How characters sound and look: pinyin, syllables that are confused, characters that are mistaken."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable


@lru_cache(maxsize=8192)
def sound_of(character: str) -> str:
    """The toneless pinyin of one character, always the same one; other signs stand for themselves."""
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character, errors="default")[0])


def read_aloud(text: str) -> tuple[str, ...]:
    """The pinyin of ``text`` read as words, so that 长 in 长春 is chang."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text))


def initials_of(sounds: Iterable[str]) -> str:
    """The first letters of syllables: ccjr of chang chun jin rong."""
    return "".join(sound[0] for sound in sounds if sound)


def pinyin_of(text: str) -> tuple[str, ...]:
    """The pinyin of each character of ``text``."""
    return tuple(sound_of(character) for character in text)


@lru_cache(maxsize=1)
def _looks() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in load_toml("assistant", "names.toml")["lookalike"]["pairs"])


def looks_like(a: str, b: str) -> bool:
    """True for two characters that are mistaken for one another by their looks: 帅 and 师."""
    return frozenset((a, b)) in _looks()


@lru_cache(maxsize=4096)
def other_sounds(character: str) -> tuple[str, ...]:
    """The other readings of a character: hang for 行."""
    from pypinyin import Style, pinyin

    readings = pinyin(character, style=Style.NORMAL, heteronym=True, errors="default")[0]
    return tuple(r for r in readings if r != sound_of(character))


def near(a: str, b: str) -> bool:
    """True for syllables that are often confused: one letter apart, as jie and xie, zhi and zi."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(a, b) <= 1
