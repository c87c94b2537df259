"""Which establishments have news that their standing does not know yet."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from ulid import ULID

from corridor.cycle.contracts.models import Contract, Registration
from corridor.cycle.employment.models import AbsenceReport, WageFileUpload
from corridor.cycle.employment.months import WAGE_STATES
from corridor.cycle.employment.queries.months import newest
from corridor.governance.inspection.models import Standing, StandingMonth
from corridor.platform.people.models import Organisation

_WINDOW = 15 * 60  # seconds; a transaction that took longer is found by the daily look


def recent(limit: int) -> list[str]:
    """Establishments with a file, a report or a registration of the last minutes, few look-ups.

    Identifiers order by time, so only the end of each table is read.
    """
    since = str(ULID.from_timestamp(time.time() - _WINDOW))
    uploads = WageFileUpload.objects.filter(pk__gt=since)
    found = list(_unknown_files(uploads)[:limit])
    found += _newer(AbsenceReport.objects.filter(pk__gt=since), "contract__employer")[:limit]
    registered = Registration.objects.filter(pk__gt=since)
    found += _newer(registered, "version__contract__employer")[:limit]
    return sorted(set(found))[:limit]


def _unknown_files(uploads: QuerySet[WageFileUpload]) -> Any:
    """Employers of newest files that no month was made of."""
    made = StandingMonth.objects.filter(employer=OuterRef("employer"), upload=OuterRef("pk"))
    return (
        newest(uploads)
        .filter(~Exists(made))
        .order_by()
        .values_list("employer", flat=True)
        .distinct()
    )


def _newer(rows: Any, path: str) -> list[str]:
    """Employers whose standing was computed before the row was made, or never."""
    known = Standing.objects.filter(employer=OuterRef(path), seen__gte=OuterRef("pk"))
    return list(rows.filter(~Exists(known)).order_by().values_list(path, flat=True).distinct())


def every(on: date) -> list[str]:
    """All establishments to compute again: missed news, a risen ladder, no standing yet."""
    risen = Standing.objects.filter(Q(rises_on__lte=on)).values_list("employer", flat=True)
    none = Organisation.objects.filter(
        Exists(Contract.objects.filter(employer=OuterRef("pk"), state__in=WAGE_STATES)),
        standing=None,
    ).values_list("pk", flat=True)
    reports = _newer(AbsenceReport.objects.all(), "contract__employer")
    contested = AbsenceReport.objects.filter(contested_on__gte=on).values_list(
        "contract__employer", flat=True
    )
    files = _unknown_files(WageFileUpload.objects.all())
    found: Iterable[str] = [*risen, *none, *reports, *contested, *files]
    return sorted(set(map(str, found)))


def all_sites(country: str = "") -> list[str]:
    """Every establishment (of a country) with a wage file, a contract or a standing."""
    contracts = Contract.objects.filter(state__in=WAGE_STATES).order_by()
    found: set[str] = set()
    for rows in (contracts, WageFileUpload.objects.order_by(), Standing.objects.order_by()):
        mine = rows.filter(employer__country=country) if country else rows
        found |= set(mine.values_list("employer", flat=True).distinct())
    return sorted(found)


def countries_of(employers: Sequence[str]) -> list[str]:
    """The countries of these establishments."""
    rows = Organisation.objects.filter(pk__in=employers).order_by()
    return sorted(set(rows.values_list("country", flat=True).distinct()))


def countries() -> list[str]:
    """Countries with any standing."""
    return sorted(set(Standing.objects.order_by().values_list("country", flat=True).distinct()))
