"""Is what the answer shows really in the documents?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evals.documents import SourceText, document_key
from evals.text import Figure, figures, normalise, without_references

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from evals.model import Citation

_SENTENCE = re.compile(r"[。;；\n]")
_CALCULATED = re.compile(
    r"计算|算得|折合|合计|总计|相加|之和|相差|差值|平均|均值|中位数|相当于|占比|占.{0,20}%|倍|比值"
    r"|换算|排序|筛选|^条件[：:]"  # what was done: over how many rows, under which condition
    r"|[=≈÷×]|排名|排第|从高到低|从低到高|由高到低|由低到高"
)
_COUNT = re.compile(r"共(?:有|计)?\s*$")
_SEPARATOR = re.compile(r"[、，,；;\n]")


def quote_verbatim(citations: Sequence[Citation], texts: Sequence[SourceText]) -> float | None:
    """Share of the quotes that are pieces of their document, blanks and width aside."""
    if not citations:
        return None
    return sum(_is_verbatim(citation, texts) for citation in citations) / len(citations)


def _is_verbatim(citation: Citation, texts: Sequence[SourceText]) -> bool:
    quote = normalise(citation.quote)
    key = document_key(citation.document)
    return bool(quote) and any(text.key == key and quote in text.normal for text in texts)


def ungrounded_numbers(answer: str, citations: Sequence[Citation], question: str = "") -> tuple[str, ...]:
    """The numbers of the answer that stand neither in a citation nor in the question.

    Numeric grounding: a figure that no cited place shows is a hallucination unless the sentence
    says that it was calculated or what was done (ranked or filtered over so many rows, under a
    condition that puts the question's words into figures), or it counts items that the answer lists
    (at most as many as the separators in the answer allow).
    """
    places = [question]
    for citation in citations:
        places += (citation.quote, citation.row, citation.column, citation.section)
        places.append(citation.document)
    known = {value for place in places for figure in figures(place) for value in _values(figure)}
    items = len(_SEPARATOR.findall(answer)) + 1
    return tuple(
        figure.text
        for sentence in _SENTENCE.split(without_references(answer))
        if not _CALCULATED.search(sentence)
        for figure in figures(sentence)
        if known.isdisjoint(_values(figure)) and not _is_count(sentence, figure, items)
    )


def _values(figure: Figure) -> set[Decimal]:
    return {reading.value for reading in figure.readings}


def _is_count(sentence: str, figure: Figure, items: int) -> bool:
    before = sentence[: figure.start]
    return bool(_COUNT.search(before)) and figure.readings[0].value <= items
