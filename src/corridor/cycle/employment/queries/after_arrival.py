"""What origin's officers read of cleared workers after arrival: counts, bounds, who to ask about.

The counts are made every day by a job and read here as they stand, so that a page costs the same
for a hundred workers and for a million. Wages and answers are not touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from corridor.core.money import Money
from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract, EmployerChange
from corridor.cycle.corridors.parties import policy
from corridor.cycle.departure.models import Clearance
from corridor.cycle.employment.arrivals import LEAST, SHARE, WITHIN, newest_day
from corridor.cycle.employment.models import EmployerArrivals
from corridor.cycle.employment.queries.origin import Total
from corridor.engines import law
from corridor.engines.arrivals import Interval, Step, interval, median
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor

Only = Literal["", "flagged", "never_paid", "not_seen"]
ONLY: Mapping[str, Q] = {
    "flagged": Q(concern__gt=0),
    "never_paid": Q(never_paid__gt=0),
    "not_seen": Q(not_seen__gt=0),
}
_OVER = (Contract.State.ENDED, Contract.State.DECLINED, Contract.State.LAPSED)


@dataclass(frozen=True)
class Standard:
    """What the counts are held against; the numbers are this node's policy."""

    within: int
    least: int
    share: int


@dataclass(frozen=True)
class Arrivals:
    """The counts of a corridor or of one employer, with what follows from them."""

    row: EmployerArrivals
    standard: Standard

    @cached_property
    def steps(self) -> list[Step]:
        """The curve to a first wage, as it was computed when the workers were counted."""
        return [Step(*one) for one in self.row.curve]

    @property
    def median(self) -> int | None:
        """Days by which half had a first wage."""
        return median(self.steps)

    @property
    def paid_share(self) -> Interval | None:
        """With a first wage in time, of those watched; None with fewer than policy asks for."""
        return self._share(self.row.in_time, self.row.watched)

    @property
    def came_share(self) -> Interval | None:
        """Arrived in time, of those cleared long enough ago; None with too few."""
        return self._share(self.row.came, self.row.due)

    @property
    def totals(self) -> list[Total]:
        """Wages by month, the newest first, as they were on record when they were counted."""
        return [
            Total(
                self.row.corridor, month, code, workers, affected,
                None if owed is None else Money(owed, code),
            )
            for month, code, workers, affected, owed in self.row.totals
        ]  # fmt: skip

    @property
    def flags(self) -> list[tuple[str, bool]]:
        """Name and whether the figures are sure, the gravest first."""
        return [(one["name"], one["sure"]) for one in self.row.flags]

    def _share(self, hits: int, of: int) -> Interval | None:
        return interval(hits, of) if of >= self.standard.least else None


@dataclass(frozen=True)
class Ranked:
    """Some employers of a corridor, those worth a question first. ``more``: there are others."""

    rows: tuple[Arrivals, ...]
    more: bool


def corridors(by: Actor) -> list[Arrivals]:
    """The officer's corridors as wholes, in the order of the law book."""
    found = {row.corridor: row for row in rules.rows(EmployerArrivals, by).filter(employer=None)}
    known = [found[one.id] for one in law.book().corridors() if one.id in found]
    return [Arrivals(row, standard(row.counted_on)) for row in known]


def employers(
    by: Actor, corridor: str, *, only: str = "", name: str = "", first: int = 0, limit: int = 25
) -> Ranked:
    """Employers of a corridor: flagged ones first, then by workers without a wage.

    ``only`` is one of ``ONLY`` or empty, ``name`` a part of the employer's name or its number.
    """
    rows = rules.rows(EmployerArrivals, by).filter(corridor=corridor).exclude(employer=None)
    if only:
        rows = rows.filter(ONLY[only])
    if name:
        named = Q(employer__name__icontains=name) | Q(employer__registration_number=name)
        rows = rows.filter(named)
    ordered = rows.select_related("employer").defer("curve")
    ordered = ordered.order_by("-concern", "-never_paid", "-cleared", "id")
    found = list(ordered[first : first + limit + 1])
    held = standard(found[0].counted_on) if found else Standard(0, 0, 0)
    return Ranked(tuple(Arrivals(row, held) for row in found[:limit]), len(found) > limit)


def employer(by: Actor, corridor: str, employer_id: str) -> Arrivals:
    """One employer's counts. Raises ``NotFound``, also for another state's corridor."""
    rows = rules.rows(EmployerArrivals, by).filter(corridor=corridor, employer=employer_id)
    row = rows.select_related("employer").first()
    if row is None:
        raise NotFound(
            "employment.no_arrivals",
            sentence(N_("Nobody was cleared for this employer on this corridor.")),
            remedy=sentence(N_("Open the list of employers after arrival.")),
        )
    return Arrivals(row, standard(row.counted_on))


def standard(on: date) -> Standard:
    """What policy says about watching arrivals on a day."""
    return Standard(policy(WITHIN, on), policy(LEAST, on), policy(SHARE, on))


@dataclass(frozen=True)
class Asked:
    """A case to ask about: since when nothing is on record. Its wages are not shown here."""

    contract: Contract
    since: date


def cases(by: Actor, found: Arrivals, kind: str, *, limit: int = 50) -> list[Asked]:
    """The officer's cases behind ``never_paid`` or ``not_seen``, the longest waiting first."""
    corridor, row = found.row.corridor, found.row
    duty = [one for one, rule in law.book().corridor(corridor).wage_file.items() if rule.duty]
    cleared = Q(clearances__state=Clearance.State.CLEARED)
    moved = EmployerChange.objects.filter(
        contract=OuterRef("pk"), state=EmployerChange.State.RELEASED
    )
    still = (
        rules.rows(Contract, by)
        .filter(~Exists(moved), corridor=corridor, employer=row.employer_id)
        .exclude(state__in=_OVER)
        .annotate(
            # A join, not a sub-look-up: that one would walk over every cleared worker there is.
            cleared_on=Max("clearances__decided_on", filter=cleared),
            arrived_on=Subquery(newest_day("arrived", "pk")),
            wage_on=Subquery(newest_day("first_wage", "pk")),
        )
    )
    still = still.exclude(cleared_on=None)
    last = row.counted_on - timedelta(days=found.standard.within)
    if kind == "never_paid":
        waiting = still.filter(arrived_on__lte=last, wage_on=None, regime__in=duty)
        return _asked(waiting, "arrived_on", limit)
    return _asked(still.filter(arrived_on=None, cleared_on__lte=last), "cleared_on", limit)


def _asked(rows: QuerySet[Contract], since: str, limit: int) -> list[Asked]:
    listed = rows.select_related("worker").order_by(since, "id")[:limit]
    return [Asked(one, getattr(one, since)) for one in listed]
