"""From a reading to a figure query: which measures, which schools, which operation.

Each step is a small function over the :class:`Reading`; nothing looks at a whole question at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.formulas import Formula, formulas, said_formula
from assistant.measures import Match, Measures, parents_of
from assistant.operations import Cue, said
from assistant.query import Condition, Measure, Operation, Query
from assistant.reading import Reading
from corpus.units import convert, find_unit

_ENOUGH = 0.62
_MORE = 0.34
_TIE = 0.04
_MOST = 16
_ADDED = re.compile(r"加(?!强|快|上|入|大|油)")
_BREAKDOWN = re.compile(r"(?:哪|什么)(?:个|些|一个|几个|类|种)?(?:专业|行业|城市|地区|省份|地方|岗位|年级|班级|企业|老师|学生)")
_COUNTED = ("个", "项", "门", "所")
_REGION_BONUS = 1.06
_CLEAR = 0.85
_CLEARLY_NAMED = 0.3
_SEPARATORS = "和与及、，,以；;？："


@dataclass(frozen=True, slots=True)
class Plan:
    """A query and how sure it is: ``explained`` is the share of the question's words accounted for.

    ``covered`` is the share of the first measure's label that the question names. ``problem`` names why it cannot be answered ("no_subject_value", "unknown_period", ...).
    """

    query: Query
    explained: float
    covered: float = 1.0
    problem: str = ""
    alternatives: tuple[Measure, ...] = ()


class Planner:
    """Plans figure queries over the measures of one corpus."""

    def __init__(self, measures: Measures) -> None:
        self.measures = measures
        self._columns = tuple(m for m in measures.all if m.layout == "entities")
        self._rows = tuple(m for m in measures.all if m.layout == "indicators")

    def plan(self, reading: Reading) -> Plan | None:
        """The best figure query for ``reading``, or ``None`` where no measure fits at all."""
        operation = self._operation(reading)
        entity = bool(reading.subjects or reading.group) or _asks_schools(reading, operation)
        formula = said_formula(reading.text)
        if formula is None and "生均" in reading.words:
            formula = _per_student(reading)
        if formula is not None and entity:
            derived = self._derived(reading, formula, operation)
            if derived is not None:
                return derived
        if operation is Operation.ROW and reading.subjects:
            return self._row(reading)
        if operation in (Operation.SHARE, Operation.RATIO) and not self._compares(reading):
            share = self._share(reading, operation, entity=entity)
            if share is not None:
                return share
        among = self._among(reading, entity=entity)
        thresholds = [c for c in reading.cues if c.kind in ("threshold", "against")]
        if operation in (Operation.FILTER, Operation.COUNT) and thresholds:
            return self._filter(reading, operation, thresholds, among)
        return self._plain(reading, operation, among, entity=entity)

    # -- operation -----------------------------------------------------------------------------

    def _operation(self, reading: Reading) -> Operation:
        text = reading.text
        threshold = reading.cue("threshold", "against")
        several = len(reading.subjects) > 1
        if threshold and (not reading.subjects or reading.group):
            return Operation.COUNT if said(text, "count") else Operation.FILTER
        if reading.cue("row") and reading.subjects:
            return Operation.ROW
        ranks = reading.cue("highest", "lowest", "top", "bottom", "ordinal", "ordinal_last")
        if ranks and said_formula(reading.text) and not reading.subjects:
            return Operation.TOP
        if reading.cue("division"):
            return Operation.RATIO
        if reading.cue("ratio"):
            return Operation.RATIO
        if reading.cue("share") and not reading.cue("difference"):
            return Operation.SHARE
        if reading.cue("range"):
            return Operation.RANGE
        if reading.cue("top", "bottom", "highest", "lowest", "ordinal", "ordinal_last"):
            if reading.cue("total", "printed_total") and reading.cue("top", "bottom"):
                return Operation.SUM
            return Operation.TOP if not reading.subjects or several else Operation.RANK_OF
        if reading.cue("rank_of"):
            return Operation.RANK_OF if reading.subjects else Operation.TOP
        if reading.cue("difference"):
            return Operation.DIFFERENCE
        if reading.cue("compare") and several:
            return Operation.COMPARE
        if several and _ADDED.search(reading.text):
            return Operation.SUM
        many = several or reading.group is not None or said(text, "each_of") or _says_tables(text)
        if many and reading.cue("total", "printed_total") and not reading.cue("each"):
            return Operation.SUM
        if many and reading.cue("mean"):
            return Operation.MEAN
        if reading.cue("median") and not reading.subjects:
            return Operation.MEDIAN
        return Operation.VALUE

    def _compares(self, reading: Reading) -> bool:
        return len(reading.subjects) > 1

    # -- measures ------------------------------------------------------------------------------

    def _among(self, reading: Reading, *, entity: bool) -> tuple[Measure, ...]:
        pool = self._columns if entity else self.measures.all
        tables = {p for p in reading.places if p.startswith(("表", "附表"))}
        named = tuple(m for m in pool if m.table in tables)
        return named or pool

    def choose(
        self,
        reading: Reading,
        words: Sequence[str],
        among: Iterable[Measure],
        *,
        several: bool = False,
    ) -> tuple[list[Measure], float, tuple[Measure, ...]]:
        """The measures that together explain ``words``: (measures, explained share, near ties)."""
        pool = tuple(among)
        unit = reading.units[0] if len(reading.units) == 1 else reading.implied_unit
        listed = self._by_segments(reading, words, pool)
        if listed:
            return listed, 1.0, ()
        matches = self.measures.match(words, pool, unit)
        if not matches:
            return [], 0.0, ()
        if any(m.layout == "indicators" for m in pool):
            matches.sort(key=lambda m: -m.score * (_REGION_BONUS if m.measure.row >= 0 else 1))
            if not reading.cue("printed_mean", "printed_median", "mean", "median"):
                matches = self._whole_region_first(matches, words)
        chosen = [matches[0].measure]
        ties = self._ties(matches, chosen[0])
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
        explained = max(matches[0].explained, 1 - lost / total)
        if len(chosen) > 1:
            ties = ()
        return self._complete(reading, words, chosen), explained, ties

    def _whole_region_first(self, matches: list[Match], words: Sequence[str]) -> list[Match]:
        """Where the region is meant, a row of its own whose label says just this goes first."""
        best = matches[0].explained
        own = [
            m for m in matches
            if m.measure.row >= 0 and best - m.explained < _TIE and set(m.measure.words) <= set(words)
            and matches[0].measure.row < 0
        ]
        return [*own[:1], *(m for m in matches if m not in own[:1])]

    def _by_segments(
        self, reading: Reading, words: Sequence[str], pool: Sequence[Measure]
    ) -> list[Measure]:
        """The measures of an enumeration (甲、乙和丙各多少), if each of its items names just one."""
        chosen: list[Measure] = []
        for segment in _segments(reading, words):
            matches = self.measures.match(segment, pool)
            if not matches or matches[0].explained < _CLEAR or matches[0].covered < _CLEARLY_NAMED:
                if matches and matches[0].explained >= _MORE:
                    return []
                continue
            if self._ties(matches, matches[0].measure):
                return []
            chosen.append(matches[0].measure)
        chosen = list(dict.fromkeys(chosen))
        return chosen if len(chosen) > 1 else []

    def _ties(self, matches: Sequence[Match], best: Measure) -> tuple[Measure, ...]:
        score = matches[0].score
        same = [m.measure for m in matches if score - m.score < _TIE * score]
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
        for match in self.measures.match(words, pool):
            own = {*match.measure.words, *(i for w in match.measure.words for i in self.measures.implied(w))}
            if match.measure in chosen or not own & set(left):
                continue
            kin = match.measure.table == chosen[0].table
            family = match.measure.path[0] == chosen[0].path[0]
            found.append((match.score + 0.05 * kin + 0.1 * family, match))
        if not found:
            return None
        best = max(found, key=lambda item: item[0])[1]
        return best.measure if best.covered >= _MORE else None

    def _complete(
        self, reading: Reading, words: Sequence[str], chosen: list[Measure]
    ) -> list[Measure]:
        """Adds what a second 多少 asks for: the figure beside its base, the other unit of a row."""
        first = chosen[0]
        rows = [m for m in self.measures.all if m.table == first.table and m.path == first.path]
        twins = [m for m in rows if m.unit != first.unit and m.document == first.document]
        if twins and len(chosen) == 1:
            asked = [m for m in [first, *twins] if m.unit in reading.units]
            return asked or [first, *twins]
        if reading.quantifiers > len(chosen) and len(first.path) > 1 and first.row >= 0:
            base = [m for m in self._rows if m.table == first.table and m.path == first.path[:-1]]
            if base and set(base[0].words) <= {*words, *first.words}:
                return [base[0], *chosen]
        return chosen

    def _covered(self, reading: Reading, measure: Measure) -> float:
        matches = self.measures.match(reading.words, [measure])
        if not matches:
            return 0.0
        rarest = max(measure.words, key=self.measures.weight, default="")
        known = {*reading.words, *(i for w in reading.words for i in self.measures.implied(w))}
        return 1.0 if rarest in known else matches[0].covered

    def columns_for(self, reading: Reading) -> tuple[Measure, ...] | None:
        """The columns of entity tables that the question's words name, if they do."""
        measures, explained, _ = self.choose(reading, reading.words, self._columns)
        return tuple(measures) if measures and explained >= _ENOUGH else None

    # -- plans ---------------------------------------------------------------------------------

    def _plain(
        self, reading: Reading, operation: Operation, among: Sequence[Measure], *, entity: bool
    ) -> Plan | None:
        words = reading.words
        measures, explained, ties = self.choose(reading, words, among)
        problem = ""
        if entity and (not measures or explained < _ENOUGH):
            elsewhere, other, _ = self.choose(reading, words, self.measures.all)
            if elsewhere and other > explained + 0.15 and other >= _ENOUGH:
                measures, explained, ties = elsewhere, other, ()
                if any(m.layout == "indicators" for m in elsewhere):
                    problem = "only_region" if reading.subjects or reading.group else ""
        if not measures:
            return None
        alone = len(measures) == 1 and not reading.subjects
        if operation in (Operation.DIFFERENCE, Operation.COMPARE) and alone:
            return None
        if measures[0].layout == "indicators" and operation in (Operation.TOP, Operation.RANGE):
            operation = Operation.VALUE
            if _BREAKDOWN.search(reading.text):
                problem = "no_breakdown"
        some = _some_or_none(reading, operation, measures[0])
        if some is not None:
            query = Query(
                "figure", reading.text, Operation.FILTER, (), (measures[0],), (some,), reading.group
            )
            return Plan(query, explained)
        query = Query(
            kind="figure",
            text=reading.text,
            operation=operation,
            subjects=reading.subjects,
            measures=tuple(measures),
            group=reading.group,
            summary=_summary(reading, operation),
            unit=_target_unit(reading, measures[0]),
            **_ranking(reading, operation),
        )
        return Plan(query, explained, self._covered(reading, measures[0]), problem, ties)

    def _row(self, reading: Reading) -> Plan:
        words = [w for w in reading.words if w not in reading.unknown]
        tables = [p for p in reading.places if p.startswith(("表", "附表"))]
        pool = self._among(reading, entity=True)
        named: tuple[Measure, ...] = ()
        if words:
            chosen, explained, _ = self.choose(reading, words, pool)
            named = tuple(chosen) if explained >= _ENOUGH and len(chosen) > 1 else ()
            if chosen and not named and not tables:
                tables = [chosen[0].table] if explained >= 0.5 else []
        query = Query(
            "figure", reading.text, Operation.ROW, reading.subjects, named,
            table=tables[0] if tables else "",
        )
        return Plan(query, 1.0)

    def _filter(
        self,
        reading: Reading,
        operation: Operation,
        thresholds: Sequence[Cue],
        among: Sequence[Measure],
    ) -> Plan | None:
        conditions: list[Condition] = []
        explained: list[float] = []
        start = 0
        for cue in thresholds:
            words = _words_between(reading, start, cue.start) or _words_between(
                reading, cue.end, len(reading.text)
            )
            measures, share, _ = self.choose(reading, words, among)
            if not measures:
                return None
            explained.append(share)
            conditions.append(_condition(measures[0], cue))
            start = cue.end
        query = Query(
            "figure", reading.text, operation, reading.subjects,
            tuple(dict.fromkeys(c.measure for c in conditions)), tuple(conditions), reading.group,
        )
        return Plan(query, min(explained))

    def _derived(self, reading: Reading, formula: Formula, operation: Operation) -> Plan | None:
        top = self._best_column(formula.numerator)
        base = self._best_column(formula.denominator)
        if top is None or base is None:
            return None
        if operation in (Operation.SHARE, Operation.RATIO, Operation.MEAN, Operation.SUM):
            operation = Operation.VALUE
        query = Query(
            "figure", reading.text, Operation.DERIVED if operation is Operation.VALUE else operation,
            reading.subjects, (top, base), group=reading.group, formula=formula.name,
            summary=_summary(reading, operation), **_ranking(reading, operation),
        )
        return Plan(query, 1.0)

    def _best_column(self, words: Sequence[str]) -> Measure | None:
        matches = self.measures.match(words, self._columns)
        return matches[0].measure if matches and matches[0].explained > _ENOUGH else None

    def _share(self, reading: Reading, operation: Operation, *, entity: bool) -> Plan | None:
        """A 占 B 的比例, A 除以 B, A 是 B 的几倍: two measures, or one and the whole it is part of."""
        cue = reading.cue("division", "share", "ratio")
        if cue is None:
            return None
        among = self._among(reading, entity=entity)
        before = _words_between(reading, 0, cue.start)
        after = _words_between(reading, cue.end, len(reading.text))
        both = bool(before and after)
        if not both and cue.kind != "division":
            printed = self._printed_ratio(reading, entity=entity)
            if printed is not None:
                return printed
        tops, explained, _ = self.choose(reading, before or after, among, several=not both)
        if not tops or explained < _ENOUGH:
            return None
        tops = sorted(tops, key=lambda m: _first_place(reading, m))
        top = tops[-1] if not both and len(tops) > 1 else tops[0]
        base = None
        if both:
            bases, share, _ = self.choose(reading, after, among)
            base = bases[0] if bases else None
            explained = min(explained, share)
        elif len(tops) > 1:
            base = tops[0]
        else:
            base = self.whole(top)
        if base is None or base == top:
            if reading.subjects and (reading.cue("total", "printed_total") or said(reading.text, "region")):
                query = Query(
                    "figure", reading.text, Operation.SHARE, reading.subjects, (top,),
                    group=reading.group,
                )
                return Plan(query, explained)
            return None
        query = Query(
            "figure", reading.text, operation, reading.subjects, (top, base), group=reading.group,
            summary="total" if not entity else "",
        )
        return Plan(query, explained)

    def _printed_ratio(self, reading: Reading, *, entity: bool) -> Plan | None:
        """A ratio that is printed as such is preferred to one that is calculated."""
        among = [m for m in self._among(reading, entity=entity) if m.unit in ("%", ":")]
        measures, explained, ties = self.choose(reading, reading.words, among)
        if not measures or explained < 0.9:
            return None
        query = Query(
            "figure", reading.text, Operation.VALUE, reading.subjects, tuple(measures[:1]),
            group=reading.group,
        )
        return Plan(query, explained, 1.0, "", ties)

    def whole(self, part: Measure) -> Measure | None:
        """The measure that ``part`` is a part of: its parent row in the same unit, or a formula's base."""
        for length in range(len(part.path) - 1, 0, -1):
            for measure in self._rows:
                if measure.path == part.path[:length] and measure.table == part.table and measure.unit == part.unit:
                    return measure
        for formula in formulas():
            if formula.unit == "%" and self._best_column(formula.numerator) == part:
                return self._best_column(formula.denominator)
        return None


