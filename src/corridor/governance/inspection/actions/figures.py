"""Counting a country: what all of it owes, and its months for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Q, Sum

from corridor.cycle.corridors.parties import policy
from corridor.engines import law
from corridor.governance.inspection.models import Nation, NationMonth, Standing, StandingMonth
from corridor.platform.access.actor import Actor
from corridor.platform.access.acts import act
from corridor.platform.clock.queries import now, today

LEAST = "OC.inspection.public_least"
_MONTHS = 24
_MOST_SECTORS = 100


@act("inspection.count_nation", roles=())
def count_nation(*, by: Actor, country: str, months: bool = True) -> Nation:
    """Count one country again; what would tell about few people is not stored for everybody.

    Without ``months`` only the head of the inspectorate's list: a look at those who owe.
    """
    book = law.book().jurisdiction(country)
    if months:
        _months(country, book.currency)
    sums = Standing.objects.filter(country=country, listed=True).aggregate(
        owed=Sum("owed_minor"),
        establishments=Count("id", filter=Q(workers__gt=0)),
        workers=Sum("workers"),
        routine=Count("id", filter=Q(few=True)),
    )
    nation, _ = Nation.objects.update_or_create(
        country=country,
        defaults={
            "currency": book.currency,
            "owed_minor": sums["owed"] or 0,
            "establishments": sums["establishments"],
            "workers": sums["workers"] or 0,
            "routine": sums["routine"],
            "sectors": _sectors(country),
            "counted_at": now(),
        },
    )
    return nation


def _sectors(country: str) -> list[str]:
    listed = Standing.objects.filter(country=country, listed=True).exclude(sector="").order_by()
    return sorted(listed.values_list("sector", flat=True).distinct()[:_MOST_SECTORS])


def _months(country: str, currency: str) -> None:
    on = today(law.book().jurisdiction(country).time_zone)
    least = policy(LEAST, on)
    rows = (
        StandingMonth.objects.filter(country=country)
        .order_by()
        .values("month")
        .annotate(
            establishments=Count("id"),
            without_file=Count("id", filter=Q(version=0)),
            contracts=Sum("contracts"),
            in_time=Sum("in_time"),
            late=Sum("late"),
            unknown=Sum("unknown"),
            workers_owed=Sum("workers"),
            owed=Sum(F("owed_minor") - F("settled_minor"), filter=Q(currency=currency)),
        )
        .order_by("-month")[:_MONTHS]
    )
    NationMonth.objects.filter(country=country).delete()
    NationMonth.objects.bulk_create(
        NationMonth(
            country=country,
            month=row["month"],
            currency=currency,
            counted_on=on,
            **held_back(row, least),
        )
        for row in rows
    )


def held_back(row: Mapping[str, Any], least: int) -> dict[str, Any]:
    """The figures of a month that may be told: no part of fewer than ``least`` people.

    Nor the rest of one: where so few were not paid in time, the share paid in time is not told
    either. Establishments are counted only where as many have filed.
    """
    contracts = row["contracts"] or 0
    if contracts < least:
        return {}
    told: dict[str, Any] = {"contracts": contracts}
    if row["establishments"] >= least:
        told["establishments"] = row["establishments"]
        silent = row["without_file"]
        if silent == 0 or least <= silent <= row["establishments"] - least:
            told["without_file"] = silent
    for name in ("in_time", "late", "unknown", "workers_owed"):
        part = row[name] or 0
        if part == 0 or (least <= part and (contracts - part == 0 or contracts - part >= least)):
            told[name] = part
    if told.get("workers_owed") is not None:
        told["owed_minor"] = row["owed"] or 0
    # From two parts and the whole the third could be read.
    if len({"in_time", "late", "unknown"} - told.keys()) == 1:
        for name in ("in_time", "late", "unknown"):
            told.pop(name, None)
    return told
