"""Reviewed data files of this package, read once."""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from corpus.errors import KnowledgeError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@cache
def load_toml(package: str, name: str) -> dict[str, Any]:
    """The TOML file ``knowledge/name`` of ``package``, read once; raises :class:`KnowledgeError`."""
    place = resources.files(package) / "knowledge" / name
    try:
        return tomllib.loads(place.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"{package}/knowledge/{name}: {error}") from error


@dataclass(frozen=True, slots=True)
class StructureWords:
    """The words by which documents show their structure (``knowledge/structure.toml``)."""

    front_headings: tuple[str, ...]
    contents_headings: tuple[str, ...]
    back_headings: tuple[str, ...]
    outlook_openings: tuple[str, ...]
    note_openings: tuple[str, ...]
    scope_openings: tuple[str, ...]
    unit_openings: tuple[str, ...]
    sequence_headers: tuple[str, ...]
    unit_headers: tuple[str, ...]
    indicator_headers: tuple[str, ...]
    value_headers: tuple[str, ...]
    counting_headers: tuple[str, ...]
    mean_rows: tuple[str, ...]
    median_rows: tuple[str, ...]
    total_rows: tuple[str, ...]
    part_prefixes: tuple[str, ...]
    organisation_suffixes: tuple[str, ...]
    office_suffixes: tuple[str, ...]
    provinces: tuple[str, ...]


@lru_cache(maxsize=1)
def structure_words() -> StructureWords:
    """The words of ``knowledge/structure.toml``; raises :class:`KnowledgeError` for a missing list."""
    data = load_toml("corpus", "structure.toml")
    names = [field.name for field in fields(StructureWords)]
    missing = [name for name in names if not isinstance(data.get(name), list)]
    if missing:
        raise KnowledgeError(f"corpus/knowledge/structure.toml: no list {missing[0]!r}")
    return StructureWords(**{name: tuple(data[name]) for name in names})
