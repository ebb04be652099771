"""An opened index: documents, observations, and search in them."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus import CorpusError, read_corpus
from index.build import DEFAULT_INDEX
from index.errors import EncoderUnavailable, IndexDamaged, IndexOutdated
from index.findings import read_findings
from index.material import cut_material
from index.model import Hit
from index.stamp import TOKENS, build_command, check_files, document_paths, file_hash, vector_file
from index.store import Store
from index.tokens import Tokens
from index.words import Segmenter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from corpus import Document, Finding
    from index.encoder import Encoder
    from index.material import Material
    from index.model import Passage
    from index.tokens import Encoded


@dataclass(frozen=True, slots=True)
class Fusion:
    """How lexical and dense scores are put together: ``dense + weight * lexical share``.

    The lexical share is a hit's BM25 divided by the best hit's. Equal-weight rank fusion loses to
    dense search alone with this model, so scores are added. The answers to prose questions rank
    sentences by more signals (``assistant/prose/evidence.py``); this is the plain search.
    """

    weight: float = 0.12
    depth: int = 60


class Index:
    """A loaded index. Immutable after :meth:`open`; the encoder is loaded on first use."""

    def __init__(
        self,
        folder: Path,
        documents: tuple[Document, ...],
        material: Material,
        load_encoder: Callable[[], Encoder],
        segmenter: Segmenter | None = None,
    ) -> None:
        self.folder = folder
        self.documents = documents
        self.observations = material.observations
        self.passages = material.passages
        self.sentences = material.sentences
        self.labels = material.labels
        self._dictionary = material.words
        self._segmenter = segmenter
        self.store = Store(folder / "store.sqlite")
        self._by_id = {document.id: document for document in documents}
        self._load_encoder = load_encoder
        self._encoder: Encoder | None = None
        self._lock = threading.Lock()
        self._vectors: dict[str, Any] = {}
        self._matrices: dict[str, npt.NDArray[np.float32]] = {}
        self._tokens: Tokens | None = None
        self._findings: tuple[Finding, ...] | None = None

    @classmethod
    def open(cls, folder: Path | None = None, load_encoder: Callable[[], Encoder] | None = None) -> Index:
        """Opens the index at ``folder``; raises :class:`~index.errors.IndexProblem` with one line."""
        place = folder or DEFAULT_INDEX
        stamp = check_files(place, DEFAULT_INDEX)
        run = build_command(place, DEFAULT_INDEX)
        try:
            documents = read_corpus(place / "documents")
        except CorpusError as error:
            raise IndexDamaged(f"{error}；{run} --force") from error
        found = tuple((path.name, file_hash(path)) for path in document_paths(place / "documents"))
        if found != stamp.documents:
            raise IndexDamaged(f"{place}: 索引里的文件被改动过，{run} --force")
        material = cut_material(documents)
        if material.digest() != stamp.material:
            raise IndexOutdated(f"{place}: 索引由另一版本的程序生成，{run}")
        return cls(place, documents, material, load_encoder or _default_encoder(stamp.model, place))

    def document(self, identity: str) -> Document:
        """The document with the id ``identity``."""
        return self._by_id[identity]

    @property
    def segmenter(self) -> Segmenter:
        """The segmenter with the corpus's own words, made once (a second or two)."""
        with self._lock:
            if self._segmenter is None:
                self._segmenter = Segmenter(self._dictionary)
            return self._segmenter

    @property
    def encoder(self) -> Encoder:
        """The encoder, loaded once; other threads wait for it."""
        with self._lock:
            if self._encoder is None:
                self._encoder = self._load_encoder()
            return self._encoder

    def embed(self, text: str) -> npt.NDArray[np.float32]:
        """The query embedding of ``text``, shape (1, dimension), L2-normalised; remembered."""
        return self.encoder.encode_queries([text])

    def tokens_of(self, text: str) -> Encoded:
        """A question with its tokens' vectors, from the same pass as :meth:`embed`."""
        return self.encoder.encode_query(text)

    @property
    def tokens(self) -> Tokens:
        """The tokens of all sentences."""
        with self._lock:
            if self._tokens is None:
                self._tokens = Tokens.load(self.folder, TOKENS)
            return self._tokens

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the audit found in the documents: read from the index, or found once."""
        with self._lock:
            if self._findings is None:
                self._findings = read_findings(self.folder, self.documents)
            return self._findings

    def vectors(self, name: str) -> Any:
        """The FAISS index "passages", "sentences" or "labels"."""
        with self._lock:
            if name not in self._vectors:
                import faiss

                self._vectors[name] = faiss.read_index(str(self.folder / vector_file(name)))
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
        if vectors.ntotal == 0:
            return []
        scores, numbers = vectors.search(self.embed(query), min(limit, vectors.ntotal))
        return [(int(n), float(s)) for n, s in zip(numbers[0], scores[0], strict=True) if n >= 0]

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
        from index.encoder import EncoderError, load_encoder

        try:
            encoder = load_encoder(None)
        except EncoderError as error:
            raise EncoderUnavailable(str(error)) from error
        if encoder.name != model:
            run = build_command(place, DEFAULT_INDEX)
            raise IndexOutdated(f"{place}: 索引由模型 {model} 生成，现在设置的是 {encoder.name}，{run}")
        return encoder

    return load
