"""In what capacity the reader acts: chosen after sign-in, checked again at each request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from corridor.doors.web.shared.vocabulary import ROLES
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, Actor, Role
from corridor.platform.clock.queries import today
from corridor.platform.operations.standstill import STANDSTILL
from corridor.platform.people.models import Membership, Person
from corridor.platform.people.queries import actor_for, capacities, worker_actor

SESSION_KEY = "capacity"
ASSISTED_KEY = "assisting"


class Capacity:
    """Sets ``request.actor``. A capacity that ended yesterday is gone today."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = _actor(request)
        request.own_actor = own  # type: ignore[attr-defined]
        request.actor = _assisting(request, own) or own  # type: ignore[attr-defined]
        return self.get_response(request)


def _assisting(request: HttpRequest, own: Actor) -> Actor | None:
    """The worker beside whom a counsellor sits, with the counsellor's name kept."""
    helped = request.session.get(ASSISTED_KEY) if own.role is Role.COUNSELLOR else None
    person = rules.rows(Person, own).filter(pk=helped).first() if helped else None
    if person is None or own.person is None:
        return None
    request.helped = person  # type: ignore[attr-defined]
    return worker_actor(person, own.language).with_help_of(own.person)


def _actor(request: HttpRequest) -> Actor:
    account: Any = request.user
    person = account.person_id if account.is_authenticated else None
    language = getattr(request, "LANGUAGE_CODE", "en")
    if person is None:
        return Actor(STRANGER.role, language=language)
    held = capacities(person, today())
    chosen = request.session.get(SESSION_KEY)
    for membership in held:
        if membership.id == chosen or (chosen is None and len(held) == 1):
            return _acting(request, membership, language)
    if chosen == "worker" or not held:
        return worker_actor(account.person, language)
    return _acting(request, held[0], language)


def _acting(request: HttpRequest, membership: Membership, language: str) -> Actor:
    """The actor of a capacity, which is kept: every page says who acts for whom."""
    request.capacity = membership  # type: ignore[attr-defined]
    return actor_for(membership, language)


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def reader(request: HttpRequest) -> dict[str, Any]:
    """Template context: who reads, in which role and for whom, and the demo's date."""
    own: Actor = getattr(request, "own_actor", STRANGER)
    held: Membership | None = getattr(request, "capacity", None)
    return {
        "reader_role": ROLES[own.role.value] if own.person else "",
        "reader_name": _name(request, held) if own.person else "",
        "reader_office": held.organisation.name if held else "",
        "actor": getattr(request, "actor", STRANGER),
        "assisted": getattr(request, "actor", STRANGER).assisted_by is not None,
        "helped": getattr(request, "helped", None),
        "read_only": STANDSTILL.since is not None,
        "demo": settings.CORRIDOR_DEMO,
        "demo_date": today() if settings.CORRIDOR_DEMO else None,
    }


def _name(request: HttpRequest, held: Membership | None) -> str:
    """The name of whoever is signed in."""
    account: Any = request.user
    person: Person = held.person if held else account.person
    return person.name


def own_actor_of(request: HttpRequest) -> Actor:
    """The signed-in person's own actor, also while they sit beside a worker."""
    actor: Actor = request.own_actor  # type: ignore[attr-defined]
    return actor
