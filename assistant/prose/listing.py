"""Which enumeration a list question asks for: that of the things it names (大赛, 基地, 课程), not the longest one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.prose.short import clauses, enumerated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Tagger = Callable[[str], Iterable[tuple[str, str]]]

_WHICH = re.compile(
    r"哪(?:些|几|[两二三四五六七八九十]|\d+)\s*(?:个|所|家|种|项|门|位|支|座|大类|大(?![学赛])|份|条|款|类|场|次|部|本|块|件|批|名|方面)?的?"
)
_WHAT = re.compile(r"(?:都|分别|主要|具体)*(?:包括|包含|涵盖|有|是|叫|指的是)(?:了|些)?(?:什么|啥)")
_AFTER = re.compile(r"(?:都|一共|共|分别|主要|还|具体|各|又)*(?:有|是|叫|包括|涉及|涵盖|含|指)?$")
_NOUNS = ("vn", "an", "j", "b", "l", "i", "vg")
_WORD = re.compile(r"[一-龥A-Za-z0-9]+")
_JOINS = ("和", "与", "及", "或", "、", "的")
_SHORTEST = 2
_LAST = 2
_HEADS = (4, 3, 2)
_NO_THINGS = (
    "方面",
    "内容",
    "情况",
    "东西",
    "地方",
    "时候",
    "方式",
    "名字",
    "名称",
    "名单",
    "事情",
    "工作",
    "部分",
    "例子",
    "答复",
    "报告",
    "年报",
    "文件",
    "材料",
    "毛病",
    "问题",
    "短板",
    "难题",
    "困难",
    "挑战",
    "特点",
    "亮点",
)
_IN_FULL = {"课": "课程", "奖": "等奖", "书": "教材", "赛": "大赛"}
_EXCEPT = re.compile(r"除了?[^，。？]{2,24}?(?:以外|之外|外)?，(?=.{6,})")


def nouns_asked(question: str, tagger: Tagger) -> list[str]:
    """What 哪些 asks for, its nouns in order: 大赛; 领域, 市域联合体; none where it names no thing."""
    found = _WHICH.search(question)
    bare = None if found else _WHAT.search(question)
    if found is None and bare is None:
        return []
    behind = _things(_leading(tagger(question[found.end() :]))) if found else []
    if behind:
        return behind
    clauses_before = _AFTER.sub("", question[: (found or bare).start()]).split("，")  # type: ignore[union-attr]
    for clause in clauses_before[::-1]:
        nouns = _things(_leading(list(tagger(clause))[::-1], backwards=True))
        if nouns:
            return nouns
    return []


def _things(nouns: Sequence[str]) -> list[str]:
    """The nouns that name a thing, short ones in full (课: 课程)."""
    full = [_IN_FULL.get(noun, noun) for noun in nouns]
    return [n for n in full if len(n) >= _SHORTEST and n not in _NO_THINGS]


def _leading(words: Iterable[tuple[str, str]], *, backwards: bool = False) -> list[str]:
    """The nouns that ``words`` begin with, those that belong together as one."""
    nouns: list[str] = []
    run: list[tuple[str, str]] = []
    for word, flag in words:
        if _WORD.fullmatch(word) and (flag in _NOUNS or flag[:1] == "n"):
            run.insert(0 if backwards else len(run), (word, flag))
        elif word in _JOINS and not backwards and run:
            nouns.append(_noun(run))
            run = []
        else:
            break
    return [*nouns, _noun(run)]


def _noun(run: Sequence[tuple[str, str]]) -> str:
    """The words of a run without the verb at its end: 院校 of 院校合作办学."""
    kept = list(run)
    while len(kept) > 1 and kept[-1][1] == "vn":
        kept.pop()
    return "".join(word for word, _ in kept)


def listed_of(text: str, nouns: Sequence[str]) -> list[str]:
    """The longest enumeration of ``text`` in a clause that names one of ``nouns``, by its whole or its end; or none."""
    best: list[str] = []
    for clause in clauses(text.replace("；", "，")):
        items = enumerated(clause, nouns) if any(_named(clause, noun) for noun in nouns) else []
        if len(items) > max(1, len(best)) and any(_are(items, clause, noun) for noun in nouns):
            best = items
    return best


def _named(text: str, noun: str) -> bool:
    """True where ``text`` has the noun or its last characters: 工匠学院 of 特色工匠学院."""
    return noun in text or any(len(noun) > size and noun[-size:] in text for size in _HEADS)


def _are(items: Sequence[str], clause: str, noun: str) -> bool:
    """True where the noun ends one of the last items, or stands before the first or behind the last one."""
    lead = clause[: max(0, clause.find(items[0]))]
    behind = clause[clause.rfind(items[-1]) + len(items[-1]) :]
    ends = any(_named(item.strip("”》」")[-len(noun) :], noun) for item in items[-_LAST:])
    return ends or _named(lead, noun) or _named(behind, noun)


def without_exception(question: str) -> str:
    """``question`` without what it leaves out (除了已成立的，还有哪些): that would be found first."""
    return _EXCEPT.sub("", question)
