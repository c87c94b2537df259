"""What an inspector reads of findings: contracts that are not in order, from contract and file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from corridor.core.money import Money
from corridor.cycle.employment.models import AbsenceReport, WageFinding
from corridor.cycle.employment.months import WAITING
from corridor.cycle.employment.queries import months
from corridor.cycle.employment.queries.months import WHOLE
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor

FEW = 3
"""With fewer workers concerned a visit for cause would point at them: it is listed as routine."""


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


def owed_months(
    employer: str, by: Actor, *, month: str = "", first: int = 0, limit: int = 25
) -> tuple[OwedMonth, ...]:
    """Contracts' months of one employer that are not in order, the most owed first; two look-ups.

    Only the file of each month that counts; ``month`` (YYYY-MM) asks for one month alone.
    """
    findings = months.counting(rules.rows(WageFinding, by).filter(upload__employer=employer))
    return _rows(findings.filter(month=month) if month else findings, first, limit)


def absence_claims(employer: str, by: Actor, *, limit: int = 100) -> tuple[AbsenceReport, ...]:
    """Reports of absence by one employer, newest first: claims, never facts."""
    rows = rules.rows(AbsenceReport, by).filter(contract__employer=employer)
    return tuple(rows.order_by("-id")[:limit])


def _rows(findings: QuerySet[WageFinding], first: int, limit: int) -> tuple[OwedMonth, ...]:
    wholes = list(
        findings.filter(check_id=WHOLE)
        .exclude(verdict__in=("ok", WAITING))
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
    if not asked:
        return details
    rows = findings.filter(contract__in={one for one, _ in asked}).exclude(check_id=WHOLE)
    for row in rows.order_by("id"):
        if (row.contract_id, row.month) in asked:
            details.setdefault((row.contract_id, row.month), []).append(row.finding)
    return details
