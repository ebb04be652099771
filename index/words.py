"""Segmentation: jieba with a user dictionary made from the corpus."""

from __future__ import annotations

import os
import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from corpus.knowledge import load_toml, structure_words
from corpus.model import Document, SubjectKind
from corpus.units import split_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

_QUOTED = re.compile(r"[《“「]([^《》“”「」]{2,24})[》”」]")
_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
_MOST = 16
_REMEMBERED = 4096


def cache_folder() -> Path:
    """The program's private cache folder, made if need be, readable by its owner only."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(base) / "youju"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def corpus_words(documents: Iterable[Document]) -> tuple[str, ...]:
    """Names that must not be cut apart: subjects, indicators, and what stands in quotation marks."""
    found: set[str] = set()
    for document in documents:
        for observation in document.observations:
            if observation.subject_kind is SubjectKind.ENTITY:
                found.add(observation.subject)
            found.update(split_unit(part)[0] for part in observation.indicator)
        found.update(_QUOTED.findall(document.text))
        found.update(organisations(document.text))
    return tuple(sorted(w for w in found if _PLAIN.fullmatch(w) and 1 < len(w) <= _MOST))


@lru_cache(maxsize=1)
def _organisation_pattern() -> re.Pattern[str]:
    endings = "|".join(structure_words().organisation_suffixes)
    return re.compile(rf"[\u4e00-\u9fff]{{2,10}}?(?:{endings})(?![\u4e00-\u9fff]*院[校长])")


def organisations(text: str) -> list[str]:
    """Runs that end like an organisation's name; may begin a little too early."""
    return _organisation_pattern().findall(text)


@lru_cache(maxsize=1)
def _own_dictionary() -> Any:
    """A jieba with its own dictionary, read once and never changed."""
    import jieba

    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(cache_folder())
    tokenizer.cache_file = "jieba.cache"
    tokenizer.initialize()
    return tokenizer


class Segmenter:
    """Cuts text into search words (NFKC, lower case, no stop words)."""

    def __init__(self, words: Iterable[str]) -> None:
        self._plain = _own_dictionary()
        self._tokenizer = type(self._plain)()
        self._tokenizer.FREQ = dict(self._plain.FREQ)
        self._tokenizer.total = self._plain.total
        self._tokenizer.initialized = True
        self._tagger: Any = None
        self._lock = threading.Lock()
        self._tags = lru_cache(maxsize=_REMEMBERED)(self._tags_uncached)
        self._searched = lru_cache(maxsize=_REMEMBERED)(self._cut_uncached)
        self._tokenized = lru_cache(maxsize=_REMEMBERED)(lambda text: tuple(self._plain.tokenize(text)))
        for word in words:
            self._tokenizer.add_word(normalize("NFKC", word).lower())
        self._stop = frozenset(load_toml("index", "stopwords.toml")["words"])

    def cut(self, text: str) -> list[str]:
        """The search words of ``text``, long words also in their parts (jieba's search mode)."""
        return list(self._searched(text))

    def _cut_uncached(self, text: str) -> tuple[str, ...]:
        plain = normalize("NFKC", text).lower()
        words = self._tokenizer.cut_for_search(plain)
        return tuple(w for w in words if w.strip() and _PLAIN.fullmatch(w) and w not in self._stop)

    def words(self, text: str) -> list[str]:
        """The words of ``text`` in order, each once, uncut, without stop words."""
        plain = normalize("NFKC", text).lower()
        return [w for w in self._tokenizer.cut(plain) if _PLAIN.fullmatch(w) and w not in self._stop]

    def plain(self, text: str) -> list[tuple[str, int, int]]:
        """The words of ``text`` by jieba's own dictionary alone, with offsets."""
        return list(self._tokenized(text))

    def ordinary(self, word: str) -> bool:
        """True for a word of jieba's own dictionary, not one that it takes together by guess."""
        return bool(self._plain.FREQ.get(word))

    def tags(self, text: str) -> list[tuple[str, str]]:
        """The words of ``text`` with their parts of speech (ICTCLAS tags), by jieba's own dictionary."""
        return list(self._tags(text))

    def _tags_uncached(self, text: str) -> tuple[tuple[str, str], ...]:
        with self._lock:
            if self._tagger is None:
                import jieba.posseg

                self._tagger = jieba.posseg.POSTokenizer(self._plain)
            return tuple((pair.word, pair.flag) for pair in self._tagger.cut(text))
