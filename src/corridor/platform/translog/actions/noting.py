"""What the node notes of itself: how far the journal has come, with which law it computes."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from ulid import ULID

from corridor.core.problems import NotPermitted
from corridor.core.text import N_, sentence
from corridor.platform.access.actor import Actor
from corridor.platform.access.acts import act
from corridor.platform.translog import published
from corridor.platform.translog.actions.appending import append
from corridor.platform.translog.facts import logged_models
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


@act("translog.start_over", roles=())
def start_over(*, by: Actor) -> None:
    """Begin the demo's log: kept facts enter it first, and nothing is left of the one before.

    Refused outside the demo: elsewhere a fact without an entry is trouble.
    """
    if not settings.CORRIDOR_DEMO:
        raise NotPermitted("demo.only", sentence(N_("Only the demo can be started again.")))
    published.forget()
    transaction.on_commit(published.forget)  # what was exported until then, too
    kept = [row for model in logged_models() for row in model._default_manager.order_by("pk")]
    if kept:
        append(kept)


@act("translog.note_law", roles=())
def note_law(*, by: Actor, digest: str, version: str) -> LawInForce | None:
    """Note with which law data this node computes from now on; None when nothing changed."""
    newest = LawInForce.objects.order_by("-pk").first()
    if newest is not None and newest.digest == digest:
        return None
    return LawInForce.objects.create(digest=digest, version=version)