def _some_or_none(reading: Reading, operation: Operation, measure: Measure) -> Condition | None:
    """哪些学校有停招专业: more than 0; 没有新增专业的学校: 0."""
    asks = said(reading.text, "which") or said(reading.text, "count")
    if operation is not Operation.VALUE or reading.subjects or not asks or measure.layout != "entities":
        return None
    if measure.unit not in _COUNTED or not any(w in reading.text for w in ("有", "没", "无", "未")):
        return None
    if any(word in reading.text for word in ("没有", "都没", "没上", "没新", "没停", "没撤", "无", "未")):
        return Condition(measure, "=", Decimal(0), None, "", "为 0")
    return Condition(measure, ">", Decimal(0), None, "", "大于 0")


def _per_student(reading: Reading) -> Formula | None:
    """The formula per student whose numerator the question names: 收入摊到每个学生头上."""
    words = set(reading.words)
    return next(
        (f for f in formulas() if f.denominator == ("学生",) and set(f.numerator) <= words), None
    )


def _lists(reading: Reading) -> bool:
    """True where the question may ask for several indicators: a second 多少, or 和, 、 and the like."""
    joined = any(mark in reading.rest for mark in "和与及、以各比跟，")
    return reading.quantifiers > 1 or joined or reading.cue("each", "row") is not None


