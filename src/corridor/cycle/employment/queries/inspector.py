"""What an inspector reads: establishments by money owed, from contract and file only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Sum

from corridor.core.money import Money
from corridor.cycle.employment.models import AbsenceReport, WageFileUpload, WageFinding
from corridor.cycle.employment.queries import months
from corridor.cycle.employment.queries.months import WHOLE
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.people.models import Organisation

FEW = 3
"""With fewer workers concerned a visit for cause would point at them: it is listed as routine."""


@dataclass(frozen=True)
class Establishment:
    """An employer with wages owed in one currency. ``repeated``: in more than one month.

    ``visit`` is ``routine`` where fewer than three workers are concerned, else ``wages``.
    """

    employer: str
    name: str
    owed: Money
    workers: int
    months: int
    last_month: str
    without_file: int
    repeated: bool
    visit: str


def establishments(by: Actor, *, limit: int = 100) -> list[Establishment]:
    """Employers of the inspector's country, the most owed first."""
    owed = months.counting(rules.rows(WageFinding, by)).filter(check_id=WHOLE, owed_minor__gt=0)
    rows = (
        owed.order_by()
        .values("upload__employer", "upload__employer__name", "currency")
        .annotate(
            owed=Sum("owed_minor"),
            workers=Count("contract__worker", distinct=True),
            months=Count("month", distinct=True),
            last_month=Max("month"),
        )
        .order_by("-owed", "upload__employer")[:limit]
    )
    silent = {
        row["employer"]: row["n"]
        for row in months.newest(rules.rows(WageFileUpload, by))
        .filter(version=0)
        .order_by()
        .values("employer")
        .annotate(n=Count("id"))
    }
    return [
        Establishment(
            employer=row["upload__employer"],
            name=row["upload__employer__name"],
            owed=Money(row["owed"], row["currency"]),
            workers=row["workers"],
            months=row["months"],
            last_month=row["last_month"],
            without_file=silent.get(row["upload__employer"], 0),
            repeated=row["months"] > 1,
            visit="routine" if row["workers"] < FEW else "wages",
        )
        for row in rows
    ]


@dataclass(frozen=True)
class OwedMonth:
    """A contract's month with something owed or in doubt; workers stand by contract number."""

    contract: str
    month: str
    verdict: str
    owed: Money
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class EstablishmentPage:
    """One employer: files, months with breaches or doubts, lines without a contract, claims."""

    employer: Organisation
    visit: str
    uploads: tuple[WageFileUpload, ...]
    months: tuple[OwedMonth, ...]
    findings: tuple[WageFinding, ...]
    strangers: int
    absence_reports: tuple[AbsenceReport, ...]


def establishment(employer: str, by: Actor, *, limit: int = 200) -> EstablishmentPage:
    """The page of one employer. Raises ``NotFound`` outside the inspector's country."""
    found = rules.get(Organisation, employer, by)
    findings = months.counting(rules.rows(WageFinding, by).filter(upload__employer=found))
    wholes = list(
        findings.filter(check_id=WHOLE)
        .exclude(verdict="ok")
        .order_by("-owed_minor", "-month", "id")[:limit]
    )
    details = findings.exclude(check_id=WHOLE).exclude(contract=None).order_by("-month", "id")
    concerned = (
        findings.filter(check_id=WHOLE, owed_minor__gt=0)
        .order_by()
        .aggregate(n=Count("contract__worker", distinct=True))["n"]
    )
    uploads = rules.rows(WageFileUpload, by).filter(employer=found).order_by("-month", "-version")
    reports = rules.rows(AbsenceReport, by).filter(contract__employer=found).order_by("-id")
    return EstablishmentPage(
        employer=found,
        visit="routine" if concerned < FEW else "wages",
        uploads=tuple(uploads[:60]),
        months=tuple(
            OwedMonth(
                contract=str(row.contract_id),
                month=row.month,
                verdict=row.verdict,
                owed=Money(row.owed_minor, row.currency),
                figures=row.finding,
            )
            for row in wholes
        ),
        findings=tuple(details[:limit]),
        strangers=findings.filter(contract=None).count(),
        absence_reports=tuple(reports[:limit]),
    )
