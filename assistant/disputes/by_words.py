"""The finding that a question asks about by its words: 牵头单位写得一样吗, 图号是 2-7 还是 2-9.

A question that asks whether places agree is answered from the audit's finding whose sentence and places
have most of the question's other words, each weighed by its inverse document frequency.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.findings import FIGURES
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from assistant.prose.evidence import EvidenceFinder
    from assistant.reading import Reading
    from corpus.audit import Finding
    from index.search import Index

_ENOUGH = 0.5
_SURE = 0.8
_BESIDE = 0.5
_QUOTED = 220
_OTHER_KIND = 0.45
_NUMBER = re.compile(r"\d+(?:[.-]\d+)?")


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return dict(load_toml("assistant", "audit_questions.toml")["agreement"])


@lru_cache(maxsize=1)
def _cues() -> re.Pattern[str]:
    cues = sorted(_words()["cues"], key=len, reverse=True)
    return re.compile(
        "|".join(re.escape(cue) for cue in cues) + r"|(?<=是)[^，。？是]{2,20}还是(?=[^，。？]{2,})"
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
        return self._of(finding.sentence), self._of(places)

    def _of(self, text: str) -> frozenset[str]:
        return frozenset((*self._finder.words(text), *_NUMBER.findall(text)))

    def find(self, reading: Reading) -> tuple[Finding | None, float]:
        """The finding that the question's words fit best, with their share from 0 to 1."""
        plain = _cues().sub(
            lambda found: " " + found.group() if "还是" in found.group() else " ", reading.text
        )
        neutral = frozenset(_words()["neutral"])
        wanted = self._of(plain) - neutral
        weights = {word: self._finder.weight(word) for word in wanted}
        also = frozenset(self._finder.expanded(plain)) - wanted - neutral
        total = sum(weights.values())
        counts = bool(_counts().search(reading.text))
        best: tuple[Finding | None, float] = (None, 0.0)
        for finding, own, beside in self._told if total else ():
            if reading.subjects and not set(reading.subjects) & (own | beside):
                continue
            gained = sum(w for word, w in weights.items() if word in own)
            gained += _BESIDE * sum(w for word, w in weights.items() if word in beside and word not in own)
            gained += _BESIDE * sum(self._finder.weight(word) for word in also & own)
            share = max(gained / total, self._named(reading, own))
            share *= _OTHER_KIND if counts and finding.kind not in FIGURES else 1.0
            if share > best[1]:
                best = finding, share
        return best

    def _named(self, reading: Reading, own: frozenset[str]) -> float:
        """The share of the indicator words of the question that a finding's sentence has."""
        words = frozenset(w for w in reading.words if w not in reading.unknown)
        told = frozenset(part for word in words for part in self._cut(word))
        return len(told & own) / len(told) if len(told) > 1 and not reading.unknown else 0.0

    def fits(self, reading: Reading) -> bool:
        """True where the question asks about agreement and a finding is about its subject."""
        return asks_agreement(reading.text) and self.find(reading)[1] >= _ENOUGH

    def asked(self, reading: Reading) -> Finding | None:
        """The finding that the question asks about; ``None`` where it asks about none."""
        sure = asks_agreement(reading.text)
        if not sure and not any(word in reading.text for word in _words()["weak"]):
            return None
        finding, share = self.find(reading)
        return finding if share >= (_ENOUGH if sure else _SURE) else None
