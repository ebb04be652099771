"""What the tables measure, and which measure a question means."""

from __future__ import annotations

import math
from collections import Counter
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.query import Measure
from corpus.observe import column_path, is_period_label, period_of_label
from corpus.turning import is_institution
from corpus.units import find_unit, split_unit, unit_of_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from assistant.concepts import Vocabulary
    from corpus.model import Document, Table

_UNKNOWN_WEIGHT = 3.2
_PARENT_SHARE = 0.6
_OWN_LABEL = 0.75
_IMPLIED_SHARE = 0.85
_CONTEXT_SHARE = 0.5
_NOT_NAMED = 0.7
OTHER_UNIT = 0.66
_SHORT_WEIGHT = 0.8
_VERB_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class Match:
    """A measure with how well it fits.

    ``explained`` is the share of the question's words that the measure accounts for, ``covered`` the
    share of the label's words that the question names.
    """

    measure: Measure
    explained: float
    covered: float

    @property
    def score(self) -> float:
        """How well it fits, as one number to sort by."""
        return self.explained**2 * (0.5 + 0.5 * self.covered)


def collect_measures(documents: Sequence[Document], vocabulary: Vocabulary) -> tuple[Measure, ...]:
    """Every column of figures of the entity tables and every row of the indicator tables."""
    found: list[Measure] = []
    for document in documents:
        for table in document.tables:
            if table.layout == "entities" and any(is_institution(row.label) for row in table.rows):
                found.extend(_columns(document.id, table))
            elif table.layout == "entities":
                found.extend(_cells(document.id, table))
            elif table.layout == "indicators":
                found.extend(_rows(document.id, table))
    captions = {(d.id, t.number): t.caption for d in reversed(documents) for t in reversed(d.tables)}
    learn = lru_cache(maxsize=None)(vocabulary.learn)  # many reports print the same labels
    return tuple(_with_words(m, captions[m.document, m.table], learn) for m in found)


def _columns(document: str, table: Table) -> Iterable[Measure]:
    for column in table.columns:
        if column.role == "value":
            path = column_path(column)
            unit = column.unit or unit_of_label(path[-1])
            yield Measure(
                document,
                table.number,
                column.label,
                path,
                unit,
                table.period,
                table.layout,
                column.index,
                -1,
            )


def _cells(document: str, table: Table) -> Iterable[Measure]:
    """Every figure of a table whose rows are no schools (专业大类, 城市): the region's, under the row's label."""
    for row in table.rows:
        for cell in row.cells:
            column = table.columns[cell.column_index]
            if column.role != "value" or not cell.text or not row.label:
                continue
            path = (row.label, *column_path(column))
            unit = column.unit or unit_of_label(path[-1])
            yield Measure(
                document,
                table.number,
                row.label,
                path,
                unit,
                table.period,
                "indicators",
                column.index,
                row.index,
            )


def _rows(document: str, table: Table) -> Iterable[Measure]:
    for row in table.rows:
        for cell in row.cells:
            column = table.columns[cell.column_index]
            if column.role not in ("value", "text") or not cell.text:
                continue
            label, _ = split_unit(column.label)
            dated = is_period_label(column.label)
            yield Measure(
                document,
                table.number,
                row.label,
                row.path if dated else (*row.path, label),
                row.unit if dated else column.unit or unit_of_label(label),
                period_of_label(column.label, table.period) if dated else table.period,
                table.layout,
                column.index,
                row.index,
            )


def _with_words(measure: Measure, caption: str, learn: Callable[[str], tuple[str, ...]]) -> Measure:
    own = learn(measure.path[-1])
    above = [word for part in measure.path[:-1] for word in learn(part)]
    context = [*above, *learn(caption)]
    return replace(measure, words=own, context=tuple(dict.fromkeys((*above, "", *context))))


