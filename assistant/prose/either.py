"""Which of two counts holds (15 所还是 30 所): the sentences that state the one and the other, side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.figures_in_text import read_numeral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.prose.evidence import Evidence

_NUMERAL = r"(\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十]{1,3})"
_EITHER = re.compile(rf"{_NUMERAL}\s*([一-龥]{{0,2}}?)(?:呢)?[，,]?还是\s*{_NUMERAL}\s*([一-龥%]{{1,2}})")
_WITHIN = 6.0
"""How far behind the best a sentence that states one of the counts may be."""


def counts_between(question: str) -> tuple[str, str, str] | None:
    """The two counts between which the question asks to choose, and their unit: 15, 30, 所; ``None`` if none."""
    found = _EITHER.search(question)
    if found is None:
        return None
    one, other = (str(read_numeral(found.group(n)) or found.group(n)).replace(",", "") for n in (1, 3))
    return (one, other, found.group(4)[0]) if one != other else None


def stating_each(found: Sequence[Evidence], counts: tuple[str, str, str]) -> list[Evidence]:
    """The best sentence for each of two counts; none where not both are stated, or where one sentence has both."""
    one, other, unit = counts
    near = [e for e in found if found[0].score - e.score < _WITHIN]
    sentences = [
        next((e for e in near if _states(e.sentence.text, count, unit)), None) for count in (one, other)
    ]
    told = [e for e in sentences if e is not None]
    return told if len(told) > 1 and told[0] is not told[1] else []


def _states(text: str, count: str, unit: str) -> bool:
    """True where ``text`` has the count before its unit or another counter of things."""
    number = rf"(?<![\d.-]){re.escape(count)}\s*(?:余|多)?"
    return re.search(number + re.escape(unit), text) is not None
