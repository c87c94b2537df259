"""When there is more to do than the server can: everybody gets a turn, the rest is told at once.

A party is an organisation, a person without one, or everybody who is not signed in together.
Who that is was learned at the party's last answer and is kept in memory under a keyed digest of
its cookie or token: no address of a machine, no look into the database before a refusal.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from typing import Any
from weakref import WeakSet

from django.conf import settings
from django.core.signals import request_finished
from django.db import connections
from django.http import HttpRequest, HttpResponse

from corridor.doors.web import errors
from corridor.doors.web.watch import face_of
from corridor.platform.access.actor import Actor
from corridor.platform.operations.shares import Limits, Refused, Shares
from corridor.platform.operations.tally import FIGURES

STRANGERS = "strangers"
_REMEMBERED = 20_000
_EXPRESS = ("/gate/", "/verify/")
_WORKERS = "/my/"


def _shares() -> tuple[Shares, Shares]:
    """The ordinary lane and the one of those who check passes."""
    slots, queue = settings.CORRIDOR_THREADS, settings.CORRIDOR_QUEUE
    ordinary = Limits(
        slots=slots,
        queue=queue,
        reserve=queue // 2,
        rate=settings.CORRIDOR_RATE,
        burst=settings.CORRIDOR_RATE * 3,
    )
    express = Limits(slots=max(2, slots // 2), queue=max(4, queue // 2))
    large = frozenset({STRANGERS})
    return Shares(ordinary, large=large), Shares(express, large=large)


class Parties:
    """Who stands behind a cookie or token, as far as it was seen."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, str] = OrderedDict()
        self._lock = threading.Lock()

    def _mark(self, request: HttpRequest) -> bytes:
        return self._digest(
            request.headers.get("Authorization")
            or request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        )

    def _digest(self, shown: str) -> bytes:
        text = shown.encode(errors="replace")
        return blake2b(text, key=self._key, digest_size=16).digest() if shown else b""

    def of(self, request: HttpRequest) -> str:
        """The party of a request, before anything is known about it."""
        with self._lock:
            return self._known.get(self._mark(request), STRANGERS)

    def learn(self, request: HttpRequest, response: HttpResponse) -> None:
        """Remember who it was, now that it was answered; also who has just signed in."""
        actor: Any = getattr(request, "actor", None)
        if isinstance(actor, Actor):
            self._remember(self._mark(request), actor.organisation or actor.person)
        fresh = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if fresh is not None and fresh.value:
            account: Any = getattr(request, "user", None)
            self._remember(self._digest(fresh.value), getattr(account, "person_id", None))

    def _remember(self, mark: bytes, party: str | None) -> None:
        if not mark or not party:
            return
        with self._lock:
            self._known.pop(mark, None)
            self._known[mark] = party
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)


class Turns:
    """Lets a request in when it is its party's turn, or refuses it before it costs anything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.ordinary, self.express = _shares()
        self.parties = Parties()
        request_finished.connect(give_back, dispatch_uid="corridor.overload")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        lane = self.express if path.startswith(_EXPRESS) else self.ordinary
        party = self.parties.of(request)
        try:
            lane.enter(party, last=party != STRANGERS and path.startswith(_WORKERS))
        except Refused as refused:
            FIGURES.turned_away(face_of(request), refused.status)
            return errors.busy(request, refused.status, refused.retry_after)
        try:
            response = self.get_response(request)
        finally:
            lane.leave(party)
        self.parties.learn(request, response)
        return response


class _Keeper:
    """A thread that may keep its database connections."""


_mine = threading.local()
_keepers: WeakSet[_Keeper] = WeakSet()


def give_back(**_: object) -> None:
    """Close this thread's server connections when more threads than work at once hold some.

    Many threads wait so that few work; a database server has no use for their connections.
    """
    if hasattr(_mine, "keeper"):
        return
    if len(_keepers) < settings.CORRIDOR_THREADS * 2:
        _mine.keeper = _Keeper()
        _keepers.add(_mine.keeper)
        return
    for one in connections.all(initialized_only=True):
        if one.vendor != "sqlite" and not one.in_atomic_block:
            one.close()
