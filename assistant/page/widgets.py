"""The widgets that need more than a line to set up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.page.offline import gr
from assistant.page.templates import render

if TYPE_CHECKING:
    from assistant.page.model import Answerer


def chat_pane(assistant: Answerer) -> Any:
    """The chat: empty, it shows a welcome and the example questions."""
    plain = {
        "show_label": False,
        "container": False,
        "latex_delimiters": [],
        "buttons": [],
        "feedback_options": None,
    }
    return gr.Chatbot(
        elem_id="yj-chat",
        height=None,
        layout="panel",
        autoscroll=False,
        group_consecutive_messages=False,
        placeholder=render("welcome.html", examples=assistant.examples),
        examples=[{"text": question} for question in assistant.examples],
        **plain,
    )


def question_box() -> Any:
    """Where the question is typed; Enter sends it."""
    return gr.Textbox(
        elem_id="yj-question",
        label="问题",
        show_label=False,
        container=False,
        scale=1,
        min_width=0,
        placeholder="请输入问题，按回车键发送",
        max_lines=6,
        autofocus=True,
    )
