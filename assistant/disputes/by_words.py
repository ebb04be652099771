"""The finding that a question asks about by its words: 牵头单位写得一样吗, 图号是 2-7 还是 2-9.

A question that asks whether places agree is answered from the audit's finding whose sentence and places
have most of the question's other words, each weighed by its inverse document frequency.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.figures_in_text import read_numeral
from assistant.findings import FIGURES
from corpus.audit import Kind
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.prose.evidence import EvidenceFinder
    from assistant.reading import Reading
    from corpus.audit import Finding
    from index.search import Index

_ENOUGH = 0.5
_SURE = 0.8
_BESIDE = 0.5
_QUOTED = 220
_OTHER_KIND = 0.45
_BOTH = 0.35
_ONE = 0.15
_QUOTES = re.compile(r"“([^“”]{2,})”")
_NUMBER = re.compile(r"\d+(?:[.-]\d+)?")
_NUMERAL = re.compile(r"[一二两三四五六七八九十]{1,3}(?=个|所|家|项|门|位|种|方面|大类|部)")
_REFERENCE = re.compile(r"(?:附表|表|图|案例)\s*\d+(?![\d-])|（其中[^（）]*）")


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return dict(load_toml("assistant", "audit_questions.toml")["agreement"])


@lru_cache(maxsize=1)
def _cues() -> re.Pattern[str]:
    cues = sorted(_words()["cues"], key=len, reverse=True)
    return re.compile(
        "|".join([*(re.escape(cue) for cue in cues), *_words()["numbered"]])
        + r"|(?<=是)[^，。？是]{2,20}还是(?=[^，。？]{2,})"
    )


@lru_cache(maxsize=1)
def _counts() -> re.Pattern[str]:
    return re.compile("|".join(_words()["counts"]))


def asks_agreement(text: str) -> bool:
    """True where ``text`` asks whether places agree, or which of two names or figures holds."""
    return _cues().search(text) is not None


class ByWords:
    """The findings of an index, by the words of what they are about."""

    def __init__(self, index: Index, finder: EvidenceFinder) -> None:
        self._finder = finder
        self._cut = index.segmenter.cut
        self._told = [(f, *self._about(f)) for f in index.findings]

    def _about(self, finding: Finding) -> tuple[frozenset[str], frozenset[str]]:
        """The words of the finding's sentence, and of its places."""
        places = " ".join(
            f"{p.section} {p.table} {p.row} {p.column} {p.quote[:_QUOTED]}" for p in finding.places
        )
        return self._of(_REFERENCE.sub("", finding.sentence)), self._of(places)

    def _of(self, text: str) -> frozenset[str]:
        return frozenset((*self._finder.words(text), *_NUMBER.findall(_in_digits(text))))

    def find(self, reading: Reading) -> tuple[Finding | None, float]:
        """The finding that the question's words fit best, with their share from 0 to 1."""
        plain = _plain(reading.text)
        neutral = frozenset(_words()["neutral"])
        wanted = self._of(plain) - neutral
        weights = {word: self._finder.weight(word) for word in wanted}
        also = frozenset(self._finder.expanded(plain)) - wanted - neutral
        total = sum(weights.values())
        counts = bool(_counts().search(reading.text))
        stated = frozenset(_NUMBER.findall(_in_digits(plain)))
        best: tuple[Finding | None, float] = (None, 0.0)
        beside_counts = self._beside_counts(reading)
        for finding, own, around in self._told:
            beside = around if beside_counts(finding) else frozenset(reading.subjects) & around
            if reading.subjects and not set(reading.subjects) & (own | beside):
                continue
            gained = sum(w for word, w in weights.items() if word in own)
            gained += _BESIDE * sum(w for word, w in weights.items() if word in beside and word not in own)
            gained += _BESIDE * sum(self._finder.weight(word) for word in also & own)
            share = max(gained / total if total else 0.0, self._named(reading, own))
            share += _gain(reading.text, finding, stated)
            share *= _OTHER_KIND if counts and finding.kind not in FIGURES else 1.0
            if share > best[1]:
                best = finding, share
        return best

    @staticmethod
    def _beside_counts(reading: Reading) -> Callable[[Finding], bool]:
        """Whether the words of a finding's places count: not for 国家级还是省级, and for names only where asked of."""
        words = load_toml("assistant", "audit_questions.toml")["told_by"]["naming"]
        names = any(word in reading.text for word in words)
        cues = list(_cues().finditer(reading.text))
        between = [found for found in cues if "还是" in found.group()]
        schools = any(mention.start >= found.start() for found in between for mention in reading.mentions)
        chooses = bool(between) and len(between) == len(cues) and not schools
        return lambda finding: not chooses and (schools or names or finding.kind is not Kind.NAMING)

    def _named(self, reading: Reading, own: frozenset[str]) -> float:
        """The share of the indicator words of the question that a finding's sentence has."""
        words = frozenset(w for w in reading.words if w not in reading.unknown)
        told = frozenset(part for word in words for part in self._cut(word))
        return len(told & own) / len(told) if len(told) > 1 and not reading.unknown else 0.0

    def stating(self, reading: Reading) -> Finding | None:
        """The finding that names both figures or both quoted names between which the question asks to choose."""
        if not asks_agreement(reading.text):
            return None
        quoted = set(_QUOTES.findall(reading.text))
        if len(quoted) > 1:
            return next((f for f, _, _ in self._told if quoted <= set(_QUOTES.findall(f.sentence))), None)
        levelled = [f for f, _, _ in self._told if _of_level(f.sentence, reading.text)]
        if len(levelled) == 1:
            return levelled[0]
        stated = frozenset(_NUMBER.findall(_in_digits(reading.text)))
        finding, share = self.find(reading)
        both = finding is not None and _states_both(finding.sentence, stated)
        return finding if both and share >= _ENOUGH else None

    def numbered(self, text: str) -> bool:
        """True where ``text`` asks for the number of a figure or case in two places."""
        return any(re.search(pattern, text) for pattern in _words()["numbered"])

    def fits(self, reading: Reading, *, well: bool = False) -> bool:
        """True where the question asks about agreement and a finding is about its subject, or ``well`` so."""
        telling = len(self._of(_plain(reading.text)) - frozenset(_words()["neutral"]))
        enough = self.find(reading)[1] >= (_SURE if well else _ENOUGH)
        return asks_agreement(reading.text) and enough and (telling > 1 or not well)

    def asked(self, reading: Reading) -> Finding | None:
        """The finding that the question asks about; ``None`` where it asks about none."""
        sure = asks_agreement(reading.text)
        if not sure and not any(word in reading.text for word in _words()["weak"]):
            return None
        finding, share = self.find(reading)
        return finding if share >= (_ENOUGH if sure else _SURE) else None


