"""Chooses the measures that a question's words name: one, several of an enumeration, near ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.concepts import MASK
from assistant.measures import OTHER_UNIT, parents_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assistant.measures import Match, Measures
    from assistant.query import Measure
    from assistant.reading import Reading

ENOUGH = 0.62
_PEOPLE = "人"
_MORE = 0.34
_TIE = 0.04
_MOST = 16
_REGION_BONUS = 1.06
_CLEAR = 0.85
_CLEARLY_NAMED = 0.3
_LABEL_LENGTH = 4
_WHOLLY = 0.95
_SAME_TABLE = 0.05
_SAME_PARENT = 0.1
_SEPARATORS = "和与及、，,以；;？："
_NAMING = ("concept", "label", "unknown", "action")


_Thing = tuple[frozenset[str], str]


def _thing(measure: Measure) -> _Thing:
    """What a label says without its parents: its words and unit."""
    return frozenset(measure.words), measure.unit


def _as_printed(match: Match, text: str, words: Sequence[str], whole: Collection[_Thing]) -> int:
    """The length of the measure's own label where ``text`` has it as printed, else 0.

    A part (在校生数 of 中外合作办学) that is also a row of its own (``whole``) needs its parent said.
    """
    measure = match.measure
    label = measure.path[-1]
    part = len(measure.path) > 1 and _thing(measure) in whole
    if part and not parents_of(measure) & set(words):
        return 0
    own = set(measure.words) <= set(words) and match.explained >= _MORE
    return len(label) if own and len(label) >= _LABEL_LENGTH and label in text else 0


@dataclass(frozen=True, slots=True)
class Choice:
    """Measures, the share of the question's words they explain, and others that fit as well."""

    measures: tuple[Measure, ...] = ()
    explained: float = 0.0
    ties: tuple[Measure, ...] = ()

    @property
    def clear(self) -> bool:
        """True where the measures account for enough of the words."""
        return bool(self.measures) and self.explained >= ENOUGH


