"""Counts that can be made again from the records: what became of cleared workers."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from corridor.cycle.employment.arrivals import Counted, Employer
from corridor.cycle.employment.models import EmployerArrivals
from corridor.cycle.employment.queries.origin import Total
from corridor.engines.arrivals import Flag, Tally
from corridor.platform.access.actor import Actor
from corridor.platform.access.acts import act

_BATCH = 500


@act("employment.note_arrivals", roles=())
def note_arrivals(*, by: Actor, counted: Counted) -> int:
    """Put a corridor's counts in the place of the earlier ones; returns how many employers.

    No entry of the journal: nothing is decided here, and the records tell the same again.
    """
    EmployerArrivals.objects.filter(corridor=counted.corridor).delete()
    rows = [_row(counted, None, counted.whole)]
    rows += [_row(counted, one, found.tally, found) for one, found in counted.employers.items()]
    EmployerArrivals.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows) - 1


def _row(
    counted: Counted, employer: str | None, tally: Tally, found: Employer | None = None
) -> EmployerArrivals:
    given: dict[str, Any] = {
        name: tally.of(name)
        for name in ("paid", "waiting", "never_paid", "changed", "left", "unknown")
    }
    given |= {name: tally.of(name) for name in ("on_the_way", "not_seen", "withdrawn")}
    given |= {name: getattr(tally, name) for name in ("watched", "in_time", "due", "came")}
    figures = found.figures if found else None
    raised = found.flags if found else []
    return EmployerArrivals(
        corridor=counted.corridor,
        employer_id=employer,
        counted_on=counted.on,
        cleared=tally.cleared,
        arrived=tally.arrived,
        demand=figures.demand if figures else 0,
        headcount=figures.headcount if figures else None,
        quota=figures.quota if figures else None,
        flags=[{"name": one.name, "sure": one.sure} for one in raised],
        concern=_concern(raised),
        totals=[] if found else [_total(one) for one in counted.totals],
        curve=[list(astuple(step)) for step in (found or counted).steps],
        **given,
    )


def _total(one: Total) -> list[Any]:
    owed = None if one.owed is None else one.owed.minor
    return [one.month, one.currency, one.workers, one.affected, owed]


def _concern(raised: list[Flag]) -> int:
    if any(one.sure for one in raised):
        return 2
    return 1 if raised else 0
