"""What can be done with the last answer: judge, take away, ask again, put right; and earlier conversations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.page.correction import DONE, indicators_of, sections_of, subjects_of, turn_to_understanding
from assistant.page.events import QUIET
from assistant.page.feedback import REASONS, FeedbackError, judge
from assistant.page.offline import gr
from assistant.page.templates import render

if TYPE_CHECKING:
    from assistant.model import Turn
    from assistant.page.feedback import FeedbackStore
    from assistant.page.model import Answerer, View
    from assistant.page.takeaway.shelf import Shelf

THANKS = "谢谢，您的意见已记下。"


@dataclass(frozen=True, slots=True)
class Toolbar:
    """The widgets under the chat; ``shown`` are those that change with every answer."""

    bar: Any
    links: Any
    useful: Any
    useless: Any
    again: Any
    edit: Any
    reasons: Any
    correction: Any
    subjects: Any
    indicator: Any
    done: Any
    section: Any
    correct: Any

    @property
    def shown(self) -> list[Any]:
        """What :func:`turns_to_toolbar` gives the values of."""
        return [self.bar, self.links, self.reasons, self.correction, *self.form]

    @property
    def form(self) -> list[Any]:
        """The fields of the understanding."""
        return [self.subjects, self.indicator, self.done, self.section]


def build_toolbar(assistant: Answerer) -> Toolbar:
    """The row of buttons, the reasons, and the form that puts the understanding right."""
    with gr.Column(visible=False, elem_id="yj-tools") as bar:
        with gr.Row(elem_id="yj-buttons"):
            useful = small_button("有用", "yj-useful")
            useless = small_button("没用", "yj-useless")
            again = small_button("重新回答", "yj-again")
            edit = small_button("修改问题", "yj-edit")
            links = gr.Markdown("", elem_id="yj-links")
        with gr.Group(visible=False, elem_id="yj-reasons") as reasons:
            gr.Markdown("<p>哪里不好？您的说明会和问题、答案一起保存在本机，供改进使用。</p>")
        form = build_correction(assistant)
    return Toolbar(bar, links, useful, useless, again, edit, reasons, *form)


def build_correction(assistant: Answerer) -> tuple[Any, Any, Any, Any, Any, Any]:
    """The form that puts the understanding right: the accordion, its fields and its button."""
    with gr.Accordion("不是这个意思？", open=False, visible=False, elem_id="yj-correction") as correction:
        with gr.Row():
            subjects = gr.Dropdown(
                list(subjects_of(assistant.documents)),
                multiselect=True,
                label="学校（不选即全部）",
                scale=3,
            )
            indicator = gr.Dropdown(list(indicators_of(assistant.documents)), label="指标", scale=3)
            done = gr.Dropdown(list(DONE), value="查数值", label="怎样回答", scale=2)
        section = gr.Dropdown(
            list(sections_of(assistant.documents)), value=None, label="不查数据，要看哪一节讲了什么"
        )
        correct = gr.Button("按此回答", variant="primary", size="sm", elem_id="yj-correct")
    return correction, subjects, indicator, done, section, correct


def small_button(label: str, name: str) -> Any:
    """A button of the row under an answer."""
    return gr.Button(label, size="sm", min_width=0, scale=0, elem_id=name)


def turns_to_toolbar(seen: View, assistant: Answerer, shelf: Shelf) -> list[Any]:
    """The toolbar's widgets after the last turn; hidden where there is none, or an answer is being made."""
    turns = seen.turns
    if not turns or len(seen.messages) != 2 * len(turns):
        return [
            gr.Column(visible=False),
            "",
            gr.Group(visible=False),
            gr.Accordion(visible=False),
            *[gr.skip()] * 4,
        ]
    form = turn_to_understanding(turns[-1], assistant.documents)
    links = render("tools.html", name=shelf.put(turns), several=len(turns) > 1)
    return [
        gr.Column(visible=True),
        links,
        gr.Group(visible=False),
        gr.Accordion(visible=turns[-1].answer.query is not None, open=False),
        list(form.subjects),
        form.indicator or None,
        form.done,
        None,
    ]


def wire_feedback(tools: Toolbar, turns: Any, notice: Any, store: FeedbackStore) -> None:
    """有用 and 没用 with a reason."""
    with tools.reasons:
        chosen = gr.Radio(list(REASONS), label="原因")
        words = gr.Textbox(label="说明（可不填）", max_lines=4, max_length=1000)
        send = gr.Button("提交", variant="primary", size="sm", elem_id="yj-send-reason")

    def keep(past: tuple[Turn, ...], *, useful: bool, reason: str = "") -> str:
        if not past:
            return ""
        try:
            store.add(judge(past, useful=useful, reason=reason))
        except FeedbackError as error:
            return render("notice.html", text=str(error))
        return render("notice.html", text=THANKS)

    def praise(past: tuple[Turn, ...]) -> list[Any]:
        return [keep(past, useful=True), gr.Group(visible=False)]

    def blame(past: tuple[Turn, ...], kind: str | None, said: str) -> list[Any]:
        reason = "：".join(part for part in (kind, said.strip()) if part)
        return [keep(past, useful=False, reason=reason), gr.Group(visible=False), None, ""]

    tools.useful.click(praise, turns, [notice, tools.reasons], **QUIET)
    tools.useless.click(lambda: gr.Group(visible=True), None, tools.reasons, **QUIET)
    send.click(blame, [turns, chosen, words], [notice, tools.reasons, chosen, words], **QUIET)
