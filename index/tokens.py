"""Vectors of single tokens, for late interaction: every token of a question finds its best match in a text.

Khattab and Zaharia, ColBERT: Efficient and Effective Passage Search via Contextualized Late Interaction
over BERT, SIGIR 2020. The tokens come from the same pass through the model as the vector of their text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    Array = npt.NDArray[np.float32]
    Ids = npt.NDArray[np.int32]


_FEW = 4000
"""Texts whose tokens are held as they are multiplied; those of more stay in their file, which is mapped."""
_STORED = np.float16


def token_files(name: str) -> tuple[str, str]:
    """The two files of some tokens: their ids and where texts start, and their vectors."""
    return f"tokens-{name}.npz", f"tokens-{name}.f16"


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text: its vector, shape (dimension,), its tokens' vectors (tokens, dimension), and their ids.

    All vectors have length 1.
    """

    vector: Array
    tokens: Array
    ids: Ids


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of some texts, one text after the other.

    ``vectors`` has shape (tokens, dimension), ``ids`` (tokens,); ``starts`` (texts,) is each text's
    first token; ``counts`` tells in how many texts an id is. Every text has at least one token.
    """

    vectors: Array
    ids: Ids
    starts: npt.NDArray[np.int64]
    counts: Mapping[int, int]

    @classmethod
    def of(cls, texts: Sequence[Encoded]) -> Tokens:
        """The tokens of encoded texts."""
        if not texts:
            return cls(np.zeros((0, 1), np.float32), np.zeros(0, np.int32), np.zeros(0, np.int64), {})
        sizes = [len(text.ids) for text in texts]
        starts = np.cumsum([0, *sizes[:-1]], dtype=np.int64)
        ids = np.concatenate([text.ids for text in texts])
        return cls(np.concatenate([text.tokens for text in texts]), ids, starts, _counts(ids, starts))

    def save(self, folder: Path, name: str) -> None:
        """Writes the tokens to their files in ``folder``, with half precision."""
        with (folder / token_files(name)[1]).open("wb") as file:
            self.vectors.astype(_STORED).tofile(file)
        np.savez(folder / token_files(name)[0], ids=self.ids, starts=self.starts)

    @classmethod
    def load(cls, folder: Path, name: str) -> Tokens:
        """Reads what :meth:`save` or a :class:`TokenWriter` wrote; many are mapped, not read."""
        with np.load(folder / token_files(name)[0], allow_pickle=False) as data:
            ids, starts = data["ids"], data["starts"]
        if not len(ids):
            return cls.of([])
        path = folder / token_files(name)[1]
        vectors: Any = np.memmap(path, _STORED, mode="r").reshape(len(ids), -1)
        if len(starts) <= _FEW:
            vectors = vectors.astype(np.float32)
        return cls(vectors, ids, starts, _counts(ids, starts))

    def of_texts(self, texts: Sequence[int]) -> Tokens:
        """The tokens of some of the texts, by their numbers, in that order."""
        ends = [*self.starts[1:].tolist(), len(self.ids)]
        pieces = [np.arange(self.starts[text], ends[text]) for text in texts]
        chosen = np.concatenate(pieces) if pieces else np.zeros(0, np.int64)
        starts = np.cumsum([0, *(len(piece) for piece in pieces[:-1])], dtype=np.int64)[: len(pieces)]
        ids = self.ids[chosen]
        return Tokens(self.vectors[chosen], ids, starts, _counts(ids, starts))

    def best(self, query: Encoded, texts: npt.NDArray[np.int64] | None = None) -> Array:
        """The cosine of each of the query's tokens with its best match in each text, or each of ``texts``.

        ``texts`` are numbers of texts in ascending order. Shape (query tokens, texts).
        """
        if not len(self.starts) or (texts is not None and not len(texts)):
            return np.zeros((len(query.ids), 0), np.float32)
        vectors, starts = (self.vectors, self.starts) if texts is None else self._of(texts)
        similar = query.tokens @ vectors.astype(np.float32, copy=False).T
        matches: Array = np.maximum.reduceat(similar, starts, axis=1)
        return matches

    def _of(self, texts: npt.NDArray[np.int64]) -> tuple[Array, npt.NDArray[np.int64]]:
        """The vectors of some texts' tokens, and where each of the texts starts among them."""
        ends = np.append(self.starts[1:], len(self.ids))
        sizes = ends[texts] - self.starts[texts]
        starts = np.cumsum(sizes) - sizes
        rows = np.repeat(self.starts[texts] - starts, sizes) + np.arange(sizes.sum())
        return self.vectors[rows], starts

    def weights(self, ids: Ids) -> Array:
        """Inverse document frequencies of tokens over the texts, log(1 + N / (1 + df)); shape of ``ids``."""
        df = np.array([self.counts.get(int(i), 0) for i in ids], dtype=np.float32)
        return np.log(1 + len(self.starts) / (1 + df)).astype(np.float32)


class TokenWriter:
    """Writes the tokens of many texts some at a time, so that they are never all held at once."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path, vectors = (folder / file for file in token_files(name))
        self._vectors = vectors.open("wb")
        self._ids: list[Ids] = []

    def add(self, texts: Iterable[Encoded]) -> None:
        """The next texts."""
        for text in texts:
            text.tokens.astype(_STORED).tofile(self._vectors)
            self._ids.append(text.ids)

    def close(self) -> None:
        """Writes what is left; the files can be read from here on."""
        self._vectors.close()
        sizes = [len(ids) for ids in self._ids]
        ids = np.concatenate(self._ids) if self._ids else np.zeros(0, np.int32)
        np.savez(self._path, ids=ids, starts=np.cumsum([0, *sizes], dtype=np.int64)[:-1])


def _counts(ids: Ids, starts: npt.NDArray[np.int64]) -> dict[int, int]:
    """In how many texts each id is."""
    if not len(ids):
        return {}
    sizes = np.diff(np.append(starts, len(ids)))
    once = np.unique(ids.astype(np.int64) * len(starts) + np.repeat(np.arange(len(starts)), sizes))
    known, counts = np.unique(once // len(starts), return_counts=True)
    return dict(zip(known.tolist(), counts.tolist(), strict=True))
