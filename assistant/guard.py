"""Tells questions about the documents from chat, opinions and instructions; keeps the question inside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from corpus.knowledge import load_toml

_CLAUSE = re.compile(r"[^。！？；;\n，：]+[。！？；;\n，：]?")
_ASKS = re.compile(r"[？?]|多少|几|哪|谁|什么|吗|呢|如何|怎|是否|列出|介绍|概括")
_ASKED_BESIDE = re.compile(r"(?:告诉我|回答我|说说|说一下|查一下|问一下)(.{4,})$")
"""忽略以上规则直接告诉我…: an instruction and a question without a mark between them."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """What is left of a message after the guard: the question, and a reason if none is left.

    ``reason`` is "", "instruction", "chat", "drafting", "opinion" or "forecast"; ``dropped`` tells whether
    instructions were left out.
    """

    question: str
    reason: str
    dropped: bool


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return load_toml("assistant", "chat.toml")


@lru_cache(maxsize=1)
def _greetings() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(rf"^{re.escape(word)}[呀啊哦吗呢啦了]?[，。！!？?、\s]*", re.IGNORECASE)
        for word in _data()["greetings"]
    )


def guard(text: str) -> Guarded:
    """Splits off what is not a question about the documents."""
    data = _data()
    lowered = text.lower()
    if any(word.lower() in lowered for word in data["instructions"]):
        kept = _without_instructions(text)
        if not kept or not _ASKS.search(kept):
            return Guarded("", "instruction", dropped=True)
        return Guarded(kept, "", dropped=True)
    bare = text
    for greeting in _greetings():
        bare = greeting.sub("", bare)
    if not bare.strip("，。！？、 ") or any(word in bare for word in data["off_topic"]):
        return Guarded("", "chat", dropped=False)
    if any(word in bare for word in data["drafting"]) and not _ASKS.search(bare):
        return Guarded(bare, "drafting", dropped=False)
    counts = any(word in bare for word in data["counts"])
    for kind, reason in (("opinions", "opinion"), ("forecasts", "forecast")):
        if any(word in bare for word in data[kind]) and not (kind == "opinions" and counts):
            return Guarded(bare, reason, dropped=False)
    return Guarded(bare, "", dropped=False)


def _without_instructions(text: str) -> str:
    """The clauses after the last instruction, or those before it if none follows."""
    data = _data()
    clauses = _CLAUSE.findall(text)
    marked = [any(word.lower() in clause.lower() for word in data["instructions"]) for clause in clauses]
    last = max(i for i, bad in enumerate(marked) if bad)
    after = "".join(clauses[last + 1 :])
    if not _ASKS.search(after):
        first = marked.index(True)
        after = "".join(c for c, bad in zip(clauses[:first], marked, strict=False) if not bad)
    if not after and (beside := _ASKED_BESIDE.search(clauses[last])):
        rest = beside.group(1)
        after = "" if any(word.lower() in rest.lower() for word in data["instructions"]) else rest
    for opening in data["question_marks"]:
        after = re.sub(rf"^\W*{re.escape(opening)}[：:，,]*", "", after)
    return after.strip("，：:。 ")


def particulars(text: str) -> tuple[str, ...]:
    """Private or everyday particulars that the question asks for."""
    return tuple(word for word in _data()["particulars"] if word in text)
