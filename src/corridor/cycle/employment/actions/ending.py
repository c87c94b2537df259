"""The end: what was due and what was paid, as findings."""

from __future__ import annotations

from datetime import date

from corridor.core.money import Money
from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.contracts.states import END_REASONS
from corridor.cycle.employment.actions.shared import amount, currency, note, tell
from corridor.cycle.employment.ending import ending
from corridor.cycle.employment.models import (
    FinalSettlement,
    WageFileUpload,
    WageFinding,
    WageLine,
)
from corridor.cycle.employment.queries.ending import owed_months, unpaid_days
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act


@act("employment.settle", roles=(Role.EMPLOYER,))
def settle(
    *,
    by: Actor,
    contract: str,
    leaving_on: date,
    reason: str,
    paid: str | None = None,
    paid_on: date | None = None,
) -> FinalSettlement:
    """Put on record what the employer says was paid at the end, beside what was due.

    ``paid`` is decimal text in the contract's currency; None: nothing is said. ``paid_on``: the
    day of payment. Wages still owed come from contract and file, the end-of-service benefit from
    the law of the last day. Less, or later than the law allows, is a breach ``end_of_service``.
    Again: a new version. It ends no claim.
    """
    row = rules.get(Contract, contract, by, lock=True)
    if reason not in END_REASONS:
        raise BadInput(
            "employment.end_reason",
            sentence(N_("“{found}” is not a reason."), found=reason),
            remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(END_REASONS)),
            found=reason,
        ).at(field="reason")
    if leaving_on < (row.starts or row.governed_on):
        raise BadInput(
            "employment.leaving_on",
            sentence(N_("The last day lies before the contract.")),
            remedy=sentence(N_("Write the last day of work.")),
            found=leaving_on.isoformat(),
        ).at(field="leaving_on")
    given = amount(paid, row, "paid")
    code, today = currency(row), row.local_today()
    if paid_on is not None and (given is None or paid_on > today):
        raise BadInput(
            "employment.paid_on",
            sentence(N_("A day of payment needs an amount, and lies not in the future.")),
            remedy=sentence(N_("Write what was paid and the day, or leave both away.")),
            found=paid_on.isoformat(),
        ).at(field="paid_on")
    lines = WageLine.objects.filter(contract=row)
    found = ending(
        row,
        leaving_on,
        reason,
        code,
        owed_months(WageFinding.objects.filter(contract=row)),
        unpaid_days(lines, WageFileUpload.objects.all()),
    )
    stated = Money(given, code) if given is not None else None
    findings = found.findings(stated, paid_on, today)
    due = found.known
    settlement = FinalSettlement.objects.create(
        contract=row,
        version=FinalSettlement.objects.filter(contract=row).count() + 1,
        leaving_on=leaving_on,
        reason=reason,
        due_minor=due.minor if due is not None else None,
        paid_minor=given,
        currency=code,
        findings=[finding.as_json() for finding in findings],
    )
    note("employment.settle", settlement, row, by, {"version": settlement.version})
    tell(row, "settlement_recorded", SYSTEM)
    return settlement
