"""Finds the sentences that bear on a question: lexical and dense scores, fused with learned weights.

The cosines of the embedding model are squeezed together, so they enter as z-scores over all sentences
of the index; words and pairs of characters enter as the share of the question's inverse document
frequency that a sentence, or its paragraph with its section path, accounts for; single tokens by late
interaction (:mod:`index.tokens`). The weights come from ``knowledge/ranking.toml``, fitted by
``python -m evals ranking-fit``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from assistant.prose.asked import asked_types, asked_units, supplies
from assistant.prose.short import has_unit
from assistant.prose.sides import names_region
from corpus.knowledge import load_toml
from corpus.lines import squeeze
from corpus.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from assistant.names import Names
    from index.model import Passage
    from index.search import Index

    Array = npt.NDArray[np.float32]
    Numbers = npt.NDArray[np.int64]

FEATURES = (
    "sentence_dense",
    "passage_dense",
    "sentence_words",
    "passage_words",
    "sentence_bm25",
    "passage_bm25",
    "subject_here",
    "subject_around",
    "type",
    "unit",
    "short",
    "title",
    "sentence_tokens",
    "passage_tokens",
    "sentence_pairs",
    "passage_pairs",
    "region",
)
_SHORT = 12
_REMEMBERED = 16
_KEPT = 8192
_TITLE_LINE = 30
_NO_STATEMENT = re.compile(r"<?https?:|分享|数据来源|资料来源|名称[：:]|.{0,7}$")
_RARE = 6
_FEW_PASSAGES = 3
_LONGEST_NAME = 14
_COUNT_OF = re.compile(
    r"(?=([两二三四五六七八九十](?![个所家项名位种门部条点次年月天分])[\u4e00-\u9fff]{1,3}))"
)
_QUOTED = re.compile(r"[“「《]([^“”「」《》]{1,20})[”」》]")
_MANY = 1000
"""More sentences than this are not all compared with the question token by token."""
_LOOKED_AT = 300
_BEST = 100
_SAMPLE = 150
_SEED = 1
_ALSO = 0.5


@lru_cache(maxsize=1)
def everyday_words() -> dict[str, list[str]]:
    """Everyday words, with the official ones that stand for them (``knowledge/synonyms.toml``)."""
    return dict(load_toml("assistant", "synonyms.toml")["words"])


@lru_cache(maxsize=1)
def _heads() -> re.Pattern[str]:
    heads = sorted(load_toml("assistant", "instances.toml")["things"]["heads"], key=len, reverse=True)
    return re.compile("|".join(heads))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with its score and the signals behind it.

    ``covered`` is the share of the question's weighted words found in the sentence, ``around`` in its
    paragraph or section path; ``dense`` the z-score of its cosine.
    """

    sentence: Passage
    score: float
    covered: float
    around: float
    dense: float


