"""Brings a question to one form; what was typed is kept for display."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from unicodedata import category, normalize

_BETWEEN_CJK = re.compile(r"(?<=[\u4e00-\u9fff，。？！、：；”“）（])\s+(?=[\u4e00-\u9fff，。？！、：；”“（）\d])")
_AFTER_DIGIT = re.compile(r"(?<=\d)\s+(?=[\u4e00-\u9fff%])")
_TAGS = re.compile(r"<[^<>]{0,200}>")
LONGEST = 2000


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def normalise(text: str) -> str:
    """NFKC, simplified characters, no markup or control characters, no blanks between characters."""
    plain = normalize("NFKC", text[:LONGEST])
    plain = "".join(c if category(c) not in ("Cc", "Cf", "Co", "Cs") else " " for c in plain)
    plain = _TAGS.sub(" ", plain)
    plain = str(_converter().convert(plain))
    plain = plain.replace(",", "，").replace("?", "？").replace("!", "！").replace(";", "；")
    plain = re.sub(r"(?<=\d)，(?=\d{3})", ",", plain)
    plain = plain.replace(":", "：").replace("(", "（").replace(")", "）")
    plain = re.sub(r'"([^"]*)"', "“\\1”", plain)
    plain = re.sub(r"\s+", " ", plain).strip()
    return _AFTER_DIGIT.sub("", _BETWEEN_CJK.sub("", plain))
