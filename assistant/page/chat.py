"""The tab 问答: the chat with its toolbar and past conversations, the panel of sources, and how they hang together.

Gradio reads the annotations of the functions here, so their types are imported in earnest.
"""

from __future__ import annotations

from collections.abc import AsyncIterator  # noqa: TC003
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.model import Turn  # noqa: TC001
from assistant.page.conversation import STOPPED, ask, view
from assistant.page.correction import NOTHING_CHOSEN, form_to_question
from assistant.page.events import QUEUED, QUIET
from assistant.page.feedback import FILE, FeedbackStore
from assistant.page.offline import gr
from assistant.page.past import Past, build_past, count_on, reopened, wire_past
from assistant.page.templates import render
from assistant.page.toolbar import Toolbar, build_toolbar, turns_to_toolbar, wire_feedback
from assistant.page.widgets import chat_pane, question_box
from assistant.service.caller import adopt, chosen_document

if TYPE_CHECKING:
    from assistant.page.model import Answerer, View
    from assistant.page.takeaway.shelf import Shelf
    from assistant.service.settings import Settings


@dataclass(frozen=True, slots=True)
class Chat:
    """The widgets of the tab."""

    pane: Any
    tools: Toolbar
    box: Any
    send: Any
    stop: Any
    clear: Any
    notice: Any
    past: Past
    sources: Any
    turns: Any

    @property
    def shown(self) -> list[Any]:
        """What the events of :class:`Talk` give the values of."""
        return [self.pane, self.sources, self.notice, self.box, self.turns, *self.tools.shown]


class Talk:
    """What each event makes of the conversation: the values of ``Chat.shown``."""

    def __init__(self, assistant: Answerer, shelf: Shelf, shown: int) -> None:
        self.assistant = assistant
        self.shelf = shelf
        self.shown = shown

    async def put(
        self, question: str, past: tuple[Turn, ...], event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[list[Any]]:
        """Ask what was typed, or the example or choice that was clicked."""
        chosen = (event._data or {}).get("value")  # noqa: SLF001 - no public name for it
        text = chosen.get("text", "") if isinstance(chosen, dict) else chosen
        async for update in self._answers(text or question, past, request):
            yield update

    async def again(self, past: tuple[Turn, ...], request: gr.Request) -> AsyncIterator[list[Any]]:
        """Ask the last question anew."""
        async for update in self._answers(past[-1].question if past else "", past[:-1], request):
            yield update

    async def correct(
        self, past: tuple[Turn, ...], request: gr.Request, *wanted: Any
    ) -> AsyncIterator[list[Any]]:
        """Ask what the form of the understanding says."""
        question = form_to_question(*wanted)
        if not question:
            yield self._settle(past, NOTHING_CHOSEN)
            return
        async for update in self._answers(question, past, request):
            yield update

    def stopped(self, turns: tuple[Turn, ...]) -> list[Any]:
        """The wait is given up."""
        return self._settle(turns, STOPPED)

    def edited(self, turns: tuple[Turn, ...]) -> list[Any]:
        """The last question goes back into the box."""
        return self._settle(turns[:-1], draft=turns[-1].question if turns else None)

    def cleared(self) -> list[Any]:
        """A new conversation."""
        return self._settle((), "", "")

    def reopened(self, at: str | None, kept: Any, begun: str, count: int, request: gr.Request) -> list[Any]:
        """An earlier conversation, and that it is the present one now.

        Nothing is chosen where the list has only been emptied for the next choice.
        """
        if not at or at == begun:
            return [gr.skip()] * (self.shown + 3)
        adopt(request)
        turns = reopened(chosen_document(self.assistant, request), at, kept)
        return [*self._settle(turns), at, *count_on(count)]

    async def _answers(
        self, text: str, past: tuple[Turn, ...], request: gr.Request
    ) -> AsyncIterator[list[Any]]:
        adopt(request)
        async for seen in ask(chosen_document(self.assistant, request), text, past):
            yield self._updates(seen)

    def _settle(self, turns: tuple[Turn, ...], notice: str = "", draft: str | None = None) -> list[Any]:
        return self._updates(view(self.assistant, turns, notice=notice, draft=draft))

    def _updates(self, seen: View) -> list[Any]:
        return [*view_to_updates(seen), *turns_to_toolbar(seen, self.assistant, self.shelf)]


def chat_tab(assistant: Answerer, settings: Settings, shelf: Shelf) -> None:
    """The chat, what can be done with an answer, and the sources."""
    chat = _build(assistant)
    talk = Talk(assistant, shelf, len(chat.shown))
    limit = settings.readers_at_once
    queued = {"outputs": chat.shown, **QUEUED, "concurrency_limit": limit, "concurrency_id": "ask"}
    quiet = {"outputs": chat.shown, **QUIET}
    turns, tools, past = chat.turns, chat.tools, chat.past
    typed = [chat.box.submit, chat.send.click, chat.pane.option_select, chat.pane.example_select]
    asking = [
        gr.on(typed, talk.put, [chat.box, turns], **queued),
        gr.on([tools.again.click], talk.again, [turns], **queued),
        gr.on([tools.correct.click], talk.correct, [turns, *tools.form], **queued),
    ]
    chat.stop.click(talk.stopped, [turns], cancels=asking, **quiet)
    tools.edit.click(talk.edited, [turns], **quiet)
    clearing = chat.clear.click(talk.cleared, cancels=asking, **quiet)
    wire_feedback(tools, turns, chat.notice, FeedbackStore(settings.state / FILE))
    wire_past(past, asking, clearing, turns)
    opened = {**quiet, "outputs": [*chat.shown, past.begun, past.count, past.said]}
    past.picker.change(talk.reopened, [past.picker, past.kept, past.begun, past.count], **opened)


def _build(assistant: Answerer) -> Chat:
    turns = gr.State((), time_to_live=8 * 3600)
    with gr.Row(elem_id="yj-columns", equal_height=False):
        with gr.Column(elem_id="yj-talk", min_width=0, scale=3):
            pane = chat_pane(assistant)
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
    return Chat(pane, tools, box, send, stop, clear, notice, past, sources, turns)


def view_to_updates(seen: View) -> list[Any]:
    """The values of the widgets, in the order in which they are wired."""
    return [
        seen.messages,
        seen.sources,
        render("notice.html", text=seen.notice),
        gr.skip() if seen.draft is None else seen.draft,
        seen.turns,
    ]
