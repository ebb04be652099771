"""A visitor's earlier conversations, kept in the visitor's own browser: the questions, which are asked anew.

``past.js`` keeps them, so that several tabs of one browser share one list; what passes between it and the
server are two hidden fields: the present conversation goes out, the whole list comes in.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.model import Turn
from assistant.page.events import QUIET
from assistant.page.offline import gr
from assistant.page.question import QuestionError, clean_question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.page.model import Answerer

PAST_MOST = 30
"""Conversations that are listed."""

TURNS_MOST = 30
LABEL = "我以往的谈话（只存在这个浏览器里）"
TITLE_MOST = 24


@dataclass(frozen=True, slots=True)
class Past:
    """The widgets: the list that the browser sent, the present conversation for it, when that began, the
    row with picker and button; how many questions are done, and the line that tells it to screen readers.
    """

    kept: Any
    own: Any
    begun: Any
    row: Any
    picker: Any
    forget: Any
    count: Any
    said: Any


def build_past() -> Past:
    """The list of earlier conversations, hidden while there are none."""
    kept = gr.Textbox("[]", visible="hidden", elem_id="yj-kept")
    own = gr.Textbox("", visible="hidden", elem_id="yj-own")
    begun = gr.State("")
    with gr.Row(visible=False, elem_id="yj-past") as row:
        gr.Markdown("<p>以往的谈话（只存在这个浏览器里）</p>", elem_id="yj-past-label")
        picker = gr.Dropdown([], label=LABEL, show_label=False, container=False, min_width=0, scale=1)
        forget = gr.Button("清除记录", size="sm", min_width=96, scale=0, elem_id="yj-forget")
    said = gr.Markdown("", elem_id="yj-done")
    return Past(kept, own, begun, row, picker, forget, gr.State(0), said)


def wire_past(past: Past, asking: Sequence[Any], clearing: Any, turns: Any) -> None:
    """After every answer the conversation is kept; a new one begins after 清空."""
    for event in asking:
        done = event.then(remember, [turns, past.begun], [past.own, past.begun, past.picker], **QUIET)
        done.then(count_on, past.count, [past.count, past.said], **QUIET)
    clearing.then(anew, None, [past.own, past.begun, past.picker], **QUIET)
    past.forget.click(anew, None, [past.own, past.begun, past.picker], **QUIET)
    past.kept.change(past_choices, past.kept, [past.row, past.picker], **QUIET)


def anew() -> list[Any]:
    """Nothing kept yet, nothing chosen."""
    return ["", "", gr.Dropdown(value=None)]


def count_on(count: int) -> list[Any]:
    """One question more is done; said only when nothing of it is still to be shown."""
    return [count + 1, f"已答完 {count + 1} 次"]


def reopened(assistant: Answerer, at: str, kept: Any) -> tuple[Turn, ...]:
    """The conversation that began ``at``, its questions answered anew."""
    turns: tuple[Turn, ...] = ()
    questions: list[str] = next((entry["questions"] for entry in read_past(kept) if entry["at"] == at), [])
    for typed in questions[-TURNS_MOST:]:
        try:
            question = clean_question(typed)
        except QuestionError:
            continue
        turns = (*turns, Turn(question, assistant.answer(question, turns)))
    return turns


def remember(turns: tuple[Turn, ...], started: str) -> list[Any]:
    """The present conversation as JSON for the browser, and what it is called there: when it began.

    Two tabs may begin in the same second, hence the odd characters behind.
    """
    if not turns:
        return anew()
    begun = started or f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {secrets.token_hex(3)}"
    own = {"at": begun, "questions": [turn.question for turn in turns]}
    return [json.dumps(own, ensure_ascii=False), begun, gr.Dropdown(value=None)]


def read_past(sent: Any) -> list[dict[str, Any]]:
    """What a browser sent, as far as it is a list of conversations in JSON; nothing of it is trusted."""
    try:
        found = json.loads(sent) if isinstance(sent, str) else None
    except ValueError:
        return []
    return [
        {"at": entry["at"], "questions": [q for q in entry["questions"] if isinstance(q, str)]}
        for entry in (found if isinstance(found, list) else [])
        if isinstance(entry, dict)
        and isinstance(entry.get("at"), str)
        and isinstance(entry.get("questions"), list)
    ][:PAST_MOST]


def past_choices(sent: Any) -> list[Any]:
    """The list of earlier conversations; hidden where there are none."""
    choices = [
        (
            f"{entry['at'][5:16]}　{entry['questions'][0][:TITLE_MOST]}（{len(entry['questions'])} 问）",
            entry["at"],
        )
        for entry in read_past(sent)
        if entry["questions"]
    ]
    return [gr.Row(visible=bool(choices)), gr.Dropdown(choices, value=None)]
