"""The one thing of a school where a sentence tells a thing of each of several: 甲校的“…”、乙校的“…”."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.names import Mention

_ENDS = "、，；。和与及"
_SEVERAL = 2
_LONGEST = 60


def owned(text: str, mentions: Sequence[Mention], subjects: Sequence[str], types: Sequence[str]) -> str:
    """What ``text`` says of the one school asked of, from its name on, where it gives each of several its own with 的.

    "" where that is not so, or where ``types`` of answers other than a name are asked for.
    """
    if len(subjects) != 1 or types[:1] not in ((), ("name",)):
        return ""
    school = subjects[0]
    having = [m for m in mentions if len(m.subjects) == 1 and text[m.end : m.end + 1] == "的"]
    if len({m.subjects[0] for m in having}) < _SEVERAL:
        return ""
    mine = [m for m in having if m.subjects[0] == school]
    if len(mine) != 1:
        return ""
    start, depth = mine[0].start, 0
    for place in range(mine[0].end + 1, min(len(text), start + _LONGEST)):
        if text[place] in "（(“《「":
            depth += 1
        elif text[place] in "）)”》」":
            depth -= 1
        elif depth == 0 and text[place] in _ENDS:
            return text[start:place]
    return ""
