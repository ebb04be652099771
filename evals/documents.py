"""The documents as plain text and the cells of their tables, independent of the product's parser."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from evals.errors import DocumentError
from evals.model import Cell
from evals.text import normalise

if TYPE_CHECKING:
    from pathlib import Path

KEYS = (("质量报告", "report"), ("答复", "reply"))
"""What a document's title or opening contains, and the name that examples use for it."""

_OPENING = 300


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document's text: normalised as a whole, normalised line by line, and lines as printed."""

    key: str
    normal: str
    lines: tuple[str, ...]
    printed: tuple[str, ...]


def document_key(title: str) -> str:
    """The short name of a document: `report`, `reply`, or the normalised title itself."""
    normal = normalise(title)
    for word, key in KEYS:
        if word in normal:
            return key
    return normal


def read_texts(directory: Path) -> tuple[SourceText, ...]:
    """Every text file of the directory."""
    paths = sorted(directory.glob("*.txt"))
    if not paths:
        message = f"{directory}: no text documents (*.txt); name their directory with --documents"
        raise DocumentError(message)
    return tuple(_read_text(path) for path in paths)


def _read_text(path: Path) -> SourceText:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}: {error}"
        raise DocumentError(message) from error
    return source_text(_key_of(text, path), text)


def source_text(key: str, text: str) -> SourceText:
    """A document's text, ready for comparison."""
    printed = tuple(line for line in text.splitlines() if line.strip())
    lines = tuple(normalise(line) for line in printed)
    return SourceText(key, "".join(lines), lines, printed)


def _key_of(text: str, path: Path) -> str:
    start = normalise(text)[:_OPENING]
    return next((key for word, key in KEYS if word in start), normalise(path.stem))


def read_cells(path: Path) -> tuple[Cell, ...]:
    """A tab-separated table of cells: document, table, row, column, printed, unit, value."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
            return tuple(_cell(row) for row in rows)
    except (OSError, KeyError, ArithmeticError) as error:
        message = f"{path}: cells cannot be read: {error!r}"
        raise DocumentError(message) from error


def _cell(row: dict[str, str]) -> Cell:
    return Cell(
        document=row["document"],
        table=row["table"],
        row=row["row"],
        column=row["column"],
        printed=row["printed"],
        unit=row["unit"],
        value=Decimal(row["value"]) if row["value"] else None,
    )
