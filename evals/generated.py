"""Questions made from the cells of tables: a regression set of thousands, never mixed into the score.

Phrasings and what people call an indicator are reviewed data (``generated.toml``). What is expected is
what the parser read; that the parser reads cells rightly is tested by itself, cell by cell.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from decimal import Decimal
from itertools import count, cycle, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corpus.model import SubjectKind
from corpus.suspect import suspicions
from evals.documents import document_key
from evals.model import CellEvidence, Example, Expected, Number

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from corpus import Document, Observation

DATA: Final = Path(__file__).parent / "generated.toml"
_KINDS: Final = {
    "value": "cell", "region": "appendix", "mean": "cell", "median": "cell", "highest": "rank",
    "above": "filter", "rank_of": "rank", "difference": "compare",
}  # fmt: skip
_EVERY: Final = 4
"""One school in so many is asked for its rank and compared with the next."""


class Generator:
    """Makes examples from observations; the same ones in the same order every time."""

    def __init__(self, documents: Sequence[Document], data: dict[str, Any] | None = None) -> None:
        read = data or tomllib.loads(DATA.read_text(encoding="utf-8"))
        self._phrasings: dict[str, list[str]] = read["phrasings"]
        self._names: dict[str, list[str]] = read["names"]
        self._documents = documents
        self._numbers = count(1)
        self._doubted = {
            (table.number, doubt.row, doubt.column)
            for document in documents
            for table in document.tables
            for doubt in suspicions(table)
            if doubt.kind == "outlier"
        }

    def examples(self) -> tuple[Example, ...]:
        """Every question, by document, table and column; ``place`` says by what form it was made."""
        return tuple(example for document in self._documents for example in self._of(document))

    def _of(self, document: Document) -> Iterator[Example]:
        columns: dict[tuple[str, tuple[str, ...], str], list[Observation]] = defaultdict(list)
        single: dict[tuple[str, str, tuple[str, ...]], list[Observation]] = defaultdict(list)
        form = {SubjectKind.REGION: "region", SubjectKind.MEAN: "mean", SubjectKind.MEDIAN: "median"}
        for item in document.observations:
            if item.value is None:
                continue
            if item.subject_kind is SubjectKind.ENTITY:
                columns[item.source.table, item.indicator, item.unit].append(item)
            elif item.subject_kind in form:
                single[form[item.subject_kind], item.source.table, item.indicator].append(item)
        for (name, *_), items in single.items():  # one label in two units (门, 学时) is one question
            yield from self._asked(document, name, items, [_number(item) for item in items])
        for column in columns.values():
            yield from self._of_column(document, column)

    def _of_column(self, document: Document, column: Sequence[Observation]) -> Iterator[Example]:
        for item in column:
            yield from self._asked(document, "value", [item], [_number(item)])
        if any((item.source.table, item.row_index, item.column_index) in self._doubted for item in column):
            return  # a cell that looks wrong is left out of rankings, which says nothing about regressions
        values = sorted((_value(item) for item in column), reverse=True)
        best = max(column, key=_value)
        if values.count(values[0]) == 1:
            yield from self._asked(document, "highest", [best], [best.subject])
        for share in (4, 2):
            least = values[len(values) // share]
            more = Number(Decimal(sum(value > least for value in values)), unit="所")
            if least > 0 and more.value > 0:
                yield from self._asked(document, "above", [best], [more], value=f"{least:f}")
        for item in column[::_EVERY]:
            place = values.index(_value(item)) + 1
            if values.count(_value(item)) == 1 and values[place - 1] > 0:
                yield from self._asked(document, "rank_of", [item], [f"第{place}"])
        for first, second in pairwise(column[::_EVERY]):
            more_than = _value(first) - _value(second)
            if more_than > 0 and _value(second) > 0:
                yield from self._asked(document, "difference", [first, second], [Number(more_than)])

    def _asked(
        self,
        document: Document,
        form: str,
        items: Sequence[Observation],
        expected: Iterable[Expected],
        value: str = "",
    ) -> Iterator[Example]:
        """Each phrasing once, under the label and the other names of the indicator in turn."""
        group = f"{form}{next(self._numbers)}"
        names = cycle(self._called(items[0], form))
        for place, phrasing in enumerate(self._phrasings[form]):
            question = phrasing.format(
                subject=items[0].subject, other=items[-1].subject, indicator=next(names), value=value
            )
            yield Example(
                id=f"{group}.{place}",
                turns=(question,),
                kind=_KINDS[form],
                answerable=True,
                expect=tuple((item,) for item in expected),
                evidence=() if form == "above" else tuple((_cell(document, item),) for item in items),
                author="generated",
                place=form,
                group=group,
            )

    def _called(self, item: Observation, form: str) -> list[str]:
        label = "的".join(item.indicator) if form == "region" else item.indicator[-1]
        return [label, *self._names.get(label, ())]


def _value(item: Observation) -> Decimal:
    return item.value if item.value is not None else Decimal(0)


def _number(item: Observation) -> Number:
    return Number(_value(item))


def _cell(document: Document, item: Observation) -> CellEvidence:
    source = item.source
    return CellEvidence(document_key(document.title), source.table, source.row, source.column)
