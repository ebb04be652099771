"""Texts to vectors: one Protocol, the sentence-transformers encoder, and a stand-in for tests.

This module imports fast; torch and sentence-transformers (eight seconds) come with the first text, or
with ``SentenceEncoder.load``. Nothing is ever fetched from a hub.
"""

from __future__ import annotations

import hashlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from index.batching import Batcher
from index.tokens import Encoded
from index.weights import default_model_folder, model_is_made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]
    Progress = Callable[[int, int], None]

OFFLINE: Final = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
os.environ.update(OFFLINE)  # read when the libraries are imported, so it must come before

_BATCH: Final = 8
_STEP: Final = 8  # batches between two reports of progress
_REMEMBERED: Final = 2048
_SAMPLES: Final = 16
_SAMPLE_SIZE: Final = 65_536
_HASHED: Final = 65_536
_MODEL_FILES: Final = frozenset({".json", ".txt", ".model", ".safetensors", ".bin"})


class EncoderError(Exception):
    """The embedding model cannot be used; the message is one line that says what to do."""


class Encoder(Protocol):
    """Turns texts into vectors of length 1; a query and a passage that fit have a large inner product."""

    @property
    def name(self) -> str:
        """The model and a short hash of its content: what an index remembers."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a question."""

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """One row a passage; progress is told how many of how many are done."""

    def encode_query(self, text: str) -> Encoded:
        """A question with the vectors of its own tokens, those of the prompt left out."""

    def encode_texts(self, texts: Sequence[str], progress: Progress | None = None) -> list[Encoded]:
        """Passages with the vectors of their tokens."""


def load_encoder(setting: str | None = None) -> SentenceEncoder:
    """The encoder of a setting: a folder, the name of a model on this machine, or (None) the one made here.

    None reads $YOUJU_MODEL first. Returns at once: the network is loaded with the first text.
    """
    wanted = setting or os.environ.get("YOUJU_MODEL")
    if wanted:
        folder = _model_folder(wanted)
        label = Path(wanted).expanduser().resolve().name if Path(wanted).expanduser().is_dir() else wanted
        return SentenceEncoder(folder, label)
    folder = default_model_folder()
    if not model_is_made(folder):
        raise EncoderError(f"还没有向量模型（{folder}）。请运行：make model 或 python -m index model")
    return SentenceEncoder(folder, folder.name)


