"""How many schools a place or a kind of school has, where a sentence counts them in a row."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.prose.counted import counts_asked, regions_of, short_count
from assistant.structure.meant import questions
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
    """Says how many schools 四平 has, 医药院校 there are, or all; a question that asks for more is left to others."""
    text = reading.text
    how_many = re.search(r"几|多少", text) is not None
    if reading.subjects or not how_many or not (says(text, "school_nouns") or re.search("几所|多少所", text)):
        return False
    if reading.group is not None and reading.group.also:  # 长春的高专: no sentence counts both
        return False
    regions, ids = regions_of(index.documents), {d.id for d in documents}
    for sentence in index.sentences:
        if sentence.document not in ids:
            continue
        asked = counts_asked(sentence.text, text, _COUNTERS, regions, mixed=False)
        named = [word for count in asked for word in (count.label, count.own)]
        if not asked or not asks_whole(_HOW_MANY.sub(" ", _without(text, named)), "schools", *regions):
            continue
        document = index.document(sentence.document)
        mark = draft.cite_span(document, sentence.span)
        draft.say(f"{short_count(sentence.text, asked)}。", [mark])
        draft.say(f"原文：“{sentence.text}”（{sentence.context}）", [mark], "source")
    if (
        not draft
        and reading.group is None
        and asks_whole(_HOW_MANY.sub(" ", _without(text, [*regions, *_regional()])), "schools")
    ):
        _say_total(draft, reading, documents, index)
    return bool(draft)


def _say_total(draft: Draft, reading: Reading, documents: Sequence[Document], index: Index) -> None:
    """The first sentence of each region's report that says how many schools there are: 全省共有 30 所高职院校."""
    named = [d for d in documents if d.region and d.region in reading.text]
    for document in named or documents:
        first = next(
            (s for s in index.sentences if s.document == document.id and _states_total(s.text)), None
        )
        if first is None:
            continue
        mark = draft.cite_span(document, first.span)
        draft.say(first.text if first.text.endswith("。") else f"{first.text}。", [mark])
        draft.say(f"出处：{first.context}。", [mark], "source")


def _states_total(sentence: str) -> bool:
    found = _total().search(sentence)
    return found is not None and not re.search(r"其中|联合体|入选|遴选", sentence[: found.start()])


@lru_cache(maxsize=1)
def _total() -> re.Pattern[str]:
    words = {kind: "|".join(map(re.escape, some)) for kind, some in questions()["school_total"].items()}
    return re.compile(rf"(?:{words['verbs']})\s*\d+\s*所(?:{words['of']})?(?:{words['nouns']})")


def _regional() -> tuple[str, ...]:
    return tuple(questions()["school_total"]["regional"])


def _without(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text.replace(word, " ")
    return text
