"""Making the running totals again from the findings on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from corridor.core.periods import add_months
from corridor.cycle.employment.queries.inspector import FEW
from corridor.engines import law
from corridor.governance.inspection import sums
from corridor.governance.inspection.actions.shared import SITES
from corridor.governance.inspection.ladder import Climb, climbs
from corridor.governance.inspection.models import Standing, StandingMonth, StandingWord
from corridor.governance.inspection.names import words
from corridor.governance.inspection.sums import Sums
from corridor.platform.access.actor import Actor
from corridor.platform.access.acts import act
from corridor.platform.clock.queries import today
from corridor.platform.people.models import Organisation
from corridor.platform.records import new_id

_BATCH = 500


@act("inspection.refresh", roles=())
def refresh(*, by: Actor, employers: list[str]) -> int:
    """Compute the standing of these establishments again; how many there are.

    Whatever was there is replaced. What is owed is read from the newest file of each month.
    """
    done = 0
    for first in range(0, len(employers), _BATCH):
        done += _some(employers[first : first + _BATCH])
    return done


def _some(ids: Sequence[str]) -> int:
    stamp = new_id()
    sites = Organisation.objects.select_for_update().filter(pk__in=ids, kind__in=SITES)
    rows = list(sites.order_by("pk"))
    places = {str(one.pk): one.country for one in rows}
    found = sums.of(list(places), places)
    months = [row for one in rows for row in _months(one, found[str(one.pk)])]
    StandingMonth.objects.filter(employer__in=list(places)).delete()
    StandingMonth.objects.bulk_create(months, batch_size=_BATCH)
    by_employer: dict[str, list[StandingMonth]] = {}
    for month in months:
        by_employer.setdefault(str(month.employer_id), []).append(month)
    _store(
        [
            _standing(one, by_employer.get(str(one.pk), []), found[str(one.pk)], stamp)
            for one in rows
        ]
    )
    return len(rows)


def _months(site: Organisation, known: Sums) -> list[StandingMonth]:
    """One row a month, in the country's currency where several were paid."""
    main = law.book().jurisdiction(site.country).currency
    chosen: dict[str, Mapping[str, Any]] = {}
    for row in known.months:
        before = chosen.get(row["of_month"])
        if before is None or row["currency"] == main:
            chosen[row["of_month"]] = row
    return [_month(site, row, known) for row in chosen.values()]


def _month(site: Organisation, row: Mapping[str, Any], known: Sums) -> StandingMonth:
    month = row["of_month"]
    owed = row["owed"] or 0
    settled = min(known.settled.get(month, 0), owed)
    return StandingMonth(
        employer=site,
        country=site.country,
        month=month,
        upload=row["upload_id_"],
        version=row["version"],
        uploaded_on=row["uploaded_on"],
        currency=row["currency"],
        due_minor=row["due"] or 0,
        paid_minor=row["paid"] or 0,
        owed_minor=owed,
        settled_minor=settled,
        late_on=known.late_on.get(month) if owed > settled else None,
        **{name: row[name] for name in _COUNTS},
    )


_COUNTS = ("contracts", "workers", "in_time", "late", "breaches", "unknown", "ghosts")


def _standing(site: Organisation, months: list[StandingMonth], known: Sums, stamp: str) -> Standing:
    """The running total. Figures about fewer than three workers are held back."""
    book = law.book().jurisdiction(site.country)
    owing = [one for one in months if one.open_minor]
    on = today(book.time_zone)
    late = {one.month: one.late_on for one in owing if one.late_on is not None}
    profile = known.profile
    climbed = climbs(
        site.country, late, known.steps, on, size=site.headcount, regime=profile.regime
    )
    workers = known.workers if owing else 0
    few = 0 < workers < FEW
    row = Standing(
        employer=site,
        country=site.country,
        name=site.name,
        number=site.registration_number,
        kind=site.kind,
        headcount=site.headcount,
        sector=profile.sector,
        regime=profile.regime,
        place=profile.place,
        not_covered=profile.uncovered,
        currency=book.currency,
        last_month=max((one.month for one in months), default=""),
        silent=sum(one.version == 0 for one in months),
        ghosts=sum(one.ghosts for one in months),
        few=few,
        seen=stamp,
        **_due(climbed),
    )
    # counted again on that day: a month that was not due yet may be short from then on
    row.rises_on = min((day for day in (row.rises_on, known.turns_on) if day), default=None)
    row.listed = bool(owing or row.silent or row.ghosts)
    if not few:
        _figures(row, owing, months, workers, on, climbed)
    return row


def _figures(
    row: Standing,
    owing: list[StandingMonth],
    months: list[StandingMonth],
    workers: int,
    on: date,
    climbed: list[Climb],
) -> None:
    for one in owing:
        if one.currency == row.currency:
            row.owed_minor += one.open_minor
        else:
            row.others[one.currency] = row.others.get(one.currency, 0) + one.open_minor
    year = f"{add_months(on.replace(day=1), -12):%Y-%m}"
    row.workers = workers
    row.months = len(owing)
    row.repeats = sum(1 for one in months if one.late and one.month >= year)
    row.breaches = sum(one.breaches for one in months)
    row.unknown = sum(one.unknown for one in months)
    row.late_since = min((one.due for one in climbed), default=None)
    row.stage = max((one.stage for one in climbed), default=0)


def _due(climbed: list[Climb]) -> dict[str, Any]:
    """The first step nobody has taken, and the day on which the stage rises by itself."""
    open_ = [(one.open[0], one.month) for one in climbed if one.open]
    rises = min((one.rises_on for one in climbed if one.rises_on), default=None)
    if not open_:
        return {"rises_on": rises}
    rung, month = min(open_, key=lambda pair: (pair[0].on, pair[1]))
    return {
        "next_on": rung.on,
        "next_month": month,
        "next_step": rung.consequence[:200],
        "rises_on": rises,
    }


def _store(rows: list[Standing]) -> None:
    """Replace the rows; an establishment keeps the identifier it had."""
    known = dict(
        Standing.objects.filter(employer__in=[one.employer_id for one in rows]).values_list(
            "employer", "id"
        )
    )
    for row in rows:
        row.id = known.get(row.employer_id, row.id)
    kept = {"id", "created_at", "home_node", "employer"}
    Standing.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["employer"],
        update_fields=[one.name for one in Standing._meta.concrete_fields if one.name not in kept],
    )
    _words(rows)


def _words(rows: list[Standing]) -> None:
    StandingWord.objects.filter(standing__in=[row.id for row in rows]).delete()
    StandingWord.objects.bulk_create(
        (
            StandingWord(standing=row, country=row.country, word=word)
            for row in rows
            for word in words(f"{row.name} {row.place}")
        ),
        batch_size=_BATCH,
    )
