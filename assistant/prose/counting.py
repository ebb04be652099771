"""Who is counted by 多少 or 几: 招了多少新生, 在校生有多少人."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Tagger = Callable[[str], Iterable[tuple[str, str]]]

_BEHIND = re.compile(r"(?:多少|几)(?:个|名|位)?的?([一-龥]{2,6})")
_BEFORE = re.compile(r"([一-龥]{2,8})(?:多少|几)(?:个|名|位)?人(?![次日民选])")
_LEAST = 2


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_toml("assistant", "instances.toml")["people"]
    return data


def counted_people(question: str, tagger: Tagger) -> str:
    """The last noun of those whose number is asked for, where it is a word for people (新生, 研究生), or ""."""
    behind = _BEHIND.search(question)
    if behind:
        run = list(takewhile(_is_noun, tagger(behind.group(1))))
        noun = run[-1][0] if run else ""
    else:
        before = _BEFORE.search(question)
        noun = _last_noun(before.group(1), tagger) if before else ""
    data = _data()
    fits = len(noun) >= _LEAST and noun.endswith(tuple(data["endings"])) and noun not in data["anybody"]
    return noun if fits else ""


def _last_noun(text: str, tagger: Tagger) -> str:
    for word in sorted(_data()["between"], key=len, reverse=True):
        text = text.removesuffix(word)
    last = [("", ""), *tagger(text)][-1]
    return last[0] if _is_noun(last) else ""


def _is_noun(tagged: tuple[str, str]) -> bool:
    return tagged[1][:1] in ("n", "j")
