"""A conversation as a sequence of views: the question, the first statement, the whole answer."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.model import Turn
from assistant.page.answer import answer_to_html, answer_to_options, question_to_html
from assistant.page.charts import table_to_figure
from assistant.page.model import Answerer, View
from assistant.page.offline import gr
from assistant.page.question import QuestionError, clean_question
from assistant.page.sources import turns_to_sources
from assistant.page.templates import render

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TURNS_KEPT = 30
"""Older turns leave the page: what is shown travels whole with every answer."""

PATIENCE = 0.15
"""Seconds without an answer after which the visitor is told to wait."""

SEARCHING = "正在查阅文件……"
STOPPED = "已停止，这个问题没有回答。"
FAILED = "这个问题没能回答：程序内部出错，已记入日志。请换个问法，或稍后再试。"

log = logging.getLogger(__name__)


async def ask(assistant: Answerer, typed: str, turns: tuple[Turn, ...]) -> AsyncIterator[View]:
    """The views while a question is being answered; the last one holds the new turn.

    The answer is made in a thread, so that a visitor who stops waiting is let go at once.
    """
    try:
        question = clean_question(typed)
    except QuestionError as refusal:
        yield view(assistant, turns, notice=str(refusal))
        return
    asked = view(assistant, turns, question=question, draft="")
    answering = asyncio.create_task(asyncio.to_thread(assistant.answer, question, turns))
    await asyncio.wait({answering}, timeout=PATIENCE)
    if not answering.done():
        yield with_reply(asked, render("waiting.html", text=SEARCHING))
        asked = replace(asked, draft=None)
    try:
        answer = await answering
    except Exception:  # the reader gets a sentence, the log the trace; the page lives on
        log.exception("a question could not be answered")
        yield with_reply(asked, render("failed.html", text=FAILED))
        return
    yield with_reply(asked, answer_to_html(answer, len(turns) + 1, shown=1))
    yield view(assistant, (*turns, Turn(question, answer)))


def view(
    assistant: Answerer,
    turns: tuple[Turn, ...],
    *,
    question: str = "",
    notice: str = "",
    draft: str | None = None,
) -> View:
    """The conversation so far, with a question that has no answer yet at its end."""
    kept = turns[-TURNS_KEPT:]
    newest = 0 if question else len(kept)
    messages = [
        message
        for number, turn in enumerate(kept, start=1)
        for message in turn_to_messages(turn, number, newest=number == newest)
    ]
    if question:
        messages.append({"role": "user", "content": question_to_html(question)})
    return View(messages, turns_to_sources(kept, assistant.documents), notice, kept, draft)


def with_reply(asked: View, html: str) -> View:
    """The same view with an answer in the making, which is no turn yet."""
    reply = {"role": "assistant", "content": html}
    return replace(asked, messages=[*asked.messages, reply])


def turn_to_messages(turn: Turn, number: int, *, newest: bool) -> list[dict[str, Any]]:
    """The two chat messages of a turn, the questions to click with the second."""
    chart = table_to_figure(turn.answer.table) if turn.answer.table else None
    html = answer_to_html(turn.answer, number, newest=newest and chart is None)
    return [
        {"role": "user", "content": question_to_html(turn.question)},
        {
            "role": "assistant",
            "content": html if chart is None else [html, gr.Plot(chart, show_label=False)],
            "options": answer_to_options(turn.answer) if newest else [],
        },
    ]
