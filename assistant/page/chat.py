"""The tab 问答: the chat with its toolbar and past conversations, the panel of sources, and how they hang together.

Gradio reads the annotations of the functions here, so their types are imported in earnest.
"""

from __future__ import annotations

from collections.abc import AsyncIterator  # noqa: TC003
from typing import TYPE_CHECKING, Any

from assistant.model import Turn  # noqa: TC001
from assistant.page.conversation import STOPPED, ask, view
from assistant.page.correction import form_to_question
from assistant.page.events import QUEUED, QUIET
from assistant.page.feedback import FILE, FeedbackStore
from assistant.page.offline import gr
from assistant.page.past import build_past, reopened, wire_past
from assistant.page.templates import render
from assistant.page.toolbar import build_toolbar, turns_to_toolbar, wire_feedback
from assistant.page.widgets import chat_pane, question_box
from assistant.service.caller import adopt, chosen_document

if TYPE_CHECKING:
    from assistant.page.model import Answerer, View
    from assistant.page.takeaway.shelf import Shelf
    from assistant.service.settings import Settings


def chat_tab(assistant: Answerer, settings: Settings, shelf: Shelf, page: Any) -> None:
    """The chat, what can be done with an answer, and the sources."""
    turns = gr.State((), time_to_live=8 * 3600)
    with gr.Row(elem_id="yj-columns", equal_height=False):
        with gr.Column(elem_id="yj-talk", min_width=0, scale=3):
            chat = chat_pane(assistant)
            tools = build_toolbar(assistant)
            with gr.Row(elem_id="yj-ask"):
                box = question_box()
                send = gr.Button("发送", variant="primary", elem_id="yj-send", min_width=72, scale=0)
                stop = gr.Button("停止", elem_id="yj-stop", min_width=72, scale=0)
                clear = gr.Button("清空", elem_id="yj-clear", min_width=72, scale=0)
            notice = gr.Markdown("", elem_id="yj-notice")
            past = build_past()
        with gr.Column(elem_id="yj-side", min_width=0, scale=2):
            sources = gr.Markdown(view(assistant, ()).sources, elem_id="yj-panel")
    shown = [chat, sources, notice, box, turns, *tools.shown]
    quiet = {"outputs": shown, **QUIET}
    limit = settings.readers_at_once
    queued = {"outputs": shown, **QUEUED, "concurrency_limit": limit, "concurrency_id": "ask"}

    async def answers(text: str, past: tuple[Turn, ...], request: gr.Request) -> AsyncIterator[list[Any]]:
        adopt(request)
        async for seen in ask(chosen_document(assistant, request), text, past):
            yield [*view_to_updates(seen), *turns_to_toolbar(seen, assistant, shelf)]

    async def put(
        question: str, past: tuple[Turn, ...], event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[list[Any]]:
        chosen = (event._data or {}).get("value")  # noqa: SLF001 - a clicked example or choice
        text = chosen.get("text", "") if isinstance(chosen, dict) else chosen
        async for update in answers(text or question, past, request):
            yield update

    async def again(past: tuple[Turn, ...], request: gr.Request) -> AsyncIterator[list[Any]]:
        async for update in answers(past[-1].question if past else "", past[:-1], request):
            yield update

    async def correct(past: tuple[Turn, ...], request: gr.Request, *wanted: Any) -> AsyncIterator[list[Any]]:
        async for update in answers(form_to_question(*wanted), past, request):
            yield update

    def settle(turns: tuple[Turn, ...], notice: str = "", draft: str | None = None) -> list[Any]:
        seen = view(assistant, turns, notice=notice, draft=draft)
        return [*view_to_updates(seen), *turns_to_toolbar(seen, assistant, shelf)]

    asking = [
        gr.on(triggers, made, inputs, **queued)
        for triggers, made, inputs in (
            ([box.submit, send.click, chat.option_select, chat.example_select], put, [box, turns]),
            ([tools.again.click], again, [turns]),
            ([tools.correct.click], correct, [turns, *tools.form]),
        )
    ]
    stop.click(lambda turns: settle(turns, STOPPED), [turns], cancels=asking, **quiet)
    tools.edit.click(lambda turns: settle(turns[:-1], draft=last_question(turns)), [turns], **quiet)
    clearing = clear.click(lambda: settle((), "", ""), cancels=asking, **quiet)
    wire_feedback(tools, turns, notice, FeedbackStore(settings.state / FILE))
    wire_past(past, page, asking, clearing, turns)
    past.picker.input(
        lambda at, kept: settle(reopened(assistant, at, kept)), [past.picker, past.kept], **queued
    )


def last_question(turns: tuple[Turn, ...]) -> str | None:
    """What was asked last, to be edited."""
    return turns[-1].question if turns else None


def view_to_updates(seen: View) -> list[Any]:
    """The values of the widgets, in the order in which they are wired."""
    return [
        seen.messages,
        seen.sources,
        render("notice.html", text=seen.notice),
        gr.skip() if seen.draft is None else seen.draft,
        seen.turns,
    ]
