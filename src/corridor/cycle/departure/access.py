"""Who sees visas, clearances, appeals and passes. Gates list nothing: see ``held_up``."""

from __future__ import annotations

from django.db.models import Model, Q

from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.departure.models import (
    Appeal,
    Batch,
    Blank,
    BlankClosed,
    Clearance,
    Fitness,
    Pass,
    PassRevoked,
    PassUsed,
    Register,
    Revocation,
    Visa,
)
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.rules import RowRule, declare


def _worker(path: str) -> RowRule:
    return lambda by: Q(**{f"{path}__worker": by.person})


def _party(path: str, party: str) -> RowRule:
    """Contracts of the actor's own organisation; somebody without one has none."""
    own = f"{path}__{party}"
    return lambda by: Q(**{own: by.organisation, f"{own}__isnull": False})


def _origin(path: str) -> RowRule:
    return lambda by: Q(**{f"{path}__corridor__startswith": f"{by.country}-"})


def _destination(path: str) -> RowRule:
    return lambda by: Q(**{f"{path}__corridor__endswith": f"-{by.country}"})


_VISA = (
    "id",
    "contract_id",
    "employer_number",
    "employer_name",
    "occupation_isco",
    "valid_to",
    "employer_matches",
    "occupation_matches",
)

declare(
    Visa,
    rows={
        Role.WORKER: _worker("contract"),
        Role.AGENCY: _party("contract", "agency"),
        Role.ORIGIN_OFFICER: _origin("contract"),
        Role.DESTINATION_OFFICER: _destination("contract"),
    },
    fields={
        Role.WORKER: _VISA,
        Role.AGENCY: _VISA,
        Role.ORIGIN_OFFICER: _VISA,
        Role.DESTINATION_OFFICER: _VISA,
    },
)

declare(
    Fitness,
    rows={Role.WORKER: _worker("contract"), Role.ORIGIN_OFFICER: _origin("contract")},
    fields={
        Role.WORKER: ("id", "contract_id", "fit", "on"),
        Role.ORIGIN_OFFICER: ("id", "contract_id", "fit", "on"),
    },
)

_STATE = ("id", "contract_id", "state", "requested_on", "decided_on")
_REASONED = (*_STATE, "reasons", "decide_by")

declare(
    Clearance,
    rows={
        Role.WORKER: _worker("contract"),
        Role.EMPLOYER: _party("contract", "employer"),
        Role.AGENCY: _party("contract", "agency"),
        Role.ORIGIN_OFFICER: _origin("contract"),
        Role.LABOUR_ATTACHE: _origin("contract"),
    },
    fields={
        Role.WORKER: _REASONED,
        Role.EMPLOYER: _STATE,
        Role.AGENCY: _REASONED,
        Role.ORIGIN_OFFICER: (*_REASONED, "first_officer", "second_officer", "barred"),
        Role.LABOUR_ATTACHE: _STATE,
    },
)


# The steps that officers sign; whoever signed one took part in the case's clearance.
SIGNED_STEPS = ("clearance_checked", "cleared")


def _appeals_of_others(by: Actor) -> Q:
    """An officer sees no appeal in a case whose clearance that officer checked or decided."""
    took_part = Q(clearance__first_officer=by.person) | Q(clearance__second_officer=by.person)
    signed = StepTaken.objects.filter(step__in=SIGNED_STEPS, person=by.person)
    revoked = PassRevoked.objects.filter(Q(officer=by.person) | Q(second=by.person))
    return (
        Q(clearance__contract__corridor__startswith=f"{by.country}-")
        & ~took_part
        & ~Q(clearance__contract__in=signed.values("subject"))
        & ~Q(clearance__in=revoked.values("revoked__clearance"))
    )


_APPEAL = ("id", "clearance_id", "lodged_on", "decide_by", "state", "decided_on", "reason")

declare(
    Appeal,
    rows={
        Role.WORKER: _worker("clearance__contract"),
        Role.ORIGIN_OFFICER: _appeals_of_others,
    },
    fields={Role.WORKER: _APPEAL, Role.ORIGIN_OFFICER: _APPEAL},
)

_PASS = ("id", "clearance_id", "text", "short_code", "valid_from", "valid_to", "kid")

declare(
    Pass,
    rows={
        Role.WORKER: _worker("clearance__contract"),
        Role.AGENCY: _party("clearance__contract", "agency"),
        Role.ORIGIN_OFFICER: _origin("clearance__contract"),
    },
    fields={
        Role.WORKER: _PASS,
        Role.AGENCY: ("id", "clearance_id", "valid_from", "valid_to"),
        Role.ORIGIN_OFFICER: ("id", "clearance_id", "short_code", "valid_from", "valid_to"),
    },
)

declare(
    PassUsed,
    rows={
        Role.WORKER: _worker("used__clearance__contract"),
        Role.ORIGIN_OFFICER: _origin("used__clearance__contract"),
    },
    fields={
        Role.WORKER: ("id", "used_id", "on"),
        Role.ORIGIN_OFFICER: ("id", "used_id", "on"),
    },
)

declare(
    Revocation,
    rows={Role.ORIGIN_OFFICER: _origin("clearance__contract")},
    fields={
        Role.ORIGIN_OFFICER: (
            "id",
            "clearance_id",
            "reason",
            "words",
            "asked_on",
            "officer",
            "state",
            "second",
            "decided_on",
        )
    },
)

declare(
    PassRevoked,
    rows={
        Role.WORKER: _worker("revoked__clearance__contract"),
        Role.ORIGIN_OFFICER: _origin("revoked__clearance__contract"),
    },
    fields={
        Role.WORKER: ("id", "revoked_id", "on", "reason"),
        Role.ORIGIN_OFFICER: ("id", "revoked_id", "on", "reason", "officer", "second"),
    },
)


def _office(path: str = "") -> RowRule:
    """Slips are the business of the office that answers for them, and of no other one."""
    return lambda by: Q(**{f"{path}organisation": by.organisation or ""})


def _only_its_office(model: type[Model], path: str, *fields: str) -> None:
    declare(
        model,
        rows={Role.ORIGIN_OFFICER: _office(path)},
        fields={Role.ORIGIN_OFFICER: ("id", *fields)},
    )


_only_its_office(
    Batch,
    "",
    "organisation_id",
    "corridor",
    "size",
    "valid_from",
    "valid_to",
    "reason",
    "state",
    "prepared_by",
    "prepared_on",
    "decided_by",
    "decided_on",
    "printed",
)
# The signed text leaves only as a printed slip.
_only_its_office(Blank, "batch__", "batch_id", "serial", "short_code")
_only_its_office(
    Register,
    "batch__",
    "batch_id",
    "state",
    "handed_in_by",
    "handed_in_on",
    "committed_by",
    "committed_on",
)
_only_its_office(
    BlankClosed,
    "blank__batch__",
    "blank_id",
    "register_id",
    "outcome",
    "on",
    "clearance_id",
    "first_officer",
    "second_officer",
)