class Chooser:
    """Chooses among the measures of one corpus."""

    def __init__(self, measures: Measures) -> None:
        self.measures = measures
        self.columns = tuple(m for m in measures.all if m.layout == "entities")
        self.rows = tuple(m for m in measures.all if m.layout == "indicators")

    def among(self, reading: Reading, *, entity: bool) -> tuple[Measure, ...]:
        """The measures to choose from: those of the table that is named, else of schools or all."""
        pool = self.columns if entity else self.measures.all
        tables = named_tables(reading)
        return tuple(m for m in pool if m.table in tables) or pool

    def choose(
        self,
        reading: Reading,
        words: Sequence[str],
        pool: Sequence[Measure],
        *,
        several: bool = False,
        alone: bool = False,
    ) -> Choice:
        """The measures that together explain ``words``; ``alone`` for the one that an operand names."""
        one = len(reading.units) == 1 and reading.quantifiers <= 1
        unit = reading.units[0] if one else reading.implied_unit
        matches = self.measures.match(words, pool, unit)
        if not matches:
            return Choice()
        apart = matches[0].explained < _WHOLLY or reading.quantifiers > 1
        apart = apart or not any(mark in matches[0].measure.path[-1] for mark in "和与及、")
        listed = self._by_segments(reading, words, pool) if apart and not alone else []
        if listed:
            return Choice(tuple(listed), self._of_all_words(reading, words, listed))
        summary = reading.cue("printed_mean", "printed_median", "mean", "median")
        if any(m.layout == "indicators" for m in pool) and not summary:
            matches.sort(key=lambda m: -m.score * (_REGION_BONUS if m.measure.row >= 0 else 1))
            matches = self._whole_region_first(matches, words)
        matches = self._whole_before_part(matches, words)
        best = matches[0].explained
        own = {_thing(m.measure) for m in matches if len(m.measure.path) == 1}
        printed = {
            m.measure: _as_printed(m, reading.text, words, own) for m in matches if best - m.explained < _TIE
        }
        matches.sort(key=lambda m: -printed.get(m.measure, 0))
        chosen = [matches[0].measure]
        ties = self._ties(matches, chosen[0], words)
        if printed.get(chosen[0], 0):
            ties = tuple(m for m in ties if m.path[-1] == chosen[0].path[-1])
        left = self._left(words, chosen)
        while left and len(chosen) < _MOST and (several or _lists(reading)):
            more = self._next(words, left, pool, chosen)
            if more is None:
                break
            chosen.append(more)
            left = self._left(words, chosen)
        total = sum(self.measures.weight(w) for w in words) or 1.0
        around = {w for m in chosen for w in m.context}
        lost = sum(self.measures.weight(w) for w in left if w not in around)
        people_by_rate = unit == _PEOPLE and chosen[0].unit == "%" and len(chosen) == 1
        explained = max(matches[0].explained, (1 - lost / total) * (OTHER_UNIT if people_by_rate else 1))
        if len(chosen) > 1:
            ties = ()
        return Choice(tuple(chosen if alone else self._complete(reading, words, chosen)), explained, ties)

    def _of_all_words(self, reading: Reading, words: Sequence[str], chosen: Sequence[Measure]) -> float:
        """The share of ``words`` that an enumeration explains; lost are things that no label names (养老)."""
        around = {w for m in chosen for w in m.context}
        things = {t.form for t in reading.tokens if t.kind == "unknown" and len(t.form) > 1}
        left = (w for w in self._left(words, chosen) if w in things and w not in around)
        lost = sum(self.measures.weight(w) for w in left)
        return 1 - lost / (sum(self.measures.weight(w) for w in words) or 1.0)

    def _whole_region_first(self, matches: list[Match], words: Sequence[str]) -> list[Match]:
        """Where the region is meant, a row of its own whose label says just this goes first."""
        best = matches[0].explained
        own = [
            m
            for m in matches
            if m.measure.row >= 0
            and best - m.explained < _TIE
            and set(m.measure.words) <= set(words)
            and matches[0].measure.row < 0
        ]
        return [*own[:1], *(m for m in matches if m not in own[:1])]

    def _whole_before_part(self, matches: list[Match], words: Sequence[str]) -> list[Match]:
        """A part whose own distinguishing word nobody said gives way to the row that it is a part of."""
        part = matches[0].measure
        if self.measures.names(part, words):
            return matches
        whole = [
            m
            for m in matches
            if (m.measure.path, m.measure.table, m.measure.unit) == (part.path[:-1], part.table, part.unit)
            and set(m.measure.words) <= set(words)
        ]
        return [*whole, *(m for m in matches if m not in whole)]

    def _by_segments(self, reading: Reading, words: Sequence[str], pool: Sequence[Measure]) -> list[Measure]:
        """The measures of an enumeration (甲、乙和丙各多少), if each of its items names just one."""
        chosen: list[Measure] = []
        for segment in _segments(reading, words):
            matches = self.measures.match(segment, pool)
            own = bool(matches) and bool(set(segment) & set(matches[0].measure.words))
            if not matches or matches[0].explained < _CLEAR or (own and matches[0].covered < _CLEARLY_NAMED):
                if matches and matches[0].explained >= _MORE:
                    return []
                continue
            ties = self._ties(matches, matches[0].measure, segment)
            if len(ties) > 1:
                return []
            astray = bool(chosen) and chosen[0].row >= 0 and matches[0].measure.table != chosen[0].table
            if astray and len(segment) == 1:
                return []
            chosen.extend((matches[0].measure, *ties))
        chosen = list(dict.fromkeys(chosen))
        return chosen if len(chosen) > 1 else []

    def _ties(self, matches: Sequence[Match], best: Measure, words: Sequence[str]) -> tuple[Measure, ...]:
        """The other measures that fit as well; a wider concept (就业率) fits all its kinds."""
        score, explained = matches[0].score, matches[0].explained
        wide = not set(words) & set(best.words)
        same = [
            m.measure
            for m in matches
            if (
                explained - m.explained < _TIE
                and m.measure.layout == best.layout
                and m.measure.unit == best.unit
                and not set(words) & set(m.measure.words)
                if wide
                else score - m.score < _TIE * score
            )
        ]
        return tuple(m for m in same if m.path != best.path or m.table != best.table)

    def _left(self, words: Sequence[str], chosen: Sequence[Measure]) -> list[str]:
        known: set[str] = set()
        for measure in chosen:
            known.update(measure.words, parents_of(measure))
            for word in measure.words:
                known.update(self.measures.implied(word))
        return [w for w in words if w not in known]

    def _next(
        self,
        words: Sequence[str],
        left: Sequence[str],
        pool: Sequence[Measure],
        chosen: Sequence[Measure],
    ) -> Measure | None:
        """The measure that best explains a word that is left, with the words already used."""
        found = []
        around = {*words, *(w for m in chosen for w in (*m.words, *parents_of(m)))}
        for match in self.measures.match(words, pool):
            if not self.measures.named(match.measure, around):
                continue
            own = {*match.measure.words, *(i for w in match.measure.words for i in self.measures.implied(w))}
            if match.measure in chosen or not own & set(left):
                continue
            kin = match.measure.table == chosen[0].table
            family = match.measure.path[0] == chosen[0].path[0]
            found.append((match.score + _SAME_TABLE * kin + _SAME_PARENT * family, match))
        if not found:
            return None
        best = max(found, key=lambda item: item[0])[1]
        return best.measure if best.covered >= _MORE else None

    def _complete(self, reading: Reading, words: Sequence[str], chosen: list[Measure]) -> list[Measure]:
        """Adds what a second 多少 asks for: the figure beside its base, the other unit of a row."""
        first = chosen[0]
        rows = [m for m in self.measures.all if m.table == first.table and m.path == first.path]
        twins = [m for m in rows if m.unit != first.unit and m.document == first.document]
        if twins and len(chosen) == 1:
            asked = [m for m in [first, *twins] if m.unit in reading.units]
            return asked or [first, *twins]
        marks = any(mark in reading.rest.strip(f"？?，, {MASK}") for mark in "，及和与、？")
        both = reading.quantifiers > len(chosen) or (len(chosen) == 1 and marks)
        if both and len(first.path) > 1 and first.row >= 0:
            base = [m for m in self.rows if m.table == first.table and m.path == first.path[:-1]]
            if base and set(base[0].words) <= {*words, *first.words}:
                return [base[0], *chosen]
        if reading.quantifiers > len(chosen) == 1 and first.row >= 0 and len(reading.units) > 1:
            parts = [m for m in rows_under(self.rows, first) if m.unit in reading.units]
            parts = [m for m in parts if m.unit != first.unit and set(m.words) <= {*words, *first.words}]
            return [*parts, first] if len(parts) == 1 else chosen
        return chosen

    def covered(self, reading: Reading, measure: Measure) -> float:
        """The share of the measure's label that the question names; all if it has the rarest word."""
        matches = self.measures.match(reading.words, [measure])
        printed = measure.path[-1] in reading.text
        if not matches or not (printed or self.measures.named(measure, reading.words)):
            return 0.0
        rarest = max(measure.words, key=self.measures.weight, default="")
        known = {*reading.words, *(i for w in reading.words for i in self.measures.implied(w))}
        return 1.0 if rarest in known else matches[0].covered


