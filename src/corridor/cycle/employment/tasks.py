"""Every day: months whose last lawful day passed without a wage file, and files nobody took."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Min

from corridor.core.periods import Period, add_months
from corridor.core.problems import Conflict, NotFound, NotYet
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors.parties import policy
from corridor.cycle.employment.actions import discard_staged, note_arrivals, note_missing_file
from corridor.cycle.employment.arrivals import count
from corridor.cycle.employment.models import WageFileUpload
from corridor.cycle.employment.months import WAGE_STATES, has_filing_duty, month_text
from corridor.engines import law
from corridor.platform.access.actor import SYSTEM
from corridor.platform.clock import queries as clock
from corridor.platform.clock.queries import today
from corridor.platform.jobs.declared import daily, job

_MONTHS_BACK = 24
STAGED_DAYS = "OC.wages.staged_days"


@job()
def note_missing_files(day: str) -> int:
    """Note the missing files of the months that are over; returns how many. Twice: nothing new.

    One look-up a month tells who has filed it, whatever the number of employers.
    """
    noted, employers = 0, _employers()
    for month in _months_over():
        for employer in _without_file(employers, month):
            try:
                note_missing_file(by=SYSTEM, employer=employer, month=month_text(month))
                noted += 1
            except (Conflict, NotFound, NotYet):
                continue  # a file is there, nobody had to file, or there is still time
    return noted


def _employers() -> dict[str, date]:
    """Employers with a filing duty, each with the first day any of its contracts began."""
    found: dict[str, date] = {}
    kinds = (
        Contract.objects.filter(state__in=WAGE_STATES)
        .exclude(starts=None)
        .order_by()
        .values_list("employer", "corridor", "regime")
        .annotate(first=Min("starts"))
    )
    for employer, corridor, regime, first in kinds.iterator():
        if has_filing_duty(Contract(corridor=corridor, regime=regime)):
            found[employer] = min(found.get(employer, first), first)
    return found


def _months_over() -> list[Period]:
    """The months of the last two years that are over, the oldest first."""
    now = today().replace(day=1)
    starts = [add_months(now, -back) for back in range(_MONTHS_BACK, 0, -1)]
    return [Period(start, add_months(start, 1)) for start in starts]


def _without_file(employers: Mapping[str, date], month: Period) -> list[str]:
    """Employers who had somebody at work by the month's end, and neither file nor note of it."""
    rows = WageFileUpload.objects.filter(month=month_text(month)).order_by()
    there = set(rows.values_list("employer", flat=True).distinct())
    end = month.end or month.start
    return [one for one, first in employers.items() if first < end and one not in there]


@job()
def discard_staged_files(day: str) -> int:
    """Forget wage files that waited too long to be put on record; returns how many."""
    days = policy(STAGED_DAYS, today())
    return discard_staged(by=SYSTEM, before=clock.now() - timedelta(days=days))


@job(atomic=False, longest=timedelta(hours=1))
def count_arrivals(day: str) -> int:
    """Count anew what became of every corridor's cleared workers; returns how many employers.

    The counting itself holds no lock. Twice: the same counts.
    """
    return sum(
        note_arrivals(by=SYSTEM, counted=count(one.id, today(_zone(one.origin))))
        for one in law.book().corridors()
    )


def _zone(country: str) -> str:
    return str(law.book().jurisdiction(country).time_zone)


daily("employment.note_missing_files", note_missing_files)
daily("employment.discard_staged_files", discard_staged_files)
daily("employment.count_arrivals", count_arrivals)
