"""An import is seen by the office that uploaded it, in the role it was uploaded in."""

from django.db.models import Q

from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.rules import declare
from corridor.platform.exchange.models import Import


def _own(by: Actor) -> Q:
    if not by.organisation:
        return Q(pk__in=[])
    return Q(organisation=by.organisation, role=by.role.value)


_OFFICES = [
    role
    for role in Role
    if role not in {Role.STRANGER, Role.WORKER, Role.SYSTEM, Role.BORDER_OFFICER}
]
_FIELDS = ("id", "created_at", "table", "state", "file_name", "size", "rows", "errors")

declare(
    Import,
    rows=dict.fromkeys(_OFFICES, _own),
    fields=dict.fromkeys(_OFFICES, _FIELDS),
)
