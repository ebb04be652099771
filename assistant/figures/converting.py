"""Figures said in the unit that was asked for: 417113 万元 as 41.7113 亿元 too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.draft import plain_number
from corpus.units import convert, find_unit

if TYPE_CHECKING:
    from decimal import Decimal

    from corpus.model import Observation

_PLACES = 4


def in_unit(observation: Observation, unit: str) -> str:
    """``，换算为 4.1711 亿元`` where another multiple of the observation's unit was asked for, else ""."""
    return "" if observation.value is None else value_in_unit(observation.value, observation.unit, unit)


def value_in_unit(value: Decimal, printed: str, unit: str) -> str:
    """The same for a calculated ``value`` in the unit ``printed``."""
    own, target = find_unit(printed), find_unit(unit)
    if own is None or target is None or own.dimension != target.dimension or own.factor == target.factor:
        return ""
    return f"，换算为 {plain_number(convert(value, own, target), _PLACES)} {unit}"
