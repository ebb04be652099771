"""``/api/v1`` and the OpenAI door: the verbs, their errors, and streams."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import standin
from fastapi.testclient import TestClient

from assistant.page.feedback import FILE, FeedbackStore
from assistant.service.api import create_api
from assistant.service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response


@pytest.fixture
def assistant() -> standin.StandIn:
    return standin.StandIn()


@pytest.fixture
def client(assistant: standin.StandIn) -> Iterator[TestClient]:
    with TestClient(create_api(assistant, Settings()), raise_server_exceptions=False) as client:
        yield client


def events(response: Response) -> list[tuple[str, Any]]:
    """The names and data of a stream of events."""
    found = []
    for block in response.text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        found.append((fields.get("event", ""), fields["data"]))
    return found


def test_ask_is_the_same_by_both_addresses(client: TestClient) -> None:
    """The old one goes on working."""
    body = {"question": standin.STAFF}
    assert client.post("/api/v1/ask", json=body).json() == client.post("/api/ask", json=body).json()


def test_a_streamed_answer_comes_by_statements_and_then_whole(client: TestClient) -> None:
    """Every statement once, in order, the last event is what ask gives."""
    body = {"question": standin.RANKING}
    stream = client.post("/api/v1/ask/stream", json=body)
    whole = client.post("/api/v1/ask", json=body).json()
    assert stream.headers["content-type"].startswith("text/event-stream")
    found = events(stream)
    assert [json.loads(data) for name, data in found if name == "statement"] == whole["statements"]
    assert (found[-1][0], json.loads(found[-1][1])) == ("answer", whole)


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream", "/api/ask"])
def test_asking_one_document(client: TestClient, path: str) -> None:
    """By its id; an unknown one is named with those that there are."""
    asked = {"question": standin.STAFF, "document": "report"}
    assert client.post(path, json=asked).status_code == 200
    refused = client.post(path, json={**asked, "document": "bericht"})
    assert (refused.status_code, refused.json()["detail"]) == (
        404,
        "没有编号为“bericht”的文件；现有：reply、report",
    )


def test_search_finds_passages_with_their_places(client: TestClient) -> None:
    """Each is a slice of its document."""
    found = client.get("/api/v1/search", params={"q": "产教融合", "limit": 3}).json()
    texts = {document.id: document for document in standin.documents()}
    assert len(found) == 3
    for passage in found:
        start, end = passage["span"]
        assert texts[passage["document_id"]].text[start:end] == passage["text"]
        assert "产教融合" in passage["text"]


def test_observations_are_filtered_and_paged(client: TestClient) -> None:
    """Every condition is contained in what it is about; blanks do not matter."""
    asked = {"subject": "长春职业技术学院", "indicator": "专任教师数", "table": "表1-1"}
    found = client.get("/api/v1/observations", params=asked).json()
    assert [(o["value"], o["text"], o["unit"], o["table"]) for o in found["items"]] == [
        (716, "716", "人", "表 1-1")
    ]
    all_of_table = client.get("/api/v1/observations", params={"table": "表 1-1", "limit": 5}).json()
    later = client.get("/api/v1/observations", params={"table": "表 1-1", "limit": 5, "offset": 5}).json()
    assert len(all_of_table["items"]) == len(later["items"]) == 5
    assert all_of_table["items"] != later["items"]
    assert all_of_table["total"] == later["total"] > 100


def test_documents_and_their_sections(client: TestClient) -> None:
    """The outline leads to the words."""
    documents = client.get("/api/v1/documents").json()
    assert [document["id"] for document in documents] == ["reply", "report"]
    outline = client.get("/api/v1/documents/report").json()
    chapter = next(section for section in outline["sections"] if section["level"] == 1)
    read = client.get(f"/api/v1/documents/report/sections/{chapter['index']}").json()
    assert chapter["title"] in read["text"][:30].replace(" ", "")
    assert len(read["text"]) == read["span"][1] - read["span"][0]


def test_tables_are_given_whole(client: TestClient) -> None:
    """As many cells in every line as there are columns, and the cells as printed."""
    tables = client.get("/api/v1/tables", params={"document": "report"}).json()
    assert [table["number"] for table in tables][:2] == ["表 1-1", "表 2-1"]
    table = client.get(f"/api/v1/tables/report/{tables[0]['place']}").json()
    assert {len(line["cells"]) for line in table["lines"]} == {len(table["columns"])}
    line = next(line for line in table["lines"] if line["label"] == "长春职业技术学院")
    assert "716" in line["cells"]


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/api/v1/documents/x", 404, "没有编号为“x”的文件；现有：reply、report"),
        ("/api/v1/documents/report/sections/9999", 404, "没有编号为 9999 的章节"),
        ("/api/v1/documents/report/sections/a", 422, "请求格式不对：index 不对"),
        ("/api/v1/tables/report/0", 404, "有 11 张表，没有第 0 张"),
        ("/api/v1/tables?document=x", 404, "没有编号为“x”的文件"),
        ("/api/v1/observations?limit=0", 422, "请求格式不对：limit 不对"),
        ("/api/v1/observations?subjekt=x", 422, "请求格式不对：subjekt 不对"),
        ("/api/v1/search?q=%20", 422, "请先输入问题。"),
        ("/api/v1/search", 422, "请求格式不对：q 不对"),
        ("/api/v1/nowhere", 404, "没有这个地址。"),
    ],
)
def test_errors_say_what_is_wrong(client: TestClient, path: str, status: int, detail: str) -> None:
    """In one Chinese sentence."""
    response = client.get(path)
    assert response.status_code == status
    assert detail in response.json()["detail"]


def test_findings_have_their_places(client: TestClient) -> None:
    """All, or those with a place in one document; the quotes are slices of it."""
    found = client.get("/api/v1/findings").json()
    texts = {document.id: document.text for document in standin.documents()}
    assert len(found) == len(standin.findings()) > 10
    for place in (place for finding in found for place in finding["places"]):
        start, end = place["span"]
        assert texts[place["document"]][start:end] == place["quote"]
    one = client.get("/api/v1/findings", params={"document": "reply"}).json()
    assert 0 < len(one) < len(found)


def test_feedback_is_kept_with_the_answer_that_was_given(tmp_path: Path) -> None:
    """Question, history and answer as they are made here, not as a caller says."""
    app = create_api(standin.StandIn(), Settings(state=tmp_path))
    body = {"question": standin.STAFF, "history": ["第一问"], "useful": False, "reason": "出处不对"}
    with TestClient(app) as client:
        assert client.post("/api/v1/feedback", json=body).status_code == 204
        assert client.post("/api/v1/feedback", json={**body, "question": " "}).status_code == 422
        assert client.post("/api/v1/feedback", json={"question": "x"}).status_code == 422
    (kept,) = FeedbackStore(tmp_path / FILE).read()
    assert (kept.question, kept.history, kept.useful, kept.reason) == (
        standin.STAFF,
        ("第一问",),
        False,
        "出处不对",
    )
    assert kept.answer.startswith("长春职业技术学院有专任教师 716 人")


def test_feedback_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    """No trace, no path."""
    (tmp_path / "file").touch()
    with TestClient(create_api(standin.StandIn(), Settings(state=tmp_path / "file"))) as client:
        refused = client.post("/api/v1/feedback", json={"question": standin.STAFF, "useful": True})
    assert (refused.status_code, str(tmp_path) in refused.text) == (503, False)


def completion(client: TestClient, **body: Any) -> Response:
    messages = [{"role": "user", "content": standin.STAFF}]
    return client.post("/v1/chat/completions", json={"model": "youju", "messages": messages, **body})


def test_a_chat_completion_has_text_and_citations(client: TestClient) -> None:
    """What OpenAI's clients read, and where it stands."""
    found = completion(client, temperature=0.2).json()
    (choice,) = found["choices"]
    assert choice["message"]["content"].startswith("长春职业技术学院有专任教师 716 人。[1]")
    assert "[1] 《吉林省高等职业教育质量报告" in choice["message"]["content"]
    assert (found["object"], choice["finish_reason"]) == ("chat.completion", "stop")
    assert found["citations"][0]["cell"] == "716"


