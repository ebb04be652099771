"""Does a text name a person, or the holder of an office?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Tagger = Callable[[str], Iterable[tuple[str, str]]]

_NAME_TAGS = ("nr", "nrt", "nrfg")
_AFTER_TITLE = re.compile(
    r"(?:组长|队长|成员|主席|主任|书记|省长|厅长|局长|院长|校长|委员|教师|老师)[：:]?\s*([一-龥]{2,3})"
)
_OFFICE = re.compile(
    r"((?:常务)?副?(?:党委|党组)?(?:校长|院长|书记|负责人|班主任|局长|厅长|部长|主任|秘书长|省长|市长|县长))(?:是谁|叫什么|姓什么|叫啥|是哪位|姓甚)"
)
_OF_ORGANISATION = "(?:学院|学校|大学|高专|局|厅|部|会|委|市|省|县|区|党组)"
_TITLED = re.compile(
    r"(?:书记|院长|校长|队长|组长|主任|厅长|局长|省长|市长|负责人|委员|老师|教师|队员|教授|讲师|选手|学员|代表|领导|高管|干部|经理)(?!团|队伍|培训|发展|工作|创新|教学|[一-龥]{0,4}(?:团队|基地|中心|项目|大赛|课程|工作室))(?:、|和|与)?[^，。]{0,6}?(?:是谁|叫什么|叫啥|姓什么|名字|姓名|都叫|分别叫)"
)


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return frozenset(load_toml("assistant", "surnames.toml")["surnames"])


@lru_cache(maxsize=1)
def _no_names() -> tuple[frozenset[str], tuple[str, ...]]:
    data = load_toml("assistant", "surnames.toml")
    return frozenset(data["no_names"]), tuple(data["no_endings"])


def _is_name(word: str, question: str) -> bool:
    """True for a word of two or three characters like a person's name that ``question`` does not say."""
    words, endings = _no_names()
    fits = len(word) in (2, 3) and word[0] in _surnames() and word not in question
    return fits and word not in words and not word.endswith(endings)


def names_person(text: str, tagger: Tagger, question: str = "") -> bool:
    """True where ``text`` names a person that ``question`` does not: so tagged, with a family name."""
    if any(_is_name(m.group(1), question) for m in _AFTER_TITLE.finditer(text)):
        return True
    return any(flag in _NAME_TAGS and _is_name(word, question) for word, flag in tagger(text))


def unheld_office(text: str, question: str) -> str:
    """The office whose holder ``question`` asks for by name, where ``text`` has no name with it; else ""."""
    found = _OFFICE.search(question)
    return "" if found is None or _holds_office(text, found.group(1)) else str(found.group(1))


def _holds_office(text: str, office: str) -> bool:
    """True where an organisation's name or its end, the office and a person's name stand side by side."""
    of = "" if office.startswith("副") or office.endswith("省长") else _OF_ORGANISATION
    offices = re.finditer(rf"{of}{office}([一-龥]{{2,3}})", text)
    return any(found.group(1)[0] in _surnames() for found in offices)


def asks_by_title(question: str) -> bool:
    """True where the name of a person is asked for by what the person is (老师叫什么), not that of a team of such."""
    return bool(_TITLED.search(question))


def post_told(words: Iterable[str], text: str) -> bool:
    """True where ``text`` has an office beside one of ``words``, as a question's name (市委副书记赵明)."""
    offices = "|".join(load_toml("assistant", "instances.toml")["offices"])
    return any(
        re.search(rf"(?:{offices})(?:单位)?{re.escape(w)}|{re.escape(w)}[^，。]{{0,6}}(?:{offices})", text)
        for w in words
        if len(w) > 1 and w in text
    )
