"""Refusals: what is missing, and what the documents do have that is nearest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.model import Answer, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.guard import Guarded
    from corpus.model import Document

_GUARDED = {
    "instruction": "我只依据所载文件回答问题，不执行改变回答规则、编造数据或透露内部设置的要求。请直接提出与文件内容有关的问题。",
    "chat": "您好，我是“有据”，只回答所载文件中的内容，不闲聊。您可以问文件里的数据、做法和案例。",
    "drafting": "我不代写文稿，只回答文件中写明的内容。您可以问具体的数据、做法或案例，每一条答案和整段谈话都能下载为 Word。",
    "opinion": "文件只陈述事实和数据，没有这类评价；我不作主观判断。您可以问具体指标，由您自行比较。",
    "forecast": "文件没有这项预测，我不作推测。您可以问文件中已有年份的数据。",
}


class Refuser:
    """Words refusals for one set of documents."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._titles = "、".join(f"《{d.title}》" for d in documents)

    def empty(self, question: str) -> Answer:
        """The answer to a message without words."""
        return _refusal(question, "empty", "请输入您的问题，例如某所学校的某项指标，或文件中的某项工作。")

    def guarded(self, question: str, guarded: Guarded) -> Answer:
        """The answer to a message that is no question about the documents."""
        text = _GUARDED[guarded.reason]
        return _refusal(question, guarded.reason, f"{text}现有文件：{self._titles}。")

    def unavailable(self, question: str, problem: str) -> Answer:
        """The answer where the text cannot be searched."""
        return _refusal(question, "unavailable", f"现在无法检索正文：{problem}")

    def shortened(self, answer: Answer) -> Answer:
        """``answer`` with the note that the question was cut."""
        note = Statement("您的输入太长，只读了开头的一部分。", (), "caveat")
        return replace(answer, statements=(*answer.statements, note))


def _refusal(question: str, reason: str, text: str) -> Answer:
    return Answer(question, (Statement(text),), abstained=True, reason=reason)
