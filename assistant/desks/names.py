"""The desk for names: unclear, unknown and ambiguous names and numbers are said so or asked back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz import process

from assistant.names import Mention
from assistant.operations import said
from assistant.query import Query
from corpus.knowledge import load_toml, structure_words
from corpus.model import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.model import Answer
    from assistant.names import Names
    from assistant.planner import Planner
    from assistant.query import Plan
    from assistant.reading import Reader, Reading
    from index.search import Index

_SHORT_NAME = 5
_ALIKE = 75
_NEAREST = 6


class NameDesk:
    """Answers questions whose names the documents do not have, or have more than once."""

    def __init__(self, index: Index, names: Names, reader: Reader, planner: Planner) -> None:
        self._names = names
        self._reader = reader
        self._planner = planner
        self._plain = re.sub(r"\s", "", "".join(d.text for d in index.documents))
        self._cells = {c.text for d in index.documents for t in d.tables for r in t.rows for c in r.cells}

    def unknown_number(self, draft: Draft, reading: Reading) -> Answer | None:
        """第 300 号提案 where the documents only have another number."""
        for number in re.findall(r"第\s*(\d+)\s*号", reading.text):
            if f"第{number}号" not in self._plain:
                known = "、".join(dict.fromkeys(re.findall(r"第\d+号", self._plain)))
                draft.say(
                    f"文件中没有第 {number} 号，有的是{known}。" if known else f"文件中没有第 {number} 号。"
                )
                query = Query("prose", reading.text)
                return draft.finish(query, "核对编号", abstained=True, reason="not_found")
        return None

    def unknown_mean(self, draft: Draft, reading: Reading) -> Answer | None:
        """全国平均 where no document tells one."""
        data = load_toml("assistant", "places.toml")["means"]
        regions, means = "|".join(data["of"]), "|".join(data["words"])
        found = re.search(rf"({regions})(?:高职|院校|高校)?的?(?:{means})", reading.text)
        if found is None or any(f"{found.group(1)}{word}" in self._plain for word in data["words"]):
            return None
        draft.say(f"文件没有给出{found.group(1)}的平均水平，无法与它比较。")
        return draft.finish(Query("prose", reading.text), "核对范围", abstained=True, reason="not_found")

    def guess(self, draft: Draft, reading: Reading) -> Answer | None:
        """A short name by no known rule is asked back, with the schools whose names contain its letters."""
        if reading.subjects:
            return None
        for name in reading.strangers:
            like = self._names.containing(name)
            if like and len(name) <= _SHORT_NAME:
                at = reading.text.index(name)
                return self.ask_back(draft, reading, Mention(at, at + len(name), name, like, "guess"))
        return None

    def unknown_school(self, draft: Draft, reading: Reading) -> Answer | None:
        """A school that the documents do not print anywhere, with those of like names."""
        unknown = [name for name in reading.strangers if not self._reader.knows(name)]
        if not unknown:
            return None
        near = self._alike(unknown[0])
        hint = f"名称相近的有：{'、'.join(near)}。" if near else ""
        draft.say(f"文件中没有“{'”“'.join(unknown)}”的数据。{hint}")
        plan = self._planner.plan(reading)
        query = plan.query if plan is not None else Query("prose", reading.text)
        return draft.finish(query, f"没有找到“{unknown[0]}”", abstained=True, reason="unknown_subject")

    def _alike(self, name: str) -> list[str]:
        """At most two schools of which ``name`` may be a name with a wrong character, by all their names."""
        found = process.extract(name, list(self._names.aliases), limit=_NEAREST, score_cutoff=_ALIKE)
        own = [
            s
            for alias, _, _ in found
            if len(self._names.aliases[alias]) == 1
            for s in self._names.aliases[alias]
        ]
        return list(dict.fromkeys(own))[:2]

    def by_attribute(self, draft: Draft, reading: Reading, plan: Plan | None) -> Answer | None:
        """公办 and 民办, which no table tells."""
        lacking = [word for word in reading.lacking if word not in self._cells]
        asks = said(reading.text, "which") or said(reading.text, "count") or plan is not None
        if not lacking or not asks or not self._names.subjects:
            return None
        draft.say(f"文件没有给出各校是否“{lacking[0]}”的信息。")
        query = Query("figure", reading.text)
        return draft.finish(query, "学校的属性", abstained=True, reason="not_found")

    def ask_back(self, draft: Draft, reading: Reading, mention: Mention) -> Answer:
        """The question back, with a choice for each school that the name fits."""
        choices = tuple(
            reading.text[: mention.start] + subject + reading.text[mention.end :]
            for subject in mention.subjects
        )
        names = "，还是".join(mention.subjects)
        draft.say(f"“{mention.written}”可能指{names}？请选择。")
        query = Query("unclear", reading.text)
        return draft.finish(query, "学校名称有歧义", abstained=True, reason="ambiguous", choices=choices)

    def say_meant(self, draft: Draft, reading: Reading) -> None:
        """Says which school a name is taken for that has another region before it: 吉林师范高专."""
        for mention in reading.mentions:
            region = self._names.elsewhere(reading.text, mention)
            if region:
                written = f"{region}{mention.written}"
                draft.remark(f"文件中没有“{written}”，按{mention.subjects[0]}理解。")

    def whose(self, draft: Draft, reading: Reading) -> Answer:
        """The question back where 该校 has nothing to point to."""
        draft.say("请说明您问的是哪所学校。")
        return draft.finish(
            Query("unclear", reading.text), "没有说明是哪所学校", abstained=True, reason="unclear"
        )


def with_subjects(reading: Reading, subjects: Sequence[str]) -> Reading:
    """``reading`` with the schools that the talk before was about."""
    added = tuple(Mention(0, 0, s, (s,), "context") for s in subjects)
    return replace(reading, mentions=(*reading.mentions, *added))


def schools_of(index: Index) -> list[str]:
    """The subjects of the tables that are organisations by their names' endings."""
    endings = structure_words().organisation_suffixes
    subjects = dict.fromkeys(o.subject for o in index.observations if o.subject_kind is SubjectKind.ENTITY)
    return [s for s in subjects if s.endswith(endings)]
