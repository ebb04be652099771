"""Does a sentence hold an instance of what is asked for: names of counted things, a name, a bank, a country?

A near miss counts or mentions the asked thing and does not name it. What is asked is told by the words of
``knowledge/instances.toml``; what the question says itself is no answer to it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.figures_in_text import read_numeral
from assistant.prose.nearmiss import head_kind
from assistant.prose.short import enumerated
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTED = re.compile(r"[《“「]([^《》“”「」]{2,40})[》”」]")
_JOINT = re.compile(r"(?<=[一-龥A-Za-z）)”》])(?:、|和|与|及)(?=[一-龥A-Za-z“《])")
_MOST_NAMES = 6
_MOST_OF_THEM = 0.5
"""The least share of the things counted that a list of them names."""
_FEW = 3
_SEVERAL = 2
_SHORT_CLAUSE = 14
_NO_END = tuple("域级场")
"""Behind these a name of a town goes on and is none: 市域, 市级."""
_BODY = 5
"""So many characters at the end of a body's name tell it from another."""
_WHICH_SOME = re.compile(r"哪\s*\d")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?\s*[一-龥]{1,2}$|[一二三四五六七八九十两](?:个|大|套|项|种|条|家|所)")
_AMOUNTS = re.compile(r"\d[\d.]*\s*[一-龥]{1,2}(?=、|和|与|及)")
_SCHOOLS = re.compile(
    r"哪(?:些|[几两三四五六七八九十]|\d+)\s*(?:所|家|个)?(?:学校|高职|院校|高校|中职|本科(?!专业|层次|教育)|职校|大学)|哪(?:几|[两三四五六七八九十]|\d+)所(?![一-龥]{0,4}(?:医院|机构|幼儿园|小学|中学|研究))|由哪所|属于哪所|(?:学校|院校|高校)(?:都|一共|分别|主要|还)?(?:有|是|包括)?(?:哪些|哪几|名单)"
)
_HOW_MANY = re.compile(r"(?:多少|几)(?:个|家|所|项|门|种|名)([一-龥]{2,6}?)(?:[，。？?的]|$)")
_AND_MORE = re.compile(
    r"([^，。；]+)等\s*(\d+|[一二三四五六七八九十两]+)\s*(?:余|多)?\s*(?:个|家|所|名|位|项|种|门|部|支|类|大)"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+-]{2,}")


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return load_toml("assistant", "instances.toml")


@lru_cache(maxsize=1)
def _counted() -> re.Pattern[str]:
    counters = "|".join(_data()["counters"])
    return re.compile(
        rf"(?<![第\d.])(?<!只有)(?<!各有)(?<!都有)(\d+|[一两二三四五六七八九十]{{1,3}})\s*(?:多|余)?\s*(?:{counters})"
    )


def counted_names(question: str) -> int:
    """How many things the question says there are whose names it asks for; 0 if it does not."""
    found = _counted().search(question)
    if not found or not (any(cue in question for cue in _data()["identify"]) or _WHICH_SOME.search(question)):
        return 0
    count = int(read_numeral(found.group(1)) or 0)
    return count if count > 1 else 0


def counted_noun(question: str) -> str:
    """What is counted by 多少个 or 几个: 大类, 职业本科, or ""."""
    found = _HOW_MANY.search(question)
    return found.group(1) if found else ""


def counts_noun(text: str, noun: str) -> bool:
    """True where ``text`` has a number right before or after ``noun``: 17 大类, 职业本科院校 1 所."""
    if re.search(rf"{noun}(?:院校|学校|企业)?\s*\d", text):
        return True
    return re.search(rf"\d\s*[余多]?\s*[个家所项门种名]?[\u4e00-\u9fff]{{0,4}}{noun}", text) is not None


def names_enough(text: str, count: int, question: str) -> bool:
    """True where ``text`` lists about as many names as ``count``."""
    items = [item for item in enumerated(text, ()) if item.strip("《》“”「」") not in question]
    if any(said in item for said in _counted_things(question) for item in items):
        return False
    amounts = [item for item in items if _AMOUNT.search(item)]
    listed = len(items) - (len(amounts) if len(amounts) >= _SEVERAL else 0)
    quoted = len([q for q in _QUOTED.findall(text) if q not in question])
    joined = (
        len(_JOINT.findall(_AMOUNTS.sub("", text))) + 1 if count <= _FEW and len(amounts) < _SEVERAL else 0
    )
    clauses = re.split(r"[，；]", text)
    short = sum(len(clause) <= _SHORT_CLAUSE and not re.search(r"\d", clause) for clause in clauses) - 1
    return max(listed, quoted, joined, short) >= max(min(count, _MOST_NAMES), count * _MOST_OF_THEM)


def _counted_things(question: str) -> list[str]:
    """What the question counts, with its count: 三个渠道."""
    return [question[found.start() : found.end() + _SEVERAL] for found in _counted().finditer(question)]


def asks_schools(question: str) -> bool:
    """True where the names of several schools are asked for, or whose each thing is."""
    return bool(_SCHOOLS.search(question))


def asks_name(question: str) -> bool:
    """True where a name or a title is asked for."""
    return any(cue in question for cue in _data()["names"])


def asks_title(question: str) -> bool:
    """True where the name asked for is that of a work or a course, which stands in quotation marks."""
    cues = "|".join(re.escape(cue) for cue in _data()["names"])
    titled = "|".join(_data()["titled"])
    return bool(re.search(rf"(?:{titled})(?:的)?(?:名字|名称)?(?:是|分别|都|各)?(?:{cues})", question))


