"""Everything the observatory does: from a source to the minute of release, and corrections."""

from corridor.governance.observatory.actions.counting import count_register, estimate
from corridor.governance.observatory.actions.drafting import add_source, draft
from corridor.governance.observatory.actions.importing import (
    discard_staged,
    import_public,
    stage_public,
    take_public,
)
from corridor.governance.observatory.actions.mirroring import mirror
from corridor.governance.observatory.actions.protecting import protect, review
from corridor.governance.observatory.actions.publishing import publish
from corridor.governance.observatory.actions.releasing import announce, approve, retract, withdraw

__all__ = [
    "add_source",
    "announce",
    "approve",
    "count_register",
    "discard_staged",
    "draft",
    "estimate",
    "import_public",
    "mirror",
    "protect",
    "publish",
    "retract",
    "review",
    "stage_public",
    "take_public",
    "withdraw",
]
