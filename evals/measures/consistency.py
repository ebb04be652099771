"""Does the same question, asked another way, get the same answer?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.text import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence


def same_answer(first: tuple[bool, str], second: tuple[bool, str]) -> bool:
    """Whether two phrasings of one question got one answer; each is (right, the answer's text).

    Right answers say the same, since both say what is expected; others are the same where their first
    lines are, blanks and width aside.
    """
    if first[0] and second[0]:
        return True
    return first[0] == second[0] and _first_line(first[1]) == _first_line(second[1])


def _first_line(answer: str) -> str:
    return normalise(answer.strip().partition("\n")[0])


def consistency(answers: Sequence[tuple[bool, str]]) -> tuple[float | None, ...]:
    """For each phrasing the share of the others that got its answer; ``None`` for one alone.

    Their mean is the share of agreeing pairs among all pairs of paraphrases (Elazar et al. 2021,
    Measuring and Improving Consistency in Pretrained Language Models, TACL 9, section 3.1).
    """
    others = len(answers) - 1
    if others < 1:
        return (None,) * len(answers)
    return tuple(
        sum(same_answer(answer, other) for at, other in enumerate(answers) if at != place) / others
        for place, answer in enumerate(answers)
    )
