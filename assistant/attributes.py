"""What columns of words beside the figures tell of schools: the city, whether public, the type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.model import ShownTable
from assistant.operations import said
from corpus.knowledge import load_toml
from corpus.lines import squeeze
from corpus.turning import is_institution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.reading import Reading
    from corpus.model import Column, Document, Observation, Table
    from index.search import Index

_LEAST = 2  # values that a question must name to ask which of them (公办还是民办)
_SHARED = 2  # characters of a header that are found in the question
_MOST_VALUES = 0.7
"""A column whose cells nearly all differ (a project's name) is no attribute."""


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return load_toml("assistant", "attributes.toml")


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of words of a table of schools, with its cells by school and its different values."""

    document: Document
    table: Table
    column: Column
    cells: tuple[tuple[str, Observation], ...]
    values: tuple[str, ...]


class Attributes:
    """Answers questions by the attributes of schools, and questions for them."""

    def __init__(self, index: Index) -> None:
        self._all = tuple(
            found
            for document in index.documents
            for table in document.tables
            if table.layout == "entities"
            for column in table.columns
            if column.role == "text" and (found := _attribute(document, table, column)) is not None
        )

    def compose(self, draft: Draft, reading: Reading) -> tuple[str, ...] | None:
        """Writes the answer and gives the schools it is about; ``None`` where no attribute is asked for."""
        if not self._all or reading.ambiguous:
            return None
        if reading.subjects:
            return self._of_schools(draft, reading)
        return self._schools_with(draft, reading)

    def _of_schools(self, draft: Draft, reading: Reading) -> tuple[str, ...] | None:
        """冀中职业学院是公办还是民办: the cell of each school."""
        for attribute in self._all:
            cells = [(name, o) for name, o in attribute.cells if name in reading.subjects]
            if cells and _asks(attribute, reading):
                for name, observation in cells:
                    label = squeeze(attribute.column.label)
                    draft.say(
                        f"{name}的“{label}”是{observation.text}（{attribute.table.number}）。",
                        [draft.cite_cell(observation)],
                    )
                return tuple(name for name, _ in cells)
        return None

    def _schools_with(self, draft: Draft, reading: Reading) -> tuple[str, ...] | None:
        """民办学校有哪些: the schools with that value, where the question asks for nothing else."""
        which = said(reading.text, "which") or said(reading.text, "count")
        if not which or reading.cue("highest", "lowest", "top", "bottom", "threshold", "against"):
            return None
        for attribute in self._all:
            for value in sorted(attribute.values, key=len, reverse=True):
                if value in reading.text and _nothing_else(reading.text, value, attribute):
                    return self._listed(draft, attribute, value)
        return None

    def _listed(self, draft: Draft, attribute: Attribute, value: str) -> tuple[str, ...]:
        found = [(name, o) for name, o in attribute.cells if o.text == value]
        names = tuple(name for name, _ in found)
        label = squeeze(attribute.column.label)
        cited = [draft.cite_cell(observation) for _, observation in found]
        draft.say(
            f"{attribute.table.number}所列学校中，“{label}”为{value}的有 {len(names)} 所：{'、'.join(names)}。",
            cited,
        )
        draft.table = ShownTable(
            attribute.table.label, ("学校", label), tuple((name, o.text) for name, o in found)
        )
        return names


def _attribute(document: Document, table: Table, column: Column) -> Attribute | None:
    cells = tuple(
        (o.subject, o)
        for o in document.observations
        if o.source.table == table.number
        and o.column_index == column.index
        and is_institution(o.subject)
        and o.text.strip("-—–/／")
    )
    values = tuple(dict.fromkeys(o.text for _, o in cells))
    if len(cells) < _LEAST or len(values) > len(cells) * _MOST_VALUES or not column.label:
        return None
    return Attribute(document, table, column, cells, values)


def _asks(attribute: Attribute, reading: Reading) -> bool:
    """True where the question has the header, two of the values, one as yes or no, or 哪个市 for a place."""
    text = reading.rest
    label = squeeze(attribute.column.label)
    if label in text or sum(value in text for value in attribute.values) >= _LEAST:
        return True
    if any(value in text for value in attribute.values) and re.search("吗|是不是|是否", text):
        return True
    kinds = _data()["kind"]
    return any(
        any(word in label for word in kind["headers"]) and any(word in text for word in kind["asked"])
        for kind in kinds
    )


def _nothing_else(text: str, value: str, attribute: Attribute) -> bool:
    """True where the rest of the question only asks which schools, how many, or names the header or region."""
    rest = text.replace(value, "", 1)
    words: Sequence[str] = (attribute.document.region, squeeze(attribute.column.label), *_data()["filler"])
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "") if word else rest
    return not rest
