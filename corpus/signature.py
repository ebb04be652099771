"""The end of a letter: the offices that sign it, its date, and whom to ask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.knowledge import structure_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_OFFICE = re.compile(r"[\u4e00-\u9fff]{3,20}")
_DATE = re.compile(
    r"[\d〇○零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?"
)
_CONTACT = re.compile(r"^[（(]?(?:联系|抄送|抄报|主送|经办|承办|附件[:：]|电话)")
_LONGEST = 80


def offices(line: str) -> list[str]:
    """``"四川省教育厅  四川省财政厅"`` -> both; ``"教 育 部"`` -> ``["教育部"]``; [] for another line."""
    parts = line.split()
    if len(parts) > 1 and all(len(part) == 1 for part in parts):
        parts = ["".join(parts)]
    suffixes = structure_words().office_suffixes
    named = all(_OFFICE.fullmatch(part) and part.endswith(suffixes) for part in parts)
    return parts if parts and named else []


def signature_start(lines: Sequence[str]) -> int:
    """Where the last ``lines`` begin that are nothing but signature, date and contact; ``len`` for none.

    Without the name of an office among them they are no signature.
    """
    start = len(lines)
    while start > 0 and len(lines[start - 1]) <= _LONGEST and _is_part(lines[start - 1]):
        start -= 1
    return start if any(offices(line) for line in lines[start:]) else len(lines)


def _is_part(line: str) -> bool:
    return bool(offices(line) or _DATE.fullmatch("".join(line.split())) or _CONTACT.match(line.strip()))