class SentenceEncoder:
    """Any sentence-transformers model, with its own prompts; loaded once, safe to call from many threads."""

    def __init__(self, folder: Path, label: str) -> None:
        self.folder = folder
        self.name = f"{label}@{fingerprint(folder)}"
        self._model: Any = None
        self._loading = threading.Lock()
        self._encoding = threading.Lock()
        self._query = lru_cache(maxsize=_REMEMBERED)(Batcher(self._encode_query_batch))

    @property
    def dimension(self) -> int:
        """The length of a vector (loads the model)."""
        return int(self.load().get_embedding_dimension())

    def load(self) -> Any:
        """Import the libraries and read the weights, if that has not been done."""
        with self._loading:
            if self._model is None:
                self._model = _load_model(self.folder)
            return self._model

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a question; questions of several threads at once share a batch."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._query(text).vector for text in texts])

    def encode_query(self, text: str) -> Encoded:
        """A question with the vectors of its own tokens; questions of several threads share a batch."""
        return self._query(text)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """One row a passage."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for number, encoded in self._passages(texts, progress):
            vectors[number] = encoded.vector
        return vectors

    def encode_texts(self, texts: Sequence[str], progress: Progress | None = None) -> list[Encoded]:
        """Passages with the vectors of their tokens."""
        found = dict(self._passages(texts, progress))
        return [found[number] for number in range(len(texts))]

    def _passages(self, texts: Sequence[str], progress: Progress | None) -> Iterator[tuple[int, Encoded]]:
        """Numbers and encodings of ``texts``, long ones first.

        Each core takes a batch of its own: that is faster than sharing one, and steady on a busy machine.
        """
        model = self.load()
        order = sorted(range(len(texts)), key=lambda number: -len(texts[number]))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]

        def encode(batch: Sequence[int]) -> list[Encoded]:
            part = [texts[number] for number in batch]
            return _unpacked(model.encode_document(part, output_value=None, show_progress_bar=False))

        with ThreadPoolExecutor(_cores()) as pool:
            for start in range(0, len(batches), _STEP):
                some = batches[start : start + _STEP]
                with self._encoding:
                    done = list(pool.map(encode, some))
                for batch, encoded in zip(some, done, strict=True):
                    yield from zip(batch, encoded, strict=True)
                if progress:
                    progress(min((start + _STEP) * _BATCH, len(order)), len(order))

    def _encode_query_batch(self, texts: Sequence[str]) -> list[Encoded]:
        model = self.load()
        with self._encoding:  # a tokenizer must not change its settings while another thread uses it
            found = _unpacked(model.encode_query(list(texts), output_value=None, show_progress_bar=False))
            return [_own_tokens(model, encoded) for encoded in found]


class HashEncoder:
    """A stand-in for unit tests: signed counts of hashed runs of one to three characters, no model needed."""

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension
        self.name = f"hash-ngrams@{dimension}"
        self._of_character = lru_cache(maxsize=_HASHED)(self._vector)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        return np.stack([self._vector(text) for text in texts]) if texts else self._none()

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """The same rows as for queries."""
        if progress:
            progress(len(texts), len(texts))
        return self.encode_queries(texts)

    def encode_query(self, text: str) -> Encoded:
        """A text with a token for each character."""
        characters = list(text) or [" "]
        ids = np.array([ord(c) % _HASHED for c in characters], dtype=np.int32)
        tokens = np.stack([self._of_character(c) for c in characters])
        return Encoded(self._vector(text), tokens, ids)

    def encode_texts(self, texts: Sequence[str], progress: Progress | None = None) -> list[Encoded]:
        """Each text as for a query."""
        if progress:
            progress(len(texts), len(texts))
        return [self.encode_query(text) for text in texts]

    def _none(self) -> Vectors:
        return np.zeros((0, self.dimension), dtype=np.float32)

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for size in (1, 2, 3):
            for start in range(len(text) - size + 1):
                value = _hash_of(text[start : start + size])
                vector[value % self.dimension] += size if value >> 63 else -size
        length = float(np.linalg.norm(vector))
        if length == 0:
            vector[0] = length = 1.0
        return vector / np.float32(length)


@lru_cache(maxsize=1 << 20)
def _hash_of(run: str) -> int:
    """64 bits that depend on some characters alone."""
    encoded = run.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=8).digest(), "big")


def _unpacked(outputs: Sequence[dict[str, Any]]) -> list[Encoded]:
    """What the model gives for each text, as vectors of length 1 without padding."""
    found = []
    for output in outputs:
        inside = output["attention_mask"].bool()
        tokens = output["token_embeddings"][inside].float().cpu().numpy()
        vector = output["sentence_embedding"].float().cpu().numpy()
        ids = output["input_ids"][inside].cpu().numpy().astype(np.int32)
        found.append(Encoded(_unit(vector), _unit(tokens), ids))
    return found


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    unit: Vectors = (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return unit


def _own_tokens(model: Any, encoded: Encoded) -> Encoded:
    """Without the special tokens, and without the prompt before the question."""
    prompt = model.prompts.get("query") or ""
    before = model.tokenizer(prompt, add_special_tokens=False)["input_ids"] if prompt else []
    special = set(model.tokenizer.all_special_ids)
    places = [place for place, token in enumerate(encoded.ids.tolist()) if token not in special]
    shared = 0
    for place, token in zip(places, before, strict=False):
        if encoded.ids[place] != token:
            break
        shared += 1
    kept = places[shared:]
    return Encoded(encoded.vector, encoded.tokens[kept], encoded.ids[kept])


def fingerprint(folder: Path) -> str:
    """A short hash of a model folder: names, sizes, and samples of each file (big models answer at once)."""
    digest = hashlib.blake2b(digest_size=4)
    files = (file for file in folder.rglob("*") if file.suffix in _MODEL_FILES and file.is_file())
    for file in sorted(files, key=lambda file: file.relative_to(folder).as_posix()):
        size = file.stat().st_size
        digest.update(f"{file.relative_to(folder).as_posix()}\0{size}\0".encode())
        with file.open("rb") as handle:
            for place in range(0, size, max(_SAMPLE_SIZE, size // _SAMPLES)):
                handle.seek(place)
                digest.update(handle.read(_SAMPLE_SIZE))
    return digest.hexdigest()


def _model_folder(wanted: str) -> Path:
    """A folder as it is given, or the copy of a named model that is on this machine."""
    folder = Path(wanted).expanduser()
    if not folder.is_dir():
        folder = _cached_model(wanted)
    if not (folder / "modules.json").is_file():
        raise EncoderError(
            f"{folder} 不是 sentence-transformers 模型文件夹（缺 modules.json）。请检查 YOUJU_MODEL"
        )
    return folder


def _cached_model(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (HFValidationError, LocalEntryNotFoundError) as error:
        raise EncoderError(
            f"本机没有向量模型 {name}。请先下载，再把 YOUJU_MODEL 设为它的文件夹；不设则用 make model 生成的模型"
        ) from error


def _load_model(folder: Path) -> Any:
    import torch
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        model = SentenceTransformer(str(folder), local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise EncoderError(
            f"向量模型 {folder} 无法载入：{reason}。可删除该文件夹后重新运行 make model"
        ) from error
    # One core for each batch: as fast as two for a question, and steady when the other core is busy.
    torch.set_num_threads(1)
    if model.device.type == "cpu":
        _arrange_weights(model)
    model.encode_document(["问"], show_progress_bar=False)  # sets the tokenizer up before threads share it
    return model.eval()


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _arrange_weights(model: Any) -> None:
    """Store each weight matrix in the order in which it is read: a third less time for short texts.

    The values and the results stay exactly the same.
    """
    import torch

    for layer in model.modules():
        if isinstance(layer, torch.nn.Linear):
            layer.weight.data = layer.weight.data.t().contiguous().t()
