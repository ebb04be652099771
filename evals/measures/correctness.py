"""Does the opening of the answer say what it should, and nothing that it must not?"""

from __future__ import annotations

from decimal import Decimal

from evals.model import Example, Expected, Number, Outcome
from evals.text import Reading, figures, normalise, scaled, without_references

SHORT_OPENING = 300
LONG_OPENING = 1500
LONG_KINDS = frozenset({"filter", "list", "summary", "cross_doc"})
"""Kinds whose right answer is an enumeration; all others must come to the point at once."""


def opening(answer: str, kind: str) -> str:
    """The part of the answer that counts: a reader copies the first sentences."""
    return answer.strip()[: LONG_OPENING if kind in LONG_KINDS else SHORT_OPENING]


def says(text: str, expected: Expected) -> bool:
    """Whether the text contains the string or a number that fits.

    Exact match after normalisation, as in SQuAD (Rajpurkar et al. 2016, section 6.1), but by
    containment; numbers by value. Numbers of tables, cases, citations and list items do not count.
    """
    if isinstance(expected, Number):
        return _has_number(text, expected)
    return normalise(expected) in normalise(text)


def _has_number(text: str, expected: Number) -> bool:
    return any(fits(reading, expected) for reading in readings_of(text))


def readings_of(text: str) -> tuple[Reading, ...]:
    """Every reading of every number that says something, references left out."""
    return tuple(reading for figure in figures(without_references(text)) for reading in figure.readings)


def fits(reading: Reading, expected: Number) -> bool:
    """Whether a number is the expected one: by value, within the tolerance, before its unit."""
    return any(
        abs(reading.value - wanted.value) <= expected.tolerance * _factor(wanted.value, expected.value)
        and reading.rest.startswith(wanted.rest)
        for wanted in scaled(expected.value, normalise(expected.unit))
    )


def _factor(written_out: Decimal, value: Decimal) -> Decimal:
    return written_out / value if value else Decimal(1)


def unmet(example: Example, outcome: Outcome) -> tuple[str, ...]:
    """Every reason why the answer is not right, in words; empty if it is right.

    An unanswerable question is right when the assistant abstains; an answerable one when it does
    not abstain, the opening meets every group of `expect`, and nothing of `reject` is said.
    """
    reasons: list[str] = []
    if outcome.error:
        reasons.append(f"error: {outcome.error}")
    if outcome.abstained is example.answerable:
        reasons.append("abstained" if outcome.abstained else "did not abstain")
    start = opening(outcome.answer, example.kind)
    reasons.extend(
        f"missing: {describe(group)}"
        for group in example.expect
        if not any(says(start, alternative) for alternative in group)
    )
    reasons.extend(f"rejected: {describe((item,))}" for item in example.reject if says(outcome.answer, item))
    return tuple(reasons)


def describe(group: tuple[Expected, ...]) -> str:
    """The alternatives of a group, for a reader."""
    return " | ".join(
        f"{item.value}{item.unit}" + (f" ±{item.tolerance}" if item.tolerance else "")
        if isinstance(item, Number)
        else item
        for item in group
    )
