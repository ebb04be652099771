"""What may be asked: a question is cleaned of what cannot be typed, or refused with the reason."""

from __future__ import annotations

import unicodedata

QUESTION_LIMIT = 2000
KEPT_CONTROLS = "\n\t"
DROPPED_CATEGORIES = ("Cc", "Cs")


class QuestionError(ValueError):
    """A question that cannot be put to the assistant; the message is shown to the reader."""


def clean_question(text: str, limit: int = QUESTION_LIMIT) -> str:
    """The question without control characters and outer blanks."""
    kept = "".join(c for c in text if c in KEPT_CONTROLS or unicodedata.category(c) not in DROPPED_CATEGORIES)
    question = kept.strip()
    if not question:
        raise QuestionError("请先输入问题。")
    if len(question) > limit:
        raise QuestionError(f"问题有 {len(question)} 个字，超过 {limit} 字的上限，请缩短后再问。")
    return question
