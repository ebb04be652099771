"""A doubt whether the evidence bears an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the evidence does not answer: a short code and what is missing, in Chinese."""

    reason: str
    text: str
