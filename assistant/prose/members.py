"""The things of one kind that sentences name: schools, companies, countries, villages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.figures_in_text import read_numeral
from assistant.prose.instances import all_kinds, asks_schools, endings_of, generic_names, whole_names
from assistant.prose.short import enumerated

if TYPE_CHECKING:
    from assistant.names import Names

SCHOOLS = "学校"
_PIECES = re.compile(
    r"[、，。；：！？“”‘’《》（）()\s]|(?:以及|联合|共同|分别|会同|携手|牵头|成立|参与|作为)"
)
_JOINED = re.compile(r"和|与|及|由|在|对|给|到|以|向|从|被|把|将|据|经|是|入|的|了|获|包括")
_LED = re.compile(r"^[为同]")
_LONGEST = 24
_BARE = re.compile(r"哪([一二两三四五六七八九十]{1,2}|\d{1,2})(?:家|所|个)(?![\u4e00-\u9fff])")
_OWN = 2
_LONG = 4


def members_kind(question: str) -> str:
    """The kind whose members 哪些 or 哪几家 asks for, or ""; one thing alone (哪家) is no list."""
    if asks_schools(question):
        return SCHOOLS
    return next((kind for kind in all_kinds() if _several(kind).search(question)), "")


def kind_in(question: str, text: str, names: Names) -> str:
    """The kind asked for; schools too where 哪两家 says just as many as ``text`` names."""
    kind = members_kind(question)
    bare = _BARE.search(question)
    if kind or bare is None:
        return kind
    wanted = read_numeral(bare.group(1))
    return SCHOOLS if len(members(text, SCHOOLS, question, names)) == wanted else ""


@lru_cache(maxsize=64)
def _several(kind: str) -> re.Pattern[str]:
    """哪些企业, 哪三家企业, 哪些本科专业, 企业有哪些, 公司名单."""
    before = rf"哪(?:些|几|\d|[两三四五六七八九十])[^，。？]{{0,4}}{kind}(?!家|级|奖|标|群|点|域|场|政)"
    return re.compile(rf"{before}|{kind}(?:都|一共|分别|主要|还)?(?:有|是|包括)?(?:哪些|哪几|名单)")


def members(text: str, kind: str, question: str, names: Names) -> list[str]:
    """The things of ``kind`` that ``text`` names and ``question`` does not, in order, each once."""
    if kind == SCHOOLS:
        known = [m.subjects[0] for m in names.exact(text) if len(m.subjects) == 1]
        asked = {m.subjects[0] for m in names.exact(question) if len(m.subjects) == 1}
        return list(dict.fromkeys(school for school in known if school not in asked))
    listed = enumerated(text, ())
    told = [item for item in listed if any(ending in item for ending in endings_of(kind))]
    if kind not in whole_names() and (len(told) > 1 or (told and len(listed) >= _LONG)):
        return [item for item in listed if item not in question and len(item) <= _LONGEST]
    found = []
    for piece in _PIECES.split(text):
        name = _named(piece, kind)
        if name and name not in question and name not in found:
            found.append(name)
    return found


def _named(piece: str, kind: str) -> str:
    """The name of the kind at the end of a piece between separators, or ""."""
    for ending in sorted(endings_of(kind), key=len, reverse=True):
        at = piece.find(ending)
        if at < 0:
            continue
        if kind in whole_names():
            return ending
        name = _LED.sub("", _JOINED.split(piece[: at + len(ending)])[-1])
        fits = len(name) - len(ending) >= _OWN and len(name) <= _LONGEST
        if fits and not name.endswith(generic_names()) and not re.search(r"\d", name):
            return name
    return ""
