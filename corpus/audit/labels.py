"""Labels brought to what they count, so that the same thing under two labels is recognised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.knowledge import load_toml
from corpus.lines import squeeze
from corpus.units import split_unit

_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_MARKS = re.compile(r"[“”\"'《》、，,；;。·\-—–]")
_NOTES = re.compile("[①-⑳]")
_YEARS = re.compile(r"(?:\d{4}年底?度?|\d{4}-\d{4}学?年度?|\d{4}届)")
_ALIKE = 0.84
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The audit's words (``knowledge/audit.toml``)."""

    fillers: re.Pattern[str]
    neutral: re.Pattern[str]
    spellings: tuple[tuple[str, str], ...]
    unspecific: frozenset[str]
    partial: tuple[str, ...]
    samples: tuple[str, ...]
    open_wholes: tuple[str, ...]
    places: str
    schools: tuple[str, ...]
    listed_nouns: tuple[str, ...]
    families: tuple[tuple[str, ...], ...]
    contrasts: tuple[tuple[str, ...], ...]
    institutions: tuple[str, ...]
    some_of_them: tuple[str, ...]
    never_doubled: tuple[str, ...]
    also_simplified: frozenset[str]
    short_endings: tuple[str, ...]
    renaming: tuple[str, ...]
    leading: tuple[str, ...]
    done: tuple[str, ...]
    spelled_apart: tuple[tuple[str, ...], ...]
    connectors: str
    sorts: tuple[tuple[str, ...], ...]
    schooling: tuple[tuple[str, ...], ...]
    wider: tuple[tuple[str, tuple[str, ...]], ...]
    levels: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1)
def audit_words() -> Words:
    """The words of ``knowledge/audit.toml``; raises :class:`~corpus.errors.KnowledgeError`."""
    data = load_toml("corpus", "audit.toml")
    fillers = sorted(data["fillers"], key=len, reverse=True)
    return Words(
        re.compile("|".join(map(re.escape, fillers))),
        re.compile("|".join(map(re.escape, sorted(data["neutral"], key=len, reverse=True)))),
        tuple(data["spellings"].items()),
        frozenset(data["unspecific"]),
        tuple(data["partial"]),
        tuple(data["samples"]),
        tuple(data["open_wholes"]),
        str(data["places"]),
        tuple(data["schools"]),
        tuple(data["listed_nouns"]),
        tuple(tuple(family["members"]) for family in data["family"]),
        tuple(map(tuple, data["contrasts"])),
        tuple(data["institutions"]),
        tuple(data["some_of_them"]),
        tuple(data["never_doubled"]),
        frozenset(data["also_simplified"]),
        tuple(data["short_endings"]),
        tuple(data["renaming"]),
        tuple(data["leading"]),
        tuple(data["done"]),
        tuple(map(tuple, data["spelled_apart"])),
        str(data["connectors"]),
        tuple(map(tuple, data["sorts"])),
        tuple(map(tuple, data["schooling"])),
        tuple((ending, tuple(said)) for ending, said in data["wider"].items()),
        tuple(map(tuple, data["levels"])),
    )


@lru_cache(maxsize=4096)
def core(label: str, region: str = "") -> str:
    """What ``label`` counts: ``"我省高职院校共有全日制在校生" -> "全日制学生"``; may be ""."""
    words = audit_words()
    plain = split_unit(label)[0] or label
    plain = _YEARS.sub("", squeeze(_BRACKETS.sub("", _NOTES.sub("", plain))))
    if region:
        plain = plain.replace(region, "")
    plain = words.fillers.sub("", _MARKS.sub("", plain))
    for written, usual in words.spellings:
        plain = plain.replace(written, usual)
    return plain.removesuffix("数")


def specific(label: str) -> bool:
    """True for a core that names something, not only a rank or a share."""
    return len(label) >= _SHORT and label not in audit_words().unspecific


@lru_cache(maxsize=4096)
def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of ``text`` without blanks and marks."""
    plain = _MARKS.sub("", squeeze(text))
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def dice(one: str, other: str) -> float:
    """Dice's coefficient of the two texts' bigrams (Dice 1945)."""
    first, second = bigrams(one), bigrams(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def alike(one: str, other: str) -> bool:
    """True for cores of the same thing."""
    if one == other:
        return True
    if min(len(one), len(other)) <= _SHORT or dice(one, other) < _ALIKE:
        return False
    return not opposed(one, other)


def opposed(one: str, other: str) -> bool:
    """True where the two have different words of one list of contrasts: 省级 and 国家级."""
    return any(
        first and second and first != second
        for words in audit_words().contrasts
        for first, second in [({w for w in words if w in one}, {w for w in words if w in other})]
    )


def family_of(labels: tuple[str, ...]) -> bool:
    """True where ``labels`` are the members of one family, each once: they must make the whole."""
    for members in audit_words().families:
        named = [next((m for m in members if m in label), "") for label in labels]
        if all(named) and len(set(named)) == len(named) == len(members):
            return True
    return False
