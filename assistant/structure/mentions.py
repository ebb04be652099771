"""Whether and where a document has a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.structure.meant import questions
from corpus.lines import squeeze
from corpus.model import BlockKind
from index.passages import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.draft import Draft
    from corpus.model import Document, Span

_SHOWN = 6
_LONGEST = 16


def mention_asked(draft: Draft, text: str, documents: Sequence[Document]) -> str | None:
    """Says where the word stands that the question asks after; "not_found" where it stands nowhere.

    ``None`` where the question is no such question.
    """
    word = word_asked(text)
    if not word:
        return None
    places = [(document, span) for document in documents for span in _having(document, word)]
    if not places:
        titles = "、".join(f"《{document.title}》" for document in documents)
        draft.say(f"{titles}里没有出现“{word}”这个说法。")
        return "not_found"
    marks = [draft.cite_span(document, span) for document, span in places[:_SHOWN]]
    more = f"，这里列出前 {_SHOWN} 句" if len(places) > _SHOWN else ""
    draft.say(f"提到了“{word}”，共 {len(places)} 句{more}。", marks)
    for (document, span), mark in zip(places, marks, strict=False):
        where = document.section_at(span.start).name
        draft.say(f"{document.quote(span).strip()}（《{document.title}》，{where}）", [mark], "item")
    return ""


def word_asked(text: str) -> str:
    """The word after which a question asks whether or where it is mentioned, or ""."""
    data = questions()["mention"]
    if any(word in text for word in data["of_counts"]):
        return ""
    documents = (word for some in questions()["documents"].values() for word in some)
    for word in sorted({*documents, *data["filler"]}, key=len, reverse=True):
        text = text.replace(word, "")
    verbs = "|".join(sorted(data["verbs"], key=len, reverse=True))
    asks = "|".join(sorted(data["asks"], key=len, reverse=True))
    ends = "|".join(sorted(data["ends"], key=len, reverse=True))
    word = r"[“「\"]?(?P<word>[^“”「」\"，。？！]+?)[”」\"]?"
    for form in (
        rf"[里中]?(?:{asks})(?:{verbs})[过了]?{word}(?:{ends})?",
        rf"[里中]?(?:{verbs})[过了]?{word}(?:{ends})",
        rf"{word}(?:{asks})(?:被)?(?:{verbs})[过了]?(?:{ends})?",
    ):
        found = re.fullmatch(form, text.strip("，。？！ "))
        if found and len(found["word"]) <= _LONGEST:
            return found["word"].strip()
    return ""


def _having(document: Document, word: str) -> Iterator[Span]:
    """The sentences and headings of running text that have the word, blanks and case apart."""
    wanted = squeeze(word).casefold()
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            for span in split_sentences(document, block.span):
                if wanted in squeeze(document.quote(span)).casefold():
                    yield span
