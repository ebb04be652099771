"""Where words begin: 民办 in 给农民办的培训 and 中专 in 其中专业 are no words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Tagger = Callable[[str], Iterable[tuple[str, str]]]

_BLANK = "＿"


def starts_of(text: str, tagger: Tagger) -> frozenset[int]:
    """The offsets at which the words of ``text`` begin."""
    starts, place = set(), 0
    for word, _ in tagger(text):
        starts.add(place)
        place += len(word)
    return frozenset(starts)


def without_chance(text: str, words: Iterable[str], tagger: Tagger) -> str:
    """``text`` with those of ``words`` blanked that begin inside one word and end in the next."""
    present = [word for word in words if word in text]
    if not present:
        return text
    starts = starts_of(text, tagger)
    plain = text
    for word in present:
        at = text.find(word)
        while at >= 0:
            across = at not in starts and any(at < start < at + len(word) for start in starts)
            if across:
                plain = plain[:at] + _BLANK * len(word) + plain[at + len(word) :]
            at = text.find(word, at + 1)
    return plain
