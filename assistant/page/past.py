"""A visitor's earlier conversations, kept in the visitor's own browser: the questions, which are asked anew."""

from __future__ import annotations

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
"""Conversations that a browser remembers."""

TURNS_MOST = 30
LABEL = "我以往的谈话（只存在这个浏览器里）"
TITLE_MOST = 24
STORAGE = "youju-conversations"


@dataclass(frozen=True, slots=True)
class Past:
    """The widgets: what the browser keeps, when this conversation began, the list and its button; how many
    questions are done, and the line that tells it to screen readers.
    """

    kept: Any
    begun: Any
    row: Any
    picker: Any
    forget: Any
    count: Any
    said: Any


def build_past() -> Past:
    """The list of earlier conversations, hidden while there are none."""
    kept = gr.BrowserState([], storage_key=STORAGE, secret=STORAGE)
    begun = gr.State("")
    with gr.Row(visible=False, elem_id="yj-past") as row:
        gr.Markdown("<p>以往的谈话（只存在这个浏览器里）</p>", elem_id="yj-past-label")
        picker = gr.Dropdown([], label=LABEL, show_label=False, container=False, min_width=0, scale=1)
        forget = gr.Button("清除记录", size="sm", min_width=96, scale=0, elem_id="yj-forget")
    said = gr.Markdown("", elem_id="yj-done")
    return Past(kept, begun, row, picker, forget, gr.State(0), said)


def wire_past(past: Past, page: Any, asking: Sequence[Any], clearing: Any, turns: Any) -> None:
    """After every answer the conversation is kept; a new one begins after 清空."""
    for event in asking:
        done = event.then(
            remember, [turns, past.begun, past.kept], [past.kept, past.row, past.picker, past.begun], **QUIET
        )
        done.then(count_on, past.count, [past.count, past.said], **QUIET)
    clearing.then(lambda: "", None, past.begun, **QUIET)
    page.load(past_choices, past.kept, [past.row, past.picker], **QUIET)
    past.picker.input(lambda at: at, past.picker, past.begun, **QUIET)
    past.forget.click(
        lambda: [[], gr.Row(visible=False), ""], None, [past.kept, past.row, past.begun], **QUIET
    )


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


def remember(turns: tuple[Turn, ...], started: str, past: Any) -> list[Any]:
    """The browser's list with this conversation first, its choices, and when the conversation began."""
    if not turns:
        return [read_past(past), *past_choices(past), ""]
    begun = started or f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}"
    own = {"at": begun, "questions": [turn.question for turn in turns]}
    kept = [own, *(entry for entry in read_past(past) if entry["at"] != begun)][:PAST_MOST]
    return [kept, *past_choices(kept), begun]


def read_past(past: Any) -> list[dict[str, Any]]:
    """What a browser sent back, as far as it is a list of conversations; nothing of it is trusted."""
    return [
        {"at": entry["at"], "questions": [q for q in entry["questions"] if isinstance(q, str)]}
        for entry in (past if isinstance(past, list) else [])
        if isinstance(entry, dict)
        and isinstance(entry.get("at"), str)
        and isinstance(entry.get("questions"), list)
    ][:PAST_MOST]


def past_choices(past: Any) -> list[Any]:
    """The list of earlier conversations; hidden where there are none."""
    found = read_past(past)
    choices = [
        (
            f"{entry['at'][5:16]}　{entry['questions'][0][:TITLE_MOST]}（{len(entry['questions'])} 问）",
            entry["at"],
        )
        for entry in found
        if entry["questions"]
    ]
    return [gr.Row(visible=bool(choices)), gr.Dropdown(choices, value=None)]
