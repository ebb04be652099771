"""The regions that the documents' figures are about, and how questions name them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from corpus.model import Document

_OF_FIGURES = ("entities", "indicators")
_EXPRESSLY_NAMED = re.compile(
    r"(?:名字|校名|名称)(?:当中|里面?|中|上)?(?:带有?|含有?|包含|有)个?[“「\"']?([\u4e00-\u9fff]{1,6}?)[”」\"']?"
    r"(?:这?个?字样?|二字|两个?字)?(?=的|这|有|学校|院校|高职|[一二两三四五六七八九十几\d]+所|[，,？?]|$)的?"
)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return load_toml("assistant", "regions.toml")


@dataclass(frozen=True, slots=True)
class Regions:
    """Names of regions: ``full`` as the documents print them, ``short`` without 省, and what says them.

    ``cities`` are the short names that a city has too (吉林省, 吉林市): alone they may mean either.
    """

    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Regions:
        """The regions of the documents that have tables of figures."""
        known = tuple(documents)
        figures = [d for d in known if any(t.layout in _OF_FIGURES for t in d.tables)]
        full = tuple(dict.fromkeys(d.region for d in figures if d.region))
        parts = [parted(name) for name in full]
        phrases = [
            phrase.format(full=short + kind, short=short, kind=kind)
            for short, kind in parts
            for phrase in _data()["phrases"]
        ]
        cities = [
            short for short, kind in parts if kind != "市" and any(f"{short}市" in d.text for d in known)
        ]
        return cls(full, tuple(short for short, _ in parts), tuple(phrases), tuple(cities))

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form of the names themselves."""
        return tuple(dict.fromkeys((*self.full, *self.short)))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The places of ``text`` that name a region without doubt."""
        sure = (*self.phrases, *(short for short in self.short if short not in self.cities))
        return [
            (at, at + len(phrase))
            for phrase in sure
            for at in range(len(text))
            if text.startswith(phrase, at)
        ]


def expressly_named(text: str, names: Collection[str]) -> re.Match[str] | None:
    """Where ``text`` asks for those whose names have some characters (名字里带医的), if some of ``names`` have them."""
    said = _EXPRESSLY_NAMED.search(text)
    return said if said and any(said.group(1) in name for name in names) else None


def names_expressly(text: str) -> bool:
    """True where ``text`` speaks of names: 名字里带…的, 含…字样的."""
    return any(word in text for word in _data()["naming"])


def parted(name: str) -> tuple[str, str]:
    """``吉林省 -> 吉林, 省``; the kind is "" for a name without one."""
    kind = next((e for e in _data()["endings"] if name.endswith(e) and len(name) > len(e) + 1), "")
    return name.removesuffix(kind), kind
