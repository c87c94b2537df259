"""Licence decisions are public, except which officer made them."""

from corridor.cycle.licensing.models import LicenceDecision
from corridor.platform.access.actor import Role
from corridor.platform.access.rules import declare, everything

_PUBLIC = (
    "id",
    "agency_id",
    "number",
    "country",
    "decision",
    "decided_on",
    "valid_from",
    "valid_to",
    "reason",
)
_EVERY_ROLE = [role for role in Role if role is not Role.SYSTEM]

declare(
    LicenceDecision,
    rows=dict.fromkeys(_EVERY_ROLE, everything),
    fields={
        role: (*_PUBLIC, "decided_by") if role is Role.ORIGIN_OFFICER else _PUBLIC
        for role in _EVERY_ROLE
    },
)
