"""Units of measure and the figures printed with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from unicodedata import normalize

from corpus.errors import KnowledgeError
from corpus.knowledge import load_toml

_TRAILING = re.compile(r"[（(](?:单位[:：]\s*)?([^（）()]{1,8})[)）]\s*$")
_SLASHED = re.compile(r"(?<=[\u4e00-\u9fff])\s*[/／]\s*([^/／（）()]{1,6})$")
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d*)?|[-+]?\.\d+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its usual name, its dimension, and the factor to the dimension's base unit."""

    name: str
    dimension: str
    factor: Decimal


@lru_cache(maxsize=1)
def _units() -> tuple[dict[str, Unit], dict[str, str], frozenset[str]]:
    data = load_toml("corpus", "units.toml")
    spellings: dict[str, Unit] = {}
    for entry in data.get("unit", []):
        try:
            unit = Unit(entry["name"], entry["dimension"], Decimal(entry["factor"]))
        except (KeyError, InvalidOperation) as error:
            raise KnowledgeError(f"corpus/knowledge/units.toml: {entry}: {error!r}") from error
        for spelling in (entry["name"], *entry.get("same", ())):
            spellings[normalize("NFKC", spelling)] = unit
    return spellings, dict(data.get("label_endings", {})), frozenset(data.get("said", {}).get("counted", ()))


@lru_cache(maxsize=1024)
def find_unit(text: str) -> Unit | None:
    """The unit spelled ``text``, or ``None``."""
    return _units()[0].get(normalize("NFKC", text).strip())


def is_counted(text: str) -> bool:
    """True for a unit of which there is more or less (人, 册, 万元), not a higher or lower value (%, 元/生)."""
    unit = find_unit(text)
    return unit is not None and unit.dimension in _units()[2]


def unit_spellings() -> tuple[str, ...]:
    """Every spelling of every unit, longest first."""
    return tuple(sorted(_units()[0], key=len, reverse=True))


def split_unit(label: str) -> tuple[str, str]:
    """``"全日制学生数（人）" -> ("全日制学生数", "人")``; the unit is "" where none is printed.

    Also ``占地面积/万平方米``; ``元/生`` alone is no label.
    """
    found = _TRAILING.search(label)
    if found and (find_unit(found.group(1)) or "/" in found.group(1)):
        return label[: found.start()].strip(), found.group(1).strip()
    found = _SLASHED.search(label)
    if found and find_unit(found.group(1)) and find_unit(label[: found.start()]) is None:
        return label[: found.start()].strip(), found.group(1).strip()
    return label.strip(), ""


def unit_of_label(label: str) -> str:
    """The unit that a label without one implies: ``"专业数" -> "个"``; "" where unknown."""
    for ending, unit in _units()[1].items():
        if label.endswith(ending):
            return unit
    return ""


def parse_number(text: str) -> Decimal | None:
    """The Decimal that the whole of ``text`` prints, or ``None``: ``"5469551." -> 5469551``."""
    plain = normalize("NFKC", text).strip().replace(" ", "").removesuffix("%")
    if not _NUMBER.fullmatch(plain):
        return None
    return Decimal(plain.replace(",", "").rstrip("."))


def convert(value: Decimal, unit: Unit, target: Unit) -> Decimal:
    """``value`` in ``target``; raises ``ValueError`` for units of different dimensions."""
    if unit.dimension != target.dimension:
        raise ValueError(f"{unit.name} cannot be converted to {target.name}")
    return value * unit.factor / target.factor
