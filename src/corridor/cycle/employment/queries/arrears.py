"""What is owed to the workers who gave a union a mandate, as groups: a sheet without a person.

From contract and file alone. A worker's own word is hers and stays out, also of the sums.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Sum

from corridor.core.money import Money
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import parties
from corridor.cycle.employment.models import WageFinding
from corridor.cycle.employment.queries import months
from corridor.cycle.employment.queries.months import WHOLE
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.clock.queries import today

LEAST = "OC.group.least"


@dataclass(frozen=True)
class Group:
    """Workers of one employer to whom money is owed; ``employer`` empty: several small groups.

    ``months`` counts wage months that left something owed, ``first`` and ``last`` are the ends.
    """

    employer: str
    workers: int
    months: int
    first: str
    last: str
    owed: Money


@dataclass(frozen=True)
class Arrears:
    """The groups, the most owed first. ``held``: some are too small to be told even together."""

    least: int
    mandates: int
    groups: tuple[Group, ...]
    held: bool

    @property
    def totals(self) -> tuple[Money, ...]:
        """The sum of the groups that are told, by currency."""
        found: dict[str, int] = {}
        for one in self.groups:
            found[one.owed.currency] = found.get(one.owed.currency, 0) + one.owed.minor
        return tuple(Money(minor, code) for code, minor in sorted(found.items()))


def arrears(by: Actor) -> Arrears:
    """What contract and file leave owed to the union's workers, employer by employer.

    A group of fewer workers than policy allows is told only together with other small ones.
    """
    least = parties.policy(LEAST, today())
    rows = (
        months.counting(rules.rows(WageFinding, by).filter(check_id=WHOLE, owed_minor__gt=0))
        .order_by()
        .values("contract__employer", "contract__employer__name", "currency")
        .annotate(
            workers=Count("contract__worker", distinct=True),
            times=Count("id"),
            first=Min("month"),
            last=Max("month"),
            owed=Sum("owed_minor"),
        )
    )
    found = [
        Group(
            employer=row["contract__employer__name"],
            workers=row["workers"],
            months=row["times"],
            first=row["first"],
            last=row["last"],
            owed=Money(row["owed"], row["currency"]),
        )
        for row in rows
    ]
    told, held = _told(found, least)
    mandates = rules.rows(Contract, by).values("worker").distinct().count()
    return Arrears(least, mandates, tuple(told), held)


def _told(groups: list[Group], least: int) -> tuple[list[Group], bool]:
    """Large groups by name, small ones of a currency as one where they are enough together."""
    large = [one for one in groups if one.workers >= least]
    held = False
    for code in sorted({one.owed.currency for one in groups}):
        small = [one for one in groups if one.workers < least and one.owed.currency == code]
        together = _together(small)
        # One employer alone behind “several” would be named by whoever knows the union's cases.
        if together is not None and together.workers >= least and len(small) > 1:
            large.append(together)
        elif small:
            held = True
    return sorted(large, key=lambda one: (-one.owed.minor, one.employer)), held


def _together(small: Iterable[Group]) -> Group | None:
    listed = list(small)
    if not listed:
        return None
    return Group(
        employer="",
        workers=sum(one.workers for one in listed),
        months=sum(one.months for one in listed),
        first=min(one.first for one in listed),
        last=max(one.last for one in listed),
        owed=Money(sum(one.owed.minor for one in listed), listed[0].owed.currency),
    )
