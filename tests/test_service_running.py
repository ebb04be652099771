"""The running service: probes, measures, audit log, logs."""

from __future__ import annotations

import json
import logging
import os
import stat
from datetime import datetime, timedelta, timezone
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import pytest
import standin
from fastapi.testclient import TestClient

from assistant.service.api import create_api, create_desk
from assistant.service.audit import AuditLog
from assistant.service.caller import Caller
from assistant.service.logs import configure_logging
from assistant.service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROXY = ip_network("10.0.0.5")
NOON = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=8)))


def client(address: str = "127.0.0.1", **given: Any) -> TestClient:
    app = create_api(standin.StandIn(), Settings(**given))
    return TestClient(app, client=(address, 50000), raise_server_exceptions=False)


def noted(folder: Path) -> list[dict[str, Any]]:
    """All lines of the audit log."""
    files = sorted(folder.glob("audit/*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def test_ready_only_when_warm() -> None:
    """A load balancer waits for the model, a watchdog does not."""
    visitor = client()
    assert visitor.get("/healthz").json() == {"status": "ok", "documents": 2}
    assert (visitor.get("/readyz").status_code, visitor.get("/readyz").json()["status"]) == (503, "warming")
    visitor.app.state.desk.warm()  # type: ignore[attr-defined]
    assert (visitor.get("/readyz").status_code, visitor.get("/readyz").json()["status"]) == (200, "ready")


def test_measures_count_what_happened() -> None:
    """Questions by door and outcome, requests by status; replayed questions are not counted."""
    visitor = client()
    visitor.post("/api/v1/ask", json={"question": standin.STAFF, "history": [standin.RANKING]})
    visitor.post("/api/v1/ask", json={"question": standin.UNKNOWN})
    visitor.post("/api/v1/ask", json={"question": standin.AMBIGUOUS})
    visitor.post("/api/v1/ask", json={"question": standin.BROKEN})
    message = {"role": "user", "content": standin.STAFF}
    visitor.post("/v1/chat/completions", json={"messages": [message]})
    lines = visitor.get("/metrics").text.splitlines()
    for line in (
        'youju_questions_total{door="api",outcome="answered"} 1.0',
        'youju_questions_total{door="api",outcome="refused"} 1.0',
        'youju_questions_total{door="api",outcome="asked_back"} 1.0',
        'youju_questions_total{door="api",outcome="failed"} 1.0',
        'youju_questions_total{door="openai",outcome="answered"} 1.0',
        'youju_requests_total{door="api",status="2xx"} 3.0',
        'youju_requests_total{door="api",status="5xx"} 1.0',
        "youju_answer_seconds_count 5.0",
        "youju_documents 2.0",
    ):
        assert line in lines


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("10.1.1.1", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "10.1.1.1"}, 403),
        ("10.0.0.5", {"X-Forwarded-For": "127.0.0.1"}, 200),
        ("10.0.0.5", {"X-Forwarded-For": "10.1.1.1"}, 403),
    ],
)
def test_measures_are_for_monitors(address: str, headers: dict[str, str], status: int) -> None:
    """By their own address, not by that of a proxy on this machine."""
    assert client(address, trusted_proxies=(PROXY,)).get("/metrics", headers=headers).status_code == status


def test_the_audit_log_has_who_when_what(tmp_path: Path) -> None:
    """The question once, without those replayed before it."""
    visitor = client("10.0.0.5", audit=True, state=tmp_path, sign_in="proxy", trusted_proxies=(PROXY,))
    headers = {"X-Remote-User": "zhang", "X-Forwarded-For": "10.7.7.7", "Cookie": "secret=1"}
    body = {"question": standin.STAFF, "history": [standin.RANKING]}
    visitor.post("/api/v1/ask", json=body, headers=headers)
    (line,) = noted(tmp_path)
    assert abs(datetime.fromisoformat(line.pop("time")) - datetime.now().astimezone()) < timedelta(minutes=1)
    assert line.pop("ms") == 3.2
    assert line == {
        "user": "zhang",
        "address": "10.7.7.7",
        "door": "api",
        "question": standin.STAFF,
        "documents": ["吉林省高等职业教育质量报告（2023年度）"],
        "refused": False,
        "reason": "",
    }


