"""Single answers of this room: a claim of absence, a consent that lasts."""

from __future__ import annotations

from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.models import AbsenceReport, ConsentToSeeWages
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


def absence(report: str, by: Actor) -> AbsenceReport:
    """One report with its contract. Raises ``NotFound``."""
    rules.get(AbsenceReport, report, by)
    found = rules.rows(AbsenceReport, by).select_related("contract__employer")
    return found.get(pk=report)


def consent_of(contract: str, by: Actor) -> ConsentToSeeWages | None:
    """The consent that lasts today, None without one. Raises ``NotFound`` for no such contract."""
    row = rules.get(Contract, contract, by)
    return rules.rows(ConsentToSeeWages, by).filter(contract=row, withdrawn_on=None).first()
