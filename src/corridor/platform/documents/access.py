"""A file is seen by the person it is about and by the office that handed it in.

Others reach it only through the record it hangs on (``queries.content_of``), after that
record's own rules let them find it.
"""

from django.db.models import Q

from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.rules import declare
from corridor.platform.documents.models import File


def _about_me(by: Actor) -> Q:
    return Q(person=by.person) if by.person else Q(pk__in=[])


def _handed_in(by: Actor) -> Q:
    return Q(organisation=by.organisation) if by.organisation else Q(pk__in=[])


_OFFICES = [
    Role.EMPLOYER,
    Role.AGENCY,
    Role.LABOUR_ATTACHE,
    Role.ORIGIN_OFFICER,
    Role.DESTINATION_OFFICER,
    Role.COUNSELLOR,
    Role.UNION,
]
_FIELDS = ("id", "created_at", "subject", "kind", "media_type", "size", "digest")

declare(
    File,
    rows={Role.WORKER: _about_me, **dict.fromkeys(_OFFICES, _handed_in)},
    fields={Role.WORKER: _FIELDS, **dict.fromkeys(_OFFICES, _FIELDS)},
)
