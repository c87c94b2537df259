"""Steps are read through the case they belong to; the rows themselves show who took them."""

from django.db.models import Q

from corridor.cycle.corridors.models import StepTaken
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.rules import declare

_STEP = ("id", "subject", "step", "outcome", "on", "role", "country")


def _own_organisation(by: Actor) -> Q:
    return Q(organisation=by.organisation) & ~Q(organisation="")


def _own_person(by: Actor) -> Q:
    return Q(person=by.person) & ~Q(person="")


_OFFICES = (
    Role.EMPLOYER,
    Role.AGENCY,
    Role.LABOUR_ATTACHE,
    Role.ORIGIN_OFFICER,
    Role.DESTINATION_OFFICER,
)

declare(
    StepTaken,
    rows={Role.WORKER: _own_person, **dict.fromkeys(_OFFICES, _own_organisation)},
    fields={Role.WORKER: _STEP, **dict.fromkeys(_OFFICES, _STEP)},
)
