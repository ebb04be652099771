"""What kind of answer a question asks for: a number, a date, a person, a list, a summary …"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.knowledge import load_toml
from corpus.units import unit_spellings

_ORDER = (
    "summary", "list", "date", "school", "organisation", "rank", "person", "name", "place", "why",
    "number", "yesno",
)
_NUMBER = re.compile(r"\d")
_DATE = re.compile(r"\d{4}\s*年|\d{1,2}\s*月|[〇零一二三四五六七八九十]{4}年|上周|去年|今年|近日|本年")
_ORGANISATION = re.compile(r"学院|学校|大学|高专|厅|局|委|政府|集团|公司|总工会|协会|中心|部门|平台|一汽|校")
_QUOTED = re.compile(r"[《“「].+?[》”」]")
_RANK = re.compile(r"第\s*[一二三四五六七八九十\d]+|[一二三特]等奖|居首|首位|优秀|金奖|银奖|典型|荣获|荣誉|先进")
_PLACE = re.compile(r"[省市县区村]|国|大学|学院|举行|赴|驻")
_LISTED = re.compile(r"、.*、|；|，.*，.*，")


@lru_cache(maxsize=1)
def _types() -> dict[str, list[str]]:
    types = load_toml("assistant", "asked.toml")["types"]
    return {kind: sorted(words, key=len, reverse=True) for kind, words in types.items()}


def asked_types(text: str) -> tuple[str, ...]:
    """The kinds of answer that ``text`` asks for, the most telling first; may be empty."""
    types = _types()
    return tuple(kind for kind in _ORDER if any(word in text for word in types[kind]))


def supplies(kind: str, sentence: str) -> bool:
    """Whether ``sentence`` could hold an answer of ``kind``."""
    tests = {
        "number": _NUMBER, "date": _DATE, "school": _ORGANISATION, "organisation": _ORGANISATION,
        "rank": _RANK, "name": _QUOTED, "place": _PLACE, "list": _LISTED,
    }
    test = tests.get(kind)
    return test is None or bool(test.search(sentence))


_ASKED_UNIT = re.compile(
    rf"(?:多少|几|百分之)(?:个|多)?({'|'.join(re.escape(u) for u in unit_spellings())}|期|次|份|部|件|届|年|天|月|岁|条|类|批|间|张|倍|页|章|号|等)"
)


def asked_units(text: str) -> tuple[str, ...]:
    """The units that follow 多少 or 几 in ``text``."""
    return tuple(dict.fromkeys(_ASKED_UNIT.findall(text)))
