"""Who calls: a signed-in session (with its CSRF token), or a machine's bearer token."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.utils import check_csrf

from corridor.core.problems import NotPermitted
from corridor.core.text import N_, sentence
from corridor.platform.access.actor import STRANGER, Actor
from corridor.platform.people.queries import actor_by_token

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def caller(request: HttpRequest) -> Actor:
    """The actor of an API request. A wrong token is refused, never treated as nobody."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind:
        actor = actor_by_token(token.strip()) if kind.lower() == "bearer" else None
        if actor is None:
            raise NotPermitted(
                "api.token",
                sentence(N_("This access token is not valid.")),
                remedy=sentence(N_("Ask your organisation's administrator for a new one.")),
            )
        request.actor = actor  # type: ignore[attr-defined]  # whose turn it is, and the log's role
        return actor
    if request.method not in SAFE and check_csrf(request, _nothing) is not None:
        raise HttpError(403, "CSRF")
    actor = getattr(request, "actor", STRANGER)
    return actor if isinstance(actor, Actor) else STRANGER


def _nothing(request: HttpRequest, *args: Any, **kwargs: Any) -> None:
    return None
