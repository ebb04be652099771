"""The desk for figures: one planned query in, its answer with what else the documents say out."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.arbiter import means_figure
from assistant.concepts import concept_data
from assistant.conditions import target_unit
from assistant.draft import plain_number
from assistant.facts import Fact, Facts, comparable
from assistant.figures import FigureAnswerer, Refusal
from assistant.figures.describing import describe
from assistant.figures.ranking import ends
from assistant.figures.values import name_of, region_value
from assistant.guard import particulars
from assistant.meaning import confined_otherwise
from assistant.operations import said
from assistant.prose.asked import asked_types, asked_units
from assistant.prose.asking import places
from assistant.prose.elsewhere import say_other
from assistant.prose.short import has_unit
from assistant.quality import QualityAnswerer, asks_quality
from assistant.query import Measure, Operation, Plan, Query
from assistant.reading import qualifiers
from assistant.reckoning import turned_round
from corpus.lines import squeeze
from corpus.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.arbiter import Told
    from assistant.draft import Draft
    from assistant.meaning import Likely, Meaning
    from assistant.measures import Measures
    from assistant.model import Answer
    from assistant.planner import Planner
    from assistant.reading import Reading
    from corpus.model import Document, Observation
    from index.search import Index

_MOST_OTHERS = 4
_DOUBTED = 0.2
_STRICT = frozenset({"people", "class-hours", "money", "percent", "area", "books", "person-days"})
"""What only units of its own kind measure."""
_NAME = 6
_RUN = re.compile(r"[\u4e00-\u9fff]+")
_OF_SIDE = 0.6
_SPAN = re.compile(r"[一二两三四五六七八九十]年")
_PER_ONE = re.compile(r"[/%：:]")
_NOT_A_FIGURE = re.compile(r"\d|哪|什么|谁|怎|为啥")


class FigureDesk:
    """Answers planned figure queries, and doubts about figures, over one index."""

    def __init__(
        self, index: Index, measures: Measures, planner: Planner, facts: Facts, meaning: Meaning
    ) -> None:
        self._index = index
        self._planner = planner
        self._facts = facts
        self._meaning = meaning
        self._figures = FigureAnswerer(index, measures.all)
        self.desk = self._figures.desk
        self._quality = QualityAnswerer(self.desk, measures)
        self._measures = measures.all
        self._plain = [squeeze(sentence.text) for sentence in index.sentences]

    def answer(self, draft: Draft, reading: Reading, plan: Plan) -> Answer:
        """The answer to a planned query, or the refusal that names what is missing."""
        query = plan.query
        understood = describe(query)
        if self.wrong_year(reading, plan):
            return self._other_period(draft, query, understood, reading.years)
        narrower = self._narrower(reading, query)
        if narrower:
            return self._without(draft, query, understood, narrower)
        if plan.problem == "no_breakdown":
            return self._no_breakdown(draft, query, understood)
        if plan.problem == "only_region":
            return self._only_region(draft, query, understood)
        refused = self._figures.compose(draft, query)
        if refused is not None:
            return self._refused(draft, query, understood, refused)
        self._both_meanings(draft, query, plan.alternatives)
        if (
            not query.subjects
            and query.group is None
            and query.operation is Operation.VALUE
            and not query.summary
        ):
            self._disclose(draft, query)
        if query.operation is Operation.SUM and not (query.subjects or query.group or query.conditions):
            self._beside_printed(draft, query)
        draft.answers_first()
        return draft.finish(query, understood, suggestions=self._suggest(query))

    def _other_period(self, draft: Draft, query: Query, understood: str, years: Sequence[str]) -> Answer:
        measure = query.measures[0]
        periods = "、".join(dict.fromkeys(m.period for m in query.measures))
        source = [self.desk.caption(draft, measure)]
        draft.say(f"文件没有 {'、'.join(years)} 年的“{measure.name}”，只有{periods}的数据。", source)
        return draft.finish(query, understood, abstained=True, reason="unknown_period")

    def cell_of(self, reading: Reading, document: Document) -> Observation | None:
        """The figure for the whole region that ``reading`` asks for from a table of ``document``, if one does."""
        plan = self._planner.plan(reading)
        if plan is None or plan.problem or plan.explained < _OF_SIDE or reading.subjects:
            return None
        measure = plan.query.measures[0]
        if measure.document != document.id or measure.layout != "indicators":
            return None
        return region_value(self.desk, measure)

    def counts(self, measure: Measure) -> bool:
        """True where the cell of a row is a number, not a word (网络问卷调查)."""
        cell = self.desk.lookup.cell(measure)
        return cell is None or cell.value is not None

    def _narrower(self, reading: Reading, query: Query) -> str:
        """What the question says of people or of a place that no label of the measures has, or ""."""
        labels = "".join(f"{m.name}{m.table}{self.desk.table(m)[1].caption}" for m in query.measures)
        for word in qualifiers():
            if word in reading.rest and word not in labels:
                return word
        whole = not query.subjects and query.group is None and query.measures[0].layout == "indicators"
        if not whole:
            return ""
        region = self._index.document(query.measures[0].document).region
        others = [d.region for d in self._index.documents if d.region and d.region != region]
        for place in (*others, *places()):
            if place in reading.rest and place not in region and place not in labels:
                return place
        return ""

    def _without(self, draft: Draft, query: Query, understood: str, word: str) -> Answer:
        names = "、".join(f"“{m.name}”" for m in query.measures[:2])
        region = self._index.document(query.measures[0].document).region
        had = f"不分“{word}”的{names}" if word in qualifiers() else f"{region}的{names}"
        draft.say(f"文件没有“{word}”的这项数据，只有{had}。")
        return draft.finish(query, understood, abstained=True, reason="no_breakdown")

    def _refused(self, draft: Draft, query: Query, understood: str, refused: Refusal) -> Answer:
        draft.say(refused.text)
        return draft.finish(query, understood, abstained=True, reason=refused.reason)

    def _no_breakdown(self, draft: Draft, query: Query, understood: str) -> Answer:
        measure = query.measures[0]
        draft.say(f"文件只有全省的“{measure.name}”，没有进一步分列的数据。")
        return draft.finish(query, understood, abstained=True, reason="no_breakdown")

    def _only_region(self, draft: Draft, query: Query, understood: str) -> Answer:
        measure = next(m for m in query.measures if m.layout == "indicators")
        who = "、".join(query.subjects) or (query.group.said if query.group else "各校")
        draft.say(f"文件没有给出{who}的“{measure.name}”，只有全省的数据。")
        observation = region_value(self.desk, measure)
        if observation is not None:
            draft.say(
                f"供参考：{observation.subject}“{measure.name}”为 {observation.text} {observation.unit}（{measure.table}）。",
                [draft.cite_cell(observation)],
                "source",
            )
        return draft.finish(query, understood, abstained=True, reason="only_region")

    def _both_meanings(self, draft: Draft, query: Query, others: Sequence[Measure]) -> None:
        """Where the question fits two indicators equally well, the second is given too."""
        same = [
            m for m in others if m.layout == query.measures[0].layout and m.table == query.measures[0].table
        ]
        if (
            query.operation not in (Operation.VALUE, Operation.TOP, Operation.RANK_OF)
            or len(query.measures) > 1
        ):
            return
        for measure in same[:2]:
            self._figures.compose(draft, replace(query, measures=(measure,)))
        if same:
            names = "、".join(f"“{m.name}”" for m in (query.measures[0], *same[:2]))
            draft.say(f"问法对应多个指标（{names}），一并列出。", [], "note")

    def _disclose(self, draft: Draft, query: Query) -> None:
        """Other places that give another figure for the same thing."""
        shown = {observation.value for m in query.measures if (observation := region_value(self.desk, m))}
        for measure in query.measures[:2]:
            observation = region_value(self.desk, measure)
            if observation is None:
                continue
            region = self._index.document(measure.document).region
            said = tuple(self._facts.words_of(query.text))
            for words in (measure.words, tuple(dict.fromkeys((*measure.words, *said)))):
                for _, fact in self._facts.like(words, observation.unit, region):
                    far = not comparable(fact.value, observation.value)
                    if fact.value in shown or len(shown) > _MOST_OTHERS or far or _part_of(fact, observation):
                        continue
                    shown.add(fact.value)
                    say_other(self._index, draft, fact)

    def _beside_printed(self, draft: Draft, query: Query) -> None:
        """What a row of the region prints for what was added up over all schools, and how far they are apart."""
        column = query.measures[0]
        rows = [m for m in self._measures if m.layout == "indicators" and m.unit == column.unit]
        like = [
            o for m in rows if self._planner.column_like(m) == column if (o := region_value(self.desk, m))
        ]
        lines = self.desk.lookup.lines([column]).lines
        added = sum((line.first.value or Decimal(0) for line in lines), Decimal(0))
        printed = next((o for o in like if o.value is not None and comparable(o.value, added)), None)
        if query.limit > 1 or query.formula or query.by or printed is None or printed.value is None:
            return
        gap = abs(added - printed.value)
        apart = (
            f"，与各校相加的 {plain_number(added, 4)} 相差 {plain_number(gap, 4)}"
            if gap
            else "，与各校相加一致"
        )
        draft.say(
            f"{printed.source.table}“{name_of(printed)}”印作 {printed.text} {printed.unit}{apart}（计算核对）。",
            [draft.cite_cell(printed)],
            "source",
        )

    def _suggest(self, query: Query) -> tuple[str, ...]:
        """Two things to ask next about the same figure, other ones than what was asked."""
        if not query.measures or query.formula or query.measures[0].layout != "entities":
            return ()
        name = query.measures[0].name.split(" › ")[-1]
        most, least = ends(query)
        highest, lowest = f"{name}{most}的前三所学校是哪些？", f"{name}{least}的三所学校是哪些？"
        mean, above = f"{name}的省均值是多少？", f"{name}高于全省平均的有几所？"
        match query.operation:
            case Operation.TOP | Operation.RANGE:
                return (lowest if query.descending else highest, mean)
            case Operation.FILTER | Operation.COUNT:
                return (mean, highest)
            case Operation.MEAN | Operation.MEDIAN | Operation.SUM:
                return (above, highest)
            case Operation.RANK_OF:
                return (highest, mean)
        if query.subjects:
            return (f"{query.subjects[0]}的{name}在全省排第几？", highest)
        return (above, highest) if query.summary == "mean" else (mean, above)

    def wrong_year(self, reading: Reading, plan: Plan) -> bool:
        """True where the question names a year that the measures do not have."""
        periods = " ".join(m.period for m in plan.query.measures)
        return any(year not in periods for year in reading.years)

    def by_meaning(self, reading: Reading, told: Told) -> Plan | None:
        """The figure whose indicator is asked for in words that no label has, unless the text tells more."""
        found = self.likely(reading)
        named = bool(reading.subjects)
        if found is None or not means_figure(found, told, unknown=len(reading.unknown), named=named):
            return None
        if any(word in concept_data()["kin"] and word not in found.measure.words for word in reading.words):
            return None  # 占地面积, of which reviewed data tells that no near indicator is it
        if reading.cue("total") is not None and _PER_ONE.search(found.measure.unit):
            return None  # a total is no rate and nothing per student
        if self._printed_otherwise(reading.text, found.measure) or _in_other_units(reading, found.measure):
            return None
        measures, unit = (found.measure,), target_unit(reading, found.measure)
        query = Query("figure", reading.text, Operation.VALUE, reading.subjects, measures, unit=unit)
        return turned_round(reading, Plan(query, 1.0))

    def _printed_otherwise(self, text: str, measure: Measure) -> bool:
        """True where a sentence counts, in the unit asked for, what the question names and the label does not.

        产教融合型企业有几家: 134 家企业成为省级产教融合型企业.
        """
        label, units = squeeze("".join(measure.path)), asked_units(text)
        names = {run[i : i + _NAME] for run in _RUN.findall(text) for i in range(len(run) - _NAME + 1)}
        told = (
            [plain for plain in self._plain if any(has_unit(plain, unit) for unit in units)] if names else []
        )
        return any(name not in label and any(name in plain for plain in told) for name in names)

    def likely(self, reading: Reading) -> Likely | None:
        """The indicator that the question most likely means, where it can be a look-up at all."""
        types = asked_types(reading.text)
        if particulars(reading.text) or (types and "number" not in types):
            return None
        if _NOT_A_FIGURE.search(reading.rest):
            return None
        whose = not reading.subjects and (reading.strangers or reading.group or said(reading.text, "school"))
        if whose:
            return None
        layout = "entities" if reading.subjects else "indicators"
        pool = {m for m in self._meaning.measures if m.layout == layout}
        unit = reading.units[0] if reading.units else ""
        found = self._meaning.likely(reading.rest, reading.words, unit, pool)
        if found is None or _other_span(reading.text, found.measure.name):
            return None
        return None if confined_otherwise(reading.text, found.measure) else found

    def doubted(self, draft: Draft, reading: Reading, plan: Plan | None) -> Answer | None:
        """The answer to a doubt about figures; a school's annex figure that no table has is none."""
        if not asks_quality(reading):
            return None
        doubted = plan if plan is not None and plan.explained >= _DOUBTED else self._summary_plan(reading)
        if doubted is None:
            return None
        if reading.subjects and all(m.layout == "indicators" for m in doubted.query.measures):
            return None
        return self._checked(draft, reading, doubted)

    def _checked(self, draft: Draft, reading: Reading, plan: Plan) -> Answer | None:
        if plan.query.formula and reading.subjects:
            self._figures.compose(draft, replace(plan.query, operation=Operation.DERIVED))
        if not self._quality.compose(draft, reading, plan):
            return None
        if not reading.subjects:
            self._disclose(draft, plan.query)
            draft.answers_first()
        elif not plan.query.formula:
            self._shares(draft, plan.query)
        return draft.finish(replace(plan.query, operation=Operation.CHECK), f"核对：{describe(plan.query)}")

    def _shares(self, draft: Draft, query: Query) -> None:
        """What part of its whole a doubted figure of a school is: 高级职称 14 人 of 488."""
        first = query.measures[0]
        whole = self._planner.whole(first) if first.layout == "entities" else None
        if whole is not None and whole.layout == "entities" and first.unit == whole.unit:
            self._figures.compose(
                draft, replace(query, operation=Operation.SHARE, measures=(first, whole), summary="")
            )

    def _summary_plan(self, reading: Reading) -> Plan | None:
        """For a doubt about a table's mean as such: its column of the most people."""
        if not reading.cue("printed_mean", "mean", "printed_median"):
            return None
        columns = [
            m
            for m in self._measures
            if m.layout == "entities"
            and m.unit == "人"
            and (not reading.places or m.table in reading.places)
            and self.desk.lookup.summary(m, "mean") is not None
        ]
        best = max(columns, key=self._mean_of, default=None)
        if best is None:
            return None
        return Plan(Query("figure", reading.text, Operation.CHECK, measures=(best,)), 1.0)

    def _mean_of(self, measure: Measure) -> float:
        mean = self.desk.lookup.summary(measure, "mean")
        return float(mean.value) if mean is not None and mean.value is not None else 0.0


def _other_span(question: str, label: str) -> bool:
    """True where label and question tell a number of years, not the same: 毕业五年, 毕业三年晋升比例."""
    own = set(_SPAN.findall(label))
    return bool(own) and bool(asked := set(_SPAN.findall(question))) and not own & asked


def _part_of(fact: Fact, observation: Observation) -> bool:
    """True for a figure of the same table: its rows count different things."""
    other = fact.observation
    return not (other is None or other.source.table != observation.source.table)


def _in_other_units(reading: Reading, measure: Measure) -> bool:
    """True where the question counts people and the figure is of hours; 个 and 项 count anything."""
    own = find_unit(measure.unit)
    asked = [unit for word in asked_units(reading.text) if (unit := find_unit(word)) is not None]
    kinds = {unit.dimension for unit in asked}
    return own is not None and own.dimension in _STRICT and bool(kinds) and kinds <= _STRICT - {own.dimension}
