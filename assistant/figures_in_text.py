"""Numbers in questions: digits and Chinese numerals with their multiples and units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.units import find_unit, unit_spellings

_LONGEST = 15
_CHINESE = "零〇一二两三四五六七八九十百千"
_MULTIPLES = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


def _unit_pattern() -> str:
    return "|".join(re.escape(unit) for unit in unit_spellings() if unit not in (":", "：", "比", "M"))


_NUMBER = re.compile(
    rf"(?P<sign>百分之)?(?P<digits>\d[\d,]*(?:\.\d+)?|[{_CHINESE}]+(?:点[{_CHINESE}]+)?)"
    rf"(?:个(?=多?[万亿]))?(?P<multiple>[百千]?[万亿]|[百千](?!分))?\s*(?P<unit>{_unit_pattern()}|成)?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a question: its value with the multiple worked in, its unit ("" if none)."""

    start: int
    end: int
    value: Decimal
    unit: str
    written: str


def find_amounts(text: str) -> list[Amount]:
    """The amounts in ``text``, in order: ``"三亿元" -> 300000000 元``, ``"1.2万人" -> 12000 人``."""
    found: list[Amount] = []
    for match in _NUMBER.finditer(text):
        if len(match.group("digits")) > _LONGEST or text[: match.start()].endswith("-"):
            continue
        value = read_numeral(match.group("digits"))
        if value is None:
            continue
        for letter in match.group("multiple") or "":
            value *= _MULTIPLES[letter]
        unit = match.group("unit") or ""
        if match.group("sign"):
            unit = "%"
        elif unit == "成":
            value, unit = value * 10, "%"
        elif unit and len(unit) > 1 and unit[0] in "万亿百千" and (known := find_unit(unit)):
            value, unit = _to_base(value, unit, known.name)
        found.append(Amount(match.start(), match.end(), value, unit, match.group(0)))
    return found


def _to_base(value: Decimal, unit: str, name: str) -> tuple[Decimal, str]:
    """``3 亿元 -> 300000000 元``, so that amounts compare whatever multiple they were written in."""
    base = name.lstrip("百千万亿")
    for letter in name[: len(name) - len(base)]:
        value *= _MULTIPLES[letter]
    return value, base or unit


def read_numeral(text: str) -> Decimal | None:
    """The value of digits or a Chinese numeral, or ``None``."""
    plain = text.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return Decimal(plain)
    import cn2an

    try:
        return Decimal(str(cn2an.cn2an(plain.replace("〇", "零"), "smart")))
    except (ValueError, KeyError):  # cn2an raises either for runs of numerals that are no number
        return None
