"""How figures, sums and guesses are worded."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TERMS = 8
_TEN = 10
_LEAST_DIGITS = 3
_SCALES = {Decimal(10) ** power: name for power, name in ((2, "100"), (3, "1000"), (4, "10000"))}


def plain(value: Decimal, places: int = 4) -> str:
    """``value`` without exponent and trailing zeros, at most ``places`` decimals."""
    text = f"{round(value, places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def small(count: int) -> str:
    """A small count as Chinese says it: ``2 -> 两``."""
    return "零一两三四五六七八九十"[count] if count <= _TEN else str(count)


def terms(values: Sequence[str], total: str) -> str:
    """``a + b + c = total``; a long sum is shown by its first and last terms."""
    shown = list(values)
    if len(shown) > _TERMS:
        shown = [*shown[:3], "…", shown[-1]]
    return f"{' + '.join(shown)} = {total}"


def hypothesis(said: Decimal, other: Decimal, what: str) -> str:
    """A guess how ``other`` (which is ``what``) became ``said``; "" where none suggests itself."""
    one, two = plain(said), plain(other)
    same_digits = Counter(one) == Counter(two) and one != two
    moved = sum(a != b for a, b in zip(one, two, strict=False))
    if same_digits and len(one) == len(two) >= _LEAST_DIGITS and moved == 2:
        return f"推测：{one} 与{what} {two} 仅差两位数字的次序，可能是录入时颠倒"
    if said and other:
        ratio = max(said, other) / min(said, other)
        name = next((name for scale, name in _SCALES.items() if abs(ratio / scale - 1) < Decimal("0.02")), "")
        if name:
            return f"推测：两数约差 {name} 倍，可能是单位不同"
    return ""
