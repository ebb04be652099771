"""Reads a file, or a folder of files, into documents: the one road from text to nouns."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from corpus.assembly import assemble
from corpus.errors import CorpusError, DocumentUnreadable
from corpus.lines import classify
from corpus.metadata import Metadata, guess_metadata, read_manifest
from corpus.model import Document
from corpus.observe import observe
from corpus.paragraphs import lines_to_drafts
from corpus.tables import read_tables

log = logging.getLogger(__name__)

SUFFIXES = (".txt", ".md")
DEFAULT_FOLDER = Path(__file__).parent / "documents"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_corpus(folder: Path | None = None) -> tuple[Document, ...]:
    """All documents of ``folder`` (default: the ones that come with the program), by file name.

    A folder with only text files and no manifest works too. Raises :class:`CorpusError`.
    """
    place = folder or DEFAULT_FOLDER
    paths = corpus_files(place)
    manifest = read_manifest(place)
    missing = sorted(set(manifest) - {path.name for path in paths})
    if missing:
        raise CorpusError(f"{place}: 清单里的文件 {missing[0]} 不存在")
    documents = tuple(read_document(path, manifest.get(path.name)) for path in paths)
    seen: dict[str, Path] = {}
    for path, document in zip(paths, documents, strict=True):
        if document.id in seen:
            first = seen[document.id].name
            raise CorpusError(f"{place}: {first} 和 {path.name} 的 id 都是 {document.id}，请改文件名或清单")
        seen[document.id] = path
    return documents


def corpus_files(folder: Path) -> list[Path]:
    """The text files of ``folder`` by name; raises :class:`CorpusError` where there is none."""
    if not folder.is_dir():
        raise CorpusError(f"{folder}: 没有这个文件夹")
    paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and p.is_file())
    if not paths:
        raise CorpusError(f"{folder}: 文件夹里没有文件（要 {'、'.join(SUFFIXES)}）")
    return paths


def read_document(path: Path | str, metadata: Metadata | None = None) -> Document:
    """The document in the file at ``path``; without ``metadata`` it is read off the text.

    Raises :class:`DocumentUnreadable` naming the file and what is wrong with it.
    """
    place = Path(path)
    raw, text = _load(place)
    digest = hashlib.sha256(raw).hexdigest()
    drafts = lines_to_drafts(list(classify(text)))
    if metadata is not None and metadata.sha256 not in ("", digest):
        log.warning("%s: 文件内容与清单里的 sha256 不同，改从正文读取题名", place)
        metadata = None
    known = metadata or guess_metadata(place, drafts)
    assembly = assemble(drafts, known.title)
    tables = read_tables(assembly, known.region, known.period)
    observations = tuple(
        observation
        for table in tables
        for observation in observe(table, known.id, assembly.sections[table.section].name)
    )
    return Document(
        id=known.id,
        title=known.title,
        publisher=known.publisher,
        date=known.date,
        kind=known.kind,
        region=known.region,
        period=known.period,
        text=assembly.text,
        blocks=assembly.blocks,
        sections=assembly.sections,
        contents=assembly.contents,
        figures=assembly.figures,
        tables=tables,
        observations=observations,
        origins=assembly.origins,
        sha256=digest,
    )


def _load(path: Path) -> tuple[bytes, str]:
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentUnreadable(f"{path}: 没有这个文件") from error
    except OSError as error:
        raise DocumentUnreadable(f"{path}: 读不出文件：{error.strerror}") from error
    text = _decode(path, raw).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\f", "\n").replace("\x00", "")
    if not text.strip():
        raise DocumentUnreadable(f"{path}: 文件是空的")
    return raw, text


def _decode(path: Path, raw: bytes) -> str:
    """UTF-8, UTF-16 by its mark, or GB18030; anything else is refused with the byte's place."""
    encodings = [name for mark, name in _MARKS if raw.startswith(mark)] or ["utf-8", "gb18030"]
    place = 0
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            place = error.start
    raise DocumentUnreadable(f"{path}: 第 {place} 个字节既不是 UTF-8 也不是 GB18030，请另存为 UTF-8 文本")
