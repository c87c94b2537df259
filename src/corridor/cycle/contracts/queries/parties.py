"""What employer and agency may follow of a contract's way.

Their line leaves out the worker's own stations before her signature: whether she has heard the
offer, answered the questions or taken her copy is hers. It is the same line, to the byte, in two
worlds that differ only in that. Of a medical examination they read that it was done, never how.
"""

from __future__ import annotations

from dataclasses import replace

from corridor.core.line import Station
from corridor.cycle.contracts.models import Contract
from corridor.cycle.contracts.queries.case import RELATED, Case
from corridor.cycle.corridors import queries as corridors
from corridor.platform.access.actor import Actor
from corridor.platform.access.rules import rows

PRIVATE = frozenset({"offer_explained", "questions_answered", "copy_kept"})
"""Stations that are the worker's own affair."""

_OPEN = ("offered", "accepted")


def party_line(case: Case) -> list[Station]:
    """The corridor line without the worker's own stations."""
    return [_seen(station, case) for station in case.line if station.id not in PRIVATE]


def _seen(station: Station, case: Case) -> Station:
    if station.id == "accepted" and station.state != "done":
        waits = "offer_signed" in case.done and party_state(case) in _OPEN
        due = case.contract.irrevocable_until if waits else None
        return replace(station, state="now" if waits else "ahead", on=None, due=due)
    if station.id == "medical_fit" and station.state == "broken":
        return replace(station, state="now", on=None)
    return station


def party_state(case: Case) -> str:
    """The contract's state; until she signs, an offer is an offer."""
    return "offered" if case.state == "explained" else case.state


def waits_for(case: Case) -> list[Station]:
    """The stations at which the case stands: what can be taken now, and what went wrong."""
    if party_state(case) not in {"offered", "accepted", "in_force"}:
        return []
    return [one for one in party_line(case) if one.state in {"now", "broken"}]


def party_cases(by: Actor, *, states: tuple[str, ...] = (), limit: int = 200) -> list[Case]:
    """The contracts of ``by``'s organisation with their steps, newest first; two look-ups."""
    found = rows(Contract, by).select_related(*RELATED)
    if states:
        found = found.filter(state__in=states)
    listed = list(found.order_by("-id")[:limit])
    taken = corridors.steps_of(listed) if listed else {}
    return [Case(contract, taken[str(contract.pk)], by) for contract in listed]
