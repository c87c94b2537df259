"""The journal's clear columns: each organisation and person sees its own acts."""

from django.db.models import Q

from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.rules import declare
from corridor.platform.journal.models import Entry

_CLEAR = ("at", "act", "subject_type", "subject", "role", "law", "commitment")


def _own_person(by: Actor) -> Q:
    return Q(person=by.person) & ~Q(person="")


def _own_organisation(by: Actor) -> Q:
    return Q(organisation=by.organisation) & ~Q(organisation="")


_OFFICES = (
    Role.EMPLOYER,
    Role.AGENCY,
    Role.LABOUR_ATTACHE,
    Role.ORIGIN_OFFICER,
    Role.DESTINATION_OFFICER,
    Role.BORDER_OFFICER,
    Role.COUNSELLOR,
    Role.INSPECTOR,
    Role.UNION,
    Role.STATISTICIAN,
)

# Who may act for whom is an administrator's business; what they did in it is not.
ROLE_ACTS = (
    "people.register_organisation",
    "people.grant_role",
    "people.end_role",
    "people.open_account",
    "people.issue_token",
    "people.end_token",
    "clock.move",
)


def _role_changes(by: Actor) -> Q:
    return Q(act__in=ROLE_ACTS)


declare(
    Entry,
    rows={
        Role.WORKER: _own_person,
        Role.ADMIN: _role_changes,
        **dict.fromkeys(_OFFICES, _own_organisation),
    },
    fields={
        Role.WORKER: _CLEAR,
        Role.ADMIN: (*_CLEAR, "person"),
        **dict.fromkeys(_OFFICES, _CLEAR),
    },
)
