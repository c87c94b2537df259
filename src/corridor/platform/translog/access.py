"""The log is public; which record an entry is about is not."""

from corridor.platform.access.actor import Role
from corridor.platform.access.rules import declare, everything
from corridor.platform.translog.models import (
    Checkpoint,
    Cosignature,
    JournalAnchor,
    LawInForce,
    Leaf,
    Subtree,
    TakenUp,
    WitnessedLog,
)

_ALL = [role for role in Role if role is not Role.SYSTEM]

for model, fields in (
    (Leaf, ("id", "data", "hash")),
    (Checkpoint, ("size", "root", "text", "signed_at")),
    (Cosignature, ("checkpoint_id", "witness", "line")),
    (LawInForce, ("digest", "version", "created_at")),
    (TakenUp, ("kinds", "rows", "created_at")),
    (WitnessedLog, ("origin", "keys", "active", "size", "note", "signed_at")),
):
    declare(model, rows=dict.fromkeys(_ALL, everything), fields=dict.fromkeys(_ALL, fields))
declare(Subtree, rows={}, fields={})
declare(JournalAnchor, rows={}, fields={})