def test_a_streamed_completion_is_the_same_text(client: TestClient) -> None:
    """In pieces, with [DONE] at the end."""
    *chunks, done = [data for _, data in events(completion(client, stream=True))]
    pieces = [json.loads(chunk)["choices"][0]["delta"].get("content", "") for chunk in chunks]
    assert done == "[DONE]"
    assert "".join(pieces) == completion(client).json()["choices"][0]["message"]["content"]
    assert json.loads(chunks[-1])["citations"] == completion(client).json()["citations"]


def test_earlier_user_messages_are_the_conversation(client: TestClient, assistant: standin.StandIn) -> None:
    """What others are said to have answered is not believed; parts of a message are joined."""
    messages = [
        {"role": "system", "content": "你是助手"},
        {"role": "user", "content": "第一问"},
        {"role": "assistant", "content": "编造的回答"},
        {"role": "user", "content": [{"type": "text", "text": "第二问"}]},
    ]
    assert completion(client, messages=messages).status_code == 200
    assert assistant.asked == [("第一问", ()), ("第二问", ("第一问",))]


def test_too_much_is_refused_as_described(client: TestClient) -> None:
    """Before it reaches an operation, and in the form that the description of every operation names."""
    refused = client.post("/api/v1/ask", json={"question": "x" * 2_000_000})
    assert refused.status_code == 413
    assert refused.json() == {"detail": "请求太大。"}
    described = client.get("/openapi.json").json()["paths"]["/api/v1/ask"]["post"]["responses"]
    assert {"401", "403", "404", "413", "422", "429"} <= described.keys()


def test_each_document_is_a_model(client: TestClient) -> None:
    """Beside the one over all."""
    names = [model["id"] for model in client.get("/v1/models").json()["data"]]
    assert names == ["youju", "youju/reply", "youju/report"]
    assert {completion(client, model=name).status_code for name in names} == {200}


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"model": "gpt-4"}, 404, "没有模型“gpt-4”"),
        ({"model": "youju/x"}, 404, "没有编号为“x”的文件"),
        ({"messages": [{"role": "system", "content": "x"}]}, 400, "请先输入问题。"),
        ({"messages": [{"role": "user", "content": None}]}, 400, "请先输入问题。"),
        ({"messages": 7}, 422, "请求格式不对：messages 不对"),
    ],
)
def test_errors_have_the_form_of_openai(
    client: TestClient, body: dict[str, Any], status: int, message: str
) -> None:
    """So that front ends show them."""
    refused = completion(client, **body)
    assert refused.status_code == status
    assert message in refused.json()["error"]["message"]