def rows_under(rows: Sequence[Measure], whole: Measure) -> list[Measure]:
    """The rows that stand right under ``whole``."""
    return [
        m for m in rows if (m.document, m.table, m.path[:-1]) == (whole.document, whole.table, whole.path)
    ]


def named_tables(reading: Reading) -> list[str]:
    """The tables that the question names by number."""
    return [place for place in reading.places if place.startswith(("表", "附表"))]


def words_between(reading: Reading, start: int, end: int) -> list[str]:
    """The words that name something between two places of the question, each once."""
    forms = (t.form for t in reading.tokens if t.kind in _NAMING and start <= t.start < end)
    return list(dict.fromkeys(forms))


def _lists(reading: Reading) -> bool:
    """True where the question may ask for several indicators: a second 多少, or 和, 、 and the like."""
    joined = any(mark in reading.rest for mark in "和与及、以各比跟，")
    return reading.quantifiers > 1 or joined or reading.cue("each", "row") is not None


def _segments(reading: Reading, words: Sequence[str]) -> list[list[str]]:
    """The question's words in runs between 、, 和 and the like; empty where there is one run."""
    runs: list[list[str]] = [[]]
    end = 0
    for token in reading.tokens:
        between = reading.rest[end : token.start]
        joins = token.kind in ("courtesy", "weak") and reading.rest[token.start : token.end] in _SEPARATORS
        if (any(mark in between for mark in _SEPARATORS) or joins) and runs[-1]:
            runs.append([])
        if token.form in words and token.kind in _NAMING:
            runs[-1].append(token.form)
        end = token.end
    filled = [run for run in runs if run]
    return filled if len(filled) > 1 else []
