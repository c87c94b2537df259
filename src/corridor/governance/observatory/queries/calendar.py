"""The public calendar: what was announced for which minute, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.governance.observatory.models import Release
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor
from corridor.platform.clock import queries as clock

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Announced:
    """One place on the calendar: waiting, published, or withdrawn with a reason."""

    release: Release
    office: str
    state: str
    reason: str = ""


def announced(by: Actor) -> list[Announced]:
    """The calendar, the latest first: at most a hundred places."""
    found = (
        rules.rows(Release, by)
        .select_related("office", "publication", "withdrawal")
        .order_by("-at", "-pk")[:LONGEST]
    )
    return [_place(row) for row in found]


def _place(row: Release) -> Announced:
    if hasattr(row, "withdrawal"):
        return Announced(row, row.office.name, "withdrawn", row.withdrawal.reason)
    state = "published" if hasattr(row, "publication") else "waiting"
    return Announced(row, row.office.name, state, row.reason)


def due() -> list[str]:
    """Releases that are approved and whose minute has come, the oldest first."""
    found = rules.rows(Release, SYSTEM).filter(
        at__lte=clock.now(),
        approval__isnull=False,
        publication__isnull=True,
        withdrawal__isnull=True,
    )
    return list(found.order_by("at").values_list("pk", flat=True)[:20])
