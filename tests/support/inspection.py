"""Establishments that owe wages, and the inspectorate that acts on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tests.support import employment as work
from tests.support import people
from tests.support.clock import Clock
from tests.support.employment import Job

from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.models import WageFileUpload, WageFinding
from corridor.engines.days import EPOCH
from corridor.governance.inspection import actions
from corridor.governance.inspection.models import Evidence, Order, Standing
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.people.models import Organisation

MARCH, PAID = "2026-03", date(2026, 4, 3)
DAY = date(2026, 4, 9)
FIGURES = {"due_minor": 120_000, "paid_minor": 83_000, "still_owed_minor": 37_000, "late": 2}


def refreshed(*sites: Organisation | str) -> list[Standing]:
    """The standings of these establishments, computed as the job does."""
    ids = [one if isinstance(one, str) else str(one.pk) for one in sites]
    actions.refresh(by=SYSTEM, employers=ids)
    return list(Standing.objects.filter(employer__in=ids).order_by("employer"))


def owing(
    clock: Clock, size: int = 3, amount: str = "830.00", *, jobs: list[Job] | None = None
) -> list[Job]:
    """Workers of one employer, each paid ``amount`` instead of 1,200 in March; refreshed.

    ``jobs`` are workers who have arrived already; without them ``size`` new ones do.
    """
    jobs = jobs or work.crew(clock, size)
    clock.set(DAY)
    work.paid(jobs, MARCH, amount, paid_on=PAID)
    refreshed(jobs[0].employer)
    return jobs


def inspector(country: str = "QAT") -> Actor:
    """An inspector of a country."""
    return people.actor(Role.INSPECTOR, country)


def ordered(jobs: list[Job], by: Actor, **given: Any) -> Order:
    """An order to pay within a fortnight."""
    return actions.order(
        by=by,
        employer=str(jobs[0].employer.pk),
        **{"deadline": DAY + timedelta(days=14), "reason": "March came short.", **given},
    )


def evidence(jobs: list[Job], order: Order, amount: str = "1110.00", **given: Any) -> Evidence:
    """The employer says that it paid everybody the rest."""
    return actions.bring_evidence(
        by=jobs[0].who.employer,
        order=order.id,
        **{
            "amount": amount,
            "workers": len(jobs),
            "paid_on": DAY,
            "reference": "QNB 4711",
            **given,
        },
    )


def month_of(
    site: Organisation,
    contracts: Iterable[Contract],
    month: str = MARCH,
    *,
    due: date = date(2026, 4, 1),
    owed: int = 37_000,
    currency: str = "QAR",
    ghosts: int = 0,
    uploaded: date = PAID,
) -> WageFileUpload:
    """A wage month on record, written without reading a file: for countries without a corridor."""
    upload = WageFileUpload.objects.create(
        employer=site, month=month, version=1, format="csv", digest="0" * 64, records=1,
        total_minor=83_000, currency=currency, uploaded_on=uploaded,
    )  # fmt: skip
    figures = {**FIGURES, "still_owed_minor": owed, "due_day": (due - EPOCH).days}
    for contract in contracts:
        WageFinding.objects.create(
            upload=upload, contract=contract, month=month, check_id="wage",
            verdict="breach" if owed else "ok", owed_minor=owed, currency=currency,
            finding=figures if owed else {**figures, "late": 0, "paid_minor": 120_000},
        )  # fmt: skip
    for _ in range(ghosts):
        WageFinding.objects.create(
            upload=upload, contract=None, month=month, check_id="ghost", verdict="unknown",
            currency=currency, finding={},
        )  # fmt: skip
    return upload