def _plain(text: str) -> str:
    """``text`` without the words that ask whether places agree; what may be either this or that stays."""
    return _cues().sub(lambda found: f" {found.group()}" if "还是" in found.group() else " ", text)


def _in_digits(text: str) -> str:
    """``text`` with the numerals that count things in digits: 八个方面 is 8 个方面."""
    return _NUMERAL.sub(lambda found: str(read_numeral(found.group()) or found.group()), text)


def _of_level(sentence: str, question: str) -> bool:
    """True for a finding on one level (国家级的“虚拟仿真实训基地数”) that the question names with its thing."""
    level, _, rest = sentence.partition("“")
    thing = rest.partition("”")[0].removesuffix("数")
    return len(level.strip("的")) > 1 and level.strip("的") in question and bool(thing) and thing in question


def _gain(question: str, finding: Finding, stated: frozenset[str]) -> float:
    """What a finding gains that states the question's figures, stands in the section it names, or checks a list it asks of."""
    own = set(_NUMBER.findall(finding.sentence))
    long = {number for number in stated if len(number) > 1}
    gain = _BOTH if _states_both(finding.sentence, stated) else _ONE * bool(long & own)
    titles = {place.section.split(" › ")[-1] for place in finding.places}
    gain += _ONE * any(title and title in question for title in titles)
    told = _words()["told"]
    gain += sum(
        _BOTH for cue, words in told.items() if cue in finding.sentence and any(w in question for w in words)
    )
    return gain


def _states_both(sentence: str, stated: frozenset[str]) -> bool:
    """True where ``sentence`` has all of two or more numbers that the question states."""
    return len(stated) > 1 and stated <= set(_NUMBER.findall(_REFERENCE.sub("", sentence)))