def gives_name(text: str, question: str) -> bool:
    """True where ``text`` has a name in quotation marks or Latin letters that the question does not say."""
    return any(q not in question for q in (*_QUOTED.findall(text), *_LATIN.findall(text)))


def names_body(text: str, question: str) -> bool:
    """True where ``text`` has a whole name of the sort of body (集团, 联盟) whose name ``question`` asks for."""
    bodies = [body for body in _data()["things"]["bodies"] if body in question]
    found = [m.group() for body in bodies for m in re.finditer(rf"[\u4e00-\u9fff]{{4,14}}{body}", text)]
    return any(name[-_BODY:] not in question for name in found)


def kind_asked(question: str) -> str:
    """The kind of thing that 哪个, 哪家 asks for (银行, 县, 国家), or ""."""
    for kind in sorted(_data()["kinds"], key=len, reverse=True):
        if re.search(
            rf"哪(?:一)?(?:个|家|所|座|门|款|位|些|几个|几家)?{kind}(?!家|级|奖|标)|什么{kind}(?!家|级|奖|标)"
            rf"|(?<!产业){kind}(?:都|具体|分别|一共)?(?:有|是|包括)(?:哪些|哪几)",
            question,
        ):
            return str(kind)
    return ""


def asks_rest(question: str) -> bool:
    """True where the rest of what is listed in part is asked for: 除了甲，还有哪些."""
    return any(word in question for word in _data()["rest"]["words"])


def lists_part(text: str) -> bool:
    """True where ``text`` counts more things than it lists before the count: 甲、乙等 5 个项目."""
    for found in _AND_MORE.finditer(text):
        listed = len(re.findall(r"[、和与及]", found.group(1))) + 1
        if listed < (read_numeral(found.group(2)) or 0):
            return True
    return False


def counts_members(text: str, question: str) -> bool:
    """True where ``text`` counts the members of one body, and the question does not ask of such a body."""
    data = _data()["members"]
    asked = any(word in question for word in data["asked"])
    return not asked and any(word in text for word in data["counted"])


def endings_of(kind: str) -> tuple[str, ...]:
    """How the names of things of this kind end."""
    return tuple(_data()["kinds"].get(kind, ()))


def all_kinds() -> tuple[str, ...]:
    """The kinds that are known, longest first."""
    return tuple(sorted(_data()["kinds"], key=len, reverse=True))


def whole_names() -> tuple[str, ...]:
    """The kinds whose members are listed by their whole names."""
    return tuple(_data()["whole"])


def generic_names() -> tuple[str, ...]:
    """Words that end like a name and name nothing."""
    return tuple(_data()["generic"])


def gives_kind(text: str, kind: str, question: str) -> bool:
    """True where ``text`` names one of ``kind`` that the question does not."""
    endings: Sequence[str] = _data()["kinds"][kind]
    behind = r"(?![\u4e00-\u9fff])|(?=[和与及等]|专业)" if kind in _data()["ends"] else ""
    for ending in endings:
        after = "" if ending.endswith(kind) else behind
        for found in re.finditer(rf"[\u4e00-\u9fff]{{0,6}}{ending}(?:{after})", text):
            name = found.group()
            bare = len(name) <= len(ending) and len(ending) <= 2
            if (
                not bare
                and text[found.end() : found.end() + 1] not in _NO_END
                and name not in question
                and not name.endswith(tuple(_data()["generic"]))
            ):
                return True
    return False


def asks_person(question: str) -> bool:
    """True where only a person's name answers: a role that persons hold, and 谁 or a name beside it."""
    return bool(_person().search(question)) or head_kind(question) == "person"


def office_asked(question: str) -> str:
    """The office (院长, 组长) whose holder's name is asked for, or ""."""
    return next((o for o in _data()["offices"] if o in question), "") if asks_person(question) else ""


@lru_cache(maxsize=1)
def _person() -> re.Pattern[str]:
    roles = "|".join(sorted(_data()["roles"], key=len, reverse=True))
    offices = "|".join(_data()["offices"])
    return re.compile(
        rf"(?:{roles})(?:们)?(?:都|分别|又|的|具体)?(?:是|由|叫|有)?(?:谁|哪(?:一|几|两|三|四|五)?位|哪些人|哪(?:几|两|三|四|五)个(?:人|老师|教师|学生)|什么名|啥名|叫什么|叫啥|名字|姓名|姓什么)"
        rf"|(?:是|由|被)哪一?位(?=[一-龥]{{2}})|哪(?:几|一|两|三|四|五)位(?!数)"
        rf"|(?:{roles})(?:都|分别)?有(?:哪些|哪几个?)(?=[？?。\s]|$)"
        rf"|哪(?:一|几|两|三|四|五)?(?:位|个|名)(?:{roles})(?!团队|发展|培训|队伍)"
        rf"|(?:谁|哪位)(?:是|当|任|担任|做|来当)?[^，。？]{{0,4}}?(?:{roles})|哪些(?:{roles})(?!团队|发展|培训|队伍)|(?:由谁|是谁|谁)(?:来|去)?(?:领衔|带队|主讲|执教|致辞|致词|讲话|发言|颁奖|剪彩|授课|作报告|讲授|执笔)|(?:{offices})由?谁"
    )
