"""What an inspector reads: establishments by money owed, from contract and file only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, Max, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from corridor.core.money import Money
from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.cycle.employment.models import AbsenceReport, WageFileUpload, WageFinding
from corridor.cycle.employment.queries import months
from corridor.cycle.employment.queries.months import WHOLE
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.people.models import Organisation

FEW = 3
"""With fewer workers concerned a visit for cause would point at them: it is listed as routine."""

ROUTINE, FOR_WAGES = "routine", "wages"
_SITES = frozenset({Organisation.Kind.EMPLOYER, Organisation.Kind.HOUSEHOLD})
_OWED = Q(check_id=WHOLE, owed_minor__gt=0)


@dataclass(frozen=True)
class Establishment:
    """An employer with wages owed in one currency. ``repeated``: in more than one month.

    ``visit`` is ``routine`` where fewer than three workers are concerned, else ``wages``.
    ``strangers`` counts lines of its files for which no contract is on record.
    """

    employer: str
    name: str
    owed: Money
    workers: int
    months: int
    last_month: str
    without_file: int
    strangers: int
    repeated: bool
    visit: str


@dataclass(frozen=True)
class Ranking:
    """The establishments of one page, and what all of them together come to.

    ``total`` counts establishments that fit the filters; ``owed`` sums them by currency.
    """

    rows: tuple[Establishment, ...]
    total: int
    owed: tuple[Money, ...]


def establishments(
    by: Actor,
    *,
    text: str = "",
    month: str = "",
    visit: str = "",
    repeated: bool = False,
    silent: bool = False,
    strangers: bool = False,
    first: int = 0,
    limit: int = 50,
) -> Ranking:
    """Employers of the inspector's country, the most owed first.

    ``month`` (YYYY-MM) counts that month alone; ``repeated`` keeps debts of several months,
    ``silent`` employers with a month without any file, ``strangers`` those who paid people
    without a contract on record; ``visit`` is ``routine`` or ``wages``.
    """
    missing = _without_file(by)
    grouped = _grouped(by, text, month)
    if visit == ROUTINE:
        grouped = grouped.filter(workers__lt=FEW)
    if visit == FOR_WAGES:
        grouped = grouped.filter(workers__gte=FEW)
    if repeated:
        grouped = grouped.filter(months__gt=1)
    if strangers:
        grouped = grouped.filter(strangers__gt=0)
    if silent:
        grouped = grouped.filter(upload__employer__in=list(missing))
    # Sums need every group; a country has thousands of establishments, not millions.
    found = list(grouped.order_by("-owed", "-strangers", "upload__employer"))
    sums: dict[str, int] = {}
    for row in found:
        sums[row["currency"]] = sums.get(row["currency"], 0) + (row["owed"] or 0)
    return Ranking(
        rows=tuple(_establishment(row, missing) for row in found[first : first + limit]),
        total=len(found),
        owed=tuple(Money(minor, code) for code, minor in sorted(sums.items()) if minor),
    )


def _grouped(by: Actor, text: str, month: str) -> Any:
    """One row of sums for each employer and currency (typed loosely: its columns are sums)."""
    counted: Any = months.counting(rules.rows(WageFinding, by))
    if text.strip():
        asked = text.strip()
        counted = counted.filter(
            Q(upload__employer__name__icontains=asked)
            | Q(upload__employer__registration_number__iexact=asked)
        )
    if month:
        counted = counted.filter(month=month)
    return (
        counted.order_by()
        .values("upload__employer", "upload__employer__name", "currency")
        .annotate(
            owed=Sum("owed_minor", filter=_OWED),
            workers=Count("contract__worker", distinct=True, filter=_OWED),
            months=Count("month", distinct=True, filter=_OWED),
            last_month=Max("month"),
            strangers=Count("id", filter=Q(contract=None)),
        )
        .filter(Q(owed__gt=0) | Q(strangers__gt=0))
    )


def _without_file(by: Actor) -> Mapping[str, int]:
    """Months for which no file had come by the last lawful day, by employer."""
    rows = (
        months.newest(rules.rows(WageFileUpload, by))
        .filter(version=0)
        .order_by()
        .values("employer")
        .annotate(n=Count("id"))
    )
    return {row["employer"]: row["n"] for row in rows}


def _establishment(row: Mapping[str, Any], missing: Mapping[str, int]) -> Establishment:
    return Establishment(
        employer=row["upload__employer"],
        name=row["upload__employer__name"],
        owed=Money(row["owed"] or 0, row["currency"]),
        workers=row["workers"],
        months=row["months"],
        last_month=row["last_month"],
        without_file=missing.get(row["upload__employer"], 0),
        strangers=row["strangers"],
        repeated=row["months"] > 1,
        visit=ROUTINE if row["workers"] < FEW else FOR_WAGES,
    )


@dataclass(frozen=True)
class MonthSum:
    """A month of one employer: what its contracts ask for, what its file says, what is owed.

    ``contracts`` were checked, to ``concerned`` of them something is owed, of ``unknown``
    nobody can tell. ``version`` 0: no file came. ``due`` and ``paid`` sum what is known.
    """

    month: str
    version: int
    uploaded_on: date
    contracts: int
    concerned: int
    unknown: int
    strangers: int
    due: Money
    paid: Money
    owed: Money


@dataclass(frozen=True)
class OwedMonth:
    """A contract's month with something owed or in doubt; workers stand by contract number.

    ``figures`` are the engine's integers, ``findings`` the breaches and doubts as stored.
    """

    contract: str
    month: str
    verdict: str
    owed: Money
    figures: Mapping[str, Any]
    findings: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class EstablishmentPage:
    """One employer: months, contracts with breaches or doubts, and claims of absence.

    ``total`` counts the contracts' months that ``rows`` is a page of.
    """

    employer: Organisation
    visit: str
    months: tuple[MonthSum, ...]
    rows: tuple[OwedMonth, ...]
    total: int
    absence_reports: tuple[AbsenceReport, ...]

    @property
    def strangers(self) -> int:
        """Lines of its newest files for which no contract is on record."""
        return sum(one.strangers for one in self.months)


def establishment(
    employer: str, by: Actor, *, month: str = "", first: int = 0, limit: int = 25
) -> EstablishmentPage:
    """The page of one employer. Raises ``NotFound`` outside the inspector's country."""
    found = rules.get(Organisation, employer, by)
    if found.country != by.country or found.kind not in _SITES:
        raise NotFound(
            "employment.establishment",
            sentence(N_("There is no such establishment here.")),
            remedy=sentence(N_("Choose one from the list.")),
        )
    findings = months.counting(rules.rows(WageFinding, by).filter(upload__employer=found))
    concerned = findings.filter(_OWED).aggregate(n=Count("contract__worker", distinct=True))["n"]
    sums, notable = _months(findings)
    reports = rules.rows(AbsenceReport, by).filter(contract__employer=found).order_by("-id")
    return EstablishmentPage(
        employer=found,
        visit=ROUTINE if concerned < FEW else FOR_WAGES,
        months=sums,
        rows=_rows(findings.filter(month=month) if month else findings, first, limit),
        total=notable.get(month, 0) if month else sum(notable.values()),
        absence_reports=tuple(reports[:100]),
    )


