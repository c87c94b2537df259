"""What wage findings add up to, by establishment and month, for many establishments at once.

Nothing here writes, and nothing here knows that workers answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, F, Max, Min, Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.drafts import UNKNOWN_WORKER
from corridor.cycle.employment.models import AbsenceReport, WageFileUpload, WageFinding
from corridor.cycle.employment.months import WAGE_STATES
from corridor.cycle.employment.queries.months import WHOLE, counting, newest
from corridor.engines import law
from corridor.engines.days import EPOCH
from corridor.engines.verdicts import BREACH
from corridor.governance.inspection.models import LadderStep, OrderGroup
from corridor.platform.clock.queries import today

_WHOLE = Q(check_id=WHOLE)
_OWED = _WHOLE & Q(owed_minor__gt=0)
_GHOST = Q(contract=None, check_id__in=(UNKNOWN_WORKER, "ghost"))


def _figure(name: str) -> Cast:
    return Cast(KeyTextTransform(name, "finding"), BigIntegerField())


@dataclass
class Profile:
    """What an establishment's contracts say of it: where it works, under which rules.

    ``uncovered`` counts contracts for which nobody must file wages: never compliant, not checked.
    """

    sector: str = ""
    regime: str = ""
    place: str = ""
    uncovered: int = 0


@dataclass
class Sums:
    """Everything about one establishment; ``months`` are rows of sums, oldest first."""

    months: list[Mapping[str, Any]] = field(default_factory=list)
    workers: int = 0
    late_on: dict[str, date] = field(default_factory=dict)
    settled: dict[str, int] = field(default_factory=dict)
    steps: list[LadderStep] = field(default_factory=list)
    profile: Profile = field(default_factory=Profile)
    turns_on: date | None = None
    """The day on which a file that came in time begins to say what is wrong."""


def of(employers: Sequence[str], places: Mapping[str, str]) -> dict[str, Sums]:
    """The sums of these establishments; ``places`` maps each to its country."""
    found = {employer: Sums() for employer in employers}
    findings = counting(WageFinding.objects.filter(upload__employer__in=employers))
    for row in _months(findings):
        found[row["employer"]].months.append(row)
    for row in _workers(findings):
        found[row["employer"]].workers = row["n"]
    for row in _late(findings, places):
        found[row["employer"]].late_on[row["month"]] = EPOCH + timedelta(days=row["due"])
    for row in _settled(employers):
        found[row["employer"]].settled[row["month"]] = row["minor"]
    for step in LadderStep.objects.filter(employer__in=employers).order_by("id"):
        found[str(step.employer_id)].steps.append(step)
    for row in _turning(employers):
        found[row["employer"]].turns_on = row["day"]
    for employer, profile in _profiles(employers).items():
        found[employer].profile = profile
    return found


def _months(findings: Any) -> Iterable[Mapping[str, Any]]:
    """One row a month and currency."""
    in_time = _WHOLE & Q(owed_minor=0, verdict="ok")
    late = _WHOLE & (Q(owed_minor__gt=0) | Q(late_code=BREACH))
    rows = (
        findings.annotate(
            due_value=_figure("due_minor"),
            paid_value=_figure("paid_minor"),
            late_code=_figure("late"),
        )
        .order_by()
        .values("currency", employer=F("upload__employer"), of_month=F("upload__month"))
        .annotate(
            upload_id_=Max("upload"),
            version=Max("upload__version"),
            uploaded_on=Max("upload__uploaded_on"),
            contracts=Count("id", filter=_WHOLE),
            workers=Count("contract__worker", filter=_OWED, distinct=True),
            in_time=Count("id", filter=in_time),
            late=Count("id", filter=late),
            breaches=Count("id", filter=_WHOLE & Q(verdict="breach")),
            unknown=Count("id", filter=_WHOLE & Q(verdict="unknown")),
            ghosts=Count("id", filter=_GHOST),
            due=Sum("due_value", filter=_WHOLE),
            paid=Sum("paid_value", filter=_WHOLE),
            owed=Sum("owed_minor", filter=_WHOLE),
        )
        .order_by("of_month")
    )
    return list(rows)


def _workers(findings: Any) -> Iterable[Mapping[str, Any]]:
    """Workers to whom something is owed, each once."""
    owed = findings.filter(_OWED).order_by()
    return list(
        owed.values(employer=F("upload__employer")).annotate(
            n=Count("contract__worker", distinct=True)
        )
    )


def _late(findings: Any, places: Mapping[str, str]) -> Iterable[Mapping[str, Any]]:
    """The oldest due day of each month with wages owed on which the ladder runs.

    Where the law leaves reported absence out of the ladder, a contract with a report that
    nobody contests is left out here. What is owed stays owed.
    """
    owed = findings.filter(_OWED).annotate(due_value=_figure("due_day"))
    left_out = [one for one, country in places.items() if _excludes(country)]
    if left_out:
        claimed = AbsenceReport.objects.filter(
            contract__employer__in=left_out, contested_on=None
        ).values("contract")
        owed = owed.exclude(contract__in=claimed)
    rows = owed.order_by().values("month", employer=F("upload__employer"))
    return list(rows.annotate(due=Min("due_value")).exclude(due=None))


def _turning(employers: Sequence[str]) -> Iterable[Mapping[str, Any]]:
    """The first day to come on which the last lawful day of payment of a month is over."""
    files = newest(WageFileUpload.objects.filter(employer__in=employers))
    rows = WageFinding.objects.filter(upload__in=files.values("pk"), since__gt=today()).order_by()
    return list(rows.values(employer=F("upload__employer")).annotate(day=Min("since")))


def _excludes(country: str) -> bool:
    return f"{country}.wps.exclusions" in law.book().ids()


def _settled(employers: Sequence[str]) -> Iterable[Mapping[str, Any]]:
    """Amounts of orders that were closed, by month."""
    closed = OrderGroup.objects.filter(
        order__employer__in=employers, order__events__kind="closed"
    ).order_by()
    return list(
        closed.values("month", employer=F("order__employer")).annotate(minor=Sum("amount_minor"))
    )


def _profiles(employers: Sequence[str]) -> dict[str, Profile]:
    """Sector, regime and place of most contracts of each establishment."""
    rows = (
        Contract.objects.filter(employer__in=employers, state__in=WAGE_STATES)
        .order_by()
        .values("employer", "corridor", "regime", "sector", "order__worksite")
        .annotate(n=Count("id"))
        .order_by("employer", "n")
    )
    found: dict[str, Profile] = {}
    for row in rows:
        profile = found.setdefault(row["employer"], Profile())
        profile.sector = row["sector"] or profile.sector
        profile.regime = row["regime"] or profile.regime
        profile.place = row["order__worksite"] or profile.place
        if not _duty(row["corridor"], row["regime"]):
            profile.uncovered += row["n"]
    return found


def _duty(corridor: str, regime: str) -> bool:
    rule = law.book().corridor(corridor).wage_file.get(regime)
    return rule is not None and rule.duty