def test_refusals_and_failures_are_noted_as_such(tmp_path: Path) -> None:
    """With the reason."""
    visitor = client(audit=True, state=tmp_path)
    for question in (standin.UNKNOWN, standin.BROKEN):
        visitor.post("/api/v1/ask", json={"question": question})
    assert [(line["refused"], line["reason"]) for line in noted(tmp_path)] == [
        (True, "unknown_period"),
        (True, "failed"),
    ]


def test_no_audit_log_unless_it_is_set(tmp_path: Path) -> None:
    """Nothing is written."""
    client(state=tmp_path / "var").post("/api/v1/ask", json={"question": standin.STAFF})
    assert not (tmp_path / "var").exists()


def test_old_audit_logs_are_removed(tmp_path: Path) -> None:
    """A file a day; what is older than the days kept goes, nothing else does."""
    moments = [NOON, NOON + timedelta(days=1), NOON + timedelta(days=31), NOON + timedelta(days=31)]
    log = AuditLog(tmp_path, 30, now=lambda: moments.pop(0))
    (tmp_path / "other.txt").touch()
    for _ in range(4):
        log.note(Caller(), "问\n题\ud800", None)
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["audit-2026-03-02.jsonl", "audit-2026-04-01.jsonl", "other.txt"]
    assert len((tmp_path / kept[1]).read_text("utf-8").splitlines()) == 2
    assert stat.S_IMODE((tmp_path / kept[1]).stat().st_mode) & 0o007 == 0


@pytest.mark.skipif(os.name != "posix", reason="a file where a folder should be")
def test_an_audit_log_that_cannot_be_written_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The reader gets the answer; log and measures tell the administrator."""
    (tmp_path / "audit").touch()
    desk = create_desk(standin.StandIn(), Settings(audit=True, state=tmp_path))
    assert desk.answer(standin.STAFF).citations
    assert "audit log could not be written" in caplog.text
    assert b"youju_audit_failures_total 1.0" in desk.meters.text()


@pytest.fixture
def quiet_after() -> Iterator[None]:
    """Put logging back as it was."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers, root.level = before[0], before[1]


@pytest.mark.usefixtures("quiet_after")
def test_logs_are_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """A request with number, user and status; no word of the question."""
    settings = Settings(log_format="json", log_level="info", sign_in="proxy", trusted_proxies=(PROXY,))
    configure_logging(settings)
    app = create_api(standin.StandIn(), settings)
    visitor = TestClient(app, client=("10.0.0.5", 1), raise_server_exceptions=False)
    done = visitor.post(
        "/api/v1/ask?x=geheim", json={"question": standin.STAFF}, headers={"X-Remote-User": "zhang"}
    )
    visitor.post("/api/v1/ask", json={"question": standin.BROKEN}, headers={"X-Remote-User": "zhang"})
    text = capsys.readouterr().err
    lines = [json.loads(line) for line in text.splitlines()]
    first = next(line for line in lines if line.get("event") == "request")
    assert (first["path"], first["status"], first["user"]) == ("/api/v1/ask", 200, "zhang")
    assert first["request"] == done.headers["x-request-id"]
    failure = next(line for line in lines if line.get("level") == "error")
    assert "RuntimeError: as ordered" in failure["exception"]
    assert failure["user"] == "zhang"
    assert standin.STAFF not in text
    assert "geheim" not in text


@pytest.mark.usefixtures("quiet_after")
def test_warnings_only_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    """A page that runs says nothing."""
    configure_logging(Settings())
    client().post("/api/v1/ask", json={"question": standin.STAFF})
    assert capsys.readouterr().err == ""