def _asks_schools(reading: Reading, operation: Operation) -> bool:
    ranked = operation in (Operation.TOP, Operation.FILTER, Operation.RANK_OF, Operation.RANGE)
    if operation in (Operation.COUNT, Operation.SUM, Operation.MEAN, Operation.MEDIAN):
        return True
    return ranked or said(reading.text, "each_of") and not reading.region


def _says_tables(text: str) -> bool:
    return "所学校" in text or "各校" in text or "所有学校" in text


def _summary(reading: Reading, operation: Operation) -> str:
    """Which printed summary row is meant, if any: "mean", "median" or "total"."""
    if operation in (Operation.FILTER, Operation.COUNT, Operation.TOP):
        return ""
    if reading.cue("printed_median", "median"):
        return "median"
    if reading.cue("printed_mean") or (reading.cue("mean") and not reading.subjects):
        return "mean"
    if reading.cue("printed_total") and not reading.subjects:
        return "total"
    return ""


def _ranking(reading: Reading, operation: Operation) -> dict[str, int | bool]:
    """``descending``, ``position`` and ``limit`` of a ranking."""
    low = reading.cue("lowest") is not None
    last = reading.cue("ordinal_last")
    bottom, top = reading.cue("bottom"), reading.cue("top")
    ordinal = reading.cue("ordinal")
    out: dict[str, int | bool] = {"descending": not (low or last or bottom)}
    if operation in (Operation.TOP, Operation.SUM):
        if top or bottom:
            out["limit"] = (top or bottom or Cue("", 0, 0, "")).number
            out["descending"] = not (low or bottom)
        elif ordinal or last:
            out["position"] = (ordinal or last or Cue("", 0, 0, "")).number
            out["limit"] = 1
        else:
            out["limit"] = 1
    return out


