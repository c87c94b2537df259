"""Candidates and powers of attorney: those involved see them."""

from django.db.models import Q

from corridor.cycle.recruitment.models import Candidate, PowerEnded, PowerOfAttorney
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.rules import declare

_CANDIDATE = ("id", "order_id", "person_id", "state", "corridor", "route", "regime", "created_at")
_POWER = ("id", "order_id", "principal_id", "agency_id", "granted_on")
_ENDED = ("id", "power_id", "ended_on", "reason", "liability_ends_on")


def _own_candidacy(by: Actor) -> Q:
    return Q(person=by.person)


def _under_own_orders(by: Actor) -> Q:
    return Q(order__employer=by.organisation)


def _of_own_agency(by: Actor) -> Q:
    return Q(order__agency=by.organisation) & Q(order__agency__isnull=False)


def _from_here(by: Actor) -> Q:
    return Q(corridor__startswith=f"{by.country}-")


declare(
    Candidate,
    rows={
        Role.WORKER: _own_candidacy,
        Role.EMPLOYER: _under_own_orders,
        Role.AGENCY: _of_own_agency,
        Role.ORIGIN_OFFICER: _from_here,
    },
    fields={
        Role.WORKER: _CANDIDATE,
        Role.EMPLOYER: _CANDIDATE,
        Role.AGENCY: _CANDIDATE,
        Role.ORIGIN_OFFICER: _CANDIDATE,
    },
)


def _given(by: Actor) -> Q:
    return Q(principal=by.organisation)


def _held(by: Actor) -> Q:
    return Q(agency=by.organisation)


def _order_from_here(by: Actor) -> Q:
    return Q(order__corridor__startswith=f"{by.country}-")


def _order_to_here(by: Actor) -> Q:
    return Q(order__corridor__endswith=f"-{by.country}")


declare(
    PowerOfAttorney,
    rows={
        Role.EMPLOYER: _given,
        Role.AGENCY: _held,
        Role.LABOUR_ATTACHE: _order_from_here,
        Role.ORIGIN_OFFICER: _order_from_here,
        Role.DESTINATION_OFFICER: _order_to_here,
    },
    fields={
        Role.EMPLOYER: _POWER,
        Role.AGENCY: _POWER,
        Role.LABOUR_ATTACHE: _POWER,
        Role.ORIGIN_OFFICER: _POWER,
        Role.DESTINATION_OFFICER: _POWER,
    },
)

declare(
    PowerEnded,
    rows={
        Role.EMPLOYER: lambda by: Q(power__principal=by.organisation),
        Role.AGENCY: lambda by: Q(power__agency=by.organisation),
        Role.LABOUR_ATTACHE: lambda by: Q(power__order__corridor__startswith=f"{by.country}-"),
        Role.ORIGIN_OFFICER: lambda by: Q(power__order__corridor__startswith=f"{by.country}-"),
        Role.DESTINATION_OFFICER: lambda by: Q(power__order__corridor__endswith=f"-{by.country}"),
    },
    fields={
        Role.EMPLOYER: _ENDED,
        Role.AGENCY: _ENDED,
        Role.LABOUR_ATTACHE: _ENDED,
        Role.ORIGIN_OFFICER: _ENDED,
        Role.DESTINATION_OFFICER: _ENDED,
    },
)
