"""Keeping the totals true: seconds after a wage file comes, and once a day for everything."""

from __future__ import annotations

from datetime import timedelta

from corridor.governance.inspection import actions
from corridor.governance.inspection.queries import stale
from corridor.platform.access.actor import SYSTEM
from corridor.platform.clock.queries import today
from corridor.platform.jobs.actions import enqueue
from corridor.platform.jobs.declared import chore, daily, job
from corridor.platform.jobs.queries import is_due

_BATCH = 200
_PACE = {"pause": timedelta(0), "after_failure": timedelta(minutes=10)}
_COLLECTED = timedelta(seconds=20)  # news of that long are counted together


@chore
def notice_what_came() -> None:
    """Establishments about which something new came are computed again within seconds."""
    found = stale.recent(_BATCH)
    if found and is_due(refresh_some, found, **_PACE):
        enqueue(refresh_some, found)


@job()
def refresh_some(employers: list[str]) -> int:
    """Compute some establishments again, and their countries where that was a while ago."""
    done = actions.refresh(by=SYSTEM, employers=employers)
    for country in stale.countries_of(employers):
        if is_due(count_country, country, False, **_PACE):
            enqueue(count_country, country, False, after=_COLLECTED)
    return done


@job(longest=timedelta(minutes=30))
def count_country(country: str, months: bool) -> bool:
    """Count one country again, its months once a day only: they are millions of rows."""
    return actions.count_nation(by=SYSTEM, country=country, months=months) is not None


@job()
def keep_true(day: str) -> int:
    """Every day: what was missed, and every establishment whose ladder rises today."""
    found = stale.every(today())
    for first in range(0, len(found), _BATCH):
        enqueue(refresh_some, found[first : first + _BATCH])
    for country in stale.countries():
        enqueue(count_country, country, True)
    return len(found)


daily("inspection.keep_true", keep_true)
