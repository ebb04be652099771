"""The SQL side of an index: observations, passages and lexical search in one SQLite file."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

from corpus.tables import summary_kind
from index.errors import IndexDamaged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from corpus.model import Observation
    from index.material import Material
    from index.words import Segmenter

_SCHEMA = """
CREATE TABLE observation (
  id INTEGER PRIMARY KEY, document TEXT, tbl TEXT, row_index INTEGER, column_index INTEGER,
  subject TEXT, kind TEXT, indicator TEXT, leaf TEXT, unit TEXT, period TEXT,
  value REAL, printed TEXT, row_label TEXT, column_label TEXT, summary TEXT
);
CREATE INDEX observation_by_cell ON observation (document, tbl, column_index, row_index);
CREATE INDEX observation_by_subject ON observation (subject, leaf);
CREATE VIRTUAL TABLE passage USING fts5 (words, tokenize = 'unicode61');
CREATE VIRTUAL TABLE sentence USING fts5 (words, tokenize = 'unicode61');
"""


def write_store(path: Path, material: Material, segmenter: Segmenter) -> None:
    """Writes the SQLite file at ``path`` (which must not exist); ids are places in the sequences."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO observation VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (_row(number, observation) for number, observation in enumerate(material.observations)),
        )
        connection.executemany(
            "INSERT INTO passage (rowid, words) VALUES (?, ?)",
            ((p.number, " ".join(segmenter.cut(f"{p.context} {p.text}"))) for p in material.passages),
        )
        connection.executemany(
            "INSERT INTO sentence (rowid, words) VALUES (?, ?)",
            ((s.number, " ".join(segmenter.cut(s.text))) for s in material.sentences),
        )


def _row(number: int, item: Observation) -> tuple[object, ...]:
    source = item.source
    return (
        number,
        source.document,
        source.table,
        item.row_index,
        item.column_index,
        item.subject,
        item.subject_kind.value,
        " \u203a ".join(item.indicator),
        item.indicator[-1],
        item.unit,
        item.period,
        None if item.value is None else float(item.value),
        item.text,
        source.row,
        source.column,
        summary_kind(source.row),
    )


class Store:
    """Read-only access to the SQLite file of an index: one connection, which threads use in turn."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            self._connection.execute("SELECT count(*) FROM observation").fetchone()
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(
                f"{path}: 索引文件损坏（{error}），请运行 python -m index build --force"
            ) from error

    def _rows(self, sql: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(sql, tuple(parameters)).fetchall()

    def select(self, sql: str, parameters: Sequence[object]) -> list[tuple[object, ...]]:
        """The rows of a query over ``observation``; values are always bound, never pasted."""
        return self._rows(sql, parameters)

    def words(self, table: str) -> list[tuple[str, ...]]:
        """The search words of all passages or sentences, by number, as they were cut when the index was built."""
        if table not in ("passage", "sentence"):
            raise ValueError(f"no searchable table {table!r}")
        found = self._rows(f"SELECT words FROM {table} ORDER BY rowid", ())  # noqa: S608 - one of two names, checked above
        return [tuple(words.split()) for (words,) in found]

    def match(self, table: str, words: Sequence[str], limit: int) -> list[tuple[int, float]]:
        """BM25 of the passages or sentences that have any of ``words``: (number, score), best first.

        SQLite's ``bm25()`` (Robertson & Zaragoza 2009, k1=1.2, b=0.75), sign turned so that larger
        is better.
        """
        if table not in ("passage", "sentence"):
            raise ValueError(f"no searchable table {table!r}")
        if not words:
            return []
        expression = " OR ".join('"' + word.replace('"', "") + '"' for word in words)
        found = self._rows(
            f"SELECT rowid, -bm25({table}) FROM {table} WHERE {table} MATCH ? ORDER BY 2 DESC LIMIT ?",  # noqa: S608 - one of two names, checked above
            (expression, limit),
        )
        return [(int(number), float(score)) for number, score in found]

    def close(self) -> None:
        """Closes the connection."""
        with self._lock:
            self._connection.close()
