"""Splits a message with two questions into its questions."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"(?<=[？?。])\s*(?:另外|还有|以及|再问一下|顺便问一下|顺便)?[，,]?|(?<=[，,；;])(?:另外|还有，|再问一下|顺便问一下|顺便问)"
)
_ASKS = re.compile(r"多少|多高|多大|多长|几|哪|谁|什么|吗|呢|如何|怎|是否|各是|列出|叫啥|？")
_BARE = re.compile(r"(?:有什么|有啥|有哪些|都有什么|结果|效果|成效)[\u4e00-\u9fff]{0,4}[？?。]*$")
_AGAIN = re.compile(r"[，,；;、](?=[^，,；;、]{3,24}又(?:是|有|叫|在|给|由|达|为)?(?:多少|几|哪|谁|什么))")
_SHARE = re.compile(
    r"[，,；;](?=(?:其中)?[^，,；;]{0,8}占[^，,；;]{0,10}(?:多少|几成|几分之几|比例|百分之几|多大)[^，,；;]{0,4}$)"
)
_ASKS_ITSELF = re.compile(r"多少|几|哪|谁|什么|啥|如何|怎")
_TOLD_APART = re.compile(
    r"(?<=[\u4e00-\u9fff？?])[，,；;]?(?:请)?(?:把)?(?:这)?(?:两(?:份|个)(?:材料|文件)|两边|两份)(?:对着|对照着|对比着|分别|各自|分开|一起|都)?(?:说|讲|看|答|列)(?:一下|说|清楚|一说)?[。！]?$"
)
"""How the answer is to be told, where each question names its own document: 两个材料对着说."""
_LEAST = 5
_OPENINGS = ("另外", "还有", "以及", "顺便", "再问")


def split_questions(text: str) -> list[str]:
    """The questions in ``text``; a statement before or after a question stays with it.

    ``["甲多少？", "乙是谁？"]`` for ``"甲多少？另外乙是谁？"``.
    """
    pieces = [
        part.strip()
        for piece in _MARK.split(_TOLD_APART.sub("", text))
        if piece and piece.strip("，。？ ")
        for part in _also_asked(piece)
    ]
    parts: list[str] = []
    held = ""
    for written in pieces:
        piece = _without_opening(held + written)
        held = ""
        if not _ASKS.search(piece):
            held = piece
            continue
        if parts and (len(piece.strip("？。，")) < _LEAST or _BARE.match(piece)):
            parts[-1] += piece
        else:
            parts.append(piece)
    if held:
        if parts:
            parts[-1] += held
        else:
            parts.append(held)
    return parts


def _also_asked(piece: str) -> list[str]:
    """``piece`` cut before a clause that asks again with 又, or for a share: 甲多少，乙又是谁; 甲多少，占乙的多少."""
    found = _AGAIN.search(piece) or _SHARE.search(piece)
    if not found or not _ASKS.search(piece[: found.start()]):
        return [piece]
    return [piece[: found.start()], piece[found.end() :]]


def _without_opening(piece: str) -> str:
    for opening in _OPENINGS:
        piece = piece.removeprefix(opening).lstrip("，,")
    return piece


def asking_clauses(text: str) -> list[str]:
    """The clauses of ``text`` where each of them asks and is long enough to stand alone, else none."""
    clauses = [c.strip() for c in re.split(r"[，,；;、？?]", text) if c.strip("。 ")]
    return clauses if all(_ASKS_ITSELF.search(c) and len(c) > _LEAST for c in clauses) else []
