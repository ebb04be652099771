"""Routes a question to the desk that can answer it: figures, records, structure or prose."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.concepts import Vocabulary
from assistant.dialogue import Context, Resolver
from assistant.facts import Fact, Facts, comparable
from assistant.figures import FigureAnswerer, Refusal
from assistant.figures.answering import describe
from assistant.figures.values import region_value
from assistant.guard import particulars
from assistant.lacking import Lacking
from assistant.meaning import Meaning
from assistant.measures import Measures
from assistant.names import Mention, Names
from assistant.operations import said
from assistant.planner import Plan, Planner
from assistant.prose.answering import ProseAnswerer, ProseQuestion, say_other
from assistant.prose.asked import asked_types
from assistant.prose.evidence import EvidenceFinder
from assistant.prose.signals import Signals, counted_names
from assistant.quality import QualityAnswerer, asks_quality
from assistant.query import Measure, Operation, Query
from assistant.reading import Reader, Reading
from assistant.records import RecordAnswerer
from assistant.regions import Regions
from assistant.spelling import Spelling
from assistant.structure import StructureAnswerer, documents_meant
from corpus.knowledge import structure_words
from corpus.model import Observation, SubjectKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.model import Answer
    from index.search import Index

_SURE = 0.68
_CERTAIN = 0.9
_RECORD = 0.7
_NAMED = 0.42
_MOST_OTHERS = 4
_GOES_ON = 18
_DOUBTED = 0.2
_SHORT_NAME = 5
_NOT_FIGURES = tuple((kind,) for kind in ("list", "school", "organisation", "name", "date", "summary"))
_OWNERSHIP = ("公办", "民办", "公立", "私立")


class Desks:
    """Everything that answers, over one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.names = Names(_schools(index), index.segmenter)
        regions = Regions.of(index.documents)
        vocabulary = Vocabulary(index.segmenter, regions.forms)
        self._measures = Measures(index.documents, vocabulary)
        self.measures = self._measures.all
        text = "".join(d.text for d in index.documents)
        self._reader = Reader(self.names, vocabulary, text, regions)
        self._planner = Planner(self._measures)
        self._spelling = Spelling(self.names.aliases, vocabulary.concept_words())
        self._resolver = Resolver(self._planner)
        self._meaning = Meaning(index, [m for m in self.measures if m.layout == "entities"])
        self._figures = FigureAnswerer(index, self.measures)
        self._lacking = Lacking(self._measures, self._figures.desk, [d.text for d in index.documents])
        self._quality = QualityAnswerer(self._figures.desk, self._measures)
        self._records = RecordAnswerer(index, self.names)
        self._structure = StructureAnswerer(index)
        self._facts = Facts(index, self.names, vocabulary, self._measures)
        finder = EvidenceFinder(index, self.names)
        self._signals = Signals(finder, index.documents, index.segmenter.tags)
        self._prose = ProseAnswerer(index, self.names, finder, self._facts, self._signals)

    # -- before answering ------------------------------------------------------------------------

    def answers_whole(self, text: str) -> bool:
        """True where one query explains the whole message, though it has two question marks."""
        reading = self._reader.read(text)
        if asks_quality(reading):
            return True
        plan = self._planner.plan(reading)
        return plan is not None and plan.explained >= _CERTAIN and not reading.unknown

    def chosen(self, text: str, last: Answer) -> str | None:
        """The choice of an ask-back that ``text`` picks, as a full question."""
        reading = self._reader.read(text)
        wanted = [
            *reading.subjects,
            *(reading.group.parts if reading.group else ()),
            text.strip("的那个所家呢吧？。"),
        ]
        for part in wanted:
            for choice in last.choices:
                if part and part in choice:
                    return choice
        return None

    def goes_on(self, text: str, last: Answer | None) -> bool:
        """True for a short message that names nothing of its own after an answer from running text."""
        if last is None or last.query is None or last.query.kind != "prose" or len(text) > _GOES_ON:
            return False
        reading = self._reader.read(text)
        named = reading.mentions or reading.strangers or reading.region or reading.places
        return (
            not named
            and not any(mark in text for mark in "“《「")
            and not reading.cue("highest", "lowest", "top")
        )

    # -- answering -------------------------------------------------------------------------------

    def answer(self, draft: Draft, text: str, context: Context) -> Answer:
        """The answer to one question, with what the context adds to it."""
        reading = self._read(text)
        if reading.ambiguous:
            return self._ask_back(draft, reading, reading.ambiguous[0])
        plan = self._planner.plan(reading)
        follow = self._resolver.resolve(reading, context, plan)
        if follow is not None:
            return self._figure(draft, reading, follow)
        ranks = reading.cue("highest", "lowest", "top", "bottom") is not None
        if not reading.subjects and _points_back(text) and not ranks and not reading.region:
            if context.subjects:
                reading = self._with_subjects(reading, context.subjects[:1])
                plan = self._planner.plan(reading)
            elif plan is not None and _sure(plan) and plan.query.measures[0].layout == "entities":
                return self._whose(draft, reading)
        return (
            self._unknown_number(draft, reading)
            or self._structured(draft, reading)
            or self._doubted(draft, reading, plan)
            or self._guess(draft, reading)
            or self._by_ownership(draft, reading, plan)
            or self._unknown_school(draft, reading)
            or self._figure_or_text(draft, reading, plan, context)
        )

    def _doubted(self, draft: Draft, reading: Reading, plan: Plan | None) -> Answer | None:
        """The answer to a doubt about figures; a school's annex figure that no table has is none."""
        if not asks_quality(reading):
            return None
        doubted = plan if plan is not None and plan.explained >= _DOUBTED else self._summary_plan(reading)
        if doubted is None:
            return None
        if reading.subjects and all(m.layout == "indicators" for m in doubted.query.measures):
            return None
        return self._checked(draft, reading, doubted)

    def _by_ownership(self, draft: Draft, reading: Reading, plan: Plan | None) -> Answer | None:
        """公办 and 民办, which no table tells."""
        if not set(reading.lacking) & set(_OWNERSHIP):
            return None
        asks = said(reading.text, "which") or said(reading.text, "count")
        if not asks and (plan is None or not _sure(plan)):
            return None
        draft.say(f"文件没有给出各校是否“{reading.lacking[0]}”的信息。")
        query = Query("figure", reading.text)
        return draft.finish(query, "学校的属性", abstained=True, reason="not_found")

    def _read(self, text: str) -> Reading:
        """The reading, with an organisation's name that is misspelt by sound put right."""
        reading = self._reader.read(self._spelling.put_right(text))
        for name in reading.strangers:
            if not self._reader.knows(name) and (right := self._reader.meant(name)):
                return self._reader.read(text.replace(name, right))
        return reading

    def _figure_or_text(self, draft: Draft, reading: Reading, plan: Plan | None, context: Context) -> Answer:
        records, share = self._records.find(reading)
        sure = plan is not None and _sure(plan) and not (reading.strangers and not reading.subjects)
        if context.topic and context.last is not None and context.last.kind == "prose":
            sure = sure and (bool(reading.subjects) or reading.region)
        dated = asked_types(reading.text)[:1] == ("date",)
        foreign = bool(reading.strangers) and not reading.subjects
        if (
            records
            and share >= _RECORD
            and not dated
            and not foreign
            and (plan is None or not sure or plan.problem or share > plan.explained + 0.02)
        ):
            self._records.compose(draft, reading, records)
            about = reading.subjects or draft.found[:1]
            query = Query("record", reading.text, Operation.RECORDS, about, table=records[0].table.number)
            return draft.finish(query, f"查{records[0].table.label}")
        if sure and plan is not None:
            if self._wrong_year(reading, plan):
                return self._prose_answer(draft, reading, context)
            listed = (
                plan.query.operation is Operation.VALUE and not reading.group and counted_names(reading.text)
            )
            told = plan.problem and (
                self._text_knows(reading) or asked_types(reading.text)[:1] in _NOT_FIGURES
            )
            if not told and not listed:
                return self._figure(draft, reading, plan)
        lacking = self._lacking.compose(draft, reading, context.last)
        if lacking is not None:
            return lacking
        meant = None if sure else self._by_meaning(reading)
        if meant is not None and not self._text_knows(reading):
            draft.say(f"按意思最接近的指标“{meant.query.measures[0].name}”理解。", (), "note")
            return self._figure(draft, reading, meant)
        return self._prose_answer(draft, reading, context)

    def _by_meaning(self, reading: Reading) -> Plan | None:
        """A school's figure whose indicator is asked for in words that no label has."""
        types = asked_types(reading.text)
        if not reading.subjects or particulars(reading.text) or (types and "number" not in types):
            return None
        measure = self._meaning.nearest(reading.rest)
        if measure is None:
            return None
        return Plan(Query("figure", reading.text, Operation.VALUE, reading.subjects, (measure,)), 1.0)

    def _text_knows(self, reading: Reading) -> bool:
        """True where a sentence about the school has most of the question's other words."""
        if not reading.subjects:
            return False
        found = self._prose.evidence(ProseQuestion(self._full(reading), reading.subjects), 1)
        return bool(found) and self._prose.tells(found[0], reading)

    def _wrong_year(self, reading: Reading, plan: Plan) -> bool:
        periods = " ".join(m.period for m in plan.query.measures)
        return any(year not in periods for year in reading.years)

    # -- figures ---------------------------------------------------------------------------------

    def _figure(self, draft: Draft, reading: Reading, plan: Plan) -> Answer:
        query = plan.query
        understood = describe(query)
        if self._wrong_year(reading, plan):
            periods = "、".join(dict.fromkeys(m.period for m in query.measures))
            draft.say(
                f"文件没有 {'、'.join(reading.years)} 年的“{query.measures[0].name}”，只有{periods}的数据。"
            )
            return draft.finish(query, understood, abstained=True, reason="unknown_period")
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
        draft.answers_first()
        return draft.finish(query, understood, suggestions=self._suggest(query))

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
        observation = region_value(self._figures.desk, measure)
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
        shown = {
            observation.value for m in query.measures if (observation := region_value(self._figures.desk, m))
        }
        for measure in query.measures[:2]:
            observation = region_value(self._figures.desk, measure)
            if observation is None:
                continue
            region = self._index.document(measure.document).region
            asked = tuple(dict.fromkeys((*measure.words, *self._facts.words_of(query.text))))
            for words in (measure.words, asked):
                for _, fact in self._facts.like(words, observation.unit, region):
                    far = not comparable(fact.value, observation.value)
                    if fact.value in shown or len(shown) > _MOST_OTHERS or far or _part_of(fact, observation):
                        continue
                    shown.add(fact.value)
                    say_other(self._index, draft, fact)

    def _suggest(self, query: Query) -> tuple[str, ...]:
        if not query.measures or query.formula:
            return ()
        name = query.measures[0].name.split(" › ")[-1]
        if query.measures[0].layout == "entities":
            if query.subjects:
                return (f"{query.subjects[0]}的{name}在全省排第几？", f"{name}最高的前三所学校是哪些？")
            return (f"{name}的省均值是多少？", f"{name}高于全省平均的有几所？")
        return ()

    # -- names -----------------------------------------------------------------------------------

    def _whose(self, draft: Draft, reading: Reading) -> Answer:
        draft.say("请说明您问的是哪所学校。")
        return draft.finish(
            Query("unclear", reading.text), "没有说明是哪所学校", abstained=True, reason="unclear"
        )

    def _ask_back(self, draft: Draft, reading: Reading, mention: Mention) -> Answer:
        choices = tuple(
            reading.text[: mention.start] + subject + reading.text[mention.end :]
            for subject in mention.subjects
        )
        names = "，还是".join(mention.subjects)
        draft.say(f"“{mention.written}”可能指{names}？请选择。")
        query = Query("unclear", reading.text)
        return draft.finish(query, "学校名称有歧义", abstained=True, reason="ambiguous", choices=choices)

    def _guess(self, draft: Draft, reading: Reading) -> Answer | None:
        """A short name by no known rule is asked back, with the schools whose names contain its letters."""
        if reading.subjects:
            return None
        for name in reading.strangers:
            like = self.names.containing(name)
            if like and len(name) <= _SHORT_NAME:
                at = reading.text.index(name)
                return self._ask_back(draft, reading, Mention(at, at + len(name), name, like, "guess"))
        return None

    def _unknown_number(self, draft: Draft, reading: Reading) -> Answer | None:
        """第 300 号提案 where the documents only have another number."""
        plain = re.sub(r"\s", "", "".join(d.text for d in self._index.documents))
        for number in re.findall(r"第\s*(\d+)\s*号", reading.text):
            if f"第{number}号" not in plain:
                known = "、".join(dict.fromkeys(re.findall(r"第\d+号", plain)))
                draft.say(
                    f"文件中没有第 {number} 号，有的是{known}。" if known else f"文件中没有第 {number} 号。"
                )
                query = Query("prose", reading.text)
                return draft.finish(query, "核对编号", abstained=True, reason="not_found")
        return None

    def _unknown_school(self, draft: Draft, reading: Reading) -> Answer | None:
        unknown = [name for name in reading.strangers if not self._reader.knows(name)]
        if not unknown:
            return None
        from rapidfuzz import process

        near = [
            name for name, score, _ in process.extract(unknown[0], self.names.subjects, limit=2) if score > 70
        ]
        hint = f"名称相近的有：{'、'.join(near)}。" if near else ""
        draft.say(f"文件中没有“{'”“'.join(unknown)}”的数据。{hint}")
        plan = self._planner.plan(reading)
        query = plan.query if plan is not None else Query("prose", reading.text)
        return draft.finish(query, f"没有找到“{unknown[0]}”", abstained=True, reason="unknown_subject")

    def _with_subjects(self, reading: Reading, subjects: Sequence[str]) -> Reading:
        added = tuple(Mention(0, 0, s, (s,), "context") for s in subjects)
        return replace(reading, mentions=(*reading.mentions, *added))

    # -- structure, quality, prose -----------------------------------------------------------------

    def _structured(self, draft: Draft, reading: Reading) -> Answer | None:
        reason = self._structure.compose(draft, reading)
        if reason is None:
            return None
        query = Query("structure", reading.text, subjects=reading.subjects or self._named_in(draft))
        return draft.finish(query, "查文件结构", abstained=bool(reason), reason=reason)

    def _summary_plan(self, reading: Reading) -> Plan | None:
        """For a doubt about a table's mean as such: its column of the most people."""
        if not reading.cue("printed_mean", "mean", "printed_median"):
            return None
        columns = [
            m
            for m in self.measures
            if m.layout == "entities"
            and m.unit == "人"
            and (not reading.places or m.table in reading.places)
            and self._figures.desk.lookup.summary(m, "mean") is not None
        ]
        best = max(columns, key=self._mean_of, default=None)
        if best is None:
            return None
        return Plan(Query("figure", reading.text, Operation.CHECK, measures=(best,)), 1.0)

    def _mean_of(self, measure: Measure) -> float:
        mean = self._figures.desk.lookup.summary(measure, "mean")
        return float(mean.value) if mean is not None and mean.value is not None else 0.0

    def _named_in(self, draft: Draft) -> tuple[str, ...]:
        """The first school that what was said names, for the next question."""
        found = [m.subjects[0] for m in self.names.exact(draft.text) if len(m.subjects) == 1]
        return tuple(found[:1])

    def _checked(self, draft: Draft, reading: Reading, plan: Plan) -> Answer | None:
        if not self._quality.compose(draft, reading, plan):
            return None
        if not reading.subjects:
            self._disclose(draft, plan.query)
            draft.answers_first()
        return draft.finish(replace(plan.query, operation=Operation.CHECK), f"核对：{describe(plan.query)}")

    def _full(self, reading: Reading) -> str:
        """The question with schools under their full names."""
        text = reading.text
        for mention in sorted(reading.mentions, key=lambda m: -m.start):
            if len(mention.subjects) == 1 and mention.end > mention.start:
                text = text[: mention.start] + mention.subjects[0] + text[mention.end :]
        return text

    def _prose_answer(self, draft: Draft, reading: Reading, context: Context) -> Answer:
        text = self._full(reading)
        follows = bool(context.topic)
        if follows:
            text = f"{context.topic[-60:]} {text}"
        meant = documents_meant(reading.text, self._index.documents)
        only = tuple(d.id for d in meant) if len(meant) < len(self._index.documents) else ()
        subjects = reading.subjects or (context.subjects[:1] if follows else ())
        sections = () if self._prose.elsewhere(reading.text, context.sections) else context.sections
        asked = ProseQuestion(text, subjects, sections, only, asked_types(reading.text), reading.years)
        doubt = self._prose.compose(draft, reading, asked)
        about = subjects or draft.found[:1]
        query = Query("prose", self._full(reading) if not follows else text, subjects=about)
        figure = self._planner.plan(reading) if doubt is not None and reading.strangers else None
        if figure is not None:
            query = figure.query
        if doubt is None:
            return draft.finish(query, "从正文中查找")
        draft.say(doubt.text)
        if draft.nearest is not None:
            document, span = draft.nearest
            draft.say(
                f"文件中最接近的内容：“{document.quote(span)}”（{document.section_at(span.start).name}）",
                [draft.cite_span(document, span)],
                "source",
            )
        return draft.finish(query, "从正文中查找", abstained=True, reason=doubt.reason)


def _part_of(fact: Fact, observation: Observation) -> bool:
    """True for a figure of the same table: its rows count different things."""
    other = fact.observation
    return not (other is None or other.source.table != observation.source.table)


def _sure(plan: Plan) -> bool:
    """True where the figures may answer: the question's words are explained, and the label named."""
    return plan.explained >= _SURE and (plan.covered >= _NAMED or bool(plan.query.subjects))


def _points_back(text: str) -> bool:
    return bool(
        re.search(
            r"它|该校|该院|这所|这个学校|这学校|那学校|那个学校|本校|那所|这家|其(?!中|他|它|余|实)", text
        )
    )


def _schools(index: Index) -> list[str]:
    """The subjects of the tables that are organisations by their names' endings."""
    endings = structure_words().organisation_suffixes
    subjects = dict.fromkeys(o.subject for o in index.observations if o.subject_kind is SubjectKind.ENTITY)
    return [s for s in subjects if s.endswith(endings)]
