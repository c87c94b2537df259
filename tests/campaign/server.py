"""A small server of the node's own WSGI application, on a socket that outlives it."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Any
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler

THREADS = 4


def listening() -> socket.socket:
    """A loopback socket. Held by the parent: while no server lives, requests wait in it."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", 0))
    made.listen(512)
    return made


class _Quiet(WSGIRequestHandler):
    """One request of one connection, as the standard library serves it, without its own log."""

    server: Any

    def log_message(self, format: str, *args: Any) -> None:
        return

    def address_string(self) -> str:
        return "127.0.0.1"


class _Site:
    """What the handler asks of its server."""

    def __init__(self, application: Any, port: int) -> None:
        self.application = application
        self.base_environ = {
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(port),
            "GATEWAY_INTERFACE": "CGI/1.1",
            "REMOTE_HOST": "",
            "CONTENT_LENGTH": "",
            "SCRIPT_NAME": "",
        }

    def get_app(self) -> Any:
        return self.application


def serve(sock: socket.socket, threads: int = THREADS) -> None:
    """Serve for ever, in a child that is going to be killed."""
    from corridor.site.wsgi import application

    ServerHandler.http_version = "1.0"
    site = _Site(application, sock.getsockname()[1])
    pool = [threading.Thread(target=_accept, args=(sock, site)) for _ in range(threads)]
    for one in pool:
        one.start()
    for one in pool:
        one.join()


def _accept(sock: socket.socket, site: _Site) -> None:
    while True:
        connection, address = sock.accept()
        with connection, suppress(OSError):
            connection.settimeout(60)
            _Quiet(connection, address, site)  # type: ignore[arg-type]
            connection.shutdown(socket.SHUT_WR)
