"""Start the demo again from the beginning. Outside the demo nothing here can run."""

from __future__ import annotations

from django.db import transaction

from corridor.doors.demo import seed
from corridor.platform.access.actor import SYSTEM
from corridor.platform.clock.queries import forget
from corridor.platform.journal.emptying import empty
from corridor.platform.translog import actions as translog

# Signing keys stay: passes printed before the reset are still known to be ours.
_KEPT = frozenset({"keys.issuerkey"})


def reset() -> None:
    """Empty every table of the house and tell the stories anew, in one transaction.

    Visitors who are looking at it meanwhile see the old demo until the new one stands.
    """
    with transaction.atomic():
        empty(_KEPT)
        translog.start_over(by=SYSTEM)
        forget()
        seed.tell()
