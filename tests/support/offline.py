"""Tests talk to this machine only: any other connection is refused with a sentence."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

_LOCAL_NAMES = {"localhost", "ip6-localhost", "testserver", ""}
_UNGUARDED = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
_UNGUARDED_LOOKUP = socket.getaddrinfo


class NetworkRefusedError(ConnectionError):
    """A test reached for a host that is not this machine."""


def is_local(host: Any) -> bool:
    """Whether a host name or address means this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(str(name).split("%")[0]).is_loopback
    except ValueError:
        return False


def _check(family: int, address: Any) -> None:
    if family in {socket.AF_INET, socket.AF_INET6} and not is_local(address[0]):
        raise NetworkRefusedError(f"tests may not connect to {address[0]}: only to this machine")


def _connect(self: socket.socket, address: Any) -> None:
    _check(self.family, address)
    _UNGUARDED[0](self, address)


def _connect_ex(self: socket.socket, address: Any) -> int:
    _check(self.family, address)
    return _UNGUARDED[1](self, address)


def _sendto(self: socket.socket, data: Any, *rest: Any) -> int:
    _check(self.family, rest[-1])
    return _UNGUARDED[2](self, data, *rest)


def _getaddrinfo(host: Any, *rest: Any, **named: Any) -> Any:
    if not is_local(host) and not _is_address(host):
        raise NetworkRefusedError(f"tests may not look up {host}: only this machine")
    return _UNGUARDED_LOOKUP(host, *rest, **named)


def _is_address(host: Any) -> bool:
    # A literal address needs no name server; connecting to it is refused elsewhere.
    try:
        ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host)
    except ValueError:
        return False
    return True


def install() -> None:
    """Guard every socket of this process from now on."""
    socket.socket.connect = _connect  # type: ignore[method-assign, assignment]
    socket.socket.connect_ex = _connect_ex  # type: ignore[method-assign, assignment]
    socket.socket.sendto = _sendto  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = _getaddrinfo
