"""Put first on PYTHONPATH: this process may talk to its own machine only; attempts are noted and refused."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import Any

NOTES = os.environ.get("LOOPBACK_NOTES", "")
_connect, _connect_ex, _sendto, _resolve = (
    socket.socket.connect,
    socket.socket.connect_ex,
    socket.socket.sendto,
    socket.getaddrinfo,
)


def _check(address: Any) -> None:
    """Raise for any address that is not this machine."""
    host = address[0] if isinstance(address, tuple) else ""
    try:
        outside = bool(host) and not ipaddress.ip_address(host).is_loopback
    except ValueError:
        outside = host != "localhost"
    if outside:
        if NOTES:
            with open(NOTES, "a", encoding="utf-8") as notes:  # noqa: PTH123 - runs before anything else
                notes.write(f"{address}\n")
        raise ConnectionRefusedError(f"outside: {address}")


class LoopbackSocket(socket.socket):
    """A socket for this machine."""

    def connect(self, address: Any) -> None:
        """Connect, if it is this machine."""
        _check(address)
        _connect(self, address)

    def connect_ex(self, address: Any) -> int:
        """Likewise."""
        _check(address)
        return _connect_ex(self, address)

    def sendto(self, data: Any, *rest: Any) -> int:
        """Likewise, for a datagram."""
        _check(rest[-1])
        return _sendto(self, data, *rest)


def resolve(host: Any, *rest: Any, **options: Any) -> Any:
    """Look up this machine's names only."""
    name = host.decode() if isinstance(host, bytes) else host
    if name:
        _check((name, 0))
    return _resolve(host, *rest, **options)


socket.socket = LoopbackSocket  # type: ignore[misc]
socket.getaddrinfo = resolve
