"""Absence: what an employer claims, and what the worker says to it. Never a status of anybody."""

from __future__ import annotations

from datetime import date

from corridor.core.problems import BadInput, Conflict
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.actions.shared import note, tell
from corridor.cycle.employment.models import AbsenceReport
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.keys.actions import seal

STATEMENT = "employment.absence.statement"
CONTEST = "employment.absence.contest"


@act("employment.report_absence", roles=(Role.EMPLOYER,))
def report_absence(*, by: Actor, contract: str, since: date, statement: str = "") -> AbsenceReport:
    """The employer claims that a worker is absent. The contract stays as it is; she is told."""
    row = rules.get(Contract, contract, by, lock=True)
    now = row.local_today()
    first = row.starts or row.governed_on
    if not first <= since <= now:
        raise BadInput(
            "employment.absence_since",
            sentence(N_("The day lies outside the contract.")),
            remedy=sentence(N_("Write the first day on which the worker did not come.")),
            expected=f"{first.isoformat()}..{now.isoformat()}",
            found=since.isoformat(),
        ).at(field="since")
    if AbsenceReport.objects.filter(contract=row, contested_on=None).exists():
        raise Conflict(
            "employment.absence_open",
            sentence(N_("A report about this worker is already open.")),
            remedy=sentence(N_("Wait for the worker's answer.")),
        )
    report = AbsenceReport.objects.create(
        contract=row,
        since=since,
        reported_on=now,
        statement_sealed=seal(str(row.worker_id), STATEMENT, statement.strip())
        if statement.strip()
        else None,
    )
    note("employment.report_absence", report, row, by, {"since": since.isoformat()})
    tell(row, "absence_reported", SYSTEM)
    return report


@act("employment.contest_absence", roles=(Role.WORKER, Role.UNION))
def contest_absence(*, by: Actor, report: str, statement: str = "") -> AbsenceReport:
    """The worker, or the union she mandated, contests the claim. Nobody decides this here."""
    row = rules.get(AbsenceReport, report, by, lock=True)
    if row.contested_on is not None:
        raise Conflict("employment.contested", sentence(N_("This report is already contested.")))
    contract = row.contract
    row.contested_on = contract.local_today("worker")
    if statement.strip():
        row.contest_sealed = seal(str(contract.worker_id), CONTEST, statement.strip())
    row.save(update_fields=["contested_on", "contest_sealed"])
    note("employment.contest_absence", row, contract, by)
    return row
