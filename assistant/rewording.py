"""What a question says otherwise than the documents do, put in their words before it is read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Document

_SHORTEST_CAPTION = 4
_LONGEST_CAPTION = 12


@lru_cache(maxsize=1)
def _wordings() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is said and what is put for it."""
    return tuple(
        (re.compile(e["said"]), e["meant"]) for e in load_toml("assistant", "reading.toml")["wording"]
    )


def reworded(text: str) -> str:
    """国家级、省级和校级 for 国家、省、校三级, 校级 for 学校自己一级, 附表3 for 按附表3口径."""
    for pattern, meant in _wordings():
        text = pattern.sub(meant, text)
    return text


def tables_by_caption(documents: Sequence[Document]) -> dict[str, str]:
    """The numbers of tables by their captions, where these end with 表 and one table alone has them."""
    numbers: dict[str, set[str]] = {}
    for document in documents:
        for table in document.tables:
            short = _SHORTEST_CAPTION <= len(table.caption) <= _LONGEST_CAPTION
            if short and table.caption.endswith("表"):
                numbers.setdefault(table.caption, set()).add(table.number)
    return {caption: next(iter(found)) for caption, found in numbers.items() if len(found) == 1}
