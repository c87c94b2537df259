"""Every day: months whose last lawful day passed without a wage file, and files nobody took."""

from __future__ import annotations

from datetime import date, timedelta

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
    """Note the missing files of the months that are over; returns how many. Twice: nothing new."""
    noted = 0
    for employer, first in _employers().items():
        for month in _open_months(employer, first):
            try:
                note_missing_file(by=SYSTEM, employer=employer, month=month)
                noted += 1
            except (Conflict, NotFound, NotYet):
                continue  # a file is there, nobody had to file, or there is still time
    return noted


def _employers() -> dict[str, date]:
    """Employers with a filing duty, each with the first day any of its contracts began."""
    found: dict[str, date] = {}
    rows = Contract.objects.filter(state__in=WAGE_STATES).exclude(starts=None)
    for contract in rows.only("employer", "corridor", "regime", "starts").iterator():
        if contract.starts is not None and has_filing_duty(contract):
            employer = str(contract.employer_id)
            found[employer] = min(found.get(employer, contract.starts), contract.starts)
    return found


def _open_months(employer: str, first: date) -> list[str]:
    """Months since ``first`` (two years at most) for which neither file nor note exists."""
    there = set(WageFileUpload.objects.filter(employer=employer).values_list("month", flat=True))
    month = max(first.replace(day=1), add_months(today().replace(day=1), -_MONTHS_BACK))
    found = []
    while month < today().replace(day=1):
        text = month_text(Period(month, add_months(month, 1)))
        if text not in there:
            found.append(text)
        month = add_months(month, 1)
    return found


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