class EvidenceFinder:
    """Ranks all sentences of an index for a question."""

    def __init__(self, index: Index, names: Names) -> None:
        self._index = index
        self._names = names
        weights = load_toml("assistant", "ranking.toml")["weights"]
        self._named = lru_cache(maxsize=_KEPT)(self._subjects_named)
        self._quoted = lru_cache(maxsize=_REMEMBERED)(self._rarely_quoted)
        self._weight_of: dict[str, float] = weights
        self._weights = np.array([weights[name] for name in FEATURES], dtype=np.float32)
        self._parents = np.array([s.parent for s in index.sentences])
        cut = index.store.words("sentence"), index.store.words("passage")
        self._words = [self._known_words(s.text, cut[0][n]) for n, s in enumerate(index.sentences)]
        self._around = [
            self._known_words(f"{p.context} {p.text}", cut[1][n]) for n, p in enumerate(index.passages)
        ]
        titles = {p.context: frozenset(self.words(p.context)) for p in index.passages}
        self._titles = [titles[p.context] for p in index.passages]
        counts = Counter(word for words in self._words for word in words)
        self._counts = counts
        self._pairs = [_pairs(s.text) for s in index.sentences]
        self._pairs_around = [_pairs(f"{p.context}{p.text}") for p in index.passages]
        self._pair_counts = Counter(pair for pairs in self._pairs for pair in pairs)
        self._subjects = [self.subjects(s.text) for s in index.sentences]
        self._subjects_around = [self.subjects(f"{p.context} {p.text}") for p in index.passages]
        self._features = lru_cache(maxsize=_REMEMBERED)(self._best_features)
        self.stating = np.array([self._states(s) for s in index.sentences], dtype=bool)
        """True for the sentences that state something."""
        self._none = np.zeros(len(index.sentences), dtype=bool)
        self._short = np.array([len(s.text) < _SHORT for s in index.sentences])
        chance = np.random.default_rng(_SEED)
        self._sample = chance.permutation(len(index.passages))[:_SAMPLE]
        self._units: dict[str, Array] = {}
        self._kinds: dict[str, Array] = {}

    def _states(self, sentence: Passage) -> bool:
        """Not a line of the title page, an address or a source."""
        if _NO_STATEMENT.match(sentence.text):
            return False
        kind = self._index.document(sentence.document).sections[sentence.section].kind
        return kind is not SectionKind.ROOT or len(sentence.text) > _TITLE_LINE

    def weight(self, word: str) -> float:
        """Inverse document frequency over sentences, log(1 + N / (1 + df))."""
        return math.log(1 + len(self._words) / (1 + self._counts.get(word, 0)))

    def known(self, word: str) -> bool:
        """True where some sentence has ``word``."""
        return word in self._counts

    def subjects(self, text: str) -> frozenset[str]:
        """The schools that ``text`` names."""
        return self._named(text)

    def _subjects_named(self, text: str) -> frozenset[str]:
        found = self._names.exact(text)
        return frozenset(s for m in found if len(m.subjects) == 1 for s in m.subjects)

    def _known_words(self, text: str, cut: Sequence[str]) -> frozenset[str]:
        """The search words of a text that was cut when the index was built; cut anew where it names a school."""
        return frozenset(self.words(text) if self._names.exact(text) else cut)

    def words(self, text: str) -> list[str]:
        """Search words with every school under its one name."""
        out = text
        for mention in reversed(self._names.exact(text)):
            if len(mention.subjects) == 1:
                out = f"{out[: mention.start]} {mention.subjects[0]} {out[mention.end :]}"
        return self._index.segmenter.cut(out)

    def expanded(self, question: str) -> list[str]:
        """The search words of ``question`` and the official words for its everyday ones."""
        extra = " ".join(word for said, more in everyday_words().items() if said in question for word in more)
        return list(dict.fromkeys([*self.words(question), *self._index.segmenter.cut(extra)]))

    def telling_quotes(self, question: str) -> list[str]:
        """What ``question`` puts in quotation marks and few sentences have."""
        return list(self._quoted(question))

    def _rarely_quoted(self, question: str) -> tuple[str, ...]:
        quotes = dict.fromkeys(_QUOTED.findall(question))
        count = {q: sum(q in s.text for s in self._index.sentences) for q in quotes}
        return tuple(q for q in quotes if 0 < count[q] <= _RARE)

    def compounds(self, question: str) -> list[str]:
        """Names of things in ``question`` that stand as they are in few passages: 数智化基地, 技术转移中心."""
        found = []
        for head in _heads().finditer(question):
            for start in range(max(0, head.start() - _LONGEST_NAME), head.start() - 1):
                name = question[start : head.end()]
                if 0 < len(self.passages_with(name)) <= _FEW_PASSAGES:
                    found.append(name)
                    break
        for counted in _COUNT_OF.finditer(question):
            said = counted.group(1)
            names = [said[:size] for size in range(len(said), 1, -1)]
            found += [name for name in names if 0 < len(self.passages_with(name)) <= _FEW_PASSAGES][:1]
        return list(dict.fromkeys(found))

    def passages_with(self, name: str) -> list[int]:
        """The numbers of the passages whose text has ``name``."""
        return [n for n, passage in enumerate(self._index.passages) if name in passage.text]

    def rare(self, question: str) -> list[str]:
        """The nouns of ``question`` that few sentences have and that name something."""
        tags = dict(self._index.segmenter.tags(question))
        said = {phrase for phrase in everyday_words() if phrase in question}
        generic = load_toml("assistant", "synonyms.toml")["generic"]["words"]
        return [
            w
            for w in dict.fromkeys(self.words(question))
            if len(w) > 1
            and 1 <= self._counts.get(w, 0) <= _RARE
            and tags.get(w, "")[:1] in ("n", "j")
            and not any(w in s or s in w for s in said)
            and w not in generic
        ]

    def places_of(self, word: str) -> set[tuple[str, int]]:
        """The sections (document id, section index) whose sentences have ``word``."""
        return {
            (s.document, s.section)
            for s, words in zip(self._index.sentences, self._words, strict=True)
            if word in words
        }

    def together(self, words: Sequence[str]) -> int:
        """How many paragraphs, with their headings, have all ``words``."""
        return sum(all(w in around for w in words) for around in self._around)

    def features(self, question: str, subjects: Sequence[str], rest: str = "") -> Array:
        """Shape (sentences, len(FEATURES)); ``rest`` is the question without names of schools."""
        every = np.arange(len(self._index.sentences))
        return self._stacked(self._of_all(question, subjects, rest), question, every)

    def _best_features(self, question: str, subjects: Sequence[str], rest: str) -> tuple[Numbers, Array]:
        """The numbers of the sentences worth a look, and their features.

        All, unless they are many: then those that the signals which cost little put first.
        """
        every = np.arange(len(self._index.sentences))
        of_all = self._of_all(question, subjects, rest)
        if len(every) > _MANY:
            every = self._candidates(of_all)
        return every, self._stacked(of_all, question, every)

    def _candidates(self, of_all: Mapping[str, Array]) -> Numbers:
        """The sentences with the highest sums of cheap signals, and the best by meaning and by words."""
        cheap = sum(float(self._weight_of[name]) * column for name, column in of_all.items())
        orders = ((cheap, _LOOKED_AT), (of_all["sentence_dense"], _BEST), (of_all["sentence_bm25"], _BEST))
        chosen = [np.argsort(-np.where(self.stating, by, -np.inf), kind="stable")[:n] for by, n in orders]
        return np.unique(np.concatenate(chosen))

    def _stacked(self, of_all: Mapping[str, Array], question: str, numbers: Numbers) -> Array:
        columns = {name: column[numbers] for name, column in of_all.items()} | self._of_some(
            question, numbers
        )
        return np.stack([columns[name] for name in FEATURES], axis=1).astype(np.float32)

    def _of_all(self, question: str, subjects: Sequence[str], rest: str) -> dict[str, Array]:
        """The signals that cost little, for every sentence."""
        index = self._index
        words = self.expanded(question)
        query = index.embed(question)[0]
        named = frozenset(subjects)
        kinds = [k for k in asked_types(question) if k not in ("summary", "yesno", "why")]
        if kinds[:1] == ["person"]:
            kinds = kinds[1:]
        units = [self._in_unit(unit) for unit in asked_units(question)]
        return {
            "sentence_dense": _z(index.matrix("sentences") @ query),
            "passage_dense": _z((index.matrix("passages") @ query)[self._parents]),
            "sentence_bm25": self._bm25("sentence", words, len(index.sentences)),
            "passage_bm25": self._bm25("passage", words, len(index.passages))[self._parents],
            "subject_here": np.array([bool(named & s) for s in self._subjects]),
            "subject_around": np.array([bool(named & s) for s in self._subjects_around])[self._parents],
            "type": self._of_kind(kinds[0]) if kinds else self._none,
            "unit": np.any(units, axis=0) if units else self._none,
            "short": self._short,
            "region": self._of_region(rest or question),
        }

    def _of_some(self, question: str, numbers: Numbers) -> dict[str, Array]:
        """The signals that compare the question with each text, for the sentences ``numbers``."""
        wanted = set(self.words(question))
        also = set(self.expanded(question)) - wanted
        total = sum(self.weight(w) for w in wanted) or 1.0
        pairs = _pairs(question)
        parents, place = np.unique(self._parents[numbers], return_inverse=True)
        shares = [
            self._share(wanted, self._words[n], total) + _ALSO * self._share(also, self._words[n], total)
            for n in numbers
        ]
        around = np.array([self._share(wanted, self._around[p], total) for p in parents])
        titles = np.array([self._share(wanted, self._titles[p], total) for p in parents])
        tokens, tokens_around = self._late(question, numbers)
        return {
            "sentence_words": np.array(shares),
            "passage_words": around[place],
            "title": titles[place],
            "sentence_tokens": tokens,
            "passage_tokens": tokens_around,
            "sentence_pairs": self._shared_pairs(pairs, [self._pairs[n] for n in numbers]),
            "passage_pairs": self._shared_pairs(pairs, [self._pairs_around[p] for p in parents])[place],
        }

    def _late(self, question: str, numbers: Numbers) -> tuple[Array, Array]:
        """Late interaction with each sentence, and with each sentence's passage, as z-scores.

        Over all sentences where ``numbers`` are all; else as they stand to a fixed sample of passages.
        """
        query = self._index.tokens_of(question)
        weights = self._index.tokens.weights(query.ids)
        whole = len(numbers) == len(self._parents)
        passages = np.union1d(self._parents[numbers], self._sample)
        texts = np.arange(len(self._parents)) if whole else np.flatnonzero(np.isin(self._parents, passages))
        best = self._index.tokens.best(query, None if whole else texts)
        around = np.full((len(weights), len(self._index.passages)), -1.0, dtype=np.float32)
        np.maximum.at(around.T, self._parents[texts], best.T)
        here, there = weights @ best, (weights @ around)[self._parents[texts]]
        if whole:
            return _z(here), _z(there)
        sample = np.isin(self._parents[texts], self._sample)
        wanted = np.searchsorted(texts, numbers)
        return _z(here, here[sample])[wanted], _z(there, there[sample])[wanted]

    def _shared_pairs(self, wanted: frozenset[str], texts: Sequence[frozenset[str]]) -> Array:
        """The share of the question's weighted pairs of characters that each text has."""
        weights = {p: math.log(1 + len(self._pairs) / (1 + self._pair_counts[p])) for p in wanted}
        total = sum(weights.values()) or 1.0
        return np.array([sum(weights[p] for p in wanted & pairs) / total for pairs in texts])

    def _of_region(self, text: str) -> Array:
        """Weights of the documents whose region ``text`` names: a short document tells more by its region."""
        sizes = Counter(s.document for s in self._index.sentences)
        weights = {
            d.id: math.log(1 + len(self._words) / sizes[d.id])
            for d in self._index.documents
            if names_region(text, d) and sizes[d.id]
        }
        return np.array([weights.get(s.document, 0.0) for s in self._index.sentences])

    def _in_unit(self, unit: str) -> Array:
        """True for the sentences with a number in ``unit``."""
        if unit not in self._units:
            self._units[unit] = np.array([has_unit(s.text, unit) for s in self._index.sentences])
        return self._units[unit]

    def _of_kind(self, kind: str) -> Array:
        """True for the sentences that could hold an answer of ``kind``."""
        if kind not in self._kinds:
            self._kinds[kind] = np.array([supplies(kind, s.text) for s in self._index.sentences])
        return self._kinds[kind]

    def find(self, question: str, subjects: Sequence[str], limit: int = 12, rest: str = "") -> list[Evidence]:
        """The best sentences, best first."""
        numbers, features = self._features(question, tuple(subjects), rest)
        stating = self.stating[numbers]
        scores = np.where(stating, features @ self._weights, -np.inf)
        order = [int(i) for i in np.argsort(-scores)[:limit] if stating[i]]
        return [
            Evidence(
                self._index.sentences[numbers[i]],
                float(scores[i]),
                float(features[i, 2]),
                float(max(features[i, 2], features[i, 3])),
                float(features[i, 0]),
            )
            for i in order
        ]

    def _bm25(self, table: str, words: Sequence[str], size: int) -> Array:
        scores = np.zeros(size, dtype=np.float32)
        for number, score in self._index.store.match(table, words, size):
            scores[number] = score
        best = float(scores.max(initial=0.0))
        return scores / best if best else scores

    def _share(self, wanted: set[str], words: frozenset[str], total: float) -> float:
        return sum(self.weight(w) for w in wanted & words) / total


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of ``text``."""
    plain = squeeze(text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def _z(values: Array, among: Array | None = None) -> Array:
    """Standard scores, by the mean and the spread of ``among`` or of the values themselves."""
    known = values if among is None else among
    spread = float(known.std())
    return (values - known.mean()) / spread if spread else values * 0
