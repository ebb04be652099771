"""What the HTTP interface takes and gives, as the OpenAPI page describes it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class HistoryItem(BaseModel):
    """An earlier exchange; only its question is used."""

    question: str
    answer: str | None = None


class AskIn(BaseModel):
    """A question and, for a follow-up, the questions before it."""

    question: str = Field(description="问题", examples=["长春职业技术学院有多少专任教师？"])
    history: list[str | HistoryItem] = Field(
        default=[], max_length=1000, description="先前的问题，按先后排列", examples=[[]]
    )
    document: str | None = Field(
        default=None, description="只从这份文件回答（`/api/v1/documents` 给出的 id）", examples=[None]
    )

    def questions(self) -> list[str]:
        """The earlier questions, oldest first."""
        return [item if isinstance(item, str) else item.question for item in self.history]


class FeedbackIn(AskIn):
    """A reader's judgement on the answer to a question."""

    useful: bool = Field(description="有用或没用")
    reason: str = Field(default="", max_length=1000, description="原因", examples=["出处不对"])


class CitationOut(BaseModel):
    """A place in a document; for a cell with table, row and column as printed."""

    document: str
    document_id: str
    section: str
    quote: str = Field(description="原文，逐字")
    table: str
    row: str
    column: str
    cell: str
    passage: str = Field(description="引文所在的段落")
    span: tuple[int, int]


class StatementOut(BaseModel):
    """A sentence of the answer and the indexes (from 0) of the citations behind it."""

    text: str
    role: str = Field(
        description="answer、item（一项）、source（原文）、note（范围）、calculation（计算）或 caveat（注意）"
    )
    citations: list[int]


class TableOut(BaseModel):
    """A small table that goes with the answer."""

    title: str
    columns: list[str]
    rows: list[list[str]]


class AnswerOut(BaseModel):
    """The same data as ``python -m assistant ask --json``."""

    question: str
    answer: str = Field(description="整个回答，每句一行")
    statements: list[StatementOut]
    abstained: bool = Field(description="文件中没有答案，或需要先选择")
    reason: str
    citations: list[CitationOut]
    understanding: str = Field(description="对问题的理解")
    table: TableOut | None
    suggestions: list[str]
    choices: list[str] = Field(description="问题有歧义时供选择的问法")
    query: dict[str, Any] | None
    sql: list[str]
    latency_ms: float


class Problem(BaseModel):
    """Why there is no answer."""

    detail: str


EVERYWHERE: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "没有登录"},
    403: {"model": Problem, "description": "不接受来自其他网站的请求"},
    413: {"model": Problem, "description": "请求太大"},
    429: {"model": Problem, "description": "太频繁；`Retry-After` 是要等的秒数"},
}
"""What is refused before a request reaches its operation."""
