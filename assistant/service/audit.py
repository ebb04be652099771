"""The audit log: one JSON line a question, one file a day, old files removed."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant.model import Answer
    from assistant.service.caller import Caller

PATTERN = "audit-????-??-??.jsonl"


def _now() -> datetime:
    return datetime.now().astimezone()


@dataclass
class AuditLog:
    """Appends to ``folder/audit-YYYY-MM-DD.jsonl``; files older than ``days`` days are deleted.

    A line holds time (local, with offset), user, address, door, question, the titles of the cited
    documents, whether it was refused and why, and milliseconds. No header, cookie or password is
    ever handed to it. Writing may raise :class:`OSError`.
    """

    folder: Path
    days: int
    now: Callable[[], datetime] = _now
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _swept: date = date.min

    def note(self, caller: Caller, question: str, answer: Answer | None) -> None:
        """One question; ``answer`` is None where none could be made."""
        moment = self.now()
        line = {
            "time": moment.isoformat(timespec="milliseconds"),
            "user": caller.user,
            "address": caller.address,
            "door": caller.door,
            "question": question,
            **_outcome(answer),
        }
        with self._lock:
            self._sweep(moment.date())
            path = self.folder / f"audit-{moment.date().isoformat()}.jsonl"
            descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
            with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _sweep(self, today: date) -> None:
        """Once a day: make the folder, delete what is too old."""
        if self._swept == today:
            return
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        oldest = (today - timedelta(days=min(self.days, today.toordinal() - 1))).isoformat()
        for path in self.folder.glob(PATTERN):
            if path.stem.removeprefix("audit-") < oldest:
                path.unlink(missing_ok=True)
        self._swept = today


def _outcome(answer: Answer | None) -> dict[str, object]:
    if answer is None:
        return {"documents": [], "refused": True, "reason": "failed", "ms": None}
    return {
        "documents": list(dict.fromkeys(citation.document for citation in answer.citations)),
        "refused": answer.abstained,
        "reason": answer.reason,
        "ms": round(answer.latency_ms, 1),
    }
