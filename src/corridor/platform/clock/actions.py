"""Moving the demo's clock."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from corridor.core.periods import add_months
from corridor.core.problems import BadInput, NotPermitted
from corridor.core.text import N_, sentence
from corridor.platform.access.actor import Actor
from corridor.platform.access.acts import EVERYONE, act
from corridor.platform.clock import queries
from corridor.platform.clock.models import ClockShift
from corridor.platform.journal import actions as journal


@act("clock.move", roles=EVERYONE)
def move(*, by: Actor, days: int = 0, months: int = 0) -> ClockShift:
    """Let ``days`` and ``months`` pass in the demo. Time never runs backwards."""
    if not settings.CORRIDOR_DEMO:
        raise NotPermitted(
            "clock.real",
            sentence(N_("Only the demo's clock can be moved, and this is not a demo.")),
        )
    today = queries.today()
    ahead = (add_months(today, months) + timedelta(days=days) - today).days
    if not 0 < ahead <= 3700:
        raise BadInput(
            "clock.step",
            sentence(N_("The clock moves forward by one day up to ten years at a time.")),
            remedy=sentence(N_("Choose “next day” or “next month”.")),
        )
    row, _ = ClockShift.objects.get_or_create(id=1)
    row.days += ahead
    row.save()
    queries.forget()
    journal.record("clock.move", subject=("clock", "demo"), by=by, body={"days": ahead})
    return row
