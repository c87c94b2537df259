"""One establishment for its page: where it stands, its ladder, its orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor.core.money import Money
from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.engines import law
from corridor.governance.inspection.actions.shared import SITES
from corridor.governance.inspection.ladder import Climb, climbs
from corridor.governance.inspection.models import LadderStep, Standing, StandingMonth
from corridor.governance.inspection.queries.orders import OrderLine, orders_of
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.clock.queries import today
from corridor.platform.people.models import Organisation


@dataclass(frozen=True)
class Site:
    """An establishment: ``standing`` None before the first count.

    ``months`` are the oldest first, ``climbs`` those on the ladder, ``steps`` everything that
    officers did, newest first.
    """

    site: Organisation
    standing: Standing | None
    months: tuple[StandingMonth, ...]
    climbs: tuple[Climb, ...]
    steps: tuple[LadderStep, ...]
    orders: tuple[OrderLine, ...]
    today: date
    may_exclude: bool

    @property
    def to_order(self) -> tuple[StandingMonth, ...]:
        """Months with wages owed that no open order covers."""
        covered = {month for one in self.orders if not one.ended for month in one.months}
        return tuple(one for one in self.months if one.open_minor and one.month not in covered)

    @property
    def routine(self) -> bool:
        """Whether a visit because of wages would point at somebody, or at nothing."""
        return self.standing is None or self.standing.few or not self.standing.workers

    @property
    def ghosts(self) -> int:
        """Lines of its newest files for which no contract is on record."""
        return sum(one.ghosts for one in self.months)

    @property
    def newest(self) -> str:
        """The month a step is about when none is named: the oldest on the ladder, else today's."""
        if self.climbs:
            return self.climbs[0].month
        return self.months[-1].month if self.months else f"{self.today:%Y-%m}"

    def notable(self, month: str = "") -> int:
        """How many contracts' months are not in order; of one month alone where it is named."""
        rows = [one for one in self.months if not month or one.month == month]
        return sum(one.breaches + one.unknown for one in rows)

    def money(self, one: StandingMonth) -> str:
        """What a month leaves owed, as a decimal number with its currency."""
        return f"{Money(one.open_minor, one.currency).text()} {one.currency}"


def site(employer: str, by: Actor) -> Site:
    """The page of one establishment, four look-ups. Raises ``NotFound`` outside the country."""
    country = by.country or "-"
    standing = (
        rules.rows(Standing, by)
        .filter(employer=employer, country=country)
        .select_related("employer")
        .first()
    )
    place = standing.employer if standing is not None else establishment_of(employer, by)
    months = tuple(rules.rows(StandingMonth, by).filter(employer=place.pk).order_by("month"))
    steps = tuple(rules.rows(LadderStep, by).filter(employer=place.pk).order_by("id"))
    on = today(law.book().jurisdiction(country).time_zone)
    return Site(
        site=place,
        standing=standing,
        months=months,
        climbs=_climbs(country, standing, months, steps, on),
        steps=steps[::-1],
        orders=tuple(orders_of(employer, by)),
        today=on,
        may_exclude=f"{country}.wps.exclusions" in law.book().ids(),
    )


def establishment_of(employer: str, by: Actor) -> Organisation:
    """An establishment, counted or not. Raises ``NotFound`` outside the country."""
    found = rules.get(Organisation, employer, by)
    if found.country != by.country or found.kind not in SITES:
        raise NotFound(
            "inspection.establishment",
            sentence(N_("There is no such establishment here.")),
            remedy=sentence(N_("Choose one from the list.")),
        )
    return found


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
