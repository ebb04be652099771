"""Judgements of readers, kept in a local SQLite file with the question, the understanding and the answer.

Nothing about the reader is kept.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.model import Turn

FORMAT = 1
FILE = "feedback.sqlite"
REASON_MOST = 1000
REASONS = ("数字不对", "理解错了问题", "出处不对", "文件里有却说没有", "答得不全", "其他")
SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  useful INTEGER NOT NULL,
  reason TEXT NOT NULL,
  question TEXT NOT NULL,
  history TEXT NOT NULL,
  understanding TEXT NOT NULL,
  answer TEXT NOT NULL,
  citations TEXT NOT NULL
)
"""
FIELDS = ("at", "useful", "reason", "question", "history", "understanding", "answer", "citations")


class FeedbackError(OSError):
    """The file of judgements cannot be read or written; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reader said of an answer. ``history`` are the questions before, ``citations`` plain data."""

    at: str
    useful: bool
    reason: str
    question: str
    history: tuple[str, ...]
    understanding: str
    answer: str
    citations: tuple[dict[str, object], ...]


def judge(turns: tuple[Turn, ...], *, useful: bool, reason: str = "") -> Judgement:
    """The judgement on the last of ``turns``, made now."""
    turn = turns[-1]
    return Judgement(
        datetime.now(timezone.utc).isoformat(timespec="seconds"),
        useful,
        reason[:REASON_MOST],
        turn.question,
        tuple(earlier.question for earlier in turns[:-1]),
        turn.answer.understanding,
        turn.answer.text,
        tuple(citation.as_json() for citation in turn.answer.citations),
    )


class FeedbackStore:
    """The file at ``path``; made, with its folder, when the first judgement comes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, judgement: Judgement) -> None:
        """Keep a judgement; raises :class:`FeedbackError`."""
        values = (
            judgement.at, int(judgement.useful), judgement.reason, judgement.question, _packed(judgement.history),
            judgement.understanding, judgement.answer, _packed(judgement.citations),
        )  # fmt: skip
        marks = ", ".join("?" * len(FIELDS))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=5)) as file, file:
                _prepare(file, self.path)
                file.execute(f"INSERT INTO feedback ({', '.join(FIELDS)}) VALUES ({marks})", values)  # noqa: S608 - names of ours
        except (OSError, sqlite3.Error) as error:
            raise FeedbackError(f"意见没能写入 {self.path}：{error}。请检查这个文件夹是否可写。") from error

    def read(self) -> tuple[Judgement, ...]:
        """All judgements, oldest first; raises :class:`FeedbackError` where there is no file."""
        if not self.path.is_file():
            raise FeedbackError(f"{self.path}: 没有这个文件，还没有人提过意见")
        try:
            with closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as file:
                _check(file, self.path)
                found = file.execute(f"SELECT {', '.join(FIELDS)} FROM feedback ORDER BY id").fetchall()  # noqa: S608
        except sqlite3.Error as error:
            raise FeedbackError(f"{self.path}: 不是意见文件：{error}") from error
        return tuple(_judgement(row) for row in found)


def _prepare(file: sqlite3.Connection, path: Path) -> None:
    if file.execute("PRAGMA user_version").fetchone()[0] == 0:
        file.execute(SCHEMA)
        file.execute(f"PRAGMA user_version = {FORMAT}")
    _check(file, path)


def _check(file: sqlite3.Connection, path: Path) -> None:
    found = file.execute("PRAGMA user_version").fetchone()[0]
    if found != FORMAT:
        raise FeedbackError(f"{path}: 意见文件的格式是 {found}，这个版本只认 {FORMAT}。请把它移到别处。")


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _judgement(row: tuple[str, ...]) -> Judgement:
    at, useful, reason, question, history, understanding, answer, citations = row
    return Judgement(
        at, bool(useful), reason, question, tuple(json.loads(history)), understanding, answer,
        tuple(json.loads(citations)),
    )  # fmt: skip
