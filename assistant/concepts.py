"""Concepts: the words of labels and questions brought to one form.

A text is scanned from left to right for the longest known word (a concept's everyday word, a word
of a label, a courtesy word); what is not known is cut by jieba and stays as an unknown word, so that
a question about something no table has can be told from one in other words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from assistant.sounds import looks_like, near, pinyin_of
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from index.words import Segmenter

_CJK = re.compile(r"[\u4e00-\u9fffA-Za-z]")
MASK = "\u25a1"
_NEARLY = 3
_PAIR = 2
_REMEMBERED = 8192
_JOINED = 4  # 国外的技能大赛 is 国外技能大赛


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its form (the concept's name), place, and kind.

    ``kind`` is "concept", "label" (a word of some label), "scope" (whom all figures are about),
    "weak", "courtesy", "action" (an unknown verb or the like) or "unknown".
    """

    form: str
    start: int
    end: int
    kind: str


@lru_cache(maxsize=1)
def concept_data() -> dict[str, Any]:
    """The concepts of ``knowledge/concepts.toml`` with their words."""
    return load_toml("assistant", "concepts.toml")


def masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with the characters of ``spans`` replaced, so that offsets stay."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = MASK * (end - start)
    return "".join(letters)


class Vocabulary:
    """All known words; grows only while the labels of a corpus are read in."""

    def __init__(self, segmenter: Segmenter, regions: Sequence[str] = ()) -> None:
        data = concept_data()
        self._segmenter = segmenter
        self._words: dict[str, tuple[str, str]] = {}
        for word in (*data["courtesy"], *regions):
            self._words[_plain(word)] = (word, "courtesy")
        for word in data["weak"]:
            self._words[_plain(word)] = (word, "weak")
        for scope, words in data["scope"].items():
            for word in (scope, *words):
                self._words[_plain(word)] = (scope, "scope")
        self.verbs: set[str] = set()
        self.concepts = tuple(data["concepts"])
        for concept, words in data["concepts"].items():
            for word in (concept, *_with_regions(words, regions)):
                self._words[_plain(word)] = (concept, "concept")
        self._longest = max(len(word) for word in self._words)
        self._sounds: dict[tuple[str, ...], str] = {}
        for word, (_, kind) in self._words.items():
            if kind == "concept" and len(word) > 1 and _CJK.match(word[0]):
                self._sounds.setdefault(pinyin_of(word), word)
        also = data["implies"]
        self._implied = {form: (*_inside(form, self.concepts), *also.get(form, ())) for form in self.concepts}
        self.narrowing = frozenset(data["narrowing"]["words"])
        self._often: tuple[str, ...] = tuple(data["often_misspelt"]["words"])
        self._function = frozenset(data["function_characters"])
        self._but_one = _but_one(self._sounds)
        self._inside = lru_cache(maxsize=_REMEMBERED)(lambda form: _inside(form, self.concepts))

    def concept_words(self) -> tuple[str, ...]:
        """Every word of every concept."""
        return tuple(word for word, (_, kind) in self._words.items() if kind == "concept")

    def sounding_like(self, window: str) -> str:
        """The concept's word that sounds like ``window``, or "" (two characters: only a non-word)."""
        if window in self._words:
            return ""
        sounds = pinyin_of(window)
        word = self._sounds.get(sounds, "")
        if len(window) == _PAIR and self._segmenter.ordinary(window):
            return ""
        if not word and len(window) == _PAIR:
            return self._everyday(window, sounds)
        if word or len(window) < _NEARLY:
            return word
        fits = [
            (order, known)
            for at in range(len(window))
            for order, known, sound in self._but_one.get((window[:at], window[at + 1 :]), ())
            if near(sound[at], sounds[at]) or (len(window) > _NEARLY and looks_like(known[at], window[at]))
        ]
        return min(fits)[1] if fits else ""

    def _everyday(self, window: str, sounds: tuple[str, ...]) -> str:
        """The word of asking (学校, 多少) that two characters are with one wrong by its sound: 学教."""
        for word in self._often:
            wrong = [i for i in range(_PAIR) if word[i] != window[i]]
            if len(wrong) == 1 and near(sounds[wrong[0]], pinyin_of(word)[wrong[0]]):
                return word
        return ""

    def within_words(self, text: str) -> frozenset[int]:
        """The places of ``text`` inside an ordinary word, where no misspelt word begins: 招生多少 is no 挣多少."""
        words = [(left, right) for _, left, right in self._segmenter.plain(text) if right - left == _PAIR]
        return frozenset(place for left, right in words for place in range(left + 1, right))

    def tagged_words(self, text: str) -> list[tuple[str, str]]:
        """The words of ``text`` with their parts of speech."""
        return self._segmenter.tags(text)

    def learn(self, label: str) -> tuple[str, ...]:
        """The strong words of ``label``, each once; its unknown words are known from now on."""
        forms: list[str] = []
        for token in self.scan(label):
            if token.kind in ("unknown", "action"):
                self._words.setdefault(_plain(token.form), (token.form, "label"))
                if token.form.endswith("数") and len(token.form) > _PAIR:  # 招生 asks for 招生数
                    self._words.setdefault(_plain(token.form[:-1]), (token.form, "label"))
                self._longest = max(self._longest, len(token.form))
            if token.kind in ("unknown", "action", "label", "concept"):
                forms.append(token.form)
        return tuple(dict.fromkeys(forms))

    def scan(self, text: str) -> list[Token]:
        """The words of ``text``, left to right, longest known word first."""
        plain = _plain(text)
        alone = {left for _, left, right in self._segmenter.plain(plain) if right - left == 1}
        tokens: list[Token] = []
        gap = -1
        place = 0
        while place < len(plain):
            token = self._longest_at(plain, place, alone) if _CJK.match(plain[place]) else None
            if token is None and _CJK.match(plain[place]):
                gap = place if gap < 0 else gap
                place += 1
                continue
            if gap >= 0:
                tokens.extend(self._unknown(plain, gap, place))
                gap = -1
            if token is not None:
                tokens.append(token)
            place = token.end if token else place + 1
        if gap >= 0:
            tokens.extend(self._unknown(plain, gap, len(plain)))
        return tokens

    def _longest_at(self, plain: str, place: int, alone: set[int]) -> Token | None:
        """The longest known word at ``place``; of one character only where jieba sees a word too."""
        for length in range(min(self._longest, len(plain) - place), 0, -1):
            window = plain[place : place + length]
            known = self._words.get(window)
            if known is None and "的" in window[1:-1]:
                joined = self._words.get(window.replace("的", ""))
                known = joined if joined and joined[1] == "concept" and length > _JOINED else None
            if known and (length > 1 or place in alone):
                return Token(known[0], place, place + length, known[1])
        return None

    def _unknown(self, plain: str, start: int, end: int) -> Iterable[Token]:
        place = start
        for word, flag in self._segmenter.tags(plain[start:end]):
            kind = "courtesy" if all(c in self._function for c in word) else "unknown"
            if kind == "unknown" and flag[:1] in "vdrpmqatfuyc" and flag != "vn":
                kind = "action"
                self.verbs.add(word)
            yield Token(word, place, place + len(word), kind)
            place += len(word)

    def implied(self, form: str) -> tuple[str, ...]:
        """Concepts contained in another: 初次就业率 is a 就业率."""
        known = self._implied.get(form)
        return self._inside(form) if known is None else known


def _with_regions(words: Sequence[str], regions: Sequence[str]) -> list[str]:
    """``words`` with the regions' names for ``{region}``: 留在{region} as 留在吉林, 留在吉林省."""
    return [word.format(region=name) for word in words for name in (regions if "{" in word else ("",))]


def _but_one(
    sounds: Mapping[tuple[str, ...], str],
) -> dict[tuple[str, str], list[tuple[int, str, tuple[str, ...]]]]:
    """Words with their places and sounds, by what stands before and after each one of their characters."""
    found: dict[tuple[str, str], list[tuple[int, str, tuple[str, ...]]]] = {}
    for order, (sound, word) in enumerate(sounds.items()):
        for at in range(len(word)):
            found.setdefault((word[:at], word[at + 1 :]), []).append((order, word, sound))
    return found


def _inside(form: str, concepts: Iterable[str]) -> tuple[str, ...]:
    return tuple(c for c in concepts if c != form and len(c) > 1 and c in form)


def _plain(text: str) -> str:
    """NFKC and lower case where that keeps the length, else lower case alone."""
    changed = normalize("NFKC", text).lower()
    return changed if len(changed) == len(text) else text.lower()
