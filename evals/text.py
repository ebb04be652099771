"""Text and numbers as the measures compare them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_BLANKS = re.compile(r"\s+")
_REFERENCE = re.compile(
    r"(?:附表|表|图)\s*\d+(?:\s*[-\u2013\u2014\uff0d]\s*\d+)?"  # 表 1-1, 附表 3
    r"|案例\s*\d+\s*[-\u2013\u2014\uff0d]\s*\d+"  # 案例 2-4, but 优秀案例 194 项 counts
    r"|\[\d+\]|【\d+】|[\u2460-\u2473]"  # [1] 【1】 ①
    r"|^\s*\d{1,2}(?:[、)\uff09]|\.(?!\d))",  # 1. 1、 1) at the start of a line
    re.MULTILINE,
)
# A minus after a digit, a letter or a date is a dash: 2022-2023, NTA-5, 2023年-2025年.
_NUMBER = re.compile(r"(?:(?<![0-9A-Za-z)年月日号])[-\u2212]|负)?\d+(?:\.\d+)?")
_SCALES = (("万亿", Decimal(10**12)), ("亿", Decimal(10**8)), ("万", Decimal(10**4)))


def normalise(text: str) -> str:
    """NFKC, without blanks and without thousands separators.

    Separators go first: after NFKC the fullwidth comma of a list (716，610) would look like one.
    """
    return _BLANKS.sub("", unicodedata.normalize("NFKC", _without_separators(text)))


def _without_separators(text: str) -> str:
    return _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)


def without_references(text: str) -> str:
    """The text without the numbers of tables, figures, cases, citations and list items."""
    return _REFERENCE.sub(" ", text)


@dataclass(frozen=True, slots=True)
class Reading:
    """A number in a text and what follows it; 1.2万人 reads as 1.2 万人 and as 12000 人."""

    value: Decimal
    rest: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is written, its place and all its readings."""

    text: str
    start: int
    readings: tuple[Reading, ...]


def scaled(value: Decimal, rest: str) -> tuple[Reading, ...]:
    """The number as written and, before 万 or 亿, also written out."""
    plain = Reading(value, rest)
    for word, factor in _SCALES:
        if rest.startswith(word):
            return plain, Reading(value * factor, rest.removeprefix(word))
    return (plain,)


def figures(text: str) -> Iterator[Figure]:
    """Every number of the text, in order; blanks separate numbers."""
    prepared = unicodedata.normalize("NFKC", _without_separators(text))
    for match in _NUMBER.finditer(prepared):
        written = match[0].replace("\u2212", "-").replace("负", "-")
        rest = _BLANKS.sub("", prepared[match.end() : match.end() + 20])
        yield Figure(match[0], match.start(), scaled(Decimal(written), rest))
