"""Traditional characters to simplified ones."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol, cast


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@lru_cache(maxsize=1)
def _converter() -> _Converter:
    from opencc import OpenCC

    return cast("_Converter", OpenCC("t2s"))


def simplified(text: str) -> str:
    """``text`` with simplified characters (OpenCC, t2s)."""
    return _converter().convert(text)
