"""What kind of answer a question asks for: a number, a date, a person, a list, a summary …"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.knowledge import load_toml
from corpus.units import unit_spellings

_ORDER = (
    "summary",
    "list",
    "date",
    "school",
    "organisation",
    "rank",
    "person",
    "name",
    "place",
    "why",
    "number",
    "yesno",
)
_NUMBER = re.compile(
    r"(?<![图表第\d.-])(?<![图表] )(?!20\d\d\s*[国全])\d[\d,]*(?:\.\d+)?(?![\d.]|\s*[年月日届号]|\s*-\s*\d)|[一二三四五六七八九十两]+(?:余|多)?(?:[名个家所项种门部人次期]|位(?!一体))|[近上数逾超][百千万]+(?:余|多)?[名家人]"
)
_DATE = re.compile(r"\d{4}\s*年|\d{1,2}\s*月|[〇零一二三四五六七八九十]{4}年|上周|去年|今年|近日|本年")
_ORGANISATION = re.compile(r"学院|学校|大学|高专|厅|局|委|政府|集团|公司|总工会|协会|中心|部门|平台|一汽|校")
_QUOTED = re.compile(r"[《“「].+?[》”」]")
_RANK = re.compile(
    r"第\s*[一二三四五六七八九十\d]+|[一二三特]等奖|居首|首位|优秀|金奖|银奖|典型|荣获|荣誉|先进"
)
_PLACE = re.compile(r"[省市县区村]|国|大学|学院|举行|赴|驻")
_REASON = re.compile(
    r"因为|由于|因当地|原因|致使|所以|鉴于|因此|针对|为了|为深入|为全面|为加强|为推进|为进一步"
)
_LISTED = re.compile(r"、.*、|；|，.*，.*，")


@lru_cache(maxsize=1)
def _types() -> dict[str, list[str]]:
    types = load_toml("assistant", "asked.toml")["types"]
    return {kind: sorted(words, key=len, reverse=True) for kind, words in types.items()}


_IN_BRIEF = re.compile(
    r"(概括|总结|归纳|简述|说|讲|列|写)(?:一下|成|出|个)?(?:几|[两三四五])(?:条|点|句话?|段)"
)

_THOSE = re.compile(r"([那这])几(?:位|个|名|所|家|项)?")
"""那几位 counts nothing that is asked for."""

_TOGETHER = re.compile(
    r"谁(?=(?:和|跟|与|同)[一-龥]|(?:一起|一块|联合|共同|合作|合伙)?(?:办|建|搞|创办|成立|共建|开发|发布|印发|颁发|评选|认定|批准|授予)(?:的|了|起))|(?<=[和跟与同])谁(?=一起|一块|联合|共同|合作|合伙|共建|合办)"
)
"""谁 that stands for an organisation: 谁和总工会一起办的, 跟谁合作."""
_ONE_EVENT = re.compile(r"一?[个项场次](?:什么|啥)活动")
_EACH_OF_SOME = re.compile(
    r"(?<!哪)(?<!有)几(?:个|所|家)([一-龥]{0,4}?(?:各自|分别|各是|都是怎么|都[干做怎]|进展|，))"
)


_FIELDS_OF = re.compile(r"哪(?:些|几个)(?:方面|领域|类型?)的(?=[一-龥]{3})")
"""哪些方面的联合体 asks for the bodies, not for a summary."""


@lru_cache(maxsize=1)
def _points() -> re.Pattern[str]:
    of = "|".join(load_toml("assistant", "asked.toml")["points"]["of"])
    return re.compile(rf"[哪几两二三四五六七八]\s*(?:大|个|点|条|项|件)(?:方面)?的?[一-龥]{{0,4}}?(?:{of})")


def _without_length(text: str) -> str:
    """``text`` without what only looks like a count: 概括几条 says how long, 几所学校各自 whose."""
    text = _FIELDS_OF.sub("哪些", _THOSE.sub(r"\1些", text))
    return _EACH_OF_SOME.sub(r"\1", _IN_BRIEF.sub(r"\1一下", text))


def asked_types(text: str) -> tuple[str, ...]:
    """The kinds of answer that ``text`` asks for, the most telling first; may be empty."""
    types = _types()
    text = _without_length(text).replace("谁的", "哪个学校的").replace("谁家", "哪家")
    text = _ONE_EVENT.sub("哪项活动", _TOGETHER.sub("哪家单位", text))
    found = tuple(kind for kind in _ORDER if any(word in text for word in types[kind]))
    if "date" in found and _WHICH_DAYS.search(text):
        return ("date", *(kind for kind in found if kind != "date"))
    if "summary" in found:
        return found
    if ("list" in found and _points().search(text)) or _told_of().search(text):
        return ("summary", *found)
    return found or (("summary",) if _HOW.search(text) else ())


_HOW = re.compile(
    r"(?:怎么|如何|怎样|咋)(?:去|来|把|给|对|帮|让)?(?!样|回事|写|叫|说|这么|那么|会|算|没|不|才|只|就|低|高|成|又|变|到)[一-龥]{2}"
)


@lru_cache(maxsize=1)
def _told_of() -> re.Pattern[str]:
    """哪些做法, 什么举措, 啥成效; and what ends with 的情况."""
    points = load_toml("assistant", "asked.toml")["points"]
    return re.compile(
        rf"(?:哪些|什么|啥|何种|哪几[个条项点])[一-龥]{{0,3}}?(?:{'|'.join(points['whole'])})(?!叫|是谁)|(?:{'|'.join(points['ends'])})[呢吗吧]?[？?。！\s]*$"
    )


_FOCUS = re.compile(r"(?:什么|哪种|哪样|怎样的|怎么样的|啥)(?:样的)?([\u4e00-\u9fff]{2,6}?)(?:[，。？?；]|$)")


def focus_of(text: str) -> str:
    """The noun that 什么 asks for (形成了什么运行模式: 运行模式), or ""."""
    found = _FOCUS.search(text)
    return found.group(1) if found else ""


_DOES = re.compile(r"谁(?:来|去|给|负责)?([一-龥]{2})(?:的|了|呢|过)?(?=[，。？?\s]|$)")


_DEEDS = "牵头|主办|承办|协办|指导|组织|发起|共建|实施|依托|主管"
_BY_WHICH = re.compile(
    rf"(?:哪(?:几|些|一|两|三)?(?:家|个|所)?(?:单位|部门|机构|学校|企业|公司)?|谁)(?:来|联合|共同|一起|负责)*({_DEEDS})"
    r"(?:的|了|起来|举行|举办|[，。？?\s]|$)"
)
_ROLE = re.compile(
    rf"({_DEEDS})(?:单位|方|部门|机构|学校|企业)(?:分别|都)?(?:是|有|为|由|叫)?(?:谁|哪|什么|啥)"
)


def asked_deed(text: str) -> str:
    """What 谁 asks who did it (谁主办, 主办单位是谁: 主办), or ""."""
    found = _ROLE.search(text) or _BY_WHICH.search(text) or _DOES.search(text)
    return found.group(1) if found else ""


_DID = re.compile(
    r"([一-龥]{2})(?:了|过)(?:一)?(?:个|项|家|所|场|份|种|次|门|座)?(?:什么|啥|哪[些个家所项种门场几])"
)


def deed_done(text: str) -> str:
    """What was done to the thing asked for (启动了什么活动: 启动), or ""."""
    found = _DID.search(text)
    return found.group(1) if found else ""


_WHICH_DAYS = re.compile(r"哪\s*[几两三四五\d]\s*(?:天|年(?!级)|个月|日)")


def asks_itself(text: str) -> bool:
    """True where ``text`` has a word that asks, and need not be read with the question before."""
    return any(word in text for word in ("什么", "啥", "哪", "谁", "多少", "几", "怎"))


def asks_points(text: str) -> bool:
    """True where points are asked for that one sentence may name: 有哪几条."""
    return any(word in text for word in load_toml("assistant", "asked.toml")["points"]["named"])


def supplies(kind: str, sentence: str) -> bool:
    """Whether ``sentence`` could hold an answer of ``kind``."""
    tests = {
        "number": _NUMBER,
        "date": _DATE,
        "school": _ORGANISATION,
        "organisation": _ORGANISATION,
        "rank": _RANK,
        "name": _QUOTED,
        "place": _PLACE,
        "list": _LISTED,
        "why": _REASON,
    }
    test = tests.get(kind)
    return test is None or bool(test.search(sentence))


_ASKED_UNIT = re.compile(
    rf"(?:多少|(?<!哪)几|百分之)多?(?:个(?=月|百分点|学时|课时|人次|人日))?({'|'.join(re.escape(u) for u in unit_spellings())}|大类"
    r"|期(?![刊间望])|次(?!区域)|份(?!额)|部(?![门分委署队])|件|届|年(?![级龄薪鉴轻])|天|月|岁|条(?![件例款])|类(?![型别])|批(?!复)|间(?!接)"
    r"|张|倍|页|章(?!程)|号(?!召)|集(?![团体成合群聚约])|辆|座(?!谈)|支(?![出持队撑柱])|套|场(?![地所馆]))"
)
"""A measure word behind 多少 or 几, not the first character of another word: 几个集团 is counted by 个, 多少部门 by nothing."""


_IMPLIED_UNITS = (
    (
        re.compile(
            r"多少钱|多少学费|多少费用|(?:多少|多大|几)[一-龥]{0,2}(?:资金|经费|金额|投资|产值|效益|收入|补助|补贴)|金额|产值(?:是|有)?多少|花了多少|投了多少|投入(?:了)?多少|给多少钱|补多少钱|(?:补|奖|拨|赚|挣|进账|入账|创收|收入)(?:助|贴|励|了|到)?(?:多少|几)(?=[，。？?\s]|$)|(?:学费|收费|费用)[一-龥]{0,3}多少|拨款.{0,4}多少|资金多少|经费多少"
        ),
        "元",
    ),
    (re.compile(r"(?:收入|经费|资金|产值|投入|投资|拨款|金额|补助|补贴)(?:是|有|为|达)?多少"), "元"),
    (
        re.compile(
            r"(?:多少|几)[一-龥]{0,4}(?:费|款|钱|开销|花销|开支|支出)(?!用?专业)|(?:学费|收费|造价|奖金|工资|月薪|年薪|起薪|拨款)[^，。？]{0,8}?多少(?=[？?。呢啊\s]|$)|(?:投资额|总投资|造价|奖金|金额|经费|预算|费用|学费|工资|起薪|年薪)(?:是|有|为|一共|总共)?(?:多少)?[？?。]*$"
        ),
        "元",
    ),
    (re.compile(r"多大面积|面积(?:是|有)?多[大少]|占(?:了)?多大(?:的)?(?:地|面|一块|块)|占地多"), "平方米"),
    (
        re.compile(
            r"人数|(?:多少|几)(?:个|名|位)?(?:学生|老师|教师|学员|队员|毕业生|人员|人(?!次|日|民)|代表|职工|劳动力|人才)|(?:学生|老师|教师|学员|队员|毕业生|代表|职工)(?:一共|总共|共)?有?(?:多少|几)(?:个|名|位)?(?=[？?。，]|$)"
        ),
        "人",
    ),
    (
        re.compile(
            r"百分之|几成|比例|比重|份额|占多大(?!的?(?:地|面|一块|块))|占比|多大比|几个百分点|率(?:是|有|为)?多[少高]|[一-龥]率[？?。]*$"
        ),
        "%",
    ),
    (re.compile(r"哪一?届"), "届"),
    (re.compile(r"多远"), "公里"),
    (re.compile(r"多重(?!要)"), "吨"),
    (re.compile(r"(?:多少|几)(?:个|家)?企业"), "家"),
    (re.compile(r"(?:多少|几)(?:个|所|家)?(?:学校|高职|院校|高校|中职|本科)"), "所"),
)


def asked_units(text: str) -> tuple[str, ...]:
    """The units that follow 多少 or 几 in ``text``, or that its nouns imply (多少钱: 元)."""
    text = _without_length(text)
    implied = [unit for pattern, unit in _IMPLIED_UNITS if pattern.search(text)]
    return tuple(dict.fromkeys([*_ASKED_UNIT.findall(text), *implied]))
