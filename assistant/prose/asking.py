"""What a question counts, of which whole, in which town: small tests of a sentence against a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.prose.short import has_unit
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corpus.model import Document

_STRICT_UNITS = (
    "集",
    "次",
    "辆",
    "人",
    "名",
    "学时",
    "平方米",
    "亩",
    "岁",
    "台",
    "册",
    "%",
    "元",
    "万元",
    "亿元",
    "张",
)
_COUNTERS = (
    "个",
    "家",
    "所",
    "项",
    "门",
    "种",
    "处",
    "座",
    "支",
    "批",
    "类",
    "条",
    "款",
    "部",
    "件",
    "场",
    "幅",
    "间",
)
_PEOPLE = ("位", "名", "人")
_COUNTED = re.compile(
    r"(?<![第“])[一二三四五六七八九十两]{1,3}(?:余|多)?(?:[个家所项门种处座支批类条款部]|部门|大类)"
)
_MANY = re.compile(r"[一二三四五六七八九十两]{1,3}(?:余|多)?(?:名|位(?!一体))")
_ROUND = re.compile(
    r"\d\s*[万亿](?:余|多)?(?:名|人|位|高素质|劳动|学生|毕业|技术|农民|职工|学员|，|。|；|、)"
)
_ABOUT = re.compile(r"[近上数逾超约][百千万]+(?:余|多)?(?:人|名|位)")
"""People counted in round words: 近万人次, 数百名."""
_TOWN = re.compile(r"[\u4e00-\u9fff]{2}市")
_PART_OF = re.compile(
    r"(\d[\d,.]*+)(?!\s*年)\s*[万亿]?(?:多|余)?\s*(?:个|名|位|家|所|项|门|种|部)?(?:[\u4e00-\u9fff]{1,10}?)(?:里面|里头|当中|之中|里|中)[，,]?"
    r"(?:有(?!多少|几))?([\u4e00-\u9fff]{2,10}?)(?:的?(?:有|占|是)?(?:多少|几)|吗)"
)
_SHARED_OUT = re.compile(
    r"(\d[\d,]*+)(?!\s*年)\s*(?:多|余)?\s*(?:个|名|位|家|所|项|门|种|部)?[\u4e00-\u9fff]{1,10}?(?:里面|里头|当中|之中|里|中)[，,]?有(?:多少|几)(?:个|名|位|家|所|项|门|种|部)?(?:是|为)?([\u4e00-\u9fff]{2,8})"
)
_RATE = re.compile(r"率[^，。；\d]{0,6}\d")
"""A rate printed as a share of one: 增长率达到 3.03."""
_BARE = 2
_MOSTLY = 0.5
_PIECE = 4  # characters of a word; what is longer is a school's whole name
COMPANIES = ("企业", "公司")
_ONE_NAMED = re.compile(
    r"(?:那|这|唯一的?)(?:1|一)?(?:所|家|个)[\u4e00-\u9fff]{0,6}?(学校|院校|高校|中职|高职|大学|学院|企业|公司)(?:具体)?(?:叫什么|叫啥|的?名字|的?名称|是哪)"
)


def counts(text: str, unit: str) -> bool:
    """True where ``text`` has a number in ``unit``; things are counted by several words alike."""
    if unit in _COUNTERS:
        return bool(_COUNTED.search(text)) or any(has_unit(text, u) for u in _COUNTERS)
    if unit in _PEOPLE:
        return bool(_MANY.search(text) or _ROUND.search(text) or _ABOUT.search(text)) or any(
            has_unit(text, u) for u in _PEOPLE
        )
    if unit == "%" and _RATE.search(text):
        return True
    round_ = re.search(rf"\d\s*[万亿]?(?:余|多)?\s*{re.escape(unit)}", text)
    return unit not in _STRICT_UNITS or has_unit(text, unit) or bool(round_ or _ROUND.search(text))


def part_not_told(
    question: str,
    sentence: str,
    words: Callable[[str], Sequence[str]],
    text: str,
    starts: frozenset[int] = frozenset(),
) -> tuple[str, str] | None:
    """The whole and the part of 9961 人里进一汽的有多少, where ``sentence`` has the whole and no word of the part,
    or where it tells of the school that is the part and another place of ``text`` has the whole.

    ``starts`` are the offsets at which the words of ``question`` begin: 专业群中期评价 has no part 期评价.
    """
    found = _PART_OF.search(question) or _SHARED_OUT.search(question)
    if found is None or (starts and found.start(2) not in starts):
        return None
    part = [w for w in words(found.group(2)) if len(w) > 1]
    schools = [w for w in part if len(w) > _PIECE]
    whole = found.group(1).replace(",", "")
    if whole not in sentence.replace(",", ""):
        return (found.group(1), found.group(2)) if schools and whole in text.replace(",", "") else None
    part = schools or part
    told = sum(w in sentence for w in part)
    return None if not part or told >= _MOSTLY * len(part) else (found.group(1), found.group(2))


def other_town(question: str, regions: str, around: str, places: Sequence[str]) -> str:
    """The town that the question names in full and the text around the evidence does not, or ""."""
    for town in _TOWN.findall(question):
        bare = town.removesuffix("市")
        known = town if f"{bare}省" in regions else bare
        if bare in places and town not in regions and known not in around:
            return str(town)
    return ""


def other_region(question: str, document: str, around: str, documents: Iterable[Document]) -> str:
    """The region of another document (its id is not ``document``) that the question names and ``around`` the evidence
    nothing does, or "".
    """
    for other in documents:
        name = other.region
        bare = name[:-1] if len(name) > _BARE else name
        if other.id != document and name and name in question and bare not in around:
            return name
    return ""


def one_named(question: str) -> str:
    """What the one thing is whose name is asked for (那所学校叫什么: 学校), or ""."""
    found = _ONE_NAMED.search(question)
    return found.group(1) if found else ""


def places() -> tuple[str, ...]:
    """Provinces, large cities and countries."""
    return tuple(load_toml("assistant", "places.toml")["places"])


def also_called(place: str) -> tuple[str, ...]:
    """Other words by which documents name a country: 中俄, 南俄 for 俄罗斯."""
    return tuple(load_toml("assistant", "places.toml")["also"].get(place, ()))