def _months(findings: QuerySet[WageFinding]) -> tuple[tuple[MonthSum, ...], dict[str, int]]:
    """Every month, newest first, and how many contracts in each are not in order."""
    whole = Q(check_id=WHOLE)
    rows = (
        findings.annotate(due_minor=_figure("due_minor"), paid_minor=_figure("paid_minor"))
        .order_by()
        .values("upload__month", "upload__version", "upload__uploaded_on", "upload__currency")
        .annotate(
            contracts=Count("id", filter=whole),
            notable=Count("id", filter=whole & ~Q(verdict="ok")),
            concerned=Count("id", filter=_OWED),
            unknown=Count("id", filter=whole & Q(verdict="unknown")),
            strangers=Count("id", filter=Q(contract=None)),
            due=Sum("due_minor", filter=whole),
            paid=Sum("paid_minor", filter=whole),
            owed=Sum("owed_minor", filter=whole),
        )
        .order_by("-upload__month")
    )
    listed = list(rows)
    return tuple(map(_month_sum, listed)), {row["upload__month"]: row["notable"] for row in listed}


def _figure(name: str) -> Cast:
    return Cast(KeyTextTransform(name, "finding"), BigIntegerField())


def _month_sum(row: Mapping[str, Any]) -> MonthSum:
    def money(name: str) -> Money:
        return Money(row[name] or 0, row["upload__currency"])

    return MonthSum(
        month=row["upload__month"],
        version=row["upload__version"],
        uploaded_on=row["upload__uploaded_on"],
        contracts=row["contracts"],
        concerned=row["concerned"],
        unknown=row["unknown"],
        strangers=row["strangers"],
        due=money("due"),
        paid=money("paid"),
        owed=money("owed"),
    )


def _rows(findings: QuerySet[WageFinding], first: int, limit: int) -> tuple[OwedMonth, ...]:
    wholes = list(
        findings.filter(check_id=WHOLE)
        .exclude(verdict="ok")
        .order_by("-owed_minor", "-month", "id")[first : first + limit]
    )
    details = _details(findings, wholes)
    return tuple(
        OwedMonth(
            contract=str(row.contract_id),
            month=row.month,
            verdict=row.verdict,
            owed=Money(row.owed_minor, row.currency),
            figures=row.finding,
            findings=tuple(details.get((row.contract_id, row.month), ())),
        )
        for row in wholes
    )


def _details(
    findings: QuerySet[WageFinding], wholes: Sequence[WageFinding]
) -> dict[tuple[str | None, str], list[Mapping[str, Any]]]:
    asked = {(row.contract_id, row.month) for row in wholes}
    details: dict[tuple[str | None, str], list[Mapping[str, Any]]] = {}
    rows = findings.filter(contract__in={one for one, _ in asked}).exclude(check_id=WHOLE)
    for row in rows.order_by("id"):
        if (row.contract_id, row.month) in asked:
            details.setdefault((row.contract_id, row.month), []).append(row.finding)
    return details
