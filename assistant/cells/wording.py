"""How much of a question a label says: the question's pieces, their weights, and what covers them.

A piece is a Chinese character, a run of Latin letters or a number. A piece weighs by how few cells
of the table have it (inverse document frequency) and by what kind of word it stands in.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from assistant.concepts import Vocabulary

    Floats = npt.NDArray[np.floating[Any]]

_PIECE = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]+|\d+(?:,\d{3})*(?:\.\d+)?")
_KIND_WEIGHTS = {"courtesy": 0.2, "weak": 0.6}
_ALONE = 0.35
_CONCEPT = 0.9
_ZEROS = re.compile(r"^0+(?=\d)")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a text, lower case, with their offsets into it."""

    forms: tuple[str, ...]
    starts: tuple[int, ...]
    text: str


def pieces_of(text: str) -> Pieces:
    """The pieces of ``text``; "09" is the same piece as "9"."""
    plain = normalize("NFKC", text).lower()
    found = list(_PIECE.finditer(plain))
    forms = tuple(_ZEROS.sub("", f.group().replace(",", "")) for f in found)
    return Pieces(forms, tuple(f.start() for f in found), plain)


@dataclass(frozen=True, slots=True)
class Wording:
    """What the texts of a table say of one question.

    ``weights`` (pieces of the question); ``cover`` (texts x pieces, 0 to 1); ``explained`` (texts):
    the share of the question's weight; ``named`` (texts): the share of the text's weight in the
    question; ``whole`` (texts): the longest run of the text in the question, as a share of it.
    """

    weights: Floats
    cover: Floats
    explained: Floats
    named: Floats
    whole: Floats


class Words:
    """The pieces and concepts of a table's texts, made once for many questions."""

    def __init__(self, texts: Sequence[str], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._pieces = [pieces_of(text) for text in texts]
        self._sets = [frozenset(p.forms) for p in self._pieces]
        self._pairs = [frozenset(zip(p.forms, p.forms[1:], strict=False)) for p in self._pieces]
        self._concepts = [
            frozenset(t.form for t in vocabulary.scan(p.text) if t.kind == "concept") for p in self._pieces
        ]
        distinct = {p.forms: s for p, s in zip(self._pieces, self._sets, strict=True)}
        counts = Counter(form for forms in distinct.values() for form in forms)
        total = len(distinct) or 1
        self._idf = {form: math.log(1 + total / n) for form, n in counts.items()}
        self._unseen = math.log(1 + total)

    def idf(self, form: str) -> float:
        """The weight of a piece: the rarer among the texts, the more."""
        return self._idf.get(form, self._unseen)

    def match(self, question: str) -> Wording:
        """The wording of ``question`` against every text."""
        asked = pieces_of(question)
        tokens = self._vocabulary.scan(asked.text)
        kinds = _at(asked, [(t.start, t.end, _KIND_WEIGHTS.get(t.kind, 1.0)) for t in tokens])
        weights = np.array([self.idf(f) * k for f, k in zip(asked.forms, kinds, strict=True)])
        cover = np.zeros((len(self._sets), len(asked.forms)))
        named = np.zeros(len(self._sets))
        whole = np.zeros(len(self._sets))
        pairs = list(zip(asked.forms, asked.forms[1:], strict=False))
        forms, asked_pairs = frozenset(asked.forms), frozenset(pairs)
        said = [(t.form, t.start, t.end) for t in tokens if t.kind == "concept"]
        for i, own in enumerate(self._sets):
            if not own:
                continue
            concepts = [(start, end) for form, start, end in said if form in self._concepts[i]]
            if not own & forms and not concepts:
                continue
            cover[i] = self._cover(i, asked, pairs, concepts)
            named[i] = self._named(i, forms, asked_pairs)
            whole[i] = _longest_run(self._pieces[i].forms, asked.forms) / len(self._pieces[i].forms)
        explained = cover @ weights / (weights.sum() or 1.0)
        return Wording(weights, cover, explained, named, whole)

    def _cover(
        self, i: int, asked: Pieces, pairs: Sequence[tuple[str, str]], concepts: Sequence[tuple[int, int]]
    ) -> Floats:
        """How far text ``i`` says each piece: pairs and words wholly, single characters in part."""
        own = self._sets[i]
        line = np.zeros(len(asked.forms))
        for place, form in enumerate(asked.forms):
            if form in own:
                line[place] = _ALONE if len(own) > 1 and len(form) == 1 and not form.isascii() else 1.0
        for place, pair in enumerate(pairs):
            if pair in self._pairs[i]:
                line[place] = line[place + 1] = 1.0
        for start, end in concepts:
            for place, at in enumerate(asked.starts):
                if start <= at < end:
                    line[place] = max(line[place], _CONCEPT)
        return line

    def _named(self, i: int, forms: frozenset[str], pairs: frozenset[tuple[str, str]]) -> float:
        """The share of text ``i`` that a question with ``forms`` and ``pairs`` says, by weight."""
        own = self._pieces[i].forms
        total = gained = 0.0
        for place, form in enumerate(own):
            weight = self.idf(form)
            total += weight
            if form not in forms:
                continue
            near = (place and own[place - 1 : place + 1] in pairs) or own[place : place + 2] in pairs
            gained += weight * (1.0 if near or len(own) == 1 or form.isascii() else _ALONE)
        return gained / total if total else 0.0


def _at(pieces: Pieces, spans: Sequence[tuple[int, int, float]]) -> list[float]:
    """For each piece the value of the span it lies in, or 1."""
    values = [1.0] * len(pieces.forms)
    for start, end, value in spans:
        for place, at in enumerate(pieces.starts):
            if start <= at < end:
                values[place] = value
    return values


def _longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest run of pieces that both have."""
    best = 0
    last = [0] * (len(other) + 1)
    for piece in one:
        now = [0] * (len(other) + 1)
        for place, form in enumerate(other):
            if form == piece:
                now[place + 1] = last[place] + 1
                best = max(best, now[place + 1])
        last = now
    return best
