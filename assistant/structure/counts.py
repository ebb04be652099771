"""How many schools a place or a kind of school has, where a sentence counts them in a row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.prose.counted import counts_asked, regions_of, short_count
from assistant.structure.remainder import asks_whole, says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.reading import Reading
    from corpus.model import Document
    from index.search import Index

_HOW_MANY = re.compile(r"(?:几|多少)\s*(?:所|家|个)?|[市类型性州省]")
_COUNTERS = ("所", "家", "个")


def school_count_asked(draft: Draft, reading: Reading, documents: Sequence[Document], index: Index) -> bool:
    """Says how many schools 四平 has, or 医药院校 there are; a question that asks for more is left to others."""
    text = reading.text
    how_many = re.search(r"几|多少", text) is not None
    if reading.subjects or not how_many or not (says(text, "school_nouns") or re.search("几所|多少所", text)):
        return False
    regions, ids = regions_of(index.documents), {d.id for d in documents}
    for sentence in index.sentences:
        if sentence.document not in ids:
            continue
        asked = counts_asked(sentence.text, text, _COUNTERS, regions)
        named = [word for count in asked for word in (count.label, count.own)]
        if not asked or not asks_whole(_HOW_MANY.sub(" ", _without(text, named)), "schools", *regions):
            continue
        document = index.document(sentence.document)
        mark = draft.cite_span(document, sentence.span)
        draft.say(f"{short_count(sentence.text, asked)}。", [mark])
        draft.say(f"原文：“{sentence.text}”（{sentence.context}）", [mark], "source")
    return bool(draft)


def _without(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text.replace(word, " ")
    return text