def _first_place(reading: Reading, measure: Measure) -> int:
    """Where the question first names ``measure`` by a word of its own."""
    return next((t.start for t in reading.tokens if t.form in measure.words), len(reading.text))


def _segments(reading: Reading, words: Sequence[str]) -> list[list[str]]:
    """The question's words in runs between 、, 和 and the like; empty where there is one run."""
    runs: list[list[str]] = [[]]
    end = 0
    for token in reading.tokens:
        between = reading.rest[end : token.start]
        joins = token.kind == "courtesy" and reading.rest[token.start : token.end] in _SEPARATORS
        if (any(mark in between for mark in _SEPARATORS) or joins) and runs[-1]:
            runs.append([])
        if token.form in words and token.kind in ("concept", "label", "unknown", "action"):
            runs[-1].append(token.form)
        end = token.end
    filled = [run for run in runs if run]
    return filled if len(filled) > 1 else []


def _words_between(reading: Reading, start: int, end: int) -> list[str]:
    kinds = ("concept", "label", "unknown", "action")
    forms = (t.form for t in reading.tokens if t.kind in kinds and start <= t.start < end)
    return list(dict.fromkeys(forms))


def _condition(measure: Measure, cue: Cue) -> Condition:
    """The condition in the measure's own unit: 3 亿元 against a column of 万元 is 30000."""
    if cue.kind == "against":
        return Condition(measure, cue.comparison, Decimal(0), None, cue.written, cue.written)
    low, high = cue.low, cue.high
    asked, printed = find_unit(cue.unit), find_unit(measure.unit)
    if asked and printed and asked.dimension == printed.dimension:
        low = convert(low, asked, printed)
        high = convert(high, asked, printed) if high is not None else None
    elif printed and not cue.unit and printed.factor > 1 and any(m in cue.written for m in "万亿"):
        low = low / printed.factor
        high = high / printed.factor if high is not None else None
    return Condition(measure, cue.comparison, low, high, "", cue.written)


def _target_unit(reading: Reading, measure: Measure) -> str:
    """The unit asked for, where it is another multiple of the cell's."""
    printed = find_unit(measure.unit)
    for asked in reading.units:
        unit = find_unit(asked)
        if unit and printed and unit.dimension == printed.dimension and unit.factor != printed.factor:
            return unit.name
    return ""


def with_measures(query: Query, measures: Sequence[Measure]) -> Query:
    return replace(query, measures=tuple(measures))
