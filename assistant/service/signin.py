"""Who a request is from: nobody in particular, a user with a password, or whom the proxy names.

No cookies: in a frame of another site on plain HTTP a browser keeps none. HTTP Basic (RFC 7617) and
a header of the proxy work there as anywhere.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import os
import time
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Protocol

from starlette.datastructures import Headers

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network
    from pathlib import Path

    from starlette.types import Scope

    from assistant.service.settings import Settings

PEER = "youju.peer"
"""Where the scope keeps the address that the connection really comes from."""

CHALLENGE = {"WWW-Authenticate": 'Basic realm="youju", charset="UTF-8"'}
REMEMBERED_SECONDS = 600
REMEMBERED = 10_000
FAILURES = "10/minute"
LONGEST_NAME = 128


class NotSignedIn(Exception):
    """The request may not pass; ``status``, a Chinese sentence, and headers for the answer."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}


class SignIn(Protocol):
    """One way to sign in."""

    async def user(self, scope: Scope) -> str:
        """The user's name, "" for anybody; raises :class:`NotSignedIn`."""


class Anybody:
    """No sign-in."""

    async def user(self, scope: Scope) -> str:  # noqa: ARG002 - the protocol's
        """Nobody in particular."""
        return ""


@dataclass(frozen=True, slots=True)
class ByProxy:
    """The header of a reverse proxy, believed only when the connection comes from it."""

    proxies: tuple[IPv4Network | IPv6Network, ...]
    header: str

    async def user(self, scope: Scope) -> str:
        """The name in the header."""
        if not within(scope.get(PEER, ""), self.proxies):
            raise NotSignedIn(403, "请从单位门户进入：这里只接受来自反向代理的访问。")
        values = Headers(scope=scope).getlist(self.header)
        name = decoded(values[0]).strip() if len(values) == 1 else ""
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise NotSignedIn(401, "没有登录：反向代理没有给出用户名。")
        return name


def decoded(text: str) -> str:
    """A header's text, which arrives as Latin-1 and is mostly meant as UTF-8."""
    raw = text.encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return text


def within(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    """Whether an address lies in one of the networks."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return any((mapped or found) in network for network in networks)


@dataclass
class ByPassword:
    """User and password by HTTP Basic, or ``Bearer user:password`` for programs with one key only.

    The user file is read again when it changes. A right password is remembered for some minutes by
    a keyed hash, since comparing takes 50 ms; ten wrong ones a minute close the door for an address.
    """

    path: Path
    _users: dict[str, str] = field(default_factory=dict)
    _stamp: tuple[int, int] = (0, 0)
    _known: dict[bytes, float] = field(default_factory=dict)
    _key: bytes = field(default_factory=lambda: os.urandom(32))

    def __post_init__(self) -> None:
        from limits import parse
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._failures = parse(FAILURES)
        self.load()

    def load(self) -> None:
        """Read the user file if it has changed; what was remembered is forgotten then."""
        from assistant.service.passwords import read_users

        found = self.path.stat()
        stamp = (found.st_mtime_ns, found.st_size)
        if stamp != self._stamp:
            self._users = read_users(self.path)
            self._stamp = stamp
            self._known.clear()

    async def user(self, scope: Scope) -> str:
        """The name of the user whose password this is."""
        name, password = credentials(Headers(scope=scope).get("authorization", ""))
        address = (scope.get("client") or ("",))[0]
        if not self._limiter.test(self._failures, address):
            raise NotSignedIn(429, "密码错误次数太多，请一分钟后再试。", {"Retry-After": "60"})
        if name and await self._right(name, password):
            return name
        if name:
            self._limiter.hit(self._failures, address)
        raise NotSignedIn(401, "请用用户名和密码登录。", CHALLENGE)

    async def _right(self, name: str, password: str) -> bool:
        from assistant.service.passwords import matches

        self.load()
        token = hmac.digest(self._key, f"{name}\0{password}".encode(), hashlib.sha256)
        if self._known.get(token, 0) > time.monotonic():
            return True
        if not await asyncio.to_thread(matches, self._users.get(name), password):
            return False
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[token] = time.monotonic() + REMEMBERED_SECONDS
        return True


def credentials(header: str) -> tuple[str, str]:
    """Name and password from an ``Authorization`` header, "" where there are none."""
    scheme, _, pair = header.partition(" ")
    if scheme.lower() == "basic":
        try:
            pair = base64.b64decode(pair, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return "", ""
    elif scheme.lower() == "bearer":
        pair = decoded(pair)
    else:
        return "", ""
    name, _, password = pair.partition(":")
    return name, password


def sign_in_of(settings: Settings) -> SignIn:
    """The way that the settings name."""
    if settings.sign_in == "password" and settings.password_file:
        return ByPassword(settings.password_file)
    if settings.sign_in == "proxy":
        return ByProxy(settings.trusted_proxies, settings.user_header)
    return Anybody()
