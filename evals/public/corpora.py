"""Passages as documents of an index of their own, opened with the product itself."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import Assistant
from evals.errors import SetError
from index import build_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.encoder import Encoder


@contextmanager
def opened(passages: Sequence[str], encoder: Encoder) -> Iterator[Assistant]:
    """An assistant over these passages, each a document ``p00000`` and so on by its place."""
    with tempfile.TemporaryDirectory(prefix="youju-public-") as folder:
        place = Path(folder) / "documents"
        place.mkdir()
        for number, passage in enumerate(passages):
            (place / f"{document_id(number)}.txt").write_text(passage.strip() + "\n", encoding="utf-8")
        target = Path(folder) / "index"
        build_index(place, target, encoder, say=lambda _: None)
        assistant = Assistant.open(target, lambda: encoder)
        yield assistant
        assistant.index.store.close()


def document_id(number: int) -> str:
    """The document of the passage at this place."""
    return f"p{number:05}"


def need(path: Path, line: int, entry: Any, *fields: str) -> dict[str, Any]:
    """An object with these fields, or an error that names the file and the place."""
    if not isinstance(entry, dict):
        raise SetError(path, line, "", f"must be an object, not {entry!r:.60}")
    if missing := [field for field in fields if field not in entry]:
        raise SetError(path, line, missing[0], "is missing")
    return entry
