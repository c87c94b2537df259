"""What an employer said at the end of a contract: absence reports and settlements."""

from __future__ import annotations

from corridor.cycle.employment.models import AbsenceReport, FinalSettlement
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


def absence_reports(contract_id: str, by: Actor) -> list[AbsenceReport]:
    """The claims of absence about one contract, newest first."""
    return list(rules.rows(AbsenceReport, by).filter(contract=contract_id).order_by("-id"))


def settlements(contract_id: str, by: Actor) -> list[FinalSettlement]:
    """The versions of the final settlement of one contract, newest first."""
    return list(rules.rows(FinalSettlement, by).filter(contract=contract_id).order_by("-version"))
