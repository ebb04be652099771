"""The web server: the port is taken before anything slow happens, the address printed when it answers."""

from __future__ import annotations

import logging
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI


class PortTakenError(OSError):
    """Nothing can be served at this address; the message is for the reader."""


def take_port(host: str, port: int) -> socket.socket:
    """A bound socket, or one clear line.

    It names its protocol: only then does asyncio send small packets at once (TCP_NODELAY). Otherwise each
    answer on a connection that is kept open waits 40 ms for the reader's acknowledgement.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(2048)
    except OSError as error:
        taken.close()
        raise PortTakenError(
            f"无法使用 {host}:{port}（{reason(error)}）。请关闭占用它的程序，或用 --port 换一个端口。"
        ) from error
    return taken


def reason(error: OSError) -> str:
    """Why an address could not be taken."""
    if isinstance(error, PermissionError):
        return "没有权限，1024 以下的端口需要管理员"
    if isinstance(error, socket.gaierror):
        return "主机名无法识别"
    return "端口已被占用" if error.errno in ADDRESS_IN_USE else "这台机器没有这个地址"


ADDRESS_IN_USE = (48, 98, 10048)
"""EADDRINUSE on macOS, Linux and Windows."""


_FIRST_PAGE = 1.2
"""Seconds in which the first page is delivered before what takes long wants the processor."""


class _Server(uvicorn.Server):
    """Says when it is ready, and only then does what takes long."""

    def __init__(self, config: uvicorn.Config, address: str, after: Callable[[], None]) -> None:
        super().__init__(config)
        self.address = address
        self.after = after

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"有据已就绪：{self.address}", flush=True)  # noqa: T201 - the line that people wait for
        behind = threading.Timer(_FIRST_PAGE, self.after)
        behind.daemon = True
        behind.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(
            logging.CRITICAL
        )  # cutting the pages' open streams is no error
        await super().shutdown(sockets)


def serve(app: FastAPI, taken: socket.socket, after: Callable[[], None], stop_seconds: int = 2) -> None:
    """Serve until interrupted; ``after`` runs in the background once the page is up.

    Interrupted or terminated, it takes no more requests and gives those under way ``stop_seconds``.
    """
    host, port = taken.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "127.0.0.1"}.get(host, host)  # noqa: S104 - compared, not bound
    address = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the application's own middleware believes the proxies of the settings
        timeout_graceful_shutdown=stop_seconds,
    )
    with suppress(KeyboardInterrupt):
        _Server(config, address, after).run(sockets=[taken])
