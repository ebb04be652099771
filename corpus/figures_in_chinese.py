"""Small numbers in digits or Chinese numerals."""

from __future__ import annotations

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}


def read_small(text: str) -> int | None:
    """The value of ``"14"``, ``"八"``, ``"十二"`` or ``"二十"``; ``None`` for anything else."""
    if text.isdecimal():
        return int(text)
    tens, mark, ones = text.partition("十")
    if any(c not in _DIGITS for c in tens + ones):
        return None
    if mark:
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return _DIGITS[text] if len(text) == 1 else None
