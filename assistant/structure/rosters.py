"""Lists of members: a heading line of their body, then lines of a role and names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.prose.instances import counted_names
from assistant.structure.meant import asks, questions
from corpus.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.draft import Draft
    from corpus.model import Document, Span

_LEAST_SHARED = 2
_LONGEST_HEAD = 40

Cut = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class _Roster:
    """A body's line and its lines of roles: (role, names, where)."""

    document: Document
    head: Span
    lines: tuple[tuple[str, tuple[str, ...], Span], ...]


def roster_asked(draft: Draft, text: str, documents: Sequence[Document], cut: Cut) -> bool:
    """Says who belongs to the body that the question names, a name a line."""
    if not asks(text, "members"):
        return False
    words = set(cut(text))
    for document in documents:
        for roster in _rosters(document):
            if len(words & set(cut(document.quote(roster.head)))) < _LEAST_SHARED:
                continue
            if counted_names(text) > sum(len(names) for _, names, _ in roster.lines):
                continue  # 联合体的 78 家成员都有谁
            for role, names, span in roster.lines:
                if f"除{role}" in text or f"除了{role}" in text:
                    continue
                marks = [draft.cite_span(document, span), draft.cite_span(document, roster.head)]
                draft.say(f"{role}：{'、'.join(names)}。", marks)
                for name in names if len(names) > 1 else ():
                    draft.say(f"· {name}", marks[:1], "item")
    return bool(draft)


def _rosters(document: Document) -> Iterator[_Roster]:
    roles = "|".join(questions()["roster"]["roles"])
    line = re.compile(rf"({roles})\s*[：:]\s*(.+)", re.DOTALL)
    head: Span | None = None
    found: list[tuple[str, tuple[str, ...], Span]] = []
    for block in document.blocks:
        text = document.quote(block.span).strip()
        matched = line.fullmatch(text) if block.kind is BlockKind.PARAGRAPH else None
        if matched and head is not None:
            names = tuple(n for n in re.split(r"[\s、，]+", matched.group(2)) if n)
            found.append((matched.group(1), names, block.span))
            continue
        if found and head is not None:
            yield _Roster(document, head, tuple(found))
        found = []
        plain = len(text) <= _LONGEST_HEAD and not text.endswith(tuple("。：；！？"))
        head = block.span if plain else None
    if found and head is not None:
        yield _Roster(document, head, tuple(found))
