"""Words typed as toneless pinyin: ``siping zhiye daxue`` and ``zhuanrenjiaoshi`` in characters."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.sounds import pinyin_of, read_aloud

if TYPE_CHECKING:
    from collections.abc import Iterable

_RUN = re.compile(r"[A-Za-z]{4,}(?: [A-Za-z]{2,})*")
_LEAST = 2
_ASKING = ("多少", "几个", "哪个", "哪些", "多少人", "是谁", "什么")


class Spelling:
    """The known words of a corpus by their pinyin, written together."""

    def __init__(self, *words: Iterable[str]) -> None:
        self._known = tuple(
            dict.fromkeys(
                word
                for group in (*words, _ASKING)
                for word in group
                if len(word) >= _LEAST and all("\u4e00" <= c <= "\u9fff" for c in word)
            )
        )

    @cached_property
    def _words(self) -> dict[str, str]:
        """By their pinyin, made when the first run of letters is typed: thousands of names take seconds."""
        found: dict[str, str] = {}
        for word in self._known:
            for sounds in (pinyin_of(word), read_aloud(word)):
                found.setdefault("".join(sounds), word)
        return found

    @cached_property
    def _longest(self) -> int:
        return max((len(key) for key in self._words), default=0)

    def put_right(self, text: str) -> str:
        """``text`` with every run of Latin letters that is pinyin of known words put into characters."""
        return _RUN.sub(lambda run: self._in_characters(run.group()), text)

    def _in_characters(self, run: str) -> str:
        letters = run.replace(" ", "").lower()
        out, place = "", 0
        while place < len(letters):
            for end in range(min(len(letters), place + self._longest), place, -1):
                word = self._words.get(letters[place:end])
                if word is not None:
                    out += word
                    place = end
                    break
            else:
                return run
        return out
