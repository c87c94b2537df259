"""What the node notes of itself: how far the journal has come, with which law it computes."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from ulid import ULID

from corridor.platform.access.actor import Actor
from corridor.platform.access.acts import act
from corridor.platform.translog.models import JournalAnchor, LawInForce
from corridor.platform.translog.running import Running, stretches

SETTLED = timedelta(minutes=10)


@act("translog.anchor_journal", roles=())
def anchor_journal(*, by: Actor) -> JournalAnchor | None:
    """Anchor the journal in the log, up to what is surely complete; None when it is empty.

    Acts under way may still write entries with identifiers of some minutes ago.
    """
    running, last = Running(), ""
    settled = str(ULID.from_datetime(timezone.now() - SETTLED))
    for stretch in stretches():
        for entry in stretch:
            if entry.pk >= settled:
                break
            running.add(entry.pk, entry.commitment)
            last = entry.pk
    if not last:
        return None
    return JournalAnchor.objects.create(last=last, entries=running.entries, digest=running.digest())


@act("translog.note_law", roles=())
def note_law(*, by: Actor, digest: str, version: str) -> LawInForce | None:
    """Note with which law data this node computes from now on; None when nothing changed."""
    newest = LawInForce.objects.order_by("-pk").first()
    if newest is not None and newest.digest == digest:
        return None
    return LawInForce.objects.create(digest=digest, version=version)
