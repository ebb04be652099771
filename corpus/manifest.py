"""Writes a manifest: what was read off the texts of a folder, for a person to correct."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING

from corpus.metadata import Metadata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Document

_HEAD = "# 由程序从正文读出，请核对。sha256 是文件内容的校验值，文件改动后本清单中这一条不再采用。\n"


def documents_to_manifest(documents: Sequence[Document], files: Sequence[str]) -> str:
    """The TOML text of a manifest; ``files`` are the names of the documents' files, in their order."""
    ids = [document.id for document in documents]
    entries = [
        _entry(document, file, file if ids.count(document.id) > 1 else document.id)
        for document, file in zip(documents, files, strict=True)
    ]
    return _HEAD + "".join(entries)


def _entry(document: Document, file: str, identity: str) -> str:
    own = {"file": file, "id": identity}
    values = {
        field.name: own.get(field.name) or str(getattr(document, field.name)) for field in fields(Metadata)
    }
    return "\n[[document]]\n" + "".join(f"{name} = {_string(value)}\n" for name, value in values.items())


def _string(value: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's but for the delete character."""
    return json.dumps(value.replace("\x7f", ""), ensure_ascii=False)
