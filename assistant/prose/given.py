"""What the question itself states is no answer to it: its own quantities and quoted terms.

78 家主体里企业有几家 is not answered by 企业等 78 家创新主体; “一线”“五岛”具体指什么 not by a sentence that only
says “一线”“五岛” again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.figures_in_text import Amount, find_amounts
from assistant.prose.short import has_unit
from corpus.knowledge import load_toml
from corpus.units import find_unit

if TYPE_CHECKING:
    from decimal import Decimal

_QUOTED = re.compile(r"[“「\"]([^“”「」\"]{1,20})[”」\"]")
_MOST_BETWEEN = 12


def without_given(text: str, question: str) -> str:
    """``text`` with the quantities that ``question`` states left out."""
    given = {_key(amount, question) for amount in find_amounts(question)}
    for amount in reversed(find_amounts(text)):
        if _key(amount, text) in given:
            text = text[: amount.start] + text[amount.end :]
    return text


def _key(amount: Amount, text: str) -> tuple[Decimal, str]:
    """The value, and the dimension of what is counted (家, 个 and 所 count alike)."""
    unit = amount.unit or text[amount.end : amount.end + 1]
    known = find_unit(unit)
    return amount.value, known.dimension if known else unit


def only_given(text: str, unit: str, question: str) -> bool:
    """True where every number that ``text`` has in ``unit`` is one that the question states."""
    return has_unit(text, unit) and not has_unit(without_given(text, question), unit)


def explains(text: str, question: str) -> bool:
    """True unless the question asks what its quoted terms mean and ``text`` only says them again."""
    data = load_toml("assistant", "instances.toml")["meaning"]
    quoted = [t for t in _QUOTED.findall(question) if t in text]
    terms = [*quoted, *(t for t in _QUOTED.findall(text) if t in question and t not in quoted)]
    if not terms or not any(cue in question for cue in data["asks"]):
        return True
    tells = "|".join(re.escape(w) for w in data["tells"])
    return any(
        re.search(rf"{re.escape(term)}[”」\"]?[^，。；]{{0,{_MOST_BETWEEN}}}?(?:{tells})", text)
        or re.search(rf"、[^，。；]{{1,{_MOST_BETWEEN}}}[”」]?{re.escape(term)}", text)
        or re.search(rf"(?:{tells})[^，。；]{{0,{_MOST_BETWEEN}}}[“「\"]?{re.escape(term)}", text)
        for term in terms
    )
