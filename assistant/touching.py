"""Does an answer touch what the audit found: the same cell or words, the same figure, the same name?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.findings import FIGURES
from corpus.audit import Kind

if TYPE_CHECKING:
    from assistant.model import Citation
    from corpus.audit import Finding, Place

OF_WHICH = re.compile(r"（其中[^（）]*）")
"""What a finding says of parts, beside the figures that it is about."""

_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([\u4e00-\u9fff])")
_NAMED = re.compile(r"“([^“”]{3,})”")
_TWO_WAYS = "两种写法"
_STATED = re.compile(r"^“([^“”]{4,})”的([\u4e00-\u9fff]{2,8})有")
_ROLE = 2
_PAIRS = 4
_CLAIM = re.compile(r"一处是([^，。]+)")
_NAMES = re.compile(r"[、及]")
_SHORT = 3  # characters of a name too short to tell one claim from another
_TELLING = 2  # digits of a number that tells one figure from others


def same_place(place: Place, citation: Citation) -> bool:
    """True where the citation is the place's cell, or overlaps its words."""
    if place.document != citation.document_id:
        return False
    if place.table and place.row and citation.row:
        same = (place.table, place.column) == (citation.table, citation.column)
        return same and citation.span.contains(place.span)
    return bool(not place.row and not citation.row and place.span.overlaps(citation.span))


def asks_what_is(question: str, thing: str, role: str) -> bool:
    """True where ``question`` asks for the ``role`` (牵头单位) of ``thing``, by most of the thing's characters."""
    said_of = sum(question.count(pair) > 0 for pair in {thing[i : i + 2] for i in range(len(thing) - 1)})
    named = re.search(".{0,2}".join(map(re.escape, role[:_ROLE])), question)
    return named is not None and said_of >= _PAIRS


def misnamed(finding: Finding, question: str, text: str) -> bool:
    """True where the question has a name in no list, and the answer speaks of the one that is meant."""
    names = _NAMED.findall(finding.sentence)[:2] if finding.kind is Kind.NAMING else []
    return len(names) > 1 and names[0] in question and names[0] not in names[1] and names[1] in text


def bears(finding: Finding, place: Place, citation: Citation, text: str, question: str) -> bool:
    """True where what the answer says from the citation is what the finding doubts."""
    if not same_place(place, citation):
        return False
    if finding.kind is Kind.NAMING:
        names = _NAMED.findall(finding.sentence)
        return any(name in text for name in (names[:2] if _TWO_WAYS in finding.sentence else names[:1]))
    if finding.kind is Kind.OUTLIER:
        return bool(place.row) and place == finding.places[0]
    if finding.kind not in FIGURES:
        return False
    if place.row and finding.kind is Kind.CONTRADICTION:
        return place.quote in OF_WHICH.sub("", finding.sentence)
    if place.row:
        return "÷" not in finding.arithmetic or place == finding.places[0]
    claimed = [n for claim in _CLAIM.findall(finding.sentence) for n in _NAMES.split(claim)]
    if finding.kind is Kind.CONTRADICTION and any(len(n) > _SHORT and n in text for n in claimed):
        return True
    stated = _STATED.search(finding.sentence)
    if stated is not None:
        return asks_what_is(question, stated.group(1), stated.group(2))
    label = next(iter(_NAMED.findall(finding.sentence)), "")
    least = 1 if (label and label in text) or _of_its_thing(question, finding) else _TELLING
    figures = {
        (n, unit) for n, unit in _FIGURE.findall(OF_WHICH.sub("", finding.sentence)) if len(n) >= least
    }
    return any(_states(place.quote, n, unit) and _states(text, n, unit) for n, unit in figures)


def _of_its_thing(question: str, finding: Finding) -> bool:
    """True where ``question`` has most of the pairs of characters of what the finding counts, and its level."""
    names = _NAMED.findall(finding.sentence)[:1] if finding.kind is Kind.CONTRADICTION else []
    pairs = {name[i : i + 2] for name in names for i in range(len(name) - 1)}
    level = finding.sentence.split("“")[0].strip("的各")
    return bool(pairs) and sum(p in question for p in pairs) >= len(pairs) - 1 and level in question


def _states(text: str, number: str, unit: str) -> bool:
    """True where ``text`` has the figure with its unit, or the unit's first character."""
    return re.search(rf"(?<![\d.]){re.escape(number)}\s*{unit}", text) is not None
