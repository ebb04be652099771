"""An opened index: documents, observations, and search in them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import CorpusError, Document, Observation, read_corpus
from index.build import DEFAULT_INDEX, FORMAT, indicator_labels, read_stamp
from index.errors import IndexDamaged, IndexMissing, IndexOutdated
from index.model import Hit, Passage
from index.passages import cut_passages, cut_sentences
from index.store import Store
from index.words import Segmenter, corpus_words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from index.encoder import Encoder

BUILD_LINE = "请运行 python -m index build"


@dataclass(frozen=True, slots=True)
class Fusion:
    """How lexical and dense scores are put together: ``dense + weight * lexical share``.

    The lexical share is a hit's BM25 divided by the best hit's. Equal-weight rank fusion loses to
    dense search alone with this model, so scores are added, and the weight was chosen on the tuning
    sets (``python -m evals retrieval``).
    """

    weight: float = 0.12
    depth: int = 60


class Index:
    """A loaded index. Immutable after :meth:`open`; the encoder is loaded on first use."""

    def __init__(
        self, folder: Path, documents: tuple[Document, ...], load_encoder: Callable[[], Encoder]
    ) -> None:
        self.folder = folder
        self.documents = documents
        self.observations: tuple[Observation, ...] = tuple(
            o for document in documents for o in document.observations
        )
        self.passages = cut_passages(documents)
        self.sentences = cut_sentences(documents, self.passages)
        self.labels = tuple(indicator_labels(documents))
        self.segmenter = Segmenter(corpus_words(documents))
        self.store = Store(folder / "store.sqlite")
        self._by_id = {document.id: document for document in documents}
        self._load_encoder = load_encoder
        self._encoder: Encoder | None = None
        self._lock = threading.Lock()
        self._vectors: dict[str, Any] = {}
        self._matrices: dict[str, npt.NDArray[np.float32]] = {}
        self._embed = lru_cache(maxsize=256)(self._embed_uncached)

    @classmethod
    def open(
        cls, folder: Path | None = None, load_encoder: Callable[[], Encoder] | None = None
    ) -> Index:
        """Opens the index at ``folder``; raises :class:`~index.errors.IndexProblem` with one line."""
        place = folder or DEFAULT_INDEX
        stamp = read_stamp(place)
        option = "" if folder is None else f" --output {place}"
        if not place.exists():
            raise IndexMissing(f"{place}: 还没有索引，{BUILD_LINE}{option}")
        if stamp is None:
            raise IndexDamaged(f"{place}: 索引不完整，{BUILD_LINE}{option} --force")
        if stamp.format != FORMAT:
            raise IndexOutdated(f"{place}: 索引由另一版本的程序生成，{BUILD_LINE}{option}")
        names = ("store.sqlite", *(f"vectors-{n}.faiss" for n in ("passages", "sentences", "labels")))
        missing = [name for name in names if not (place / name).exists()]
        if missing:
            raise IndexDamaged(f"{place}: 缺少 {missing[0]}，{BUILD_LINE}{option} --force")
        try:
            documents = read_corpus(place / "documents")
        except CorpusError as error:
            raise IndexDamaged(f"{error}；{BUILD_LINE}{option} --force") from error
        hashes = {document.sha256 for document in documents}
        if hashes != {digest for _, digest in stamp.documents}:
            raise IndexDamaged(f"{place}: 索引里的文件被改动过，{BUILD_LINE}{option} --force")
        return cls(place, documents, load_encoder or _default_encoder(stamp.model, place))

    def document(self, identity: str) -> Document:
        return self._by_id[identity]

    @property
    def encoder(self) -> Encoder:
        """The encoder, loaded once; other threads wait for it."""
        with self._lock:
            if self._encoder is None:
                self._encoder = self._load_encoder()
            return self._encoder

    def embed(self, text: str) -> npt.NDArray[np.float32]:
        """The query embedding of ``text``, shape (1, dimension), L2-normalised; cached."""
        return self._embed(text)

    def _embed_uncached(self, text: str) -> npt.NDArray[np.float32]:
        return self.encoder.encode_queries([text])

    def vectors(self, name: str) -> Any:
        """The FAISS index "passages", "sentences" or "labels"."""
        with self._lock:
            if name not in self._vectors:
                import faiss

                self._vectors[name] = faiss.read_index(str(self.folder / f"vectors-{name}.faiss"))
            return self._vectors[name]

    def matrix(self, name: str) -> npt.NDArray[np.float32]:
        """The vectors of "passages", "sentences" or "labels" as one array, a row each."""
        vectors = self.vectors(name)
        with self._lock:
            if name not in self._matrices:
                self._matrices[name] = vectors.reconstruct_n(0, vectors.ntotal)
            return self._matrices[name]

    def dense(self, name: str, query: str, limit: int) -> list[tuple[int, float]]:
        """Numbers and cosines of the ``limit`` nearest, best first."""
        vectors = self.vectors(name)
        scores, numbers = vectors.search(self.embed(query), min(limit, vectors.ntotal))
        return [
            (int(n), float(s)) for n, s in zip(numbers[0], scores[0], strict=True) if n >= 0
        ]

    def search(
        self, query: str, limit: int = 10, *, of: str = "passage", fusion: Fusion | None = None
    ) -> list[Hit]:
        """The passages (or, with ``of="sentence"``, sentences) that fit ``query`` best."""
        how = fusion or Fusion()
        pool: Sequence[Passage] = self.passages if of == "passage" else self.sentences
        lexical = dict(self.store.match(of, self.segmenter.cut(query), how.depth))
        dense = dict(self.dense(f"{of}s", query, len(pool)))
        best = max(lexical.values(), default=1.0) or 1.0
        floor = min(dense.values(), default=0.0)
        hits = [
            Hit(
                pool[number],
                lexical.get(number, 0.0),
                cosine,
                cosine + how.weight * lexical.get(number, 0.0) / best,
            )
            for number, cosine in dense.items()
            if number < len(pool) and cosine >= floor
        ]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]


def _default_encoder(model: str, place: Path) -> Callable[[], Encoder]:
    def load() -> Encoder:
        from index.encoder import load_encoder

        encoder = load_encoder(None)
        if encoder.name != model:
            raise IndexOutdated(
                f"{place}: 索引由模型 {model} 生成，现在设置的是 {encoder.name}，{BUILD_LINE}"
            )
        return encoder

    return load
