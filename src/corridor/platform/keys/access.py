"""Public keys are public; secrets are nobody's."""

from corridor.platform.access.actor import Role
from corridor.platform.access.rules import declare, everything
from corridor.platform.keys.models import Erasure, IssuerKey, SigningSecret, SubjectKey

_PUBLIC = ("kid", "purpose", "public", "valid_from")

declare(
    IssuerKey,
    rows={role: everything for role in Role if role is not Role.SYSTEM},
    fields={role: _PUBLIC for role in Role if role is not Role.SYSTEM},
)
declare(SubjectKey, rows={}, fields={})
declare(SigningSecret, rows={}, fields={})
declare(Erasure, rows={}, fields={})
