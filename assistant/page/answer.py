"""An answer as it stands in the chat: first the answer itself, then what bears it out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.page.rows import ARROW
from assistant.page.templates import render

if TYPE_CHECKING:
    from assistant.model import Answer, Citation, Statement

LABELS = {"source": "原文", "calculation": "计算", "caveat": "注意"}
REFUSALS = {"ambiguous": "请您选择", "chat": "提示", "empty": "提示"}
DEFAULT_REFUSAL = "文件中没有"
ANSWERING = ("answer", "item")


def answer_to_html(answer: Answer, turn: int, *, shown: int | None = None, newest: bool = True) -> str:
    """The answer's HTML; ``shown`` limits it to the first statements while it is being written.

    Only the newest answer has buttons that ask below it, and the line that leads to them.
    """
    complete = shown is None
    statements = [without_label(s) for s in answer.statements[:shown]]
    leading = [s for s in statements if s.role in ANSWERING]
    return render(
        "answer.html",
        turn=turn,
        lead=leading[:1],
        items=leading[1:],
        support=[(LABELS.get(s.role, ""), s) for s in statements if s.role not in ANSWERING],
        complete=complete,
        refusal=REFUSALS.get(answer.reason, DEFAULT_REFUSAL) if answer.abstained else "",
        table=answer.table if complete else None,
        understanding=answer.understanding.removeprefix("我的理解：") if complete else "",
        follow_up=follow_up(answer) if complete and newest else "",
        copied=answer_to_text(answer).split("\n") if complete and answer.citations else [],
    )


def without_label(statement: Statement) -> Statement:
    """The statement without the word at its beginning that its label says already."""
    label = LABELS.get(statement.role, "")
    return replace(statement, text=statement.text.removeprefix(f"{label}：")) if label else statement


def follow_up(answer: Answer) -> str:
    """The line over the buttons that ask."""
    if answer.choices:
        return "您要问的是："
    return "还可以问：" if answer.suggestions else ""


def answer_to_options(answer: Answer) -> list[dict[str, str]]:
    """The questions to click under an answer: choices when it asks back, else suggestions."""
    return [{"value": question, "label": question} for question in answer.choices or answer.suggestions]


def answer_to_text(answer: Answer) -> str:
    """The answer to paste into a briefing: the statements with marks, then the numbered sources."""
    lines = [statement_to_text(statement) for statement in answer.statements]
    if answer.citations:
        lines += ["", "出处："]
        lines += [f"[{n}] {citation_to_text(c)}" for n, c in enumerate(answer.citations, start=1)]
    return "\n".join(lines)


def statement_to_text(statement: Statement) -> str:
    """A statement with its label before it and its marks behind it."""
    label = LABELS.get(statement.role, "")
    statement = without_label(statement)
    marks = "".join(f"[{index + 1}]" for index in statement.citations)
    return f"{label}：{statement.text}{marks}" if label else f"{statement.text}{marks}"


def citation_to_text(citation: Citation) -> str:
    """A source on one line: document, section, and for a cell the table, row and column."""
    place = ARROW.join(part for part in (citation.table, citation.row, citation.column) if part)
    return "，".join(part for part in (f"《{citation.document}》", citation.section, place) if part)


def question_to_html(question: str) -> str:
    """The visitor's words, as typed."""
    return render("question.html", question=question)
