"""Questions to several documents at once: which clause asks which document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Document

_SCHOOL = re.compile(
    r"[一-龥]{2}(?:(?![哪的和与在有是对])[一-龥]){1,8}?(?:高等专科学校|职业技术学院|职业技术大学|职业学院|开放大学|工匠学院|人才学院)"
)
_SEVERAL = 2
_ASKS = re.compile(r"多少|几|哪|谁|什么|啥|吗|如何|怎")
_WHICH_TWO = re.compile(r"哪两(?=[份个])")
_APART = re.compile(r"分别|各[是自有怎说讲提列写]")
_AGREE = re.compile(r"一致|矛盾|一样|对[得不]上|不同|打架|出入|相符|差异|冲突|口径")
_JOINED = re.compile(r"(?:和|与|跟|及|以及|、)$")
_OF_EACH = re.compile(
    r"(?:各自|各|分别|都)((?:是|有|叫|为)?(?:什么|啥|多少|哪些|哪几[一-龥]|几[一-龥]|谁|怎样|如何).*)$"
)
_WITHIN = re.compile(r"(?:里头|里面|当中|之中|中间|里|中|内)[，,]?$")
_CLAUSE = re.compile(r"[^，。；？！]+[，。；？！]?")


@dataclass(frozen=True, slots=True)
class Side:
    """One document's share of a question: the clauses that ask it, with those that ask all."""

    document: Document
    text: str


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return load_toml("assistant", "sides.toml")


def two_sides(text: str, documents: Sequence[Document]) -> tuple[Side, ...]:
    """A side for each document where the question asks more than one, else ()."""
    if len(documents) < 2:
        return ()
    text = _WHICH_TWO.sub("哪几", text)
    cues = {d.id: tuple(w for w in _cues(d) if _names_more(w, text)) for d in documents}
    clauses = [piece for clause in _CLAUSE.findall(text) for piece in _cut(clause, tuple(cues.values()))]
    named = {d.id: [c for c in clauses if any(w in c for w in cues[d.id])] for d in documents}
    all_named = all(named.values())
    if not all_named and not any(word in text for word in _data()["both"]):
        return ()
    joined = any(w in text for w in (*_data()["both"], *_data()["joins"]))
    if all_named and not joined and len({c for own in named.values() for c in own}) < 2:
        return ()
    if all_named and any(_WITHIN.search(own[0]) and not _ASKS.search(own[0]) for own in named.values()):
        return ()  # 全省高职里头，落在长春的有几所: one question, which names where
    common = [c for c in clauses if not any(c in own for own in named.values())]
    drop = [*_data()["both"], *(w for words in cues.values() for w in words)]
    asked = {id_: own for id_, own in named.items() if any(_says_something(c, drop) for c in own)}
    first = next(iter(asked.values()), [])
    return tuple(
        Side(d, _without("".join([*common, *asked.get(d.id, first)]) or text, drop)) for d in documents
    )


def asks_each_side(text: str, documents: Sequence[Document]) -> bool:
    """True where ``text`` asks what each document says, not whether they agree."""
    apart = bool(_APART.search(text)) and not _AGREE.search(text)
    return apart and bool(two_sides(text, documents))


def _names_more(word: str, text: str) -> bool:
    """False where ``word`` stands in ``text`` only as part of names of schools: 长春 in 长春金融高等专科学校."""
    return word in _SCHOOL.sub("", text)


def _cut(clause: str, cues: Sequence[Sequence[str]]) -> list[str]:
    """``clause`` cut before the words for each document, where each piece asks: 省里申报几个、市里打算开几个."""
    starts = sorted(
        min(places) for words in cues if (places := [clause.find(w) for w in words if w in clause])
    )
    if len(set(starts)) < _SEVERAL or len(set(starts)) < len(starts):
        return [clause]
    ends = [*starts[1:], len(clause)]
    pieces = [clause[a:b] for a, b in zip(starts, ends, strict=True)]
    pieces = _each_asking(pieces)
    if not all(_ASKS.search(piece) for piece in pieces):
        return [clause]
    return [*([clause[: starts[0]]] if starts[0] else []), *pieces]


def _each_asking(pieces: list[str]) -> list[str]:
    """Each piece with what asks of all: 省里的不足和、市里的成绩各是什么 asks 省里的不足是什么 too."""
    *others, last = pieces
    tail = _OF_EACH.search(last)
    if tail is None or not all(_JOINED.search(piece) for piece in others):
        return pieces
    return [*(f"{_JOINED.sub('', piece)}{tail.group(1)}" for piece in others), last]


def _says_something(clause: str, cues: Sequence[str]) -> bool:
    """False for a clause that only names its document: 全省呢 asks what the clause before asks."""
    for word in sorted(cues, key=len, reverse=True):
        clause = clause.replace(word, "")
    return len(re.sub(r"[^\u4e00-\u9fff]|[那呢又的则是]", "", clause)) > 1


def _without(text: str, words: Sequence[str]) -> str:
    """``text`` without the words that only say which document is asked."""
    plain = text
    for word in sorted(words, key=len, reverse=True):
        if len(plain) > len(word) + 6:
            plain = plain.replace(word, "")
    return plain


def _cues(document: Document) -> tuple[str, ...]:
    """The words by which a question means ``document``: its kind's, its region's."""
    data = _data()
    words = list(data["kinds"].get(document.kind, ()))
    for ending, regional in data["regions"].items():
        if document.region.endswith(ending):
            words += regional
            if ending != "省":
                words.append(document.region.removesuffix(ending))
    return tuple(words)


def names_region(text: str, document: Document) -> bool:
    """True where ``text`` names the region of ``document``, by name or as 全省, 我市."""
    region = document.region
    for ending, words in load_toml("assistant", "sides.toml")["regions"].items():
        if region.endswith(ending) and (region.removesuffix(ending) in text or any(w in text for w in words)):
            return True
    return False
