"""Does the evidence bear the answer? The signals from which a refusal is decided."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assistant.guard import particulars
from assistant.prose.asked import asked_types, asked_units, supplies
from assistant.prose.asking import (
    COMPANIES,
    also_called,
    counts,
    one_named,
    other_region,
    other_town,
    part_not_told,
    places,
)
from assistant.prose.bounds import starts_of, without_chance
from assistant.prose.counting import people_not_told
from assistant.prose.doubt import Doubt
from assistant.prose.evidence import everyday_words
from assistant.prose.given import explains, only_given, without_given
from assistant.prose.instances import (
    asks_name,
    asks_person,
    asks_rest,
    asks_schools,
    asks_title,
    counted_names,
    counted_noun,
    counts_members,
    counts_noun,
    endings_of,
    gives_kind,
    gives_name,
    kind_asked,
    lists_part,
    names_body,
    names_enough,
    office_asked,
)
from assistant.prose.nearmiss import excluding_words, head_kind, near_miss
from assistant.prose.periods import date_not_told, period_not_told, time_not_told
from assistant.prose.persons import asks_by_title, names_person, post_told, unheld_office
from assistant.prose.supplied import not_supplied
from assistant.prose.surroundings import around, led_up
from corpus.knowledge import load_toml
from index.words import organisations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.prose.evidence import Evidence, EvidenceFinder
    from assistant.reading import Reading
    from corpus.model import Document

_POSTS = ("职务", "担任什么")
_PROPER = ("nr", "ns", "nt", "nrt")
_LONG = 2
_SCHOOL_ENDINGS = ("学院", "大学", "学校", "高专", "职院")
_TOWNS = ("城市", "市")
_NO_TOWN = re.compile(r"中国|全国|新建|[东西华][北南中东].*|亚太.*|东三省|.*[省国洲]")
_KIND_WORDS = ("城市", "国家", "单位", "部门")
_MOSTLY = 0.6
_AS_COVERED = 0.6
_CHANCE = re.compile(r"[广扩壮强重巨]大学[校院]?$")
_TAIL, _FEW = 4, 3
_YEARS = re.compile(r"[一二三四五六七八九十两]年")


class Signals:
    """Judges evidence against what the question names and asks for."""

    def __init__(self, finder: EvidenceFinder, documents: Sequence[Document], tagger: Any) -> None:
        self._finder = finder
        self._documents = {d.id: d for d in documents}
        self._text = "".join(d.text for d in documents)
        self._regions = "".join(d.region for d in documents)
        self.tagger = tagger
        self._thresholds = load_toml("assistant", "refusal.toml")["thresholds"]

    def doubt(
        self, reading: Reading, best: Sequence[Evidence], types: Sequence[str], *, goes_on: bool = False
    ) -> Doubt | None:
        """What speaks against answering from ``best``, or ``None``; ``goes_on`` where the talk was of it already."""
        if not best:
            return Doubt("not_found", "文件中没有找到与您的问题有关的内容。")
        around = self._around(best[0])
        named = (
            self._stranger(reading)
            or self._about(reading, best[0], around, types)
            or self._place(reading.text, around)
            or self._town(reading.nameless, best)
            or self._year(reading, best[0], around, types)
        )
        if named is not None:
            return named
        if types[:1] == ("summary",):
            return self._weak(best, "summary")
        full = " ".join((reading.text, *reading.subjects))
        return (
            (None if goes_on else self._nothing_else(reading, best[0], around, types))
            or self._particular(reading.text, best[0])
            or self._people(reading.text, around)
            or self._missing_name(reading.text, best[0])
            or self._near_miss(reading.text, best)
            or (None if goes_on else self._members_only(full, best[0].sentence.text, types))
            or self._missing_rest(full, best)
            or self._missing_kind(full, best, types)
            or self._not_supplied(reading.text, best[0], around, types)
            or self._for_its_kind(best, types)
            or self._weak(best, "fact")
        )

    def _beside(self, best: Sequence[Evidence]) -> str:
        """The best sentence, with the next best where that stands in the same section and speaks of no other
        school.
        """
        first = best[0].sentence
        told = self._finder.subjects(first.text)
        texts = [first.text]
        for e in best[1:2]:
            own = self._finder.subjects(e.sentence.text)
            same = (e.sentence.document, e.sentence.section) == (first.document, first.section)
            if same and not (told and own and not told & own):
                texts.append(e.sentence.text)
        return " ".join(texts)

    def _told(self, best: Sequence[Evidence]) -> list[str]:
        """The best sentence, and the next where it stands beside it and has most of as many words."""
        near = self._beside(best)
        next_ = [e.sentence.text for e in best[1:2] if e.covered >= _AS_COVERED * best[0].covered]
        return [best[0].sentence.text, *(text for text in next_ if text in near)]

    def _names(self, text: str, count: int, question: str) -> bool:
        """True where ``text`` lists about ``count`` names, or names as many organisations."""
        others = {name for name in organisations(text) if name not in question}
        return names_enough(text, count, question) or (count <= _FEW and len(others) >= count)

    def _around(self, evidence: Evidence) -> str:
        return around(self._documents[evidence.sentence.document], evidence)

    def _stranger(self, reading: Reading) -> Doubt | None:
        missing = [name for name in reading.strangers if name not in self._text]
        return Doubt("unknown_subject", f"文件中没有提到“{missing[0]}”。") if missing else None

    def _about(self, reading: Reading, best: Evidence, around: str, types: Sequence[str]) -> Doubt | None:
        """The evidence must be about a school that the question names."""
        others = [name for name in reading.strangers if name not in around]
        if others and not reading.subjects:
            return Doubt("unknown_subject", f"文件没有给出{'、'.join(others)}的这项内容。")
        own = self._finder.subjects(best.sentence.text)
        other = types[:1] == ("number",) and own and not own & set(reading.subjects)
        if not reading.subjects or (not other and self.speaks_of(best, reading.subjects)):
            return None
        return Doubt("not_found", f"文件没有给出{'、'.join(reading.subjects)}的这项内容。")

    def speaks_of(self, evidence: Evidence, subjects: Sequence[str]) -> bool:
        """True where the sentence, what leads up to it or its headings name one of ``subjects``, or there are none."""
        if not subjects:
            return True
        return bool(self.about(evidence) & set(subjects))

    def about(self, evidence: Evidence) -> frozenset[str]:
        """The schools that the sentence, what leads up to it or its headings name."""
        document = self._documents[evidence.sentence.document]
        led = f"{evidence.sentence.context} {led_up(document, evidence, self._finder)}"
        return self._finder.subjects(led)

    def _place(self, question: str, around: str) -> Doubt | None:
        town = other_town(question, self._regions, around, places())
        if town:
            return Doubt("unknown_place", f"文件没有关于{town}的这方面内容。")
        for place in places():
            if place in self._regions or place not in question:
                continue
            if not any(name in around for name in (place, *also_called(place))):
                return Doubt("unknown_place", f"文件没有关于{place}的这方面内容。")
        return None

    def _town(self, question: str, best: Sequence[Evidence]) -> Doubt | None:
        """The sentence is of another town or region than the question names (辽源的联合体, 长春市的联合体)."""
        first = best[0].sentence
        region = other_region(
            question, first.document, f"{first.context} {first.text}", self._documents.values()
        )
        asked = [town for town in self._towns(question) if town not in self._regions]
        told = self._towns(f"{first.context} {first.text}")
        if not region and (not asked or not told or set(asked) & set(told)):
            return None
        return Doubt("not_found", f"文件没有给出{region or '、'.join(asked)}的这项内容。")

    def _towns(self, text: str) -> list[str]:
        """The towns in ``text`` that the documents call so somewhere (辽源市), by their bare names."""
        names = (w.removesuffix("市") for w, flag in self.tagger(text) if flag == "ns")
        return [name for name in names if len(name) >= _LONG and f"{name}市" in self._text]

    def _year(self, reading: Reading, best: Evidence, around: str, types: Sequence[str]) -> Doubt | None:
        lacking = period_not_told(reading, best, around, types, self._documents)
        return Doubt("unknown_period", lacking) if lacking else None

    def _nothing_else(
        self, reading: Reading, best: Evidence, around: str, types: Sequence[str]
    ) -> Doubt | None:
        """A count about a school needs more of the question in the evidence than the school's name."""
        if not reading.subjects or "number" not in types:
            return None
        words = set(self._finder.expanded(reading.rest))
        total = sum(self._finder.weight(w) for w in set(self._finder.words(reading.rest))) or 1.0
        shared = sum(self._finder.weight(w) for w in words & set(self._finder.words(around)))
        if shared / total < self._thresholds["besides"] and best.covered < self._thresholds["sure"]:
            return Doubt("not_found", f"文件没有给出{'、'.join(reading.subjects)}的这项内容。")
        return None

    def _particular(self, question: str, best: Evidence) -> Doubt | None:
        for word in particulars(question):
            held = word in _POSTS and post_told(self._finder.words(question), best.sentence.text)
            if word not in best.sentence.text and not held:
                return Doubt("not_found", f"文件没有给出“{word}”方面的信息。")
        return None

    def _people(self, question: str, around: str) -> Doubt | None:
        """People are counted for whom there is no word in the documents, or none around the evidence."""
        lacking = people_not_told(question, around, self._text, self.tagger, everyday_words())
        return Doubt("not_found", lacking) if lacking else None

    def _missing_name(self, question: str, best: Evidence) -> Doubt | None:
        """Named things that no paragraph has together."""
        rare = self._finder.rare(question)
        around = self._around(best)
        tags = dict(self.tagger(question))
        missing = [
            w
            for w in rare
            if w not in around and w not in _KIND_WORDS and (tags.get(w, "") in _PROPER or len(w) > _LONG)
        ]
        if missing and best.around < _MOSTLY and not self._finder.together(rare):
            return Doubt(
                "not_found", f"文件没有把“{'、'.join(missing)}”与您问的其他内容写在一起，无法据此回答。"
            )
        return None

    def _near_miss(self, question: str, best: Sequence[Evidence]) -> Doubt | None:
        starts = starts_of(question, self.tagger)
        lacking = part_not_told(question, best[0].sentence.text, self._finder.words, self._text, starts)
        if lacking is not None:
            text = f"文件给出了 {lacking[0]} 这个总数，没有给出其中“{lacking[1]}”的数量。"
        else:
            question = without_chance(question, excluding_words(), self.tagger)
            text = near_miss(question, self._beside(best), self._around(best[0]), self._known)
        return Doubt("not_found", text) if text else None

    def _known(self, pair: str) -> bool:
        """True where the documents, or everyday words, have the characters."""
        return pair in self._text or any(pair in phrase for phrase in everyday_words())

    def _missing_rest(self, question: str, best: Sequence[Evidence]) -> Doubt | None:
        """The rest of what is listed in part, or the round, is asked for."""
        if asks_rest(question) and lists_part(best[0].sentence.text):
            return Doubt("not_found", "文件只列举了其中一部分，没有写明其余的是哪些。")
        time = time_not_told(question, self._beside(best))
        return Doubt("not_found", f"文件提到了有关内容，但没有写明是哪一{time}。") if time else None

    def _missing_kind(self, question: str, best: Sequence[Evidence], types: Sequence[str]) -> Doubt | None:
        near = self._beside(best)
        if types[:1] == ("why",) and not supplies("why", near):
            return Doubt("not_found", "文件没有说明原因。")
        if date_not_told(question, near, dated=types[:1] == ("date",) or head_kind(question) == "date"):
            return Doubt("not_found", "文件提到了此事，但没有写明时间。")
        left = without_given(best[0].sentence.text, question)
        years = "年" in asked_units(question) and _YEARS.search(left)
        if types[:1] == ("number",) and not years and not supplies("number", left):
            return Doubt("not_found", "文件提到了有关内容，但没有给出所问的数量。")
        noun = counted_noun(question)
        ordinal = "第几" in question or (bool(noun) and counts_noun(best[0].sentence.text, noun))
        for unit in asked_units(question) if types[:1] != ("list",) else ():
            if only_given(best[0].sentence.text, unit, question):
                return Doubt("not_found", "文件中只有您问题里已有的数字，没有给出所问的数量。")
            if not ordinal and not any(counts(best[0].sentence.text, u) for u in asked_units(question)):
                return Doubt("not_found", f"文件提到了有关内容，但没有给出所问的数量（以“{unit}”计）。")
        office = unheld_office(best[0].sentence.text, question)
        if office:
            return Doubt("not_found", f"文件没有写明{office}是谁。")
        if asks_by_title(question) and not self.names_person(best[0].sentence.text):
            return Doubt("not_found", "文件提到了有关内容，但没有写明姓名。")
        return self._missing_instance(question, best, types)

    def _not_supplied(self, question: str, best: Evidence, around: str, types: Sequence[str]) -> Doubt | None:
        """The evidence tells of the thing asked of, and not what is asked of it."""
        lacking = not_supplied(
            question, best.sentence.text, around, next(iter(types), ""), self._finder.known, self.tagger
        )
        return Doubt("not_found", lacking) if lacking else None

    def holds(self, sentence: str, question: str) -> bool:
        """True where ``sentence`` names what is asked for by name: counted things, a person, a kind."""
        count = counted_names(question)
        if count and not names_enough(sentence, count, question):
            return False
        if not count and asks_person(question) and not self.names_person(sentence, question):
            return False
        if asks_schools(question) and not self._lists_school(sentence, question):
            return False
        kind = kind_asked(question)
        return not kind or self._gives_kind(sentence, kind, question)

    def _gives_kind(self, text: str, kind: str, question: str) -> bool:
        """True where ``text`` names one of ``kind``; a town also by its bare name (襄阳)."""
        countries = endings_of("国家")
        towns = kind in _TOWNS and any(
            flag == "ns" and word not in question and not _NO_TOWN.fullmatch(word) and word not in countries
            for word, flag in self.tagger(text)
        )
        return towns or gives_kind(text, kind, question)

    def _missing_instance(
        self, question: str, best: Sequence[Evidence], types: Sequence[str]
    ) -> Doubt | None:
        """Names, persons or things of a kind are asked for, and the best sentences name none."""
        near = self._beside(best)
        count = counted_names(question)
        if count and not any(self._names(text, count, question) for text in self._told(best)):
            return Doubt("not_found", "文件只给出了数量，没有列出名单。")
        office = office_asked(question)
        unnamed = not self.names_person(near, question)
        if not count and asks_person(question) and unnamed:
            return Doubt("not_found", f"文件提到了有关内容，但没有写明{office}姓名。")
        if asks_schools(question) and not self._lists_school(near, question):
            return Doubt("not_found", "文件提到了有关内容，但没有写明是哪些学校。")
        asks_one = types[:1] == ("school",) and "school" in asked_types(question)
        if asks_one and not self._names_school(best[0], question):
            return Doubt("not_found", "文件提到了有关内容，但没有写明是哪所学校。")
        kind = kind_asked(question)
        if kind and not self._gives_kind(best[0].sentence.text, kind, question):
            return Doubt("not_found", f"文件提到了有关内容，但没有写明是哪个{kind}。")
        alone = one_named(question)
        if alone and not self._names_one(near, alone, question):
            return Doubt("not_found", f"文件提到了有关内容，但没有写明{alone}的名称。")
        if not explains(near, question):
            return Doubt("not_found", "文件用了这个说法，但没有解释它指什么。")
        text = best[0].sentence.text
        named = (gives_name(text, question) or names_body(text, question)) or (
            not asks_title(question) and any(name not in question for name in organisations(text))
        )
        if not count and asks_name(question) and not named and not asks_person(question):
            return Doubt("not_found", "文件提到了有关内容，但没有写明名称。")
        return None

    def _members_only(self, question: str, sentence: str, types: Sequence[str]) -> Doubt | None:
        """A total of a region is asked for, and the members of one body are counted."""
        if types[:1] != ("number",) or not counts_members(sentence, question):
            return None
        return Doubt("not_found", "文件只在说某个组织的成员时提到了这类数量，没有给出所问范围的总数。")

    def _names_one(self, text: str, kind: str, question: str) -> bool:
        """True where ``text`` names the one school or company whose name is asked for."""
        if kind in COMPANIES:
            return self._gives_kind(text, kind, question)
        return self._lists_school(text, question)

    def names_person(self, text: str, question: str = "") -> bool:
        """True where ``text`` names a person that ``question`` does not, with the office that it asks for."""
        office = office_asked(question)
        return (not office or office in text) and names_person(text, self.tagger, question)

    def _names_school(self, best: Evidence, question: str) -> bool:
        """True where the sentence names a school that the question does not; where the question names none, also
        its paragraph or its headings.
        """
        return self._lists_school(
            best.sentence.text if self._finder.subjects(question) else self._around(best), question
        )

    def _lists_school(self, text: str, question: str) -> bool:
        """True where ``text`` itself names a school that the question does not."""
        if self._finder.subjects(text) - self._finder.subjects(question):
            return True
        names = [name for name in organisations(text) if not _CHANCE.search(name)]
        return any(name[-_TAIL:] not in question and name.endswith(_SCHOOL_ENDINGS) for name in names)

    def weak(self, evidence: Evidence) -> bool:
        """True for a sentence whose score is lower than that of nearly every right one."""
        return evidence.score < float(self._thresholds["fact"])

    def _for_its_kind(self, best: Sequence[Evidence], types: Sequence[str]) -> Doubt | None:
        """The best sentence is weak and stands before a far better one only because it has a number or a name."""
        behind = max((e.score for e in best[1:2]), default=0.0) - best[0].score
        limits = self._thresholds
        if types[:1] not in (("number",), ("name",)) or best[0].score >= limits["kind"]:
            return None
        better = behind >= limits["behind"]
        return Doubt("not_found", "文件提到了有关内容，但没有写明所问的这一项。") if better else None

    def _weak(self, best: Sequence[Evidence], least: str) -> Doubt | None:
        """The best sentence's score is lower than that of nearly every right one."""
        if best[0].score < self._thresholds[least]:
            return Doubt("weak_evidence", "文件中没有找到能回答这个问题的内容。")
        return None
