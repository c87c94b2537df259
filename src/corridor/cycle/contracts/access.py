"""Who sees which contracts and which facts about them.

Employer and agency see the contract, its versions, signatures, registrations and amendments.
They never see explanations' results, counselling, papers shown to the worker, or mandates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import Model, Q

from corridor.cycle.contracts.models import (
    Amendment,
    Contract,
    ContractVersion,
    Counselling,
    EmployerChange,
    Explanation,
    LanguageVersion,
    Mandate,
    PresentedPaper,
    Registration,
    Signature,
    Understanding,
)
from corridor.cycle.recruitment.models import Candidate
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.rules import declare, widen
from corridor.platform.journal.models import Entry
from corridor.platform.people.models import Person

RowRule = Callable[[Actor], Q]


def _worker(by: Actor) -> Q:
    return Q(worker=by.person)


def _employer(by: Actor) -> Q:
    """Own contracts; one that a worker brought is hers alone until an office registered it."""
    return Q(employer=by.organisation) & ~Q(state=Contract.State.BROUGHT)


def _agency(by: Actor) -> Q:
    return Q(agency=by.organisation) & Q(agency__isnull=False)


def _origin(by: Actor) -> Q:
    return Q(corridor__startswith=f"{by.country}-")


def _destination(by: Actor) -> Q:
    return Q(corridor__endswith=f"-{by.country}")


def _counsellor(by: Actor) -> Q:
    """Contracts that wait for a counsellor of the worker's country, or at which she helped."""
    waiting = Counselling.objects.filter(done_on=None).values("contract_id")
    done = Counselling.objects.filter(done_by=by.person or "-").values("contract_id")
    helped = Entry.objects.filter(
        assisted_by=by.person or "-", subject_type="contracts.contract"
    ).values("subject")
    mine = Q(pk__in=waiting) | Q(pk__in=done) | Q(pk__in=helped)
    return Q(corridor__startswith=f"{by.country}-") & mine


def _union(by: Actor) -> Q:
    live = Mandate.objects.filter(union=by.organisation, withdrawn_on=None)
    return Q(pk__in=live.values("contract_id"))


CONTRACT_ROWS: Mapping[Role, RowRule] = {
    Role.WORKER: _worker,
    Role.EMPLOYER: _employer,
    Role.AGENCY: _agency,
    Role.LABOUR_ATTACHE: _origin,
    Role.ORIGIN_OFFICER: _origin,
    Role.DESTINATION_OFFICER: _destination,
    Role.INSPECTOR: _destination,
    Role.COUNSELLOR: _counsellor,
    Role.UNION: _union,
}

_CONTRACT = (
    "id",
    "corridor",
    "route",
    "regime",
    "governed_on",
    "sector",
    "job",
    "worker_id",
    "employer_id",
    "agency_id",
    "order_id",
    "candidate_id",
    "previous_id",
    "state",
    "irrevocable_until",
    "starts",
    "ends",
    "end_reason",
)
# The contract a worker left before is no business of her next employer or its agency, and the
# stored state would tell them whether and when she had the offer explained.
_PARTY = tuple(name for name in _CONTRACT if name not in {"previous_id", "state"})
# An inspector reads terms by contract number; whose contract it is stays with the officers.
_INSPECTOR = (*(name for name in _PARTY if name not in {"worker_id", "candidate_id"}), "state")

declare(
    Contract,
    rows=CONTRACT_ROWS,
    fields={
        role: _INSPECTOR
        if role is Role.INSPECTOR
        else _PARTY
        if role in {Role.EMPLOYER, Role.AGENCY}
        else _CONTRACT
        for role in CONTRACT_ROWS
    },
)

_PARTIES = frozenset({Role.EMPLOYER, Role.AGENCY})
_OFFICERS = frozenset({Role.LABOUR_ATTACHE, Role.ORIGIN_OFFICER, Role.DESTINATION_OFFICER})
_HELPERS = frozenset({Role.COUNSELLOR, Role.UNION})
_ALL = frozenset(CONTRACT_ROWS)


def _through(path: str, role: Role) -> RowRule:
    """The rows of a fact whose contract (along ``path``) the role may see."""

    def rule(by: Actor) -> Q:
        seen = Contract.objects.filter(CONTRACT_ROWS[role](by)).values("pk")
        return Q(**{f"{path}_id__in" if "__" not in path else f"{path}__in": seen})

    return rule


def _facts(model: type[Model], path: str, roles: frozenset[Role], fields: tuple[str, ...]) -> None:
    declare(
        model,
        rows={role: _through(path, role) for role in roles},
        fields=dict.fromkeys(roles, fields),
    )


