"""Two things asked of one place: 成员和任务分别是什么 is answered by the sentence of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.prose.promotion import same_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.prose.evidence import Evidence

_PAIR = re.compile(
    r"([一-龥]{2,6})(?:和|与|及|以及|、)([一-龥]{2,6}?)(?:分别|各自|各|都)(?:是|有|为|叫|由)?(?:什么|哪些|啥|怎样|如何|怎么|谁|哪|多少)"
)
_WITHIN = 6.0
_HEAD = 2


def pair_asked(question: str) -> tuple[str, ...]:
    """The two things that ``question`` asks of at once, or ()."""
    found = _PAIR.search(question)
    return found.groups() if found else ()


def telling_each(found: Sequence[Evidence], pair: Sequence[str]) -> list[Evidence]:
    """A sentence for each thing of ``pair``, all of the best one's section; [] where one sentence tells both or one none."""
    near = [e for e in found if same_place(e, found[0]) and found[0].score - e.score < _WITHIN]
    told = [next((e for e in near if _says(e.sentence.text, thing)), None) for thing in pair]
    sentences = [e for e in told if e is not None]
    apart = len({e.sentence.span for e in sentences}) == len(pair) > 1
    return sentences if apart else []


def _says(text: str, thing: str) -> bool:
    """True where ``text`` has the thing, or the noun that it ends with."""
    return thing in text or thing[-_HEAD:] in text
