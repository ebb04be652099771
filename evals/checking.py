"""Are the examples themselves right? Everything is compared with the sources, nothing is assumed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.documents import SourceText, document_key
from evals.measures.correctness import describe, fits, readings_of, says
from evals.measures.evidence import same_column, same_path, table_key
from evals.model import Cell, CellEvidence, Evidence, Example, Expected, Number
from evals.scoring import describe_evidence
from evals.text import Reading, figures, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

ONE_CELL = frozenset({"cell", "appendix", "noisy"})
"""Kinds whose expected figure is the cited cell itself."""

WORDED = frozenset({"fact", "list", "table_text", "summary"})
"""Kinds whose expected words are a document's own."""

_ORDINAL = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with an example, or (no error) something to look at."""

    place: str
    id: str
    text: str
    is_error: bool = True

    def __str__(self) -> str:
        """One line, like a compiler's."""
        return f"{self.place}: {self.id}: {'' if self.is_error else 'look at: '}{self.text}"


@dataclass(frozen=True, slots=True)
class Sources:
    """What is true: the lines of the documents and the cells of their tables."""

    texts: tuple[SourceText, ...]
    cells: tuple[Cell, ...]
    readings: tuple[Reading, ...]

    def has_quote(self, document: str, quote: str) -> bool:
        """Whether one line of the document contains the quote."""
        key, wanted = document_key(document), normalise(quote)
        return any(wanted in line for text in self.texts if text.key == key for line in text.lines)

    def has_number(self, number: Number) -> bool:
        """Whether a document prints the number (cut-off digits read as they are printed)."""
        return any(fits(reading, number) for reading in self.readings)

    def has_words(self, words: str) -> bool:
        """Whether a document contains the words."""
        return any(normalise(words) in text.normal for text in self.texts)

    def find(self, wanted: CellEvidence) -> tuple[Cell, ...]:
        """The cells that a piece of evidence names."""
        document, table = document_key(wanted.document), table_key(wanted.table)
        return tuple(
            cell
            for cell in self.cells
            if cell.document == document
            and table_key(cell.table) == table
            and self._same_row(cell, wanted.row)
            and same_column(cell.column, wanted.column)
            and wanted.unit in ("", cell.unit)
        )

    def has_row(self, wanted: CellEvidence) -> bool:
        """Whether a table prints the row's label in some cell: rows of words have no one label."""
        document, table = document_key(wanted.document), table_key(wanted.table)
        return any(
            cell.document == document
            and table_key(cell.table) == table
            and normalise(cell.printed) == normalise(wanted.row)
            for cell in self.cells
            if cell.value is None
        )

    @staticmethod
    def _same_row(cell: Cell, row: str) -> bool:
        return bool(_ORDINAL.fullmatch(row)) or same_path(cell.row, row)


def gather(texts: Sequence[SourceText], cells: Sequence[Cell]) -> Sources:
    """The sources, their numbers read once."""
    readings = {reading for text in texts for line in text.printed for reading in readings_of(line)}
    return Sources(tuple(texts), tuple(cells), tuple(readings))


def check_sets(
    sets: Sequence[Sequence[Example]], texts: Sequence[SourceText], cells: Sequence[Cell]
) -> tuple[Problem, ...]:
    """Every problem of every set, and the questions that occur twice."""
    sources = gather(texts, cells)
    examples = [example for examples in sets for example in examples]
    found = [problem for example in examples for problem in check_example(example, sources)]
    return (*found, *duplicates(examples))


def check_example(example: Example, sources: Sources) -> Iterator[Problem]:
    """The evidence exists, the figures and words are the documents' own or explained."""
    if example.answerable and not example.evidence:
        yield _problem(example, "an answerable example without evidence", is_error=False)
    for group in example.evidence:
        for item in group:
            if not _exists(item, sources):
                yield _problem(example, f"not in the documents: {describe_evidence(item)}")
    for expected in example.expect:
        yield from _check_group(example, expected, sources)


def _exists(item: Evidence, sources: Sources) -> bool:
    if isinstance(item, CellEvidence):
        return bool(sources.find(item)) or (not item.unit and sources.has_row(item))
    return sources.has_quote(item.document, item.quote)


def _check_group(example: Example, group: tuple[Expected, ...], sources: Sources) -> Iterator[Problem]:
    numbers = [item for item in group if isinstance(item, Number)]
    words = [item for item in group if isinstance(item, str)]
    if numbers and not any(_is_explained(example, number, sources) for number in numbers):
        yield _problem(example, f"neither in the documents nor worked out in the note: {describe(group)}")
    if example.kind in ONE_CELL and numbers and not _is_cited_cell(example, numbers, sources):
        yield _problem(example, f"the cited cells do not print {describe(group)}")
    if example.kind in WORDED and not numbers and not any(sources.has_words(item) for item in words):
        yield _problem(example, f"words of no document: {describe(group)}", is_error=False)


def _is_explained(example: Example, number: Number, sources: Sources) -> bool:
    return sources.has_number(number) or says(example.note, number)


def _is_cited_cell(example: Example, numbers: Sequence[Number], sources: Sources) -> bool:
    """Whether a cited cell prints one of the numbers; without cited cells there is none to ask."""
    cited = [item for group in example.evidence for item in group if isinstance(item, CellEvidence)]
    values = [cell.value for item in cited for cell in sources.find(item)]
    return not cited or any(
        abs(value - wanted) <= number.tolerance
        for value in values
        if value is not None
        for number in numbers
        for wanted in _written_out(number)
    )


def _written_out(number: Number) -> tuple[Decimal, ...]:
    text = f"{number.value}{number.unit}"
    return tuple(reading.value for figure in figures(text) for reading in figure.readings)


def _problem(example: Example, text: str, *, is_error: bool = True) -> Problem:
    return Problem(example.source, example.id, text, is_error)


def duplicates(examples: Sequence[Example]) -> Iterator[Problem]:
    """Questions and ids that an earlier example has already, punctuation aside."""
    turns: dict[tuple[str, ...], Example] = {}
    ids: dict[str, Example] = {}
    for example in examples:
        key = tuple(re.sub(r"\W", "", normalise(turn)) for turn in example.turns)
        first = turns.setdefault(key, example)
        if first is not example:
            yield _problem(example, f"the same question as {first.id} ({first.source})")
        namesake = ids.setdefault(example.id, example)
        if namesake is not example:
            yield _problem(example, f"the same id as in {namesake.source}")
