"""``/v1/chat/completions`` and ``/v1/models``: for chat front ends that speak OpenAI's protocol.

The last user message is the question, the user messages before it are the conversation; answers of
others among the messages are not believed. A model ``youju/<document id>`` answers from one document.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from fastapi import APIRouter
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.sse import format_sse_event
from pydantic import BaseModel, Field

from assistant.page.answer import citation_to_text, statement_to_text
from assistant.page.question import QuestionError, clean_question
from assistant.service import verbs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.model import Answer
    from assistant.service.desk import Desk

MODEL = "youju"
CREATED = 1_704_067_200
"""When the model is said to have been made; front ends want a number."""


class Part(BaseModel):
    """A part of a message; only text is read."""

    type: str = "text"
    text: str = ""


class Message(BaseModel):
    """A message of the conversation."""

    role: str
    content: str | list[Part] | None = None

    def words(self) -> str:
        """The message's text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class Completion(BaseModel):
    """A request; fields that steer language models are accepted and have no effect."""

    model: str = Field(default=MODEL, max_length=200)
    messages: list[Message] = Field(min_length=1, max_length=1000)
    stream: bool = False


class Refusal(BaseModel):
    """An error as OpenAI's clients read it."""

    error: dict[str, Any]


class Model(BaseModel):
    """A model to choose."""

    id: str
    object: Literal["model"] = "model"
    created: int = CREATED
    owned_by: str = MODEL


class Models(BaseModel):
    """The models to choose from."""

    object: Literal["list"] = "list"
    data: list[Model]


ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": Refusal, "description": "没有问题，或问题太长"},
    404: {"model": Refusal, "description": "没有这个模型"},
    422: {"model": Refusal, "description": "请求格式不对"},
    200: {"content": {"application/json": {}, "text/event-stream": {}}, "description": "回答"},
}


def create_router(desk: Desk) -> APIRouter:
    """The two routes."""
    router = APIRouter(prefix="/v1", tags=["OpenAI 兼容"])

    @router.get("/models", summary="模型")
    def models() -> Models:
        """全部文件是一个模型，每份文件又各是一个。"""
        names = [MODEL, *(f"{MODEL}/{document.id}" for document in desk.documents)]
        return Models(data=[Model(id=name) for name in names])

    @router.post("/chat/completions", response_model=None, responses=ERRORS, summary="对话")
    def completions(request: Completion) -> JSONResponse | StreamingResponse:
        """与 OpenAI 的 Chat Completions 相同；`citations` 是出处。"""
        try:
            answer = answer_to(desk, request)
        except QuestionError as refusal:
            return refused(400, str(refusal), "invalid_request_error")
        except verbs.NotFound as missing:
            return refused(404, str(missing), "model_not_found")
        if request.stream:
            return StreamingResponse(chunks(answer, request.model), media_type="text/event-stream")
        return JSONResponse(completion(answer, request.model))

    return router


def answer_to(desk: Desk, request: Completion) -> Answer:
    """The answer to the last user message."""
    asked = [message.words() for message in request.messages if message.role == "user"]
    question = clean_question(asked[-1] if asked else "")
    model, _, document = request.model.partition("/")
    if model != MODEL:
        raise verbs.NotFound(f"没有模型“{request.model}”，可用的模型见 /v1/models")
    return verbs.desk_for(desk, document).follow_up(question, asked[:-1])


def pieces(answer: Answer) -> list[str]:
    """The answer in paragraphs: the statements with their marks, then the sources."""
    paragraphs = [statement_to_text(statement) for statement in answer.statements]
    if answer.citations:
        sources = [f"[{n}] {citation_to_text(c)}" for n, c in enumerate(answer.citations, start=1)]
        paragraphs.append("出处：\n\n" + "\n\n".join(sources))
    if answer.choices:
        paragraphs.append("可以这样问：\n\n" + "\n\n".join(f"- {choice}" for choice in answer.choices))
    return paragraphs


def completion(answer: Answer, model: str) -> dict[str, Any]:
    """The whole answer as one object."""
    message = {"role": "assistant", "content": "\n\n".join(pieces(answer))}
    return {
        **_head("chat.completion", model),
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
        "citations": [citation.as_json() for citation in answer.citations],
    }


def chunks(answer: Answer, model: str) -> Iterator[bytes]:
    """The answer a paragraph at a time; the citations come with the last chunk."""
    head = _head("chat.completion.chunk", model)

    def chunk(delta: dict[str, str], reason: str | None = None, **more: Any) -> bytes:
        choices = [{"index": 0, "delta": delta, "finish_reason": reason}]
        return format_sse_event(data_str=json.dumps({**head, "choices": choices, **more}, ensure_ascii=False))

    yield chunk({"role": "assistant", "content": ""})
    for number, piece in enumerate(pieces(answer)):
        yield chunk({"content": f"\n\n{piece}" if number else piece})
    yield chunk({}, "stop", citations=[citation.as_json() for citation in answer.citations])
    yield format_sse_event(data_str="[DONE]")


def _head(kind: str, model: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid4().hex}", "object": kind, "created": int(time.time()), "model": model}


def refused(status: int, message: str, code: str) -> JSONResponse:
    """An error in OpenAI's form."""
    return JSONResponse({"error": {"message": message, "type": code, "param": None, "code": code}}, status)