_facts(
    ContractVersion,
    "contract",
    _ALL,
    ("id", "contract_id", "number", "kind", "terms", "digest", "created_at"),
)
_facts(
    LanguageVersion,
    "version__contract",
    _ALL - {Role.INSPECTOR},
    ("id", "version_id", "language", "terms", "prevails"),
)
_facts(
    Signature,
    "version__contract",
    _ALL - {Role.INSPECTOR},
    ("id", "version_id", "party", "on", "country"),
)
_facts(
    Registration,
    "version__contract",
    _ALL,
    ("id", "version_id", "authority_id", "side", "on", "receipt", "short_code"),
)
_facts(
    Explanation,
    "version__contract",
    frozenset({Role.WORKER, Role.COUNSELLOR, Role.ORIGIN_OFFICER}),
    ("id", "version_id", "language", "way", "on"),
)
_UNDERSTOOD = ("id", "version_id", "score", "on")

declare(
    Understanding,
    rows={
        role: _through("version__contract", role)
        for role in (Role.WORKER, Role.COUNSELLOR, Role.ORIGIN_OFFICER)
    },
    fields={
        Role.WORKER: (*_UNDERSTOOD, "answers"),
        Role.COUNSELLOR: (*_UNDERSTOOD, "answers"),
        # The light needs how well it was explained; what she answered is not an office's.
        Role.ORIGIN_OFFICER: _UNDERSTOOD,
    },
)
_facts(
    Counselling,
    "contract",
    frozenset({Role.WORKER, Role.COUNSELLOR, Role.ORIGIN_OFFICER}),
    ("id", "contract_id", "reason", "done_on"),
)
_facts(
    PresentedPaper,
    "contract",
    (_OFFICERS | _HELPERS | {Role.WORKER, Role.INSPECTOR}),
    ("id", "contract_id", "terms", "role", "on", "where", "comparison", "verdict"),
)
_facts(
    Amendment,
    "contract",
    _ALL - {Role.INSPECTOR},
    ("id", "contract_id", "terms", "comparison", "proposed_on", "state", "decided_on"),
)

_MANDATE = ("id", "contract_id", "union_id", "given_on", "withdrawn_on")


def _own_mandates(by: Actor) -> Q:
    return Q(contract__worker=by.person)


def _held_mandates(by: Actor) -> Q:
    return Q(union=by.organisation)


declare(
    Mandate,
    rows={Role.WORKER: _own_mandates, Role.UNION: _held_mandates},
    fields={Role.WORKER: _MANDATE, Role.UNION: _MANDATE},
)

_CHANGE = (
    "id",
    "contract_id",
    "new_contract_id",
    "state",
    "requested_on",
    "notice_until",
    "released_on",
)
# The new employer reads from when the worker may come, not which contract she leaves.
_JOINING = ("id", "new_contract_id", "state", "notice_until", "released_on")

declare(
    EmployerChange,
    rows={
        Role.WORKER: lambda by: Q(new_contract__worker=by.person),
        Role.EMPLOYER: lambda by: Q(new_contract__employer=by.organisation),
        Role.LABOUR_ATTACHE: lambda by: Q(new_contract__corridor__startswith=f"{by.country}-"),
        Role.ORIGIN_OFFICER: lambda by: Q(new_contract__corridor__startswith=f"{by.country}-"),
        Role.DESTINATION_OFFICER: lambda by: Q(new_contract__corridor__endswith=f"-{by.country}"),
    },
    fields={
        Role.WORKER: _CHANGE,
        Role.EMPLOYER: _JOINING,
        Role.LABOUR_ATTACHE: _CHANGE,
        Role.ORIGIN_OFFICER: _CHANGE,
        Role.DESTINATION_OFFICER: _CHANGE,
    },
)


def _people_of_employer(by: Actor) -> Q:
    """Candidates under own orders, and workers with a contract the employer may see."""
    candidates = Candidate.objects.filter(order__employer=by.organisation).values("person_id")
    workers = Contract.objects.filter(_employer(by)).values("worker_id")
    return Q(pk__in=candidates) | Q(pk__in=workers)


def _people_of_agency(by: Actor) -> Q:
    """People whom the agency registered itself, and candidates and workers it placed."""
    if not by.organisation:
        return Q(pk__in=[])
    registered = Entry.objects.filter(
        act="people.register_person", organisation=by.organisation
    ).values("subject")
    candidates = Candidate.objects.filter(order__agency=by.organisation).values("person_id")
    placed = Contract.objects.filter(_agency(by)).values("worker_id")
    return Q(pk__in=registered) | Q(pk__in=candidates) | Q(pk__in=placed)


def _people_registered_here(by: Actor) -> Q:
    """Workers whose contracts bind in the officer's own state."""
    here = Contract.objects.filter(_destination(by)).values("worker_id")
    return Q(pk__in=here)


def _people_of_union(by: Actor) -> Q:
    """Workers who gave the union a mandate and did not take it back."""
    return Q(pk__in=Contract.objects.filter(_union(by)).values("worker_id"))


_NAME = ("id", "given_name", "family_name", "nationality")

_KNOWN_BY: Mapping[Role, RowRule] = {
    Role.EMPLOYER: _people_of_employer,
    Role.AGENCY: _people_of_agency,
    Role.DESTINATION_OFFICER: _people_registered_here,
    Role.UNION: _people_of_union,
}

widen(Person, rows=_KNOWN_BY, fields=dict.fromkeys(_KNOWN_BY, _NAME))
