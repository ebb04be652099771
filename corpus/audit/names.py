"""Institutions and offices written in two ways."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel, Levenshtein

from corpus.audit.gaps import roster_names
from corpus.audit.institutions import roster_tables
from corpus.audit.labels import audit_words
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place, sentence_place
from corpus.knowledge import structure_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corpus.audit.model import Place
    from corpus.model import Document

_CLOSE = 2  # characters put in or left out; one that is another counts as both
_LEAST_LENGTH = 7
_LONGEST = 18
_PLACE = 2  # characters of a name that say where
_OWN = 4  # characters of a name that say where and of what
_SHOWN = 4
_RENAMED = ("大学",)
_UNIT = re.compile(r"(?<=[厅局委部府])([\u4e00-\u9fff]{2,7}?(?:处|科|室))(?!级|长|分|于|在)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def check_names(documents: Sequence[Document]) -> Iterator[Finding]:
    """Names that come close to an institution of the tables and are none; two short names of one."""
    known = frozenset(name for document in documents for name in roster_names(document))
    for document in documents:
        if known:
            yield from _written(document, known)
        yield from _offices(document)
        yield from _short(document)


def _written(document: Document, known: frozenset[str]) -> Iterator[Finding]:
    mentions: dict[str, list[int]] = {}
    for name, start in _mentions(document, known):
        mentions.setdefault(name, []).append(start)
    for name, starts in mentions.items():
        nearest = min(known, key=lambda other: (Indel.distance(name, other), other))
        if Indel.distance(name, nearest) <= _CLOSE and not _upgraded(name, nearest):
            yield _variant(document, name, nearest, starts)
        elif (older := _older(name, known)) and not _explained(document, starts):
            yield _second(document, name, older, starts)


def _mentions(document: Document, known: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Words that begin with a place of a known name, end like an institution, and are not known."""
    suffixes = sorted((*structure_words().organisation_suffixes, "学校"), key=len, reverse=True)
    starts = {name[:_PLACE] for name in known}
    ends = re.compile("|".join(map(re.escape, suffixes)))
    for run in _CHINESE.finditer(document.text):
        text = run.group(0)
        place = 0
        while place < len(text):
            if text[place : place + _PLACE] not in starts:
                place += 1
                continue
            exact = max((n for n in known if text.startswith(n, place)), key=len, default="")
            end = ends.search(text, place + _PLACE, min(len(text), place + _LONGEST))
            if exact:
                place += len(exact)
            elif end and end.end() - place >= _LEAST_LENGTH:
                yield text[place : end.end()], run.start() + place
                place = end.end()
            else:
                place += 1


def _places(document: Document, name: str, starts: Sequence[int], other: str) -> tuple[Place, ...]:
    own = [sentence_place(document, start, start + len(name)) for start in starts]
    usual = [
        cell_place(document, table, cell)
        for table in roster_tables(document)
        for row in table.rows
        for cell in row.cells
        if cell.text == other
    ]
    return (*list(dict.fromkeys(own))[:_SHOWN], *usual)


def _variant(document: Document, name: str, nearest: str, starts: Sequence[int]) -> Finding:
    return Finding(
        Kind.NAMING,
        Severity.MIDDLE,
        f"“{name}”（{len(starts)} 处）不在学校名单里，与“{nearest}”只差 {Levenshtein.distance(name, nearest)} 个字，"
        "疑为同一所学校的另一种写法或误写。",
        _places(document, name, starts, nearest),
    )


def _upgraded(name: str, known: str) -> bool:
    """True where the sort of institution differs as it does after an upgrade."""
    return any(name.endswith(e) != known.endswith(e) for e in _RENAMED)


def _older(name: str, known: frozenset[str]) -> str:
    """The one listed institution of the same place and field as the upgraded ``name``; else ""."""
    same = [other for other in known if other[:_OWN] == name[:_OWN]]
    return same[0] if len(same) == 1 and _upgraded(name, same[0]) else ""


def _explained(document: Document, starts: Sequence[int]) -> bool:
    """True where every sentence that uses the name says how it came about."""
    words = audit_words().renaming
    quotes = [sentence_place(document, start, start + 1).quote for start in starts]
    return all(any(word in quote for word in words) for quote in quotes)


def _second(document: Document, name: str, older: str, starts: Sequence[int]) -> Finding:
    return Finding(
        Kind.NAMING,
        Severity.LOW,
        f"“{name}”（{len(starts)} 处）与名单里的“{older}”并用，可能是同一所学校的新旧名称，引用时请统一。",
        _places(document, name, starts, older),
    )


def _offices(document: Document) -> Iterator[Finding]:
    """Two offices of one authority whose names differ in one character."""
    places: dict[str, tuple[int, int]] = {}
    for found in _UNIT.finditer(document.text):
        places.setdefault(found.group(1), found.span(1))
    for one, other in _pairs(places):
        if len(one) == len(other) and Levenshtein.distance(one, other) == 1:
            yield Finding(
                Kind.NAMING,
                Severity.MIDDLE,
                f"同一部门的处室有两种写法：“{one}”和“{other}”，只差一个字。",
                tuple(sentence_place(document, *places[name]) for name in (other, one)),
            )


def _short(document: Document) -> Iterator[Finding]:
    """Two short names of one institution, the one within the other: 汽高专 and 长汽高专."""
    endings = "|".join(map(re.escape, audit_words().short_endings))
    places: dict[str, tuple[int, int]] = {}
    for length in (2, 1):
        for found in re.finditer(rf"[\u4e00-\u9fff]{{{length}}}(?:{endings})(?!校)", document.text):
            places.setdefault(found.group(0), found.span())
    apart = {name for name in places if _stands_alone(document, name)}
    for one, other in _pairs({name: places[name] for name in places if name in apart}):
        longer, shorter = max(one, other, key=len), min(one, other, key=len)
        if longer != shorter and longer.endswith(shorter):
            yield Finding(
                Kind.NAMING,
                Severity.LOW,
                f"同一单位有两种简称：“{longer}”和“{shorter}”。",
                tuple(sentence_place(document, *places[name]) for name in (longer, shorter)),
            )


def _stands_alone(document: Document, name: str) -> bool:
    """True where the short name stands somewhere at the start of a clause or after a blank."""
    return re.search(rf"(?:^|[，。；、：\s]|其中|支持|同时|比如){re.escape(name)}", document.text) is not None


def _pairs(names: Mapping[str, object]) -> list[tuple[str, str]]:
    listed = list(names)
    return [(one, other) for i, one in enumerate(listed) for other in listed[i + 1 :]]