class Measures:
    """The measures of a corpus, ready to be matched."""

    def __init__(self, documents: Sequence[Document], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.all = collect_measures(documents, vocabulary)
        counts = Counter(word for m in self.all for word in {*m.words, *parents_of(m)})
        total = len(self.all) or 1
        self._weights = {word: math.log(1 + total / n) for word, n in counts.items()}
        self._labels = {measure: self._label(measure) for measure in self.all}

    def of_years(self, years: Sequence[str] = ()) -> Measures:
        """These, of a row with a column for each of several years only the ``years`` asked for, else the newest."""
        rows: dict[tuple[str, str, int, tuple[str, ...]], list[Measure]] = {}
        for measure in self.all:
            key = (measure.document, measure.table, measure.row, measure.path)
            rows.setdefault(key, []).append(measure)
        if all(len(same) == 1 or same[0].row < 0 for same in rows.values()):
            return self
        kept: set[Measure] = set()
        for same in rows.values():
            asked = [m for m in same if any(year in m.period for year in years)]
            newest = max(m.period for m in same)
            kept.update(asked or (m for m in same if m.period == newest or m.row < 0))
        limited = copy(self)
        limited.all = tuple(m for m in self.all if m in kept)
        return limited

    def _label(self, measure: Measure) -> _Label:
        own = frozenset(measure.words)
        wider = {word: frozenset(self._vocabulary.implied(word)) for word in own}
        parents, context = frozenset(parents_of(measure)), frozenset(measure.context)
        implied = frozenset[str]().union(*wider.values())
        return _Label(
            own,
            wider,
            implied,
            parents,
            context,
            own | implied | parents | context,
            sum(self.weight(w) for w in own) or 1.0,
            sum(self.weight(w) for w in parents) * _PARENT_SHARE,
        )

    def weight(self, word: str) -> float:
        """Inverse document frequency over labels; an unknown word weighs like a rare one."""
        known = self._weights.get(word)
        if known is not None:
            return known
        if word in self._vocabulary.verbs:
            return _VERB_WEIGHT
        return _UNKNOWN_WEIGHT if len(word) > 1 else _SHORT_WEIGHT

    def words_of(self, text: str) -> tuple[str, ...]:
        """The concepts and words of labels in ``text``, each once."""
        tokens = self._vocabulary.scan(text)
        return tuple(dict.fromkeys(t.form for t in tokens if t.kind in ("concept", "label")))

    def implied(self, word: str) -> tuple[str, ...]:
        """The wider concepts that ``word`` contains."""
        return self._vocabulary.implied(word)

    def names(self, measure: Measure, words: Sequence[str]) -> bool:
        """True where ``words`` have the rarest word of the measure's own label, or a wider one."""
        rarest = max(measure.words, key=self.weight, default="")
        return rarest in words or bool(set(self.implied(rarest)) & set(words))

    def named(self, measure: Measure, words: Iterable[str]) -> bool:
        """True where ``words`` have one of the measure's or its parents' that does more than narrow."""
        own = {*measure.words, *parents_of(measure)}
        wide = {*own, *(wider for word in own for wider in self.implied(word))}
        return bool((wide & set(words)) - self._vocabulary.narrowing)

    def only_narrow(self, words: Iterable[str]) -> bool:
        """True for words that name no measure by themselves: 省级 of what?"""
        return set(words) <= self._vocabulary.narrowing

    def match(
        self, words: Sequence[str], among: Iterable[Measure] | None = None, unit: str = ""
    ) -> list[Match]:
        """The measures that have any of ``words``, best first; ``unit`` is the one asked for."""
        wanted = {word: self.weight(word) for word in words}
        found = []
        for measure in self.all if among is None else among:
            match = self._match(wanted, measure, unit)
            if match is not None:
                found.append(match)
        return sorted(found, key=lambda m: (-m.score, len(m.measure.path), m.measure.row))

    def _match(self, wanted: Mapping[str, float], measure: Measure, unit: str) -> Match | None:
        label = self._labels[measure]
        if label.all.isdisjoint(wanted):
            return None
        gained = 0.0
        hit: set[str] = set()
        for word, weight in wanted.items():
            if word in label.own:
                gained += weight
                hit.add(word)
            elif word in label.implied:
                gained += weight * _IMPLIED_SHARE
                hit.update(own for own, wider in label.wider.items() if word in wider)
            elif word in label.parents:
                gained += weight
            elif word in label.context:
                gained += weight * _CONTEXT_SHARE
        if not gained:
            return None
        named = sum(self.weight(w) * (1 if w in wanted else 0.5) for w in hit)
        named += sum(wanted[w] for w in label.parents if w in wanted) * _PARENT_SHARE
        own_named = sum(wanted[w] for w in hit if w in wanted) / label.weight
        covered = max(named / (label.weight + label.above), _OWN_LABEL * own_named)
        explained = gained / sum(wanted.values())
        if unit and not _same_kind(unit, measure.unit):
            explained *= OTHER_UNIT
        if not hit:
            explained *= _NOT_NAMED
        return Match(measure, explained, min(covered, 1.0))


@dataclass(frozen=True, slots=True)
class _Label:
    """What :meth:`Measures.match` looks at in a measure: words, the wider concepts of each, those of the parents.

    ``weight`` is the sum of the weights of its own words, ``above`` that of its parents' as they count.
    """

    own: frozenset[str]
    wider: Mapping[str, frozenset[str]]
    implied: frozenset[str]
    parents: frozenset[str]
    context: frozenset[str]
    all: frozenset[str]
    weight: float
    above: float


def parents_of(measure: Measure) -> set[str]:
    """The words of the labels above ``measure``."""
    stop = measure.context.index("") if "" in measure.context else 0
    return set(measure.context[:stop]) - set(measure.words)


_COUNTERS = {"人", "名", "位", "个", "所", "家", "项", "台", "种", "门", "本"}


def _same_kind(asked: str, printed: str) -> bool:
    one, other = find_unit(asked), find_unit(printed)
    if one is None:
        return not printed or asked == printed
    if other is None:
        return True
    if one.dimension == other.dimension:
        return True
    return one.name in _COUNTERS and other.name in _COUNTERS and "人" not in (one.name, other.name)
