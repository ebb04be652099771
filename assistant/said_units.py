"""The units in which a question wants its figure."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.strangers import reading_words
from corpus.units import unit_spellings

_HUNDRED_MILLIONS = re.compile(r"(?:几个|多少个?)亿(?!元)")
_ASKED_PEOPLE = re.compile(r"(?:多少|几)(?:个|名|位)?(?:学生|老师|教师|毕业生|人(?!次|日))")


@lru_cache(maxsize=1)
def _asked_unit() -> re.Pattern[str]:
    counted = (*unit_spellings(), *reading_words()["counters"])
    return re.compile(rf"(?:多少|几)\s*(?:个)?({'|'.join(re.escape(u) for u in counted)})")


@lru_cache(maxsize=1)
def changed_unit() -> re.Pattern[str]:
    """How a question asks for another unit: 换算成亿元."""
    spelled = "|".join(re.escape(u) for u in unit_spellings())
    verbs = (
        "换算成|换算为|换成|换算|折算成|折算为|折算|折合成|折合为|折合|折成|折为|化成|化为|转成|转换成|转换为|"
        "改成|改为|改用|变成|约合|相当于|合|用|以|按"
    )
    return re.compile(rf"(?:{verbs})({spelled})(?=算|表示|来|是|等于|约|多少|为|$|[，,？?。呢吧])")


def units_asked(text: str) -> tuple[str, ...]:
    """The units that a question asks for: 人 of 多少学生, 亿元 of 几个亿, 万元 of 换成万元."""
    units = [
        *_asked_unit().findall(text),
        *changed_unit().findall(text),
        *("人" for _ in _ASKED_PEOPLE.findall(text)),
    ]
    units += ["亿元" for _ in _HUNDRED_MILLIONS.findall(text)]
    return tuple(dict.fromkeys(units))
