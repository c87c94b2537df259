"""Reading candidacies and powers of attorney."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from corridor.cycle.recruitment.models import Candidate, PowerOfAttorney
from corridor.platform.access.actor import Actor
from corridor.platform.access.rules import get, rows


def candidates(by: Actor, *, order: str = "", limit: int = 200) -> list[Candidate]:
    """The candidates ``by`` may know of, newest first; the worker's own candidacies alike."""
    found = rows(Candidate, by)
    if order:
        found = found.filter(order_id=order)
    related = ("person", "order", "order__employer", "order__agency")
    return list(found.select_related(*related).order_by("-id")[:limit])


def candidate(candidate_id: str, by: Actor) -> Candidate:
    """One candidacy with person and order. Raises ``NotFound`` outside ``by``'s scope."""
    get(Candidate, candidate_id, by)
    return rows(Candidate, by).select_related("person", "order").get(pk=candidate_id)


def powers(by: Actor, *, order: str = "", limit: int = 200) -> list[PowerOfAttorney]:
    """Powers of attorney with their end, newest first."""
    found = rows(PowerOfAttorney, by)
    if order:
        found = found.filter(order_id=order)
    related = ("order", "principal", "agency", "ended")
    return list(found.select_related(*related).order_by("-id")[:limit])


def jointly_liable(by: Actor, order: str, signed_on: date) -> list[PowerOfAttorney]:
    """The powers under which an agency answers, with the employer, for an offer of that day."""
    return list(
        rows(PowerOfAttorney, by)
        .filter(order_id=order, granted_on__lte=signed_on)
        .filter(Q(ended=None) | Q(ended__ended_on__gte=signed_on))
        .select_related("agency", "principal")
    )
