"""Reads a message with what it leaves out: schools by a part of their name, an indicator by a part of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.dialogue import dialogue_words, leans_back
from assistant.names import Mention
from assistant.operations import said
from assistant.query import Group

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.concepts import Vocabulary
    from assistant.dialogue import Context
    from assistant.draft import Draft
    from assistant.names import Names
    from assistant.planner import Planner
    from assistant.reading import Reading
    from assistant.records import RecordAnswerer

_PART_OF_NAME = 3
_LONGEST_PART = 8
_SHARE = re.compile(r"([\u4e00-\u9fff]{1,6}?)(的占比?(?:是|有)?(?:多少|多大比例|几成|百分之几)?)$")
_LEFT_OUT = re.compile(
    r"(?:去掉|除去|除了|刨去|刨掉|排除|不算|不含|剔除)([\u4e00-\u9fff]{2,12}?)(?:的?(?:呢|的话|以后|之后|后))?[？?。]?$"
)
_ENDINGS = ("的呢", "呢", "的")


class Completer:
    """Completes messages from the names and words of one corpus and the turns before."""

    def __init__(
        self,
        names: Names,
        planner: Planner,
        vocabulary: Vocabulary,
        read: Callable[[str], Reading],
        records: RecordAnswerer,
    ) -> None:
        """``records`` are the tables of words, ``read`` gives the reading of a normalised question."""
        self._names = names
        self._planner = planner
        self._words = frozenset(vocabulary.concept_words())
        self._read = read
        self._records = records

    def complete(self, draft: Draft, text: str, context: Context) -> Reading:
        """The reading of ``text`` after the turns of ``context``; says in ``draft`` how a name is taken."""
        reading = self._read(self._one_school(text, context))
        reading = self._called_by_field(draft, reading, context)
        reading = self._left_out(reading, context)
        reading = self._only_member(reading, context)
        reading = self._of_the_rows(reading, context)
        reading = self._of_the_school(reading, context)
        return self._part_of_indicator(reading, context)

    def _one_school(self, text: str, context: Context) -> str:
        """``text``, with the school's name for 电子信息呢 after a school's figure where one name alone has it."""
        part = text.strip("，。？！ ").removeprefix("那么").removeprefix("那").removesuffix("呢")
        asks = text.rstrip("。？！ ").endswith("呢") and len(part) >= _PART_OF_NAME
        if not asks or context.last is None or not context.last.subjects:
            return text
        reading = self._read(text)
        if reading.region or reading.group or reading.mentions or reading.ambiguous:
            return text
        names = [name for name in self._names.subjects if part in name]
        return text.replace(part, names[0]) if len(names) == 1 else text

    def _called_by_field(self, draft: Draft, reading: Reading, context: Context) -> Reading:
        """The reading with schools that are called by their field alone (电子信息有多少学生), if figures fit it."""
        text = reading.text
        taken: list[tuple[int, int, str]] = []
        nameless = reading.nameless
        for start, end, subject in self._names.by_field(nameless):
            if all(end <= a or b <= start for a, b, _ in taken):
                taken.append((start, end, subject))
        for start, end, subject in self._names.by_head(nameless) if taken else ():
            others = {subject for _, _, subject in taken}
            if subject not in others and all(end <= a or b <= start for a, b, _ in taken):
                taken.append((start, end, subject))
        for start, end, subject in sorted(taken, reverse=True):
            text = text[:start] + subject + text[end:]
        if not taken or reading.group is not None:
            return reading
        named = self._read(text)
        last = context.last
        follows = last is not None and last.kind == "figure" and bool(last.subjects) and leans_back(text)
        if not (follows and not named.words) and not self._of_columns(named):
            return reading
        meant = "，".join(f"“{nameless[a:b]}”按{subject}理解" for a, b, subject in taken)
        draft.remark(f"{meant}。")
        return named

    def _of_columns(self, reading: Reading) -> bool:
        """True where the tables of schools surely have the figure that is asked for."""
        plan = self._planner.plan(reading)
        return plan is not None and plan.sure and all(m.layout == "entities" for m in plan.query.measures)

    def _left_out(self, reading: Reading, context: Context) -> Reading:
        """去掉延边呢 after a figure: all schools but the one that the part of a name means."""
        found = _LEFT_OUT.match(reading.text)
        last = context.last
        if found is None or last is None or last.kind != "figure" or reading.group is not None:
            return reading
        names = tuple(name for name in self._names.subjects if found.group(1) in name)
        if len(names) != 1 or not any(m.layout == "entities" for m in last.measures):
            return reading
        group = Group(f"不含{names[0]}", without=names)
        if last.group is not None:
            group = replace(last.group, said=f"{last.group.said}（不含{names[0]}）", without=names)
        return replace(reading, group=group, tokens=(), mentions=())

    def _only_member(self, reading: Reading, context: Context) -> Reading:
        """松原的呢 after a school's figure: the one school of the place."""
        if reading.group is None or context.last is None or not context.last.subjects:
            return reading
        members = [name for name in self._names.subjects if reading.group.holds(name)]
        if len(members) != 1 or not leans_back(reading.text):
            return reading
        return replace(_with_subjects(reading, members), group=None)

    def _of_the_school(self, reading: Reading, context: Context) -> Reading:
        """全日制学生人数 after 说说通航学院: the school that the text was asked about."""
        last = context.last
        whose = reading.mentions or reading.strangers or reading.region or reading.places or reading.group
        if last is None or last.kind == "figure" or whose or reading.unknown or not reading.words:
            return reading
        if len(context.found) > 1 and not said(reading.text, "which"):
            listed = replace(reading, group=Group("上面这些学校", names=context.found))
            return listed if self._of_columns(listed) else reading
        if len(context.subjects) != 1 or said(reading.text, "which") or reading.counted:
            return reading
        named = _with_subjects(reading, context.subjects)
        ranked = reading.cue("highest", "lowest", "top", "bottom", "threshold", "against")
        return named if ranked is None and self._of_columns(named) else reading

    def _of_the_rows(self, reading: Reading, context: Context) -> Reading:
        """吉铁院的呢, 分别是哪一批 after rows of a table of words: the same of another school, or the same rows."""
        last = context.last
        words = reading.words
        if (
            last is not None
            and last.kind == "record"
            and words
            and self._records.has_heads(words, last.table)
        ):
            whose = reading.subjects or reading.group or reading.region or reading.strangers
            return reading if whose else self._read(f"{last.text.rstrip('？?。 ')}，{reading.text}")
        if last is None or last.kind != "record":
            return reading
        named = reading.mentions or reading.group or reading.region or reading.strangers
        other = "" if named else self._records.of_other_cell(last.text, reading.text, last.table)
        if other:
            return self._read(other)
        asks = reading.subjects and not reading.words and not reading.cues and leans_back(reading.text)
        if not asks:
            return reading
        before = self._read(last.text)
        text = last.text
        for mention in sorted(before.mentions, key=lambda m: -m.start):
            text = text[: mention.start] + text[mention.end :]
        return self._read("和".join(reading.subjects) + "的" + text.lstrip("的"))

    def _part_of_indicator(self, reading: Reading, context: Context) -> Reading:
        """招生的呢 after 设置专业数, 电子的呢 after 纸质书: the indicator whose word ends as the last one's."""
        last = context.last
        part = reading.text.strip("，。？！?! ")
        for word in dialogue_words()["parts_before"]:
            part = part.removeprefix(word)
        shared = _SHARE.match(part)
        ending = shared.group(2) if shared else next((e for e in _ENDINGS if part.endswith(e)), "")
        part = shared.group(1) if shared else part.removesuffix(ending)
        if last is None or last.kind != "figure" or not ending or not part or len(part) > _LONGEST_PART:
            return reading
        cues = reading.cues and not shared
        if part in self._words or reading.mentions or reading.group or reading.region or cues:
            return reading
        before = self._read(last.text)
        written = [before.rest[t.start : t.end] for t in before.tokens if t.kind in ("concept", "label")]
        labels = [m.path[-1] for m in last.measures]
        for word in (*written, *labels):
            for cut in range(len(word) - 1, 0, -1):
                whole = next((w for w in (part + word[-cut:],) if w in self._words), "")
                if whole and whole != word:
                    share = f"{whole}占{labels[0]}的比例" if shared else reading.text.replace(part, whole)
                    return self._read("和".join(last.subjects) + share if shared else share)
        return reading


def _with_subjects(reading: Reading, subjects: Sequence[str]) -> Reading:
    added = tuple(Mention(0, 0, s, (s,), "context") for s in subjects)
    return replace(reading, mentions=(*reading.mentions, *added))
