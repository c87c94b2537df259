"""Around every request: what machines ask is answered first, the rest is counted and logged.

A line about a request says the route's pattern, never the address with its numbers; no query,
no body, no address of a machine, no name of a browser. The request's number is ours alone.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from corridor.doors.web import health
from corridor.platform.access.actor import Actor, Role
from corridor.platform.operations.standstill import RETRY_AFTER, STANDSTILL
from corridor.platform.operations.tally import FIGURES

log = logging.getLogger("corridor.requests")

FACES = {
    "api": "api",
    "my": "worker",
    "desk-help": "helpdesk",
    "employer": "employer",
    "agency": "agency",
    "office": "officer",
    "gate": "gate",
    "inspection": "inspector",
    "union": "union",
    "statistics-desk": "statistician",
    "admin-desk": "admin",
    "static": "static",
    "sign-in": "accounts",
    "sign-out": "accounts",
    "account": "accounts",
}
"""First part of an address to the face it belongs to; everything else is public."""

MACHINES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/health/": health.health,
    "/metrics": health.metrics,
}
"""Asked by machines beside the server, by any host name and without TLS."""


class Watch:
    """The outermost layer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = MACHINES.get(request.path_info)
        if own is not None:
            return own(request)
        STANDSTILL.stands()  # the chance to try again, before any transaction
        began, number = time.perf_counter_ns(), secrets.token_hex(8)
        response = self.get_response(request)
        response.headers["X-Request-ID"] = number
        if response.status_code in {429, 503}:
            response.headers.setdefault("Retry-After", str(RETRY_AFTER))
        took = (time.perf_counter_ns() - began) // 1_000
        FIGURES.answered(face_of(request), response.status_code, took)
        _write(request, response, took, number)
        return response


def face_of(request: HttpRequest) -> str:
    """The face an address belongs to: one of a closed list."""
    return FACES.get(request.path_info.lstrip("/").partition("/")[0], "public")


def route_of(request: HttpRequest) -> str:
    """The pattern of the address; a word where there is none."""
    if request.resolver_match is not None:
        return f"/{request.resolver_match.route}"
    return "static" if face_of(request) == "static" else "none"


def _write(request: HttpRequest, response: HttpResponse, took_us: int, number: str) -> None:
    known = request.method in {"GET", "HEAD", "POST", "OPTIONS"}
    fields: dict[str, Any] = {
        "route": route_of(request),
        "face": face_of(request),
        "method": request.method if known else "other",
        "status": response.status_code,
        "ms": took_us // 1_000,
        "request": number,
        "role": _role(request),
    }
    fault = response.status_code >= 500 and "Retry-After" not in response.headers
    level = logging.WARNING if fault else logging.INFO
    log.log(level, "request", extra=fields)


def _role(request: HttpRequest) -> str:
    actor = getattr(request, "actor", None)
    return str(actor.role) if isinstance(actor, Actor) else str(Role.STRANGER)
