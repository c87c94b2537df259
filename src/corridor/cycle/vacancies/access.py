"""Job orders: the attested and open ones are public; the rest belongs to those involved."""

from django.db.models import Q

from corridor.cycle.vacancies.models import JobOrder, Quota
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.rules import declare

PUBLIC_STATES = (JobOrder.State.ATTESTED, JobOrder.State.OPEN, JobOrder.State.FILLED)

_PUBLIC_FIELDS = (
    "id",
    "corridor",
    "route",
    "regime",
    "governed_on",
    "employer_id",
    "agency_id",
    "title",
    "occupation_isco",
    "sector",
    "job",
    "worksite",
    "headcount",
    "terms",
    "state",
)
_FULL = (*_PUBLIC_FIELDS, "approval_reference", "return_reason", "created_at")


def public(by: Actor) -> Q:
    """Orders that the mission attested."""
    return Q(state__in=PUBLIC_STATES)


def _employer(by: Actor) -> Q:
    return Q(employer=by.organisation)


def _agency(by: Actor) -> Q:
    return Q(agency=by.organisation) & Q(agency__isnull=False)


def _origin(by: Actor) -> Q:
    return Q(corridor__startswith=f"{by.country}-")


def _destination(by: Actor) -> Q:
    return Q(corridor__endswith=f"-{by.country}")


_READERS = {
    Role.STRANGER: (public, _PUBLIC_FIELDS),
    Role.WORKER: (public, _PUBLIC_FIELDS),
    Role.UNION: (public, _PUBLIC_FIELDS),
    Role.COUNSELLOR: (public, _PUBLIC_FIELDS),
    Role.EMPLOYER: (_employer, _FULL),
    Role.AGENCY: (_agency, _FULL),
    Role.LABOUR_ATTACHE: (_origin, _FULL),
    Role.ORIGIN_OFFICER: (_origin, _FULL),
    Role.DESTINATION_OFFICER: (_destination, _FULL),
    Role.INSPECTOR: (_destination, _FULL),
}

declare(
    JobOrder,
    rows={role: rule for role, (rule, _) in _READERS.items()},
    fields={role: fields for role, (_, fields) in _READERS.items()},
)


def _own_country(by: Actor) -> Q:
    return Q(employer__country=by.country)


# Whoever attests reads that orders ask for more than is allowed, not the decision itself.
_DECISION = ("id", "employer_id", "workers", "reference", "starts", "until")
declare(
    Quota,
    rows={Role.DESTINATION_OFFICER: _own_country, Role.EMPLOYER: _employer},
    fields={Role.DESTINATION_OFFICER: (*_DECISION, "officer"), Role.EMPLOYER: _DECISION},
)
