"""Splits a message with two questions into its questions."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"(?<=[？?。])\s*(?:另外|还有|以及|再问一下|顺便问一下|顺便)?[，,]?|(?<=[，,；;])(?:另外|还有，|再问一下|顺便问一下|顺便问)"
)
_ASKS = re.compile(r"多少|几|哪|谁|什么|吗|呢|如何|怎|是否|各是|列出|叫啥|？")
_LEAST = 5
_OPENINGS = ("另外", "还有", "以及", "顺便", "再问")


def split_questions(text: str) -> list[str]:
    """The questions in ``text``; a statement before or after a question stays with it.

    ``["甲多少？", "乙是谁？"]`` for ``"甲多少？另外乙是谁？"``.
    """
    pieces = [piece.strip() for piece in _MARK.split(text) if piece and piece.strip("，。？ ")]
    parts: list[str] = []
    held = ""
    for written in pieces:
        piece = _without_opening(held + written)
        held = ""
        if not _ASKS.search(piece):
            held = piece
            continue
        if len(piece.strip("？。，")) < _LEAST and parts:
            parts[-1] += piece
        else:
            parts.append(piece)
    if held:
        if parts:
            parts[-1] += held
        else:
            parts.append(held)
    return parts


def _without_opening(piece: str) -> str:
    for opening in _OPENINGS:
        piece = piece.removeprefix(opening).lstrip("，,")
    return piece
