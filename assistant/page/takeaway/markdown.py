"""A conversation as Markdown, sources as footnotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.page.answer import LABELS, citation_to_text, without_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.model import ShownTable, Statement, Turn

SIGNS = re.compile(r"([\\`*_{}\[\]<>|#~$])")


def turns_to_markdown(turns: tuple[Turn, ...], made: str) -> str:
    """The turns under their questions; ``made`` is the date."""
    lines = ["# 有据：问答记录", "", f"{made}。数字和引文均取自所列文件，引用前请核对原文。"]
    for number, turn in enumerate(turns, start=1):
        lines += ["", f"## {plain(turn.question)}", "", *_answer(turn, number)]
    return "\n".join(lines) + "\n"


def _answer(turn: Turn, number: int) -> Iterator[str]:
    answer = turn.answer
    for place, statement in enumerate(answer.statements):
        yield from (_statement(statement, number, first=place == 0), "")
    if answer.table is not None:
        yield from (*_table(answer.table), "")
    if answer.understanding:
        yield from (f"我的理解：{plain(answer.understanding.removeprefix('我的理解：'))}", "")
    for index, citation in enumerate(answer.citations, start=1):
        yield f"[^{number}-{index}]: {plain(citation_to_text(citation))}：“{plain(citation.cell or citation.quote)}”"


def _statement(statement: Statement, number: int, *, first: bool) -> str:
    label = LABELS.get(statement.role, "")
    text = plain(without_label(statement).text)
    marks = "".join(f"[^{number}-{index + 1}]" for index in statement.citations)
    if first:
        return f"**{text}**{marks}"
    return f"> {label}：{text}{marks}" if label else f"{text}{marks}"


def _table(table: ShownTable) -> Iterator[str]:
    yield f"{plain(table.title)}\n"
    yield "| " + " | ".join(map(plain, table.columns)) + " |"
    yield "|" + "---|" * len(table.columns)
    for row in table.rows:
        yield "| " + " | ".join(map(plain, row)) + " |"


def plain(text: str) -> str:
    """Text on one line in which no sign has a meaning."""
    return SIGNS.sub(r"\\\1", " ".join(text.split()))
