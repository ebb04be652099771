"""How a finding of the audit is said and cited in an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.audit import Kind

if TYPE_CHECKING:
    from corpus.audit import Finding, Place

FIGURES = (Kind.CONTRADICTION, Kind.ARITHMETIC)
MOST_CITED = 4
CHECKED = "（计算核对）"
_ANY_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def places_cited(finding: Finding) -> list[Place]:
    """The first places of a finding, and those of the others that bear a figure of its sentence."""
    cited = list(finding.places[:MOST_CITED])
    borne = {number for place in cited for number in _ANY_NUMBER.findall(f"{place.quote} {place.column}")}
    for place in finding.places[MOST_CITED:]:
        own = set(_ANY_NUMBER.findall(place.quote)) - borne
        if own & set(_ANY_NUMBER.findall(finding.sentence)):
            cited.append(place)
            borne |= own
    return cited


def finding_said(finding: Finding) -> str:
    """The finding's sentence, marked as calculated where it is, or where it counts what it found."""
    quoted = set(_ANY_NUMBER.findall(" ".join(f"{p.quote} {p.column} {p.table}" for p in finding.places)))
    counted = any(number not in quoted for number in _ANY_NUMBER.findall(finding.sentence))
    calculated = finding.kind in FIGURES or finding.arithmetic or counted
    first, *rest = finding.sentence.removesuffix("。").split("。")
    if calculated and finding.kind is Kind.ARITHMETIC:
        return "。".join([first + CHECKED, *rest]) + "。"
    return "。".join([first, *rest]) + (CHECKED if calculated else "") + "。"
