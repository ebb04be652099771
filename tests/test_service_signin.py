"""Sign-in by password and by the header of a proxy; limits; sessions; hosts."""

from __future__ import annotations

import base64
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import pytest
import standin
from fastapi.testclient import TestClient

from assistant.service.api import create_api
from assistant.service.passwords import UserFileError, read_users, remove_user, set_password
from assistant.service.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

PROXY = "10.0.0.5"
ASK = {"question": standin.STAFF}
WORD = "长城长江8888"


def client(address: str = "127.0.0.1", **given: Any) -> TestClient:
    app = create_api(standin.StandIn(), Settings(**given))
    return TestClient(app, client=(address, 50000))


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


@pytest.fixture
def users(tmp_path: Path) -> Path:
    set_password(tmp_path / "users", "张三", WORD)
    return tmp_path / "users"


def proxied(address: str = PROXY) -> TestClient:
    return client(address, sign_in="proxy", trusted_proxies=(ip_network(PROXY),))


def status(visitor: TestClient, headers: dict[str, str] | None = None) -> int:
    return visitor.post("/api/v1/ask", json=ASK, headers=headers).status_code


def test_a_password_opens_every_door(users: Path) -> None:
    """HTTP Basic for browsers, the same pair as a bearer key for programs."""
    visitor = client(sign_in="password", password_file=users)
    assert status(visitor, basic("张三", WORD)) == 200
    assert (
        visitor.get("/v1/models", headers={b"Authorization": f"Bearer 张三:{WORD}".encode()}).status_code
        == 200
    )
    assert visitor.get("/docs", headers=basic("张三", WORD)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("张三", "falsch88"),
        basic("李四", WORD),
        basic("", ""),
        {"Authorization": "Basic ###"},
        {"Authorization": "Digest x"},
    ],
)
def test_nothing_opens_without_the_password(users: Path, headers: dict[str, str]) -> None:
    """And the browser is told to ask for one."""
    visitor = client(sign_in="password", password_file=users)
    refused = visitor.get("/docs", headers=headers)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic")
    assert "content-security-policy" in refused.headers


@pytest.mark.parametrize("path", ["/", "/config", "/api/v1/documents", "/v1/models", "/openapi.json", "/mcp"])
def test_every_path_needs_the_user(users: Path, path: str) -> None:
    """Whatever it is, and whether it exists."""
    assert client(sign_in="password", password_file=users).get(path).status_code == 401


def test_probes_need_no_user(users: Path) -> None:
    """Nor does the script of the host page."""
    visitor = client(sign_in="password", password_file=users)
    assert visitor.get("/healthz").status_code == 200
    assert visitor.get("/metrics").status_code == 200


def test_guessing_passwords_ends_soon(users: Path) -> None:
    """After ten wrong ones the right one does not help for a while."""
    visitor = client(sign_in="password", password_file=users)
    assert [status(visitor, basic("张三", f"falsch{n}")) for n in range(11)] == [401] * 10 + [429]
    assert status(visitor, basic("张三", WORD)) == 429


def test_a_changed_user_file_counts_at_once(users: Path) -> None:
    """Who is taken out stays out, remembered or not."""
    visitor = client(sign_in="password", password_file=users)
    set_password(users, "李四", WORD)
    assert status(visitor, basic("李四", WORD)) == 200
    remove_user(users, "李四")
    assert status(visitor, basic("李四", WORD)) == 401


def test_passwords_are_not_written_down(users: Path) -> None:
    """Only their hashes, for the owner's eyes."""
    assert WORD not in users.read_text(encoding="utf-8")
    assert users.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("user", "password", "message"),
    [("a:b", WORD, "冒号"), ("", WORD, "用户名"), ("a b", WORD, "空格"), ("a", "kurz", "至少 8")],
)
def test_bad_users_are_refused(user: str, password: str, message: str, tmp_path: Path) -> None:
    """With the reason."""
    with pytest.raises(UserFileError, match=message):
        set_password(tmp_path / "users", user, password)


def test_a_broken_user_file_is_named(tmp_path: Path) -> None:
    """With its line."""
    (tmp_path / "users").write_text("# 注释\n\n张三 geheim\n", encoding="utf-8")
    with pytest.raises(UserFileError, match="第 3 行"):
        read_users(tmp_path / "users")


