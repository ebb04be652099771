"""The HTTP interface: the same answers as data, clear refusals, and who may call."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import standin
from fastapi.testclient import TestClient

from assistant.service.api import create_api
from assistant.service.schema import AnswerOut
from assistant.service.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTNER = "http://portal.example.cn"


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(create_api(standin.StandIn(), Settings()), raise_server_exceptions=False) as client:
        yield client


def test_ask_answers_as_the_command_line_does(client: TestClient) -> None:
    """The body is Answer.as_json(), nothing more or less."""
    response = client.post("/api/ask", json={"question": standin.STAFF})
    assert response.status_code == 200
    assert response.json() == json.loads(json.dumps(standin.staff(standin.STAFF).as_json()))


def test_the_schema_names_every_field(client: TestClient) -> None:
    """What /docs describes is what comes."""
    assert set(AnswerOut.model_fields) == set(standin.staff(standin.STAFF).as_json())
    assert "/api/ask" in client.get("/openapi.json").json()["paths"]


@pytest.mark.parametrize(
    "history",
    [
        ["第一问", "第二问"],
        [{"question": "第一问", "answer": "答"}, {"question": "第二问"}],
        ["第一问", "", "\x00", "第二问"],
    ],
)
def test_history_is_replayed_in_order(history: list[object]) -> None:
    """Earlier questions, plain or with their answers, come before this one; empty ones are left out."""
    assistant = standin.StandIn()
    with TestClient(create_api(assistant, Settings())) as client:
        client.post("/api/ask", json={"question": "第三问", "history": history})
    assert assistant.asked == [
        ("第一问", ()),
        ("第二问", ("第一问",)),
        ("第三问", ("第一问", "第二问")),
    ]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"question": ""}, "请先输入问题。"),
        ({"question": "\x00 "}, "请先输入问题。"),
        ({"question": "长" * 20_000}, "问题有 20000 个字，超过 2000 字的上限，请缩短后再问。"),
        ({}, "请求格式不对：question 不对"),
        ({"question": 7}, "请求格式不对：question 不对"),
        ({"question": "问", "history": "前"}, "请求格式不对：history 不对"),
        ([], "请求格式不对"),
    ],
)
def test_bad_requests_are_refused_in_chinese(client: TestClient, body: object, detail: str) -> None:
    """One sentence, status 422."""
    response = client.post("/api/ask", json=body)
    assert (response.status_code, response.json()["detail"][: len(detail)]) == (422, detail)


@pytest.mark.parametrize("body", ["", "{", "\xff\xfe", '{"question": "\\ud800"}'])
def test_broken_bodies_are_no_server_error(client: TestClient, body: str) -> None:
    """Neither half a JSON nor half a character breaks anything."""
    assert (
        client.post(
            "/api/ask", content=body.encode("latin-1"), headers={"content-type": "application/json"}
        ).status_code
        == 422
    )


@pytest.mark.parametrize(
    "question",
    ["👍", "'; DROP TABLE observations; --", "<script>alert(1)</script>", "Wie viele?", standin.SCRIPT],
)
def test_odd_questions_get_an_answer(client: TestClient, question: str) -> None:
    """Whatever it is, it comes back as it was asked."""
    response = client.post("/api/ask", json={"question": question})
    assert (response.status_code, response.json()["question"]) == (200, question)


def test_a_failure_inside_is_one_sentence(client: TestClient) -> None:
    """No trace leaves the server."""
    response = client.post("/api/ask", json={"question": standin.BROKEN})
    assert (response.status_code, response.json()) == (
        500,
        {"detail": "程序内部出错，已记入日志，请稍后再试。"},
    )
    assert "default-src 'self'" in response.headers["content-security-policy"]


def test_a_huge_body_is_refused(client: TestClient) -> None:
    """Before it is read as JSON."""
    response = client.post("/api/ask", content=b'{"question": "' + b"x" * 2_000_000)
    assert response.status_code == 413


def test_healthz_and_unknown_addresses(client: TestClient) -> None:
    """The probe of the load balancer, and a 404 in Chinese."""
    assert client.get("/healthz").json() == {"status": "ok", "documents": 2}
    assert client.get("/nowhere").json() == {"detail": "没有这个地址。"}
    assert client.get("/api/ask").json() == {"detail": "这个地址不接受这种请求方法。"}


@pytest.mark.parametrize("path", ["/healthz", "/docs", "/nowhere", "/page/page.js"])
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    """No other host, no foreign frame, no guessing of types."""
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "script-src 'self'" in headers["content-security-policy"]
    assert (
        "'unsafe-inline'"
        not in headers["content-security-policy"].partition("script-src")[2].partition(";")[0]
    )
    assert "'unsafe-eval'" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/proxy=https://example.com/"])
def test_unused_doors_are_closed(client: TestClient, path: str) -> None:
    """Nothing is uploaded, nothing is fetched for a visitor."""
    assert client.post(path).status_code == 404


@pytest.mark.parametrize(
    ("origin", "status"),
    [(None, 200), ("http://testserver", 200), (PARTNER, 403), ("null", 403)],
)
def test_other_sites_may_not_call(client: TestClient, origin: str | None, status: int) -> None:
    """A page elsewhere can neither ask nor read."""
    headers = {"origin": origin} if origin else {}
    response = client.post("/api/ask", json={"question": standin.STAFF}, headers=headers)
    assert response.status_code == status
    assert "access-control-allow-origin" not in response.headers


def test_a_site_that_is_let_in_may_call_and_frame() -> None:
    """Both are settings of their own."""
    settings = Settings(allowed_origins=(PARTNER,), frame_ancestors=(PARTNER,))
    with TestClient(create_api(standin.StandIn(), settings)) as client:
        response = client.post("/api/ask", json={"question": standin.STAFF}, headers={"origin": PARTNER})
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == PARTNER
    assert f"frame-ancestors 'self' {PARTNER}" in response.headers["content-security-policy"]
    assert "x-frame-options" not in response.headers


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"port": 70_000}, "设置 port 不对"),
        ({"allowed_origins": ["http://a; b"]}, "设置 allowed_origins.0 不对"),
    ],
)
def test_wrong_settings_are_refused_by_name(given: dict[str, object], message: str) -> None:
    """The reader learns which one."""
    with pytest.raises(SettingsError, match=message):
        read_settings(None, **given)
