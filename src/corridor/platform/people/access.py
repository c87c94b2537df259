"""Who sees which persons and organisations. Passport and phone are never plain fields."""

from django.db.models import Q

from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.rules import RowRule, declare, everything
from corridor.platform.people.models import (
    AccessToken,
    Account,
    Membership,
    Organisation,
    Person,
)

_ORGANISATION = ("id", "kind", "name", "country", "registration_number", "phone")


def _self(by: Actor) -> Q:
    return Q(pk=by.person)


def _nationals(by: Actor) -> Q:
    return Q(nationality=by.country)


def _in_registers(by: Actor) -> Q:
    """Establishments and offices. A household is a private person."""
    return ~Q(kind=Organisation.Kind.HOUSEHOLD)


def _and_itself(by: Actor) -> Q:
    return _in_registers(by) | Q(pk=by.organisation or "-")


_PERSON = ("id", "given_name", "family_name", "nationality", "birth_date", "language")
_NAME = ("id", "given_name", "family_name", "nationality", "language")

declare(
    Person,
    rows={
        Role.WORKER: _self,
        Role.ORIGIN_OFFICER: _nationals,
        Role.COUNSELLOR: _nationals,
        Role.LABOUR_ATTACHE: _nationals,
        Role.ADMIN: everything,
    },
    fields={
        Role.WORKER: _PERSON,
        Role.ORIGIN_OFFICER: _PERSON,
        Role.COUNSELLOR: _NAME,
        Role.LABOUR_ATTACHE: _NAME,
        Role.ADMIN: ("id", "given_name", "family_name", "language"),
    },
)

_EVERY_ROLE: list[Role] = [role for role in Role if role is not Role.SYSTEM]
# Offices register, supervise or help in every home that employs somebody.
_SUPERVISORS = frozenset(
    {
        Role.LABOUR_ATTACHE,
        Role.ORIGIN_OFFICER,
        Role.DESTINATION_OFFICER,
        Role.COUNSELLOR,
        Role.INSPECTOR,
        Role.ADMIN,
    }
)

_SEEN: dict[Role, RowRule] = {
    role: everything if role in _SUPERVISORS else _in_registers for role in _EVERY_ROLE
}
_SEEN[Role.EMPLOYER] = _and_itself

declare(
    Organisation,
    rows=_SEEN,
    fields={
        role: (*_ORGANISATION, "headcount")
        if role in {Role.INSPECTOR, Role.ORIGIN_OFFICER, Role.LABOUR_ATTACHE}
        else _ORGANISATION
        for role in _EVERY_ROLE
    },
)

_MEMBERSHIP = ("id", "person_id", "organisation_id", "role", "corridor", "starts", "ends")

# Two persons of one office sign for each other's work there: each knows whose it was.
_TWO_PERSONS = (Role.INSPECTOR, Role.STATISTICIAN)


def _own_office(by: Actor) -> Q:
    return Q(organisation=by.organisation or "-")


declare(
    Membership,
    rows={Role.ADMIN: everything, **dict.fromkeys(_TWO_PERSONS, _own_office)},
    fields={
        Role.ADMIN: _MEMBERSHIP,
        **dict.fromkeys(_TWO_PERSONS, ("id", "person_id", "organisation_id", "role")),
    },
)

declare(
    Account,
    rows={Role.ADMIN: everything},
    fields={Role.ADMIN: ("id", "username", "email", "person_id", "is_active")},
)

declare(
    AccessToken,
    rows={Role.ADMIN: everything},
    fields={Role.ADMIN: ("id", "membership_id", "ends")},
)
