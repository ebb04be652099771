"""Refuses what no table of schools measures: a ranking by 教授, a school's 占地面积.

The word that is missing is named, with what the tables have that is nearest; running text is left to
answer where it says such a thing itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.choosing import ENOUGH
from assistant.concepts import concept_data
from assistant.draft import printed
from assistant.figures.values import name_of, region_value
from assistant.intent import asked_operation
from assistant.operations import operation_words, said
from assistant.query import Operation, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.figures.desk import Desk
    from assistant.measures import Measures
    from assistant.model import Answer
    from assistant.query import Measure
    from assistant.reading import Reading

_SENTENCE = re.compile(r"[^。；！？\n]+")
_DONE = {
    Operation.TOP: "排名",
    Operation.RANGE: "排名",
    Operation.RANK_OF: "排名",
    Operation.FILTER: "筛选",
    Operation.COUNT: "筛选",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A word of the question that no column has: its concept or itself, and as it is written."""

    form: str
    written: str

    @property
    def words(self) -> tuple[str, ...]:
        """How a sentence may say it."""
        return (self.form, self.written) if self.form in concept_data()["concepts"] else (self.written,)

    @property
    def name(self) -> str:
        """What the refusal calls it: a reviewed concept by its name, else as written."""
        return self.form if self.form in concept_data()["kin"] else self.written


