"""Near misses: a sentence about the thing asked of, which says something else of it.

合格率 is no 优秀率; 腾出一所中职学校 does not say which; 截至 2023 年 8 月 does not say when it began. What excludes
what is reviewed data (``knowledge/nearmiss.toml``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.prose.evidence import everyday_words
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HEAD = re.compile(
    r"的([一-龥]{2,6}?)(?:一共|总共|大概|具体|分别|都|各)?(?:是|有|为|叫)?(?:多少|哪些|哪几[一-龥]|几|什么|啥|谁|多[大高长久快重])?[呢吗啊呀]?[？?。！!\s]*(?:\s[一-龥 ]+)?$"
)
_INDEFINITE = r"(?<!哪)(?<!每)(?<!第)[一1]\s*(?:所|家|个|座)"
_WHICH = re.compile(r"(?:哪|什么|啥)(?:一)?(?:所|家|个|座)?([一-龥]{2,4}?)(?:的|[，。？?]|$)")
_NO_NOUN = re.compile(r"[是谁哪几多有在怎吗呢叫啥了]|什么|如何|为何")
_SHORTEST = 2
_CHINESE = re.compile(r"[一-龥]")
_LEAST_CHINESE = 5
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9.-])(?=[A-Za-z0-9]*[A-Za-z])(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{2,8}(?![A-Za-z0-9-])"
)
_MONEY = re.compile(r"([一-龥]{2})(?:费用|经费|成本|开支|开销)")
_ALL = re.compile(r"(?:全部|完整|所有|全体|每一)[一-龥]{0,4}的?(?:名单|清单|名称|姓名|名字|目录)")
_COUNT = re.compile(r"(?<![\d.])(\d{1,4})\s*(?:多|余)?(?:个|家|所|名|位|项|种|门|部)")
_HUNDRED = 100
_MANY_MORE = 2


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return load_toml("assistant", "nearmiss.toml")


@lru_cache(maxsize=1)
def excluding_words() -> tuple[str, ...]:
    """All words of the groups and qualifiers: what a question must say as words, not across two others."""
    data = _data()
    members = [member for group in data["siblings"]["groups"] for member in group]
    qualifiers = [words.partition(">")[0] for words in data["qualifiers"]["words"]]
    return tuple(word for member in (*members, *qualifiers) for word in member.split("|"))


def asked_head(question: str) -> str:
    """The attribute that ``question`` ends with (E6 赛车的最高时速: 最高时速), or ""."""
    found = _HEAD.search(question)
    return found.group(1) if found and not _NO_NOUN.search(found.group(1)) else ""


def head_kind(question: str) -> str:
    """What the attribute asked for must have: "person", "names", "date", "money" or ""."""
    head = asked_head(question)
    return next(
        (kind for kind, heads in _data()["heads"].items() if head and head.endswith(tuple(heads))), ""
    )


def other_member(question: str, text: str) -> tuple[str, str] | None:
    """What is asked for and what ``text`` has instead: 优秀率, 合格率; ``None`` where nothing excludes it."""
    for group in _data()["siblings"]["groups"]:
        asked = [words for words in group if _has(question, words)]
        told = [words for words in group if _has(text, words)]
        if len(asked) == 1 and told and asked[0] not in told:
            return _found(question, asked[0]), _found(text, told[0])
    return None


def missing_qualifier(question: str, around: str) -> str:
    """The qualifier (国控) that ``question`` has and the evidence with its headings has not, or ""."""
    for words in _data()["qualifiers"]["words"]:
        said, _, also = words.partition(">")
        told = _has(around, said) or (also and _has(around, also))
        if _has(question, said) and not told:
            return _found(question, said)
    return ""


def only_one_of(question: str, text: str) -> str:
    """The kind of which ``text`` says 一所 and no more, where the question asks which one: 中职; else ""."""
    for found in _WHICH.finditer(question):
        kind = found.group(1)
        if re.search(rf"{_INDEFINITE}[一-龥]{{0,4}}{re.escape(kind)}", text):
            return kind
    return ""


def unknown_attribute(question: str, known: Callable[[str], bool]) -> str:
    """The attribute asked for, where no two of its characters stand together in the documents; else ""."""
    head = "" if head_kind(question) else asked_head(question)
    pairs = [head[i : i + _SHORTEST] for i in range(len(head) - 1)]
    measured = head.endswith(tuple(_data()["measured"]))
    return "" if not measured or any(known(pair) for pair in pairs) else head


def missing_token(question: str, around: str) -> str:
    """The name in letters and digits (5G, E6) that ``question`` has and the evidence has not, or ""."""
    if len(_CHINESE.findall(question)) < _LEAST_CHINESE:
        return ""
    plain = around.lower()
    return next((t for t in _TOKEN.findall(question) if t.lower() not in plain), "")


def other_money(question: str, around: str) -> str:
    """The money asked for by what it is for (运行费用), where the evidence speaks of no such purpose; or ""."""
    found = _MONEY.search(question)
    if found is None or found.group(1) in _data()["any_money"]:
        return ""
    purposes = (found.group(1), *everyday_words().get(found.group(1), ()))
    return "" if any(purpose in around for purpose in purposes) else found.group()


def asks_all(question: str) -> bool:
    """True where every name of a list is asked for: 全部名单."""
    return bool(_ALL.search(question))


def names_few(sentence: str) -> bool:
    """True where ``sentence`` counts many more things than it sets out one by one."""
    counts = [int(n) for n in _COUNT.findall(sentence)] + [
        _HUNDRED for _ in re.findall("百余|上百", sentence)
    ]
    return max(counts, default=0) > _MANY_MORE * (len(re.findall("[、，]", sentence)) + 1)


def without_until(text: str) -> str:
    """``text`` without the dates up to which something was counted (截至 2023 年 8 月 31 日)."""
    until = "|".join(_data()["until"])
    return re.sub(rf"(?:{until})[^，。；]*", "", text)


def _has(text: str, words: str) -> bool:
    return any(word in text for word in words.split("|"))


def _found(text: str, words: str) -> str:
    every: Sequence[str] = words.split("|")
    return next((word for word in every if word in text), every[0])


def near_miss(question: str, sentence: str, around: str, known: Callable[[str], bool]) -> str:
    """What is missing for ``sentence`` (with all ``around`` it) to answer, in Chinese; "" where nothing is."""
    if (other := other_member(question, sentence)) is not None:
        return f"文件没有给出“{other[0]}”的这项内容，只写到“{other[1]}”。"
    if qualifier := missing_qualifier(question, around):
        return f"文件没有给出“{qualifier}”的这项内容。"
    if kind := only_one_of(question, sentence):
        return (
            f"文件只说是一所{kind}，没有写明名称。"
            if kind.endswith(("校", "院", "职"))
            else f"文件只说是一个{kind}，没有写明是哪个。"
        )
    if token := missing_token(question, around):
        return f"文件没有写到“{token}”的这项内容。"
    if purpose := other_money(question, around):
        return f"文件没有给出“{purpose}”。"
    if asks_all(question) and names_few(sentence):
        return "文件只列举了其中一部分，没有给出全部名单。"
    if head := unknown_attribute(question, known):
        return f"文件没有给出“{head}”。"
    return ""
