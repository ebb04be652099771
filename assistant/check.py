"""The check before anything is said, fail closed: quotes verbatim, figures borne out.

Every quote must be the document's own text at its span. Every figure of a statement must stand in one
of its citations, in the question, or be the result of a calculation that the answer shows (its
operands are cited). A statement that does not pass is not said.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from unicodedata import normalize

from assistant.model import Answer, Citation, Statement

if TYPE_CHECKING:
    from index.search import Index

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LABELS = re.compile(
    r"(?:附?表|图|案例)\s*\d+(?:-\d+)?(?:\s*第\s*\d+\s*行)?|第\s*\d+\s*[名页位行]?|共(?:有|列出)?\s*\d+|的?\s*\d+\s*所|前\s*\d+|^\d+\.\s|\d+\s*行"
)
_CALCULATED = (
    "换算",
    "生均",
    "/生",
    "/百生",
    "/台",
    "生师比",
    "比例",
    "合计",
    "计算",
    "平均",
    "中位数",
    "相差",
    "多 ",
    "倍",
    "占",
    "÷",
    "条件：",
    "约为",
    "倍，疑",
)


def checked(answer: Answer, index: Index) -> Answer:
    """``answer`` without what does not pass; a refusal where nothing is left."""
    sound = [_verbatim(citation, index) for citation in answer.citations]
    kept = tuple(s for s in answer.statements if _passes(s, answer, sound, index))
    if kept == answer.statements:
        return answer
    if not any(s.role == "answer" for s in kept):
        refusal = Statement("没有找到可以逐字核对的依据，因此不作回答。", (), "answer")
        return replace(answer, statements=(refusal,), abstained=True, reason="unchecked", table=None)
    return replace(answer, statements=kept)


def _verbatim(citation: Citation, index: Index) -> bool:
    document = index.document(citation.document_id)
    return document.quote(citation.span) == citation.quote


def _passes(statement: Statement, answer: Answer, sound: list[bool], index: Index) -> bool:
    if not all(sound[i] for i in statement.citations):
        return False
    if statement.role == "calculation" or any(w in statement.text for w in _CALCULATED):
        return bool(statement.citations) or answer.abstained
    numbers = numbers_of(_LABELS.sub(" ", statement.text))
    if not numbers or answer.abstained:
        return True
    borne: set[Decimal] = set(numbers_of(answer.question))
    for place in statement.citations:
        citation = answer.citations[place]
        borne.update(numbers_of(citation.quote))
        borne.update(numbers_of(citation.table))
    if answer.query is not None:
        borne.update(numbers_of(answer.query.text))
        for condition in answer.query.conditions:
            borne.add(condition.low)
    documents = {c.document_id: index.document(c.document_id) for c in answer.citations}
    known = " ".join(f"{d.title} {d.date} {d.period}" for d in documents.values())
    context = numbers_of(" ".join([known, *(c.section for c in answer.citations)]))
    return set(numbers) <= borne | set(context) or not statement.citations


def numbers_of(text: str) -> list[Decimal]:
    """The numbers printed in ``text`` (after NFKC, thousands separators removed)."""
    found = []
    for match in _NUMBER.findall(normalize("NFKC", text)):
        try:
            found.append(Decimal(match.replace(",", "")))
        except InvalidOperation:
            continue
    return found
