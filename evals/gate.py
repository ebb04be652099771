"""The recorded floors: what a set must reach at least, and what it may reach at most."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evals.errors import EvaluationError
from evals.measures.named import BY_NAME

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evals.measures.bootstrap import Estimate

FLOORS: Final = Path(__file__).parent / "floors.toml"


@dataclass(frozen=True, slots=True)
class Floors:
    """The measures of one set by name: the least of each, or the most."""

    least: Mapping[str, float]
    most: Mapping[str, float]


def read_floors(path: Path = FLOORS) -> dict[str, Floors]:
    """The floors of every set that has some; raises :class:`EvaluationError` for an unknown measure."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    found = {name: Floors(entry.get("least", {}), entry.get("most", {})) for name, entry in data.items()}
    for name, floors in found.items():
        if unknown := sorted({*floors.least, *floors.most} - BY_NAME.keys()):
            raise EvaluationError(f"{path}: {name}: no measure {unknown[0]}; there are {', '.join(BY_NAME)}")
    return found


def shortfalls(floors: Floors, measures: Mapping[str, Estimate]) -> tuple[str, ...]:
    """The measures below their floors or above their ceilings, in words; one that is lacking falls short."""
    found = []
    for name, least in floors.least.items():
        value = measures[name].value if name in measures else None
        if value is None or value < least:
            found.append(f"{name} is {_shown(value)}, must be at least {least}")
    for name, most in floors.most.items():
        value = measures[name].value if name in measures else None
        if value is None or value > most:
            found.append(f"{name} is {_shown(value)}, may be at most {most}")
    return tuple(found)


def _shown(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.3f}"
