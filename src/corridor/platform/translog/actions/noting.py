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
from corridor.platform.records import Record
from corridor.platform.translog import facts, published
from corridor.platform.translog.actions.appending import append
from corridor.platform.translog.models import JournalAnchor, LawInForce, TakenUp
from corridor.platform.translog.running import Running, stretches

SETTLED = timedelta(minutes=10)
_AT_ONCE = 1000


@act("translog.anchor_journal", roles=())
def anchor_journal(*, by: Actor) -> JournalAnchor | None:
    """Anchor the journal in the log, up to what is surely complete; None when it is empty.

    Acts under way may still write entries with identifiers of some minutes ago. Rows whose hour
    is nobody's to read enter the log at the same hour every day.
    """
    late = [row for model in facts.states() for row in facts.waiting(model)]
    if late:
        append(late)
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
    kept = [row for model in facts.logged_models() for row in model._default_manager.order_by("pk")]
    if kept:
        append(kept)


@act("translog.take_up", roles=())
def take_up(*, by: Actor) -> TakenUp | None:
    """Begin to keep the states of all kinds of records of which the log has none yet.

    Once for each kind: what stood in the tables before enters as it stands; a row that comes
    without an entry later is trouble. None when nothing is new.
    """
    known = {label for row in TakenUp.objects.all() for label in row.kinds}
    fresh = [model for model in facts.states() if model._meta.label_lower not in known]
    if not fresh:
        return None
    rows = sum(_enter(model) for model in fresh)
    return TakenUp.objects.create(kinds=sorted(one._meta.label_lower for one in fresh), rows=rows)


def _enter(model: type[Record]) -> int:
    """Let the rows of a kind enter that have no entry; how many."""
    keys = list(facts.without_entry(model).order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(keys), _AT_ONCE):
        rows = model._default_manager.select_related(*facts.owners(model))
        append(list(rows.filter(pk__in=keys[at : at + _AT_ONCE]).order_by("pk")))
    return len(keys)


@act("translog.note_law", roles=())
def note_law(*, by: Actor, digest: str, version: str) -> LawInForce | None:
    """Note with which law data this node computes from now on; None when nothing changed."""
    newest = LawInForce.objects.order_by("-pk").first()
    if newest is not None and newest.digest == digest:
        return None
    return LawInForce.objects.create(digest=digest, version=version)