def test_the_header_of_the_proxy_is_believed() -> None:
    """In Latin-1 as HTTP has it, or in UTF-8 as people write it."""
    assert status(proxied(), {"X-Remote-User": "zhang"}) == 200
    assert proxied().get("/docs", headers={b"X-Remote-User": "张三".encode()}).status_code == 200


def test_the_header_of_anybody_else_is_not() -> None:
    """Neither from a neighbour nor with a forged address."""
    forged = {"X-Remote-User": "zhang", "X-Forwarded-For": PROXY}
    assert status(proxied("10.0.0.6"), {"X-Remote-User": "zhang"}) == 403
    assert status(proxied("127.0.0.1"), forged) == 403


@pytest.mark.parametrize("headers", [{}, {"X-Remote-User": " "}, {"X-Remote-User": "a" * 200}])
def test_a_proxy_without_a_user_is_refused(headers: dict[str, str]) -> None:
    """Whoever forgot to sign in."""
    assert status(proxied(), headers) == 401


def test_two_user_headers_are_none() -> None:
    """A reader cannot slip a second one past a careless proxy."""
    twice = [("X-Remote-User", "zhang"), ("X-Remote-User", "li")]
    assert proxied().post("/api/v1/ask", json=ASK, headers=twice).status_code == 401


def test_questions_are_limited_by_user() -> None:
    """One user's haste is not another's wait; reading pages is free."""
    visitor = client(PROXY, sign_in="proxy", trusted_proxies=(ip_network(PROXY),), question_rate="2/minute")
    a, b = {"X-Remote-User": "a"}, {"X-Remote-User": "b"}
    assert [status(visitor, a) for _ in range(3)] == [200, 200, 429]
    assert status(visitor, b) == 200
    assert visitor.get("/docs", headers=a).status_code == 200
    refused = visitor.post("/api/v1/ask", json=ASK, headers=a)
    assert 0 < int(refused.headers["retry-after"]) <= 61
    assert refused.json()["detail"].startswith("提问太频繁")


def test_without_sign_in_addresses_are_limited() -> None:
    """Behind a trusted proxy those of the readers, otherwise that of the connection."""
    visitor = client(PROXY, trusted_proxies=(ip_network(PROXY),), question_rate="1/minute")
    assert status(visitor, {"X-Forwarded-For": "10.1.1.1"}) == 200
    assert status(visitor, {"X-Forwarded-For": "10.1.1.1"}) == 429
    assert status(visitor, {"X-Forwarded-For": "10.1.1.2"}) == 200
    direct = client("10.9.9.9", question_rate="1/minute")
    assert status(direct, {"X-Forwarded-For": "10.1.1.1"}) == 200
    assert status(direct, {"X-Forwarded-For": "10.1.1.2"}) == 429


def test_a_session_belongs_to_who_began_it() -> None:
    """Nobody else can read it, drive it, or end it."""
    visitor = proxied()
    a, b = {"X-Remote-User": "a"}, {"X-Remote-User": "b"}
    address = "/gradio_api/queue/data?session_hash=s1"
    assert visitor.post("/gradio_api/queue/join", json={"session_hash": "s1"}, headers=a).status_code == 404
    assert visitor.post("/gradio_api/queue/join", json={"session_hash": "s1"}, headers=b).status_code == 403
    assert visitor.get(address, headers=b).status_code == 403
    assert visitor.get("/gradio_api/heartbeat/s1", headers=b).status_code == 403
    assert visitor.get(address, headers=a).status_code == 404


def test_only_known_host_names_are_answered() -> None:
    """A foreign name that leads here is not this page (DNS rebinding)."""
    visitor = client(allowed_hosts=("youju.example.cn",))
    assert visitor.get("/healthz", headers={"host": "evil.example"}).status_code == 400
    assert visitor.get("/healthz", headers={"host": "youju.example.cn"}).status_code == 200


def test_a_partner_may_send_credentials(users: Path) -> None:
    """The browser asks first, without a user, and is told yes."""
    visitor = client(sign_in="password", password_file=users, allowed_origins=("http://portal.example.cn",))
    asked = {
        "origin": "http://portal.example.cn",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,mcp-protocol-version",
    }
    preflight = visitor.options("/api/v1/ask", headers=asked)
    assert preflight.status_code == 200
    assert "authorization" in preflight.headers["access-control-allow-headers"].lower()
    asked["origin"] = "http://elsewhere.example"
    assert visitor.options("/api/v1/ask", headers=asked).status_code == 400
