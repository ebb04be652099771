"""What a text goes on to say behind the last answer: 还有谁, 还有呢."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue import dialogue_words
from assistant.query import Query

if TYPE_CHECKING:
    from assistant.dialogue import Context
    from assistant.draft import Draft
    from assistant.model import Answer
    from index.search import Index

_MARKS = "，。？！?!、； "
_LEAST = 8


def continued(index: Index, draft: Draft, text: str, context: Context) -> Answer | None:
    """The rest of the sentence that was answered from, or the next one of its section; ``None`` where 还有呢 is not asked.

    ``index`` holds the sentences; the answer cites what it says.
    """
    said = context.said.strip(_MARKS).rpartition("：")[2]
    if text.strip(_MARKS) not in dialogue_words()["more"] or not context.quotes or not said:
        return None
    told = [q for q in context.quotes if any(part in context.said for part in (q, q.rstrip(_MARKS)))]
    quote = (told or context.quotes[:1])[-1]
    places = (s for s in index.sentences if (s.document, s.section) in context.sections)
    last = next((s for s in places if s.text.strip() == quote.strip()), None)
    if last is None:
        return None
    document = index.document(last.document)
    before, _, behind = (part.strip(_MARKS) for part in last.text.partition(said))
    follows = index.sentences[last.number + 1 : last.number + 2]
    if said in last.text and len(before) >= _LEAST:
        draft.say(f"原句是：“{last.text}”", [draft.cite_span(document, last.span)])
    elif len(behind) >= _LEAST:
        draft.say(f"文件接着写道：“{behind}”。", [draft.cite_span(document, last.span)])
    elif follows and (follows[0].document, follows[0].section) == (last.document, last.section):
        draft.say(
            f"文件接着写道：“{follows[0].text.rstrip('。')}”。", [draft.cite_span(document, follows[0].span)]
        )
    else:
        return None
    draft.say(f"出处：{last.context}。", [], "source")
    return draft.finish(Query("prose", f"{context.topic} {text}", subjects=context.subjects), "接着查正文")
