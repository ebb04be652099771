"""Routes a question to the desk that can answer it: figures, records, structure or prose."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.attributes import Attributes
from assistant.audited import Audited
from assistant.concepts import Vocabulary
from assistant.desks.breath import InOneBreath
from assistant.desks.completing import Completer
from assistant.desks.figures import FigureDesk
from assistant.desks.names import NameDesk, schools_of, with_subjects
from assistant.desks.prose import ProseDesk
from assistant.desks.rows import RowsDesk
from assistant.desks.talking import Talking, names_only
from assistant.desks.units import asks_beyond, counted_otherwise, of_printed_column, says_other
from assistant.dialogue import Context, elliptic, points_back
from assistant.disputes import Disputes
from assistant.doubts import Doubts
from assistant.facts import Facts
from assistant.followups import Resolver
from assistant.lacking import Lacking
from assistant.meaning import Meaning
from assistant.measures import Measures
from assistant.names import Names
from assistant.operations import operation_words, said
from assistant.planner import Plan, Planner
from assistant.prose.answering import ProseAnswerer
from assistant.prose.asked import asked_types, focus_of
from assistant.prose.evidence import EvidenceFinder
from assistant.prose.instances import counted_names
from assistant.prose.members import SCHOOLS, members_kind
from assistant.prose.nearmiss import other_member
from assistant.prose.sides import asks_each_side, two_sides
from assistant.prose.signals import Signals
from assistant.quality import asks_quality
from assistant.query import Operation, Query
from assistant.reading import Reader, Reading
from assistant.records import RecordAnswerer
from assistant.regions import Regions
from assistant.rewording import tables_by_caption
from assistant.spelling import Spelling
from assistant.split import asking_clauses
from assistant.structure import StructureAnswerer

if TYPE_CHECKING:
    from assistant.arbiter import Told
    from assistant.draft import Draft
    from assistant.meaning import Likely
    from assistant.model import Answer
    from index.search import Index

_CERTAIN = 0.9
_RECORD = 0.7
_BETTER = 0.02
_PART_OF_NAME = 3
_ORDINARY = 2
_SHORT = 3
_GOES_ON = 18
_OF_WHAT_WAS_SAID = (
    *("difference", "compare", "ratio", "highest", "lowest", "against", "printed_mean", "printed_median"),
)
"""What is done with a figure of before where the message names none."""
_NAMED_KINDS = ((), ("list",), ("name",), ("summary",))
_NOT_FIGURES = tuple((kind,) for kind in ("list", "school", "organisation", "name", "date", "summary"))


class Desks:
    """Everything that answers, over one index."""

    def __init__(self, index: Index) -> None:
        text = "".join(d.text for d in index.documents)
        names = Names(schools_of(index), index.segmenter, text)
        regions = Regions.of(index.documents)
        vocabulary = Vocabulary(index.segmenter, regions.forms)
        every = Measures(index.documents, vocabulary)
        measures = every.of_years()
        self.names = names
        self._documents = index.documents
        self._tags = index.segmenter.tags
        self.measures = measures.all
        self._reader = Reader(names, vocabulary, text, regions, tables_by_caption(index.documents))
        self._planner = Planner(measures, every)
        self._spelling = Spelling(
            names.aliases, names.words_of_names, names.forms.names, vocabulary.concept_words()
        )
        self._resolver = Resolver(self._planner)
        self._breath = InOneBreath(self._reader.read, self._planner, self._resolver)
        self.audited = Audited(index)
        self._doubts = Doubts(index, measures)
        self._records = RecordAnswerer(index, names)
        self._completer = Completer(names, self._planner, vocabulary, self.read, self._records)
        self._attributes = Attributes(index)
        self._structure = StructureAnswerer(index, names.subjects)
        facts = Facts(index, names, vocabulary, measures)
        self.evidence = EvidenceFinder(index, names)
        self._rows = RowsDesk(self._records, self.evidence)
        self._disputes = Disputes(index, vocabulary, self.evidence)
        signals = Signals(self.evidence, index.documents, index.segmenter.tags)
        self.meaning = Meaning(index, measures)
        self._names = NameDesk(index, names, self._reader, self._planner)
        self._figures = FigureDesk(index, measures, self._planner, facts, self.meaning)
        self._lacking = Lacking(measures, self._figures.desk, [d.text for d in index.documents])
        self._prose = ProseDesk(
            index,
            ProseAnswerer(index, names, self.evidence, facts, signals),
            self._planner,
            lambda side: self._figures.cell_of(self._reader.read(side.text), side.document),
        )
        self._talking = Talking(index, names, self.evidence, self._prose, self.read)

    # -- before answering ------------------------------------------------------------------------

    def answers_whole(self, text: str) -> bool:
        """True where one query explains the whole message, though it has two question marks."""
        reading = self._reader.read(text)
        agreement = asks_quality(reading) or self._disputes.fits(reading)
        one = not any(mark in text.rstrip("？?") for mark in "？?")
        if agreement or (one and two_sides(text, self._documents)) or self._records.quoted(reading):
            return True
        plan = self._planner.plan(reading)
        return plan is not None and plan.explained >= _CERTAIN and not reading.unknown

    def asked_in_turn(self, text: str) -> list[str]:
        """The questions that a message asks in one breath, or none."""
        breath = self._breath
        return breath.figures_beside(text) or breath.one_after_other(text) or breath.asked_each(text)

    def tells_of(self, text: str) -> bool:
        """True where a sentence fits a question that names a school so well that it is no chat."""
        reading = self._reader.read(text)
        return bool(reading.subjects) and self._prose.says(reading)

    def asked_apart(self, text: str) -> list[str]:
        """Two clauses that ask of things told in different places (甲跟谁建的，乙服务了多少家), as questions; or none."""
        reading = self._reader.read(text)
        plan = self._planner.plan(reading)
        told = plan is not None and plan.explained >= _CERTAIN and len(plan.query.measures) > 1
        if two_sides(text, self._documents) or asks_quality(reading) or (told and not reading.unknown):
            return []
        clauses = asking_clauses(text)
        return self._prose.asked_apart(clauses, [self._reader.read(clause) for clause in clauses])

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
        """True for a short message that names nothing of its own after an answer."""
        if last is None or last.query is None or len(text) > _GOES_ON:
            return False
        reading = self._reader.read(text)
        if names_only(reading):
            return True
        if last.query.kind != "prose":
            compared = not reading.words and reading.cue(*_OF_WHAT_WAS_SAID) is not None
            introduced = last.query.kind == "structure" and len(last.query.subjects) == 1
            whose = reading.mentions or reading.strangers or reading.region or reading.places
            asks_of_it = introduced and not whose and bool(reading.words) and not reading.unknown
            levels = bool(reading.words) and self._planner.measures.only_narrow(reading.words)
            rows = last.query.kind == "record" and self._records.has_heads(reading.words, last.query.table)
            levels = levels or rows
            levels = levels or self._resolver.part_named(reading, last.query)
            return compared or elliptic(reading, last.query) or asks_of_it or (levels and not whose)
        named = reading.mentions or reading.strangers or reading.region or reading.places
        return (
            not named
            and not any(mark in text for mark in "“《「")
            and not reading.cue("highest", "lowest", "top")
        )

    # -- answering -------------------------------------------------------------------------------

    def answer(self, draft: Draft, text: str, context: Context) -> Answer:
        """The answer to one question, with what the context adds to it."""
        text, context = self._talking.pointed(text, context)
        if (there := self._talking.answer(draft, self.read(text), context)) is not None:
            return there
        reading = self._completer.complete(draft, text, context)
        if reading.ambiguous:
            return self._names.ask_back(draft, reading, reading.ambiguous[0])
        self._names.say_meant(draft, reading)
        told = self._not_told_by_tables(reading)
        plan = None if told else self._planner.plan(reading)
        follow = None if told else self._resolver.resolve(reading, context, plan)
        if follow is not None:
            return self._figures.answer(draft, reading, follow)
        ranks = reading.cue("highest", "lowest", "top", "bottom") is not None
        after_text = context.last is not None and context.last.kind == "prose"
        if after_text and context.last is not None and not reading.subjects:
            continued = self._planner.continued(reading, self._reader.read(context.last.text))
            if continued is not None and not counted_otherwise(reading, continued):
                return self._figures.answer(draft, reading, continued)
        if not reading.subjects and points_back(text) and not ranks and not reading.region:
            if context.subjects:
                reading = with_subjects(reading, context.subjects[:1])
                plan = self._planner.plan(reading)
            elif plan is not None and plan.sure and _of_nobody(plan):
                return self._names.whose(draft, reading)
        return (
            self._names.unknown_number(draft, reading)
            or self._names.unknown_mean(draft, reading)
            or self._section(draft, reading)
            or self._audit(draft, reading, plan)
            or self._disagreeing(draft, reading, plan)
            or self._attributed(draft, reading)
            or self._talking.likewise(draft, reading, context)
            or self._structured(draft, reading)
            or self._doubted(draft, reading, plan)
            or self._names.guess(draft, reading)
            or self._names.by_attribute(draft, reading, plan)
            or self._names.unknown_school(draft, reading)
            or self._figure_or_text(draft, reading, plan, context)
        )

    def read(self, text: str) -> Reading:
        """The reading, with an organisation's name that is misspelt by sound put right."""
        reading = self._reader.read(self._spelling.put_right(text))
        for name in reading.strangers:
            right = self._only_with(name) or ("" if self._reader.knows(name) else self._reader.meant(name))
            if right:
                return self._reader.read(text.replace(name, right))
        return replace(reading, strangers=tuple(n for n in reading.strangers if not self._ordinary(n)))

    def _only_with(self, name: str) -> str:
        """The one school whose name has what ``name`` says before its ending, or ""."""
        bare = re.sub("(?:职业|技术|高等|专科)*(?:学校|学院|大学)$", "", name)
        names = [n for n in self.names.subjects if bare in n] if len(bare) >= _PART_OF_NAME else []
        return names[0] if len(names) == 1 else ""

    def _ordinary(self, name: str) -> bool:
        """True for a name made of words that the documents use, none of them a place's or a person's: 汽车产业学院."""
        tags = list(self._tags(name))
        proper = any(
            flag in ("ns", "nr", "nrt", "nz") or (flag == "nt" and len(word) > _SHORT) for word, flag in tags
        )
        return len(tags) >= _ORDINARY and not proper and all(self.evidence.known(word) for word, _ in tags)

    def weighed(self, reading: Reading) -> tuple[Likely, Told] | None:
        """What is weighed where no label explains a question: the likely indicator, and what the text tells."""
        plan = self._planner.plan(reading)
        likely = None if plan is not None and plan.sure else self._figures.likely(reading)
        return None if likely is None else (likely, self._prose.told(reading))

    def _figure_or_text(self, draft: Draft, reading: Reading, plan: Plan | None, context: Context) -> Answer:
        sure = self._sure(reading, plan, context)
        goes_on = context.last is not None and context.last.kind == "prose"
        named = bool(reading.subjects or reading.places or reading.region)
        told = self._not_told_by_tables(reading)
        in_tables = any(not self.evidence.known(word) for word in reading.unknown)
        looked_up = not told and (named or not goes_on or in_tables)
        recorded = self._rows.answer(draft, reading, plan if sure else None) if looked_up else None
        if recorded is not None:
            return recorded
        if sure and plan is not None:
            if self._figures.wrong_year(reading, plan) and (
                self._prose.says(reading) or not reading.subjects
            ):
                return self._prose.answer(draft, reading, context)
            if not self._rather_text(reading, plan):
                return self._figures.answer(draft, reading, plan)
        if not self._prose.says(reading):
            lacking = self._lacking.compose(draft, reading, context.last)
            if lacking is not None:
                return lacking
        meant = (
            None
            if sure or told or (goes_on and context.topic) or asked_types(reading.text)[:1] == ("summary",)
            else self._figures.by_meaning(reading, self._prose.told(reading))
        )
        fits = (
            meant is not None
            and other_member(reading.text, "".join(meant.query.measures[0].path)) is None
            and not self._figures.wrong_year(reading, meant)
            and not counted_otherwise(reading, meant)
        )
        if meant is not None and fits and not self._prose.knows(reading):
            draft.say(f"按意思最接近的指标“{meant.query.measures[0].name}”理解。", (), "note")
            return self._figures.answer(draft, reading, meant)
        return self._prose.answer(draft, reading, context)

    def _sure(self, reading: Reading, plan: Plan | None, context: Context) -> bool:
        """True where the figures explain the question, and what it is about is theirs."""
        if plan is None or not plan.sure or (reading.strangers and not reading.subjects):
            return False
        after_text = bool(context.topic) and context.last is not None and context.last.kind == "prose"
        if after_text and not reading.subjects and not reading.region:
            return False
        if says_other(reading, plan):
            return False
        named = members_kind(reading.text) == SCHOOLS
        return not named or any(
            m.layout == "entities" for m in plan.query.measures
        )  # a region's row names none

    def _not_told_by_tables(self, reading: Reading) -> bool:
        """True for a change against another year, or a plan: no label of the tables says such a thing."""
        asked = [kind for kind in ("change", "planned") if said(reading.text, kind)]
        if len(reading.years) > 1 and self._planner.has_years(reading.years):
            return False
        words = [w for kind in asked for w in operation_words()["asks"][kind] if w in reading.text]
        return bool(words) and not any(w in part for w in words for m in self.measures for part in m.path)

    def _rather_text(self, reading: Reading, plan: Plan) -> bool:
        """True where the figures fit but the question wants names, or the text tells more."""
        names = plan.query.operation is Operation.VALUE and not reading.group and counted_names(reading.text)
        other = counted_otherwise(reading, plan) or asks_beyond(reading, plan)
        kinds = asked_types(reading.text)
        who = plan.query.operation is Operation.VALUE and kinds[:1] == ("person",)
        if names or other or who or two_sides(reading.text, self._documents):
            return True
        measures = plan.query.measures if plan.query.operation is Operation.VALUE else ()
        annex = bool(measures) and measures[0].layout == "indicators" and self._figures.counts(measures[0])
        if annex and kinds[:1] in _NAMED_KINDS and "number" not in kinds and focus_of(reading.text):
            return True
        if not plan.problem:
            return False
        return self._prose.knows(reading) or asked_types(reading.text)[:1] in _NOT_FIGURES

    def _attributed(self, draft: Draft, reading: Reading) -> Answer | None:
        """What a column of words tells of schools: its city, whether it is public."""
        said_of = self._attributes.compose(draft, reading)
        if said_of is None:
            return None
        return draft.finish(Query("record", reading.text, Operation.RECORDS, said_of), "查各校的属性")

    def _audit(self, draft: Draft, reading: Reading, plan: Plan | None) -> Answer | None:
        compared = plan is not None and len(plan.query.measures) > 1 and asks_quality(reading)
        if plan is not None and of_printed_column(reading, plan):
            return None
        compared = compared or asks_each_side(reading.text, self._documents)
        disputed = None if compared else self._disputes.compose(draft, reading)
        of_all = disputed is None and plan is None and self.audited.asks_all(reading)
        if of_all and self._disputes.fits_well(reading):  # of one thing after all
            disputed = self._disputes.by_words(draft, reading)
        query = disputed or self.audited.compose(draft, reading, plan)
        return None if query is None else draft.finish(query, "核对文件中的数据")

    def _doubted(self, draft: Draft, reading: Reading, plan: Plan | None) -> Answer | None:
        """A check of figures, unless the question asks what each document says."""
        if two_sides(reading.text, self._documents):
            return None
        if asks_quality(reading) and (query := self._doubts.compose(draft, reading, plan)) is not None:
            return draft.finish(query, "核对文件中的数据")
        checked = self._figures.doubted(draft, reading, plan)
        if checked is None and not reading.subjects and self.audited.about_tables(draft, reading):
            return draft.finish(Query("structure", reading.text, Operation.CHECK), "核对文件中的数据")
        return checked

    def _disagreeing(self, draft: Draft, reading: Reading, plan: Plan | None) -> Answer | None:
        """The finding that a question about agreement asks for, unless it is a check of figures by their names."""
        each = said(reading.text, "each_of") and not self._disputes.numbered(reading.text)
        sure = plan is not None and (plan.explained >= _CERTAIN or each)
        if sure or asks_each_side(reading.text, self._documents):
            return None
        query = self._disputes.by_words(draft, reading)
        return None if query is None else draft.finish(query, "核对文件中的数据")

    def _section(self, draft: Draft, reading: Reading) -> Answer | None:
        """How large a named table is, or what a section is about that is named by its whole title."""
        if not (self._structure.sized(draft, reading) or self._structure.section(draft, reading.text)):
            return None
        return draft.finish(Query("structure", reading.text), "查文件结构")

    def _structured(self, draft: Draft, reading: Reading) -> Answer | None:
        whole_row = reading.cue("row") is not None and bool(reading.subjects)
        reason = None if whole_row else self._structure.compose(draft, reading)
        if reason is None:
            return None
        draft.found = draft.found or tuple(s for s in self.names.subjects if s in draft.text)
        query = Query("structure", reading.text, subjects=reading.subjects or self._named_in(draft))
        return draft.finish(query, "查文件结构", abstained=bool(reason), reason=reason)

    def _named_in(self, draft: Draft) -> tuple[str, ...]:
        """The first school that what was said names, for the next question."""
        found = [m.subjects[0] for m in self.names.exact(draft.text) if len(m.subjects) == 1]
        return tuple(found[:1])


def _of_nobody(plan: Plan) -> bool:
    """True for figures of a school that nothing tells: no condition, ranking or group says which."""
    query = plan.query
    told = query.conditions or query.group or query.limit or query.by
    return query.measures[0].layout == "entities" and not told
