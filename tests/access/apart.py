"""What a party sees of a world: every page and every API answer, with its look-ups."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connections
from tests.access import web
from tests.access.world import World

from corridor.platform.access import rules
from corridor.platform.access.actor import Role

# What is fresh at each request and says nothing: form keys, CSRF tokens, script nonces.
FRESH = (
    re.compile(rb'name="(?:once|csrfmiddlewaretoken)" value="[^"]*"'),
    re.compile(rb'value="[^"]*" name="(?:once|csrfmiddlewaretoken)"'),
    re.compile(
        rb"X-CSRFToken&quot;: &quot;[^&]*&quot;|&quot;x-csrftoken&quot;: ?&quot;[^&]*&quot;"
    ),
    re.compile(rb'"[Xx]-[Cc][Ss][Rr][Ff][Tt]oken": ?"[^"]*"'),
    re.compile(rb"nonce-[A-Za-z0-9+/=_-]+"),
    re.compile(rb'nonce="[^"]*"'),
)
UNSTEADY_HEADERS = {"set-cookie", "date", "x-request-id"}
Seen = dict[str, tuple[int, bytes, bytes, int]]


def steady(body: bytes) -> bytes:
    """The bytes without what is fresh at each request."""
    for pattern in FRESH:
        body = pattern.sub(b"", body)
    return body


def addresses(world: World, role: Role) -> list[str]:
    """Every page of the role's face and every list and record of the API."""
    face = {Role.EMPLOYER: "/employer/", Role.AGENCY: "/agency/"}[role]
    pages = [web.address(world, route) for route in web.patterns() if route.startswith(face)]
    public = [
        web.address(world, route)
        for route in web.patterns()
        if route.startswith(("/jobs/", "/agencies/", "/desk/", "/capacity/"))
    ]
    by = world.actor(role, "own")
    records = []
    for model in rules.DECLARATIONS:
        where = f"/api/v1/records/{model._meta.label_lower}"
        records.append(where)
        records += [f"{where}/{key}" for key in sorted(map(str, world.marks[model]))[:5]]
        records += [f"{where}/{row.pk}" for row in rules.rows(model, by).order_by("pk")[:3]]
    return sorted({*pages, *public, *records})


class _Count:
    """How often the database was asked; Django's own list would write every question out."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.queries += 1
        return execute(*arguments)


def seen(world: World, role: Role, where: list[str] | None = None) -> Seen:
    """Status, headers, body and number of look-ups of each address."""
    visitor = web.Visitor(world)
    visitor.ask(role, "own", "/about/")
    found: Seen = {}
    for address in where or addresses(world, role):
        counted = _Count()
        with connections["default"].execute_wrapper(counted):
            answer = visitor.ask(role, "own", address)
        found[address] = (
            answer.status_code,
            steady(_headers(answer)),
            steady(b"".join(answer)),
            counted.queries,
        )
    return found


def _headers(answer: Any) -> bytes:
    kept = [
        f"{name}: {value}"
        for name, value in sorted(answer.items())
        if name.lower() not in UNSTEADY_HEADERS
    ]
    return "\n".join(kept).encode()


def differing(one: Seen, other: Seen) -> list[str]:
    """The addresses whose answers differ in anything."""
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
