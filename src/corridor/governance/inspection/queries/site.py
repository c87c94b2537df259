"""One establishment for its page: where it stands, its ladder, its orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.engines import law
from corridor.governance.inspection.ladder import Climb, climbs
from corridor.governance.inspection.models import LadderStep, Standing, StandingMonth
from corridor.governance.inspection.queries.orders import OrderLine, orders_of
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.clock.queries import today


@dataclass(frozen=True)
class Site:
    """An establishment: ``standing`` None before the first count.

    ``climbs`` are its months on the ladder, ``steps`` everything officers did, newest first.
    """

    standing: Standing | None
    months: tuple[StandingMonth, ...]
    climbs: tuple[Climb, ...]
    steps: tuple[LadderStep, ...]
    orders: tuple[OrderLine, ...]
    today: date
    has_ladder: bool
    may_exclude: bool

    @property
    def to_order(self) -> tuple[StandingMonth, ...]:
        """Months with wages owed that no open order covers."""
        covered = {month for one in self.orders if not one.ended for month in one.months}
        return tuple(one for one in self.months if one.open_minor and one.month not in covered)


def site(employer: str, by: Actor) -> Site:
    """The page of one establishment, five look-ups. Raises ``NotFound`` outside the country."""
    country = by.country or "-"
    standing = (
        rules.rows(Standing, by)
        .filter(employer=employer, country=country)
        .select_related("employer")
        .first()
    )
    months = tuple(
        rules.rows(StandingMonth, by).filter(employer=employer, country=country).order_by("month")
    )
    steps = tuple(
        rules.rows(LadderStep, by)
        .filter(employer=employer, employer__country=country)
        .order_by("id")
    )
    on = today(law.book().jurisdiction(country).time_zone)
    ids = law.book().ids()
    return Site(
        standing=standing,
        months=months,
        climbs=_climbs(country, standing, months, steps, on),
        steps=steps[::-1],
        orders=tuple(orders_of(employer, by)),
        today=on,
        has_ladder=f"{country}.wps.ladder" in ids,
        may_exclude=f"{country}.wps.exclusions" in ids,
    )


def _climbs(
    country: str,
    standing: Standing | None,
    months: tuple[StandingMonth, ...],
    steps: tuple[LadderStep, ...],
    on: date,
) -> tuple[Climb, ...]:
    late = {one.month: one.late_on for one in months if one.late_on is not None}
    if standing is None or not late:
        return ()
    return tuple(climbs(country, late, steps, on, size=standing.headcount, regime=standing.regime))


def climb_of(found: Site, month: str) -> Climb:
    """One month on the ladder. Raises ``NotFound`` when none of its wages is late."""
    for one in found.climbs:
        if one.month == month:
            return one
    raise NotFound(
        "inspection.nothing_late",
        sentence(N_("No wage of {month} is late on record."), month=month),
        remedy=sentence(N_("Choose a month in which wages are still owed.")),
    )
