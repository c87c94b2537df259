"""The end: what was due and what was paid, as findings. What no engine computes is unknown."""

from __future__ import annotations

from datetime import date

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.contracts.states import END_REASONS
from corridor.cycle.employment.actions.shared import amount, currency, note, tell
from corridor.cycle.employment.models import FinalSettlement, WageFinding
from corridor.cycle.employment.queries.months import counting
from corridor.engines import law
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act


@act("employment.settle", roles=(Role.EMPLOYER,))
def settle(
    *, by: Actor, contract: str, leaving_on: date, reason: str, paid: str | None = None
) -> FinalSettlement:
    """Put on record what the employer says was paid at the end, beside what was due.

    ``paid`` is decimal text in the contract's currency; None: nothing is said. Wages still owed
    come from contract and file. The end-of-service benefit is named with its law and stays
    ``unknown`` until an engine computes it. Again: a new version. It ends no claim.
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
    code = currency(row)
    findings = [_wages(row, code), *_end_of_service(row, leaving_on)]
    due = findings[0].owed
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


def _wages(contract: Contract, code: str) -> Finding:
    """Wages that contract and file leave owed, over all months on record."""
    months = counting(WageFinding.objects.filter(contract=contract, check_id="wage"))
    rows = list(months.values_list("month", "owed_minor", "verdict"))
    owed = sum(minor for _, minor, _ in rows)
    doubt = not rows or any(verdict == "unknown" for _, _, verdict in rows)
    verdict = Verdict.BREACH if owed else Verdict.UNKNOWN if doubt else Verdict.OK
    return Finding(
        subject=str(contract.pk),
        check="unpaid_wages",
        verdict=verdict,
        owed=Money(owed, code) if rows else None,
        explain={"months": {month: Money(minor, code) for month, minor, _ in rows if minor}},
    )


def _end_of_service(contract: Contract, on: date) -> list[Finding]:
    """The benefit that the law names, its amount unknown here; none where no law names one."""
    ids = law.book().corridor(contract.corridor).laws.get("end_of_service", ())
    return (
        [
            Finding(
                subject=str(contract.pk),
                check="end_of_service",
                verdict=Verdict.UNKNOWN,
                law=tuple(ids),
                explain={"leaving_on": on},
            )
        ]
        if ids
        else []
    )
