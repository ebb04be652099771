"""Counts in a row: 长春市 14 所，吉林市 4 所，四平市 2 所. The one that is asked for is the answer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.knowledge import load_toml
from corpus.units import unit_spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.model import Document

_COUNTERS = tuple(u for u in unit_spellings() if u not in (":", "：", "比"))
_ITEM = re.compile(
    rf"(?P<label>[\u4e00-\u9fff“”（）()]{{1,14}}?)\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>{'|'.join(map(re.escape, _COUNTERS))})(?=[，、,；;。和及]|$)"
)
_NUMBER_FIRST = re.compile(
    rf"(?:近|约|超|逾|共)?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?:余|多)?(?P<unit>{'|'.join(map(re.escape, _COUNTERS))})(?P<label>[\u4e00-\u9fff]{{2,12}}?)(?=[，、,；;。和及]|$)"
)
_BETWEEN = re.compile(r"[，、,；;和及]\s*")
_LEAST = 3
_LEAD = 34
_CLAUSE_ENDS = "，；。：,;:"


@dataclass(frozen=True, slots=True)
class Count:
    """One count of a row: its label as printed, what tells it from the others, its number and unit.

    ``start`` and ``end`` are offsets into the sentence.
    """

    label: str
    own: str
    unit: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def counts_in(sentence: str, *, of_one_unit: bool = True) -> tuple[Count, ...]:
    """The counts of the longest row in ``sentence``: three or more, one after the other, in one unit; else none.

    In a row of several units (院校 4 所，教师 10333 人) a count goes by its whole label.
    """
    rows = _rows(_ITEM.finditer(sentence), sentence, of_one_unit=of_one_unit)
    if not of_one_unit:
        rows += _rows(_NUMBER_FIRST.finditer(sentence), sentence, of_one_unit=False)
    row = max(rows, key=len, default=[])
    if len(row) < _LEAST:
        return ()
    data = _words()
    labels = [_without_opening(found["label"], data["openings"]) for found in row]
    ending = _common_ending(labels) if of_one_unit else ""
    return tuple(
        _count(found, label, _own(label, ending, data) if of_one_unit else label)
        for found, label in zip(row, labels, strict=True)
    )


def _rows(counts: Iterable[re.Match[str]], sentence: str, *, of_one_unit: bool) -> list[list[re.Match[str]]]:
    """The counts that stand one after the other, row by row."""
    rows: list[list[re.Match[str]]] = []
    for found in counts:
        last = rows[-1][-1] if rows else None
        between = sentence[last.end() : found.start()] if last else ""
        alike = last is not None and (not of_one_unit or last["unit"] == found["unit"])
        if alike and _BETWEEN.fullmatch(between):
            rows[-1].append(found)
        else:
            rows.append([found])
    return rows


def _count(found: re.Match[str], label: str, own: str) -> Count:
    if found.start("number") < found.start("label"):  # 8 所本科院校
        kind = next((k for k in _words()["kinds_behind"] if label.endswith(k)), "")
        return Count(label, label.removesuffix(kind), found["unit"], found.start(), found.end())
    return Count(label, own, found["unit"], found.end("label") - len(label), found.end())


def counts_asked(
    sentence: str, question: str, units: Sequence[str], regions: Sequence[str], *, mixed: bool = True
) -> list[Count]:
    """The counts of a row in the sentence that ``question`` names, where it asks for their unit.

    ``mixed`` allows rows of several units. ``regions`` are the documents' own (吉林省): 吉林 alone is the province, not its city 吉林市.
    """
    for of_one_unit in (True, False) if mixed else (True,):
        row = counts_in(sentence, of_one_unit=of_one_unit)
        if len({count.label for count in row}) < len(row):
            continue  # 一等奖 of two competitions is told by its clause
        asked = [count for count in row if _in_unit(count, units) and _names(question, count, regions)]
        if asked:
            return asked
    return []


def short_count(sentence: str, asked: Sequence[Count]) -> str:
    """The sentence up to its row, and of the row only what is asked for."""
    rows = (counts_in(sentence), counts_in(sentence, of_one_unit=False))
    row = next(row for row in rows if set(asked) <= set(row))
    lead = sentence[: row[0].start]
    while len(lead) > _LEAD and any(mark in lead[:-1] for mark in _CLAUSE_ENDS):
        lead = re.sub(rf"^[^{_CLAUSE_ENDS}]*[{_CLAUSE_ENDS}]", "", lead, count=1)
    return lead + "，".join(sentence[count.start : count.end] for count in asked)


def under_title(sentence: str, context: str, asked: Sequence[Count]) -> str:
    """The counts asked for, under the title that ``context`` ends with where the sentence has no words before them."""
    clause = short_count(sentence, asked)
    if not clause.startswith(asked[0].label):
        return clause
    title = re.sub(r"^[\d.、（）()一二三四五六七八九十\s]+", "", context.rsplit(" › ", maxsplit=1)[-1])
    return f"{title}：{clause}" if title else clause


def regions_of(documents: Sequence[Document]) -> tuple[str, ...]:
    """The regions that the documents speak of, each once."""
    return tuple(dict.fromkeys(d.region for d in documents if d.region))


def _in_unit(count: Count, units: Sequence[str]) -> bool:
    """True for the unit asked for; things are counted by 个 or by a word of their own (项, 所, 家)."""
    counters = (*_words()["counters"], "个")
    return count.unit in units or (
        count.unit in counters and "个" in (count.unit, *units) and any(u in counters for u in units)
    )


def _names(question: str, count: Count, regions: Sequence[str]) -> bool:
    if count.label in question:
        return True
    if len(count.own) < 2 or any(r.startswith(count.own) and r != count.label for r in regions):
        return False
    return count.own in question


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    return dict(load_toml("assistant", "asked.toml")["counted"])


def _without_opening(label: str, openings: Sequence[str]) -> str:
    """The label behind what opens it, also where a subject stands before that: 全省共有甲 is 甲."""
    for opening in sorted(openings, key=len, reverse=True):
        label = label.rpartition(opening)[2] or label if len(opening) > 1 else label.removeprefix(opening)
    return label


def _common_ending(labels: Sequence[str]) -> str:
    """What most labels end with (院校), leaving something of them."""
    endings = Counter(label[-size:] for label in labels for size in (1, 2, 3) if len(label) > size)
    shared = [e for e, count in endings.items() if count * 2 > len(labels)]
    return max(shared, key=len, default="")


def _own(label: str, ending: str, data: dict[str, list[str]]) -> str:
    """What tells a label from the others: 理工 of 理工院校, 延边 of 延边朝鲜族自治州."""
    own = label.removesuffix(ending) if ending else label
    for kind in sorted(data["kinds"], key=len, reverse=True):
        own = own.removesuffix(kind)
    for place in sorted(data["places"], key=len, reverse=True):
        if label.endswith(place):
            own = re.sub(data["peoples"][0], "", label.removesuffix(place)) or own
            break
    return own
