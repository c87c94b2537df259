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
)

declare(
    Entry,
    rows={Role.WORKER: _own_person, **{role: _own_organisation for role in _OFFICES}},
    fields={Role.WORKER: _CLEAR, **{role: _CLEAR for role in _OFFICES}},
)
