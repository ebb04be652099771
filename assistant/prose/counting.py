"""Who is counted by 多少 or 几: 招了多少新生, 在校生有多少人."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Tagger = Callable[[str], Iterable[tuple[str, str]]]

_BEHIND = re.compile(r"(?:多少|(?<!哪)几)(?:个|名|位)?的?([一-龥]{2,10})")
_BEFORE = re.compile(r"([一-龥]{2,8})(?:多少|几)(?:个|名|位)?人(?![次日民选])")
_ANYBODY = re.compile(
    r"([一-龥]{2,10}?)(?:一共|总共|共|大概|大约|到底|都)?(?:有|是|占)?(?:多少|几)(?:个|名|位)?人(?!次|日|民)"
)
_PLACES_IN = "里上中内"
_LEAST = 2


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_toml("assistant", "instances.toml")["people"]
    return data


def counted_people(question: str, tagger: Tagger) -> str:
    """The last noun of those whose number is asked for, where it is a word for people (新生, 研究生), or ""."""
    behind = _BEHIND.search(question)
    if behind:
        run = list(takewhile(_is_noun, tagger(behind.group(1))))
        noun = run[-1][0] if run else ""
    else:
        before = _BEFORE.search(question)
        noun = _last_noun(before.group(1), tagger) if before else ""
    data = _data()
    fits = len(noun) >= _LEAST and noun.endswith(tuple(data["endings"])) and noun not in data["anybody"]
    return noun if fits else ""


def people_not_told(
    question: str, around: str, text: str, tagger: Tagger, everyday: Mapping[str, Sequence[str]]
) -> str:
    """What is missing, in Chinese, where people are counted by a word that ``around`` the evidence (新生) or the whole
    ``text`` of the documents (博士) has not; else "". ``everyday`` are official words for everyday ones.
    """
    noun = counted_people(question, tagger)
    official = [w for said, more in everyday.items() if noun in said or said in noun for w in more]
    if noun and not any(word in around for word in (noun, *official)):
        return f"文件提到了有关内容，但没有给出“{noun}”的人数。"
    found = _ANYBODY.search(question)
    noun, flag = [("", ""), *(tagger(found.group(1)) if found else ())][-1]
    said = any(noun in phrase or phrase in noun for phrase in everyday)
    if len(noun) < _LEAST or flag[:1] != "n" or noun[-1] in _PLACES_IN or said or noun in text:
        return ""
    return f"文件没有提到“{noun}”。"


def _last_noun(text: str, tagger: Tagger) -> str:
    for word in sorted(_data()["between"], key=len, reverse=True):
        text = text.removesuffix(word)
    last = [("", ""), *tagger(text)][-1]
    return last[0] if _is_noun(last) else ""


def _is_noun(tagged: tuple[str, str]) -> bool:
    return tagged[1][:1] in ("n", "j")
