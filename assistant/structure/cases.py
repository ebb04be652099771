"""Which cases are printed: all of them, or those of a school or a topic."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.concepts import MASK
from assistant.structure.chapters import chapter_named
from assistant.structure.meant import asks, questions
from assistant.structure.remainder import left_over
from corpus.lines import squeeze
from corpus.model import SectionKind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.reading import Reading
    from corpus.model import Document, Section

_OFTEN = 2
_OF_CASE = re.compile(r"案例(?:都|主要|具体)?(?:有|取得了?|写了?|讲了?)(?:哪些|什么|啥)(?!案例)[一-龥]{2,}")
_WHICH = re.compile(r"哪些[^，。？]{1,12}案例(?=[？?。！\s]|$)")
Cut = Callable[[str], list[str]]


def of_case(text: str) -> bool:
    """True where what a case tells is asked for, not which cases there are: 那个案例有哪些成效."""
    return _OF_CASE.search(text) is not None


def cases_asked(draft: Draft, reading: Reading, documents: Sequence[Document], cut: Cut) -> str | None:
    """Lists the cases that the question asks for by school or topic, with their titles; all for neither.

    Gives "" or, where no case is about it, "not_found"; ``None`` where no cases are asked for.
    """
    text = reading.text
    other = any(f"{word}案例" in text for word in questions()["other_cases"])
    if "案例" not in text or reading.places or other or of_case(text):
        return None
    wanted = left_over(reading.rest.replace(MASK, " "), "cases")
    topic = [w for w in cut(wanted) if len(w) > 1]
    if (
        not asks(text, "cases")
        and not _WHICH.search(text)
        and not (asks(text, "cases_of") and (topic or reading.subjects))
    ):
        return None
    if any(chapter_named(document, text) for document in documents):
        return None
    cases = [(d, s) for d in documents for s in d.sections if s.kind is SectionKind.CASE]
    fits = [
        (_fit(document, section, reading.subjects, topic), document, section) for document, section in cases
    ]
    best = max((fit for fit, _, _ in fits), default=0)
    found = [(document, section) for fit, document, section in fits if fit == best]
    about = "、".join((*reading.subjects, *([wanted] if topic else [])))
    if not cases:
        return None
    if not best:
        draft.say(f"文件中的案例都没有写到“{about}”。")
        return "not_found"
    said = f"与“{about}”有关的" if about else ""
    marks = [draft.cite_span(document, section.heading) for document, section in found]
    numbers = "、".join(section.number for _, section in found)
    draft.say(f"{said}案例共有 {len(found)} 个：{numbers}。", marks)
    for (_, section), mark in zip(found, marks, strict=True):
        draft.say(f"{section.number}：{section.title}", [mark], "item")
    return ""


def _fit(document: Document, section: Section, schools: Sequence[str], topic: Sequence[str]) -> int:
    """How a case is about schools and topic: 3 by its own title or its section's, 2 or 1 by its text, 0 not."""
    body = squeeze(document.quote(Span(section.heading.start, section.span.end)))
    if schools and not any(school in body for school in schools):
        return 0
    if all(word in section.name for word in topic):
        return 3
    return min(2, *(body.count(word) for word in topic))
