"""A message is its reader's alone."""

from django.db.models import Q

from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.rules import declare
from corridor.platform.messages.models import Message


def _own(by: Actor) -> Q:
    # A stranger has no person, and no message is nobody's.
    return Q(person=by.person) if by.person else Q(pk__in=[])


_READERS = [role for role in Role if role not in {Role.STRANGER, Role.SYSTEM}]
_FIELDS = ("id", "created_at", "template", "language", "state", "sent_at", "read_at")

declare(
    Message,
    rows=dict.fromkeys(_READERS, _own),
    fields=dict.fromkeys(_READERS, _FIELDS),
)
