"""Builds an index folder: one short sequence of steps, written beside and then moved into place.

An index folder holds ``manifest.json`` (:mod:`index.stamp`), ``documents/`` (the sources it was made
from), ``store.sqlite`` (observations, lexical search), ``vectors-*.faiss``, ``tokens-*``
(:mod:`index.tokens`), ``findings.json`` (:mod:`index.findings`) and ``passages.jsonl``, the human-readable
twin.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus import read_corpus
from corpus.document import DEFAULT_FOLDER
from index.findings import renew_findings, write_findings
from index.material import cut_material
from index.stamp import (
    FORMAT,
    MANIFEST_FILE,
    TOKENS,
    Stamp,
    document_paths,
    file_hash,
    index_files,
    read_stamp,
    vector_file,
)
from index.store import write_store
from index.tokens import TokenWriter
from index.words import Segmenter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.encoder import Encoder
    from index.model import Passage

DEFAULT_INDEX = Path(os.environ.get("YOUJU_INDEX", ".index"))
_AT_ONCE = 8192  # texts whose vectors and tokens are held at once
Say = Callable[[str], None]
Progress = Callable[[int, int], None]


def build_index(
    folder: Path | None,
    target: Path,
    encoder: Encoder,
    *,
    force: bool = False,
    say: Say = print,
    progress: Progress | None = None,
) -> bool:
    """Builds the index of the documents in ``folder`` at ``target``; ``False`` if it was current.

    ``progress`` is told how many of how many texts have their vectors. Raises
    :class:`corpus.CorpusError` for documents that cannot be read.
    """
    place = folder or DEFAULT_FOLDER
    documents = read_corpus(place)
    material = cut_material(documents)
    hashes = tuple((path.name, file_hash(path)) for path in document_paths(place))
    stamp = Stamp(FORMAT, encoder.name, hashes, material.digest())
    if not force and _is_current(target, stamp):
        renewed = renew_findings(target, documents)
        say(f"索引已是最新：{target}{'；数据核对已按新的方法重做' if renewed else ''}")
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        say(
            f"{len(documents)} 份文件，{len(material.passages)} 段，{len(material.sentences)} 句，"
            f"{len(material.observations)} 个数据"
        )
        write_store(work / "store.sqlite", material, Segmenter(material.words))
        say("计算向量（约 20 秒）")
        _write_vectors(work, encoder, material.texts(), progress)
        _copy_documents(place, work / "documents")
        write_findings(work, documents)
        _write_twin(work / "passages.jsonl", material.passages)
        _write_manifest(work, stamp, folder)
        _replace(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    say(f"索引已建好：{target}")
    return True


def _is_current(target: Path, stamp: Stamp) -> bool:
    return read_stamp(target) == stamp and all((target / name).is_file() for name in index_files())


def _write_vectors(
    work: Path, encoder: Encoder, texts: Mapping[str, Sequence[str]], progress: Progress | None
) -> None:
    """Embeds all texts, some at a time; writes the FAISS indexes and the sentences' tokens."""
    import faiss

    total, done = sum(len(some) for some in texts.values()), 0
    writer = TokenWriter(work, TOKENS)
    for name, some in texts.items():
        flat = faiss.IndexFlatIP(encoder.dimension)
        for start in range(0, len(some), _AT_ONCE):
            part = some[start : start + _AT_ONCE]
            advance = _counted(progress, done, total)
            if name == TOKENS:
                encoded = encoder.encode_texts(part, advance)
                writer.add(encoded)
                flat.add(np.stack([text.vector for text in encoded]))
            else:
                flat.add(encoder.encode_passages(part, advance))
            done += len(part)
        faiss.write_index(flat, str(work / vector_file(name)))
    writer.close()


def _counted(progress: Progress | None, done: int, total: int) -> Progress | None:
    """The progress of all, from that of a part that begins after ``done``."""
    if progress is None:
        return None
    tell = progress
    return lambda now, _: tell(done + now, total)


def _copy_documents(place: Path, target: Path) -> None:
    target.mkdir()
    for path in document_paths(place):
        shutil.copyfile(path, target / path.name)


def _write_twin(path: Path, passages: Sequence[Passage]) -> None:
    with path.open("w", encoding="utf-8") as out:
        for p in passages:
            line = {
                "number": p.number,
                "document": p.document,
                "section": p.context,
                "span": [p.span.start, p.span.end],
                "text": p.text,
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def _write_manifest(work: Path, stamp: Stamp, folder: Path | None) -> None:
    """The stamp, the hashes of the index's own files, and where its documents came from."""
    data = stamp.as_json()
    data["files"] = {name: file_hash(work / name) for name in index_files()}
    data["source"] = str(folder.resolve()) if folder else ""
    (work / MANIFEST_FILE).write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def _replace(work: Path, target: Path) -> None:
    """Moves the finished folder into place; the old one is removed only when the new one stands."""
    old = target.with_name(target.name + ".old")
    if old.exists():
        shutil.rmtree(old)
    if target.exists():
        target.rename(old)
    work.rename(target)
    shutil.rmtree(old, ignore_errors=True)
