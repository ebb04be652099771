"""Builds an index folder: one short sequence of steps, written beside and then moved into place.

An index folder holds ``manifest.json`` (format, model, documents' hashes), ``documents/`` (the
sources it was made from), ``store.sqlite`` (observations, lexical search), ``vectors-*.faiss`` and
``passages.jsonl``, the human-readable twin.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import Document, read_corpus
from corpus.document import DEFAULT_FOLDER, SUFFIXES
from corpus.metadata import MANIFEST
from index.model import Passage
from index.passages import cut_passages, cut_sentences
from index.store import write_store
from index.words import Segmenter, corpus_words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from index.encoder import Encoder

FORMAT = 3
DEFAULT_INDEX = Path(os.environ.get("YOUJU_INDEX", ".index"))
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an index was made from: format version, model identity, files and their hashes."""

    format: int
    model: str
    documents: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        return {"format": self.format, "model": self.model, "documents": dict(self.documents)}


def build_index(
    folder: Path | None, target: Path, encoder: Encoder, *, force: bool = False, say: Progress = print
) -> bool:
    """Builds the index of the documents in ``folder`` at ``target``; ``False`` if it was current.

    Raises :class:`corpus.CorpusError` for documents that cannot be read.
    """
    place = folder or DEFAULT_FOLDER
    documents = read_corpus(place)
    stamp = Stamp(FORMAT, encoder.name, _hashes(place, documents))
    if not force and read_stamp(target) == stamp:
        say(f"索引已是最新：{target}")
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        _write(place, documents, work, encoder, stamp, say)
        _replace(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    say(f"索引已建好：{target}")
    return True


def _hashes(place: Path, documents: Sequence[Document]) -> tuple[tuple[str, str], ...]:
    paths = sorted(p for p in place.iterdir() if p.suffix.lower() in SUFFIXES and p.is_file())
    pairs = [(path.name, document.sha256) for path, document in zip(paths, documents, strict=True)]
    return tuple(sorted(pairs))


def read_stamp(target: Path) -> Stamp | None:
    """The stamp of the index at ``target``, or ``None`` where there is no readable one."""
    try:
        data = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        pairs = tuple(sorted(data["documents"].items()))
        return Stamp(int(data["format"]), str(data["model"]), pairs)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(
    place: Path,
    documents: Sequence[Document],
    work: Path,
    encoder: Encoder,
    stamp: Stamp,
    say: Progress,
) -> None:
    passages = cut_passages(documents)
    sentences = cut_sentences(documents, passages)
    observations = [o for document in documents for o in document.observations]
    labels = indicator_labels(documents)
    say(f"{len(documents)} 份文件，{len(passages)} 段，{len(sentences)} 句，{len(observations)} 个数据")
    segmenter = Segmenter(corpus_words(documents))
    write_store(work / "store.sqlite", observations, passages, sentences, segmenter)
    say("计算向量（约 10–20 秒）")
    _write_vectors(work, "passages", encoder, [f"{p.context}：{p.text}" for p in passages])
    _write_vectors(work, "sentences", encoder, [s.text for s in sentences])
    _write_vectors(work, "labels", encoder, labels)
    _copy_documents(place, work / "documents")
    _write_twin(work / "passages.jsonl", passages)
    (work / "manifest.json").write_text(
        json.dumps(stamp.as_json(), ensure_ascii=False, indent=1), encoding="utf-8"
    )


def indicator_labels(documents: Sequence[Document]) -> list[str]:
    """Every indicator's own name, each once, in the order of first appearance."""
    leaves = (o.indicator[-1] for document in documents for o in document.observations)
    return list(dict.fromkeys(leaves))


def _write_vectors(work: Path, name: str, encoder: Encoder, texts: Sequence[str]) -> None:
    import faiss

    vectors: npt.NDArray[np.float32] = encoder.encode_passages(list(texts) or [""])
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    faiss.write_index(flat, str(work / f"vectors-{name}.faiss"))


def _copy_documents(place: Path, target: Path) -> None:
    target.mkdir()
    for path in place.iterdir():
        if path.is_file() and (path.suffix.lower() in SUFFIXES or path.name == MANIFEST):
            shutil.copyfile(path, target / path.name)


def _write_twin(path: Path, passages: Sequence[Passage]) -> None:
    with path.open("w", encoding="utf-8") as out:
        for p in passages:
            line = {
                "number": p.number, "document": p.document, "section": p.context,
                "span": [p.span.start, p.span.end], "text": p.text,
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def _replace(work: Path, target: Path) -> None:
    """Moves the finished folder into place; the old one is removed only when the new one stands."""
    old = target.with_name(target.name + ".old")
    if old.exists():
        shutil.rmtree(old)
    if target.exists():
        target.rename(old)
    work.rename(target)
    shutil.rmtree(old, ignore_errors=True)