class Lacking:
    """Knows what the tables of one corpus do not measure."""

    def __init__(self, measures: Measures, desk: Desk, texts: Sequence[str]) -> None:
        self._measures = measures
        self._desk = desk
        self._columns = tuple(m for m in measures.all if m.layout == "entities")
        self._rows = tuple(m for m in measures.all if m.layout == "indicators")
        known = {word for m in measures.all for word in m.words}
        self._known = known | {wider for word in known for wider in measures.implied(word)}
        of_schools = {word for m in self._columns for word in m.words}
        self._of_schools = of_schools | {wider for word in of_schools for wider in measures.implied(word)}
        self._sentences = tuple(s for text in texts for s in _SENTENCE.findall(text.replace(" ", "")))

    def compose(self, draft: Draft, reading: Reading, last: Query | None) -> Answer | None:
        """The refusal, or ``None`` where something else should answer."""
        operation = asked_operation(reading)
        if last is not None and last.focus and not last.measures and not reading.words:
            return self._again(draft, reading, operation, last)
        if operation in _DONE and (said(reading.text, "school") or reading.subjects):
            return self._not_ranked(draft, reading, operation)
        return self._not_measured(draft, reading)

    def _again(self, draft: Draft, reading: Reading, operation: Operation, last: Query) -> Answer | None:
        """第二呢 after a ranking that was refused."""
        if operation not in _DONE and not reading.subjects:
            return None
        missing = Missing(last.focus, last.focus)
        return self._refused(draft, reading, missing, last.operation)

    def _not_ranked(self, draft: Draft, reading: Reading, operation: Operation) -> Answer | None:
        """A ranking or filter over schools by what no column has."""
        missing = [m for m in _nouns(reading, _clause(reading)) if m.form not in self._of_schools]
        if not missing or self._text_tells(missing, reading):
            return None
        row = self._row(reading)
        if row is not None:
            return self._only_region(draft, reading, operation, row)
        absent = [m for m in missing if m.form not in self._known] or missing
        return self._refused(draft, reading, absent[0], operation)

    def _not_measured(self, draft: Draft, reading: Reading) -> Answer | None:
        """A school's figure for a concept that neither a table nor the text has."""
        kin = concept_data()["kin"]
        for missing in _nouns(reading, (0, len(reading.rest))):
            asked = reading.subjects and missing.form in kin and missing.form not in self._known
            words = (
                (missing.form, missing.written, *concept_data()["concepts"][missing.form]) if asked else ()
            )
            if asked and not any(word in s for s in self._sentences for word in words):
                return self._refused(draft, reading, missing, Operation.VALUE)
        return None

    def _refused(self, draft: Draft, reading: Reading, missing: Missing, operation: Operation) -> Answer:
        verb = _DONE.get(operation)
        why = f"，不能按它{verb}学校" if verb and not reading.subjects else ""
        whose = "、".join(reading.subjects) or "各校"
        draft.say(f"文件没有给出{whose}的“{missing.name}”{why}。")
        near = self._nearest(missing)
        suggestions: tuple[str, ...] = ()
        if near is not None:
            name = near.path[-1]
            found = (
                self._desk.lookup.lines([near], subjects=reading.subjects).lines if reading.subjects else ()
            )
            for line in found:
                draft.say(
                    f"表中最接近的是另一项指标：{line.subject}的{name_of(line.first)}为 {printed(line.first)}"
                    f"（{near.table}）。",
                    [draft.cite_cell(line.first)],
                    "source",
                )
            if not found:
                draft.say(
                    f"表中最接近的是另一项指标“{name}”（{near.table}）。",
                    [self._desk.caption(draft, near)],
                    "source",
                )
            if missing.written in reading.text:
                suggestions = (reading.text.replace(missing.written, name, 1),)
        query = Query("figure", reading.text, operation, reading.subjects, focus=missing.name)
        understood = f"各表中没有“{missing.name}”"
        return draft.finish(query, understood, abstained=True, reason="not_found", suggestions=suggestions)

    def _only_region(self, draft: Draft, reading: Reading, operation: Operation, row: Measure) -> Answer:
        whose = "、".join(reading.subjects) or "各校"
        draft.say(f"文件没有给出{whose}的“{row.name}”，只有全省的数据。")
        observation = region_value(self._desk, row)
        if observation is not None:
            draft.say(
                f"供参考：{observation.subject}“{row.name}”为 {printed(observation)}（{row.table}）。",
                [draft.cite_cell(observation)],
                "source",
            )
        query = Query("figure", reading.text, operation, reading.subjects, (row,), group=reading.group)
        return draft.finish(query, f"各校的表中没有“{row.name}”", abstained=True, reason="only_region")

    def _row(self, reading: Reading) -> Measure | None:
        """The figure of the region that the question's words name."""
        cue = reading.cue("threshold")
        matches = self._measures.match(reading.words, self._rows, cue.unit if cue else "")
        fitting = [m.measure for m in matches if m.explained >= ENOUGH]
        just = [m for m in fitting if set(m.words) <= set(reading.words)]
        return next(iter((*just, *fitting)), None)

    def _nearest(self, missing: Missing) -> Measure | None:
        """The column that comes nearest to what is missing, by reviewed knowledge."""
        kin = concept_data()["kin"].get(missing.form)
        matches = self._measures.match([kin], self._columns) if kin else []
        return matches[0].measure if matches else None

    def _text_tells(self, missing: Sequence[Missing], reading: Reading) -> bool:
        """True where a sentence has one of the words and compares: 获奖总数并列第一."""
        words = operation_words()
        if reading.cue("threshold", "against"):
            compares = [w for ws in words["comparisons"].values() for w in ws if len(w) > 1]
        else:
            compares = ["第一", "首位", *words["cues"]["highest"], *words["cues"]["lowest"]]
        return any(
            any(w in s for m in missing for w in m.words) and any(w in s for w in compares)
            for s in self._sentences
        )


def _clause(reading: Reading) -> tuple[int, int]:
    """The part of the question between commas that ranks or filters; the whole where none is told."""
    kinds = ("highest", "lowest", "top", "bottom", "ordinal", "ordinal_last", "rank_of", "range")
    cue = reading.cue("threshold", "against", *kinds)
    if cue is None:
        return 0, len(reading.rest)
    start = reading.rest.rfind("，", 0, cue.start) + 1
    end = reading.rest.find("，", cue.end)
    return start, end if end >= 0 else len(reading.rest)


def _nouns(reading: Reading, span: tuple[int, int]) -> list[Missing]:
    """The things that the question names within ``span``, each once."""
    found: dict[str, Missing] = {}
    end = -1
    for token in reading.tokens:
        within = span[0] <= token.start < span[1]
        if not within or token.kind not in ("concept", "label", "unknown") or len(token.form) == 1:
            continue
        written = reading.rest[token.start : token.end]
        if token.start == end:  # 实训 and 基地 are one thing
            before = next(reversed(found.values()))
            found[before.form] = Missing(before.form, before.written + written)
        found.setdefault(token.form, Missing(token.form, written))
        end = token.end
    return list(found.values())
