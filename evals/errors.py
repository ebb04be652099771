"""What can go wrong in an evaluation.

EvaluationError
├── SetError        a line of an example set or of a results file cannot be read
├── DocumentError   the documents that the answers are compared with cannot be read
└── UnreadError     a set that must stay unread was about to be shown
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class EvaluationError(Exception):
    """Anything that the evaluation refuses to do, in one line."""


class SetError(EvaluationError):
    """A line of a JSONL file is not what it should be."""

    def __init__(self, path: Path, line: int, field: str, reason: str) -> None:
        """Name the file, the line, the field and what is wrong with it."""
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {field}: {reason}" if field else f"{place}: {reason}")
        self.path, self.line, self.field, self.reason = path, line, field, reason


class DocumentError(EvaluationError):
    """The source documents or their cells cannot be read."""


class UnreadError(EvaluationError):
    """The unread part of the examples is scored, not looked at."""
