"""What an index was made from, and whether what is on disk still is that."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING, Any

from corpus.document import DEFAULT_FOLDER, corpus_files
from corpus.metadata import MANIFEST
from index.errors import IndexDamaged, IndexMissing, IndexOutdated
from index.tokens import token_files

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 8
MANIFEST_FILE = "manifest.json"
VECTORS = ("passages", "sentences", "labels")
TOKENS = "sentences"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Stamp:
    """Format version, model, the documents' files with their hashes, and the digest of what was cut."""

    format: int
    model: str
    documents: tuple[tuple[str, str], ...]
    material: str

    def as_json(self) -> dict[str, Any]:
        """The stamp as plain data."""
        return {
            "format": self.format,
            "model": self.model,
            "documents": dict(self.documents),
            "material": self.material,
        }


def vector_file(name: str) -> str:
    """The file of the vectors of "passages", "sentences" or "labels"."""
    return f"vectors-{name}.faiss"


def index_files() -> tuple[str, ...]:
    """The files that the program reads, besides the manifest and the documents."""
    return ("store.sqlite", *(vector_file(name) for name in VECTORS), *token_files(TOKENS))


def document_paths(folder: Path) -> list[Path]:
    """The documents of ``folder`` and their manifest, by name."""
    manifest = folder / MANIFEST
    paths = [*corpus_files(folder), *([manifest] if manifest.is_file() else [])]
    return sorted(paths, key=lambda path: path.name)


def file_hash(path: Path) -> str:
    """SHA-256 of the file's bytes."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _read_manifest(target: Path) -> dict[str, Any]:
    """The manifest of the index at ``target``; empty where there is no readable one."""
    try:
        data = json.loads((target / MANIFEST_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def read_stamp(target: Path) -> Stamp | None:
    """The stamp of the index at ``target``, or ``None`` where there is no readable one."""
    data = _read_manifest(target)
    try:
        pairs = tuple(sorted((str(name), str(digest)) for name, digest in data["documents"].items()))
        return Stamp(int(data["format"]), str(data["model"]), pairs, str(data.get("material", "")))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def build_command(target: Path, default: Path) -> str:
    """The command that makes the index at ``target`` again, from the documents it was made from."""
    source = str(_read_manifest(target).get("source") or "")
    corpus = f" --corpus {quote(source)}" if source and source != str(DEFAULT_FOLDER) else ""
    output = "" if target == default else f" --output {quote(str(target))}"
    return f"请运行 python -m index build{corpus}{output}"


def check_files(target: Path, default: Path) -> Stamp:
    """The stamp of the index at ``target`` if all its files are there and as they were written.

    Raises :class:`~index.errors.IndexProblem` with one line that says what to run.
    """
    run = build_command(target, default)
    if not target.exists():
        raise IndexMissing(f"{target}: 还没有索引，{run}")
    stamp = read_stamp(target)
    if stamp is None:
        raise IndexDamaged(f"{target}: 索引不完整，{run} --force")
    if stamp.format != FORMAT:
        raise IndexOutdated(f"{target}: 索引由另一版本的程序生成，{run}")
    written = _read_manifest(target).get("files", {})
    for name in index_files():
        if not (target / name).is_file():
            raise IndexDamaged(f"{target}: 缺少 {name}，{run} --force")
        if written.get(name) != file_hash(target / name):
            raise IndexDamaged(f"{target}: {name} 已损坏，{run} --force")
    return stamp
