"""What a union reads: the cases it was given, with answers unless the worker tells nobody."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.core.money import Money
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.models import AbsenceReport, WageAnswer, WageFinding
from corridor.cycle.employment.queries import months
from corridor.cycle.employment.queries.months import WHOLE
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


@dataclass(frozen=True)
class Case:
    """One mandated case: what contract and file leave owed, and how much she has said."""

    contract: Contract
    owed: tuple[Money, ...]
    months_owed: int
    last_said: WageAnswer | None
    absence_claims: int


def cases(by: Actor, *, limit: int = 200) -> list[Case]:
    """Cases by mandate, the most owed first. One case in full: ``timeline``."""
    contracts = list(
        rules.rows(Contract, by).select_related("worker", "employer").order_by("-id")[:limit]
    )
    ids = [row.pk for row in contracts]
    owed: dict[str, dict[str, int]] = {}
    counted: dict[str, int] = {}
    findings = months.counting(rules.rows(WageFinding, by).filter(contract__in=ids, check_id=WHOLE))
    for finding in findings.filter(owed_minor__gt=0):
        case = str(finding.contract_id)
        sums = owed.setdefault(case, {})
        sums[finding.currency] = sums.get(finding.currency, 0) + finding.owed_minor
        counted[case] = counted.get(case, 0) + 1
    said = {
        str(answer.contract_id): answer
        for answer in rules.rows(WageAnswer, by).filter(contract__in=ids).order_by("month", "id")
    }
    reports: dict[str, int] = {}
    for report in rules.rows(AbsenceReport, by).filter(contract__in=ids):
        reports[str(report.contract_id)] = reports.get(str(report.contract_id), 0) + 1
    listed = [
        Case(
            contract=row,
            owed=tuple(Money(minor, code) for code, minor in owed.get(str(row.pk), {}).items()),
            months_owed=counted.get(str(row.pk), 0),
            last_said=said.get(str(row.pk)),
            absence_claims=reports.get(str(row.pk), 0),
        )
        for row in contracts
    ]
    return sorted(listed, key=lambda case: -sum(money.minor for money in case.owed))
