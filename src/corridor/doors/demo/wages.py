"""The demo's wage months: files as the employer's bank would send them."""

from __future__ import annotations

import base64
from datetime import date, timedelta

from django.utils import timezone

from corridor.core.money import Money
from corridor.core.periods import Period, month
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment import actions as employment
from corridor.doors.demo.stage import Stage, days_ago
from corridor.platform.people.models import Organisation

PAID_DAY = 3
BANK, ACCOUNT = "QNB", "QA58DOHB00001234567890ABCDEFG"
FULL = 120_000
SHORT = (83_000, 100_000, 100_000)
"""What the crew gets in the month that comes short, one after the other."""


def number(contract: Contract) -> str:
    """An invented Qatari identity number, the same each time the demo is told."""
    passport_digits = f"{int(contract.worker.passport_index[:12], 16) % 10**8:08d}"
    return f"289{passport_digits}"


def record_numbers(stage: Stage, hired: list[Contract]) -> None:
    """The employer says under which numbers the crew stands in wage files."""
    with days_ago(118):
        for contract in hired:
            employment.record_number(
                by=stage.actor("employer"), contract=contract.id, number=number(contract)
            )


def qatar_file(
    employer: Organisation, period: Period, lines: list[tuple[Contract, int]], made_on: date
) -> bytes:
    """A Qatar wage file for ``period``; ``lines`` are contracts with minor units paid."""
    from corridor.engines import wagefiles  # a table library comes with it: not at start
    from corridor.engines.wages.checks.accounts import made

    rows = []
    for at, (contract, minor) in enumerate(lines, 1):
        rows.append(
            {
                "sequence": str(at),
                "employee_qid": number(contract),
                "visa_id": "",
                "name": contract.worker.name.upper(),
                "bank": BANK,
                "account": made("QA", f"{BANK}A{number(contract):0>21}"),
                "frequency": "M",
                "working_days": str(period.days),
                "net": Money(minor, "QAR"),
                "basic": Money(minor, "QAR"),
                "extra_hours": "0",
                "extra_income": Money(0, "QAR"),
                "deductions": Money(0, "QAR"),
                "payment_type": "Normal Payment",
                "notes": "",
                "housing_allowance": Money(0, "QAR"),
                "food_allowance": Money(0, "QAR"),
                "transport_allowance": Money(0, "QAR"),
                "overtime_allowance": Money(0, "QAR"),
                "deduction_reason": "",
            }
        )
    header = {
        "employer_eid": employer.registration_number,
        "file_date": made_on,
        "file_time": "1100",
        "payer_eid": employer.registration_number,
        "payer_qid": "",
        "payer_bank": BANK,
        "payer_iban": ACCOUNT,
        "salary_month": period,
    }
    return wagefiles.write("qat-sif", header, rows)


def pay_months(stage: Stage, hired: list[Contract]) -> None:
    """Three months paid as agreed; the last comes short: Bikash gets 830 instead of 1,200."""
    employer = stage.offices["al_waha"]
    today = timezone.now().date()
    months = _last_months(today)
    for period in months:
        assert period.end is not None  # noqa: S101 - months are closed
        paid_on = period.end + timedelta(days=PAID_DAY - 1)
        if paid_on >= today:
            continue
        short = period == months[-1]
        lines = [
            (contract, SHORT[at] if short else _due(contract, period))
            for at, contract in enumerate(hired)
        ]
        with days_ago((today - paid_on).days):
            employment.submit_wages(
                by=stage.actor("employer"),
                file=base64.b64encode(qatar_file(employer, period, lines, paid_on)).decode(),
                format="qat-sif",
                paid_on=paid_on,
            )


def _due(contract: Contract, period: Period) -> int:
    """The month's wage, by calendar days in the month of arrival."""
    contract.refresh_from_db()
    start = contract.starts or period.start
    days = period.days or 1
    if period.end is None or start <= period.start:
        return FULL
    worked = max(0, (period.end - start).days)
    return (2 * FULL * worked + days) // (2 * days)  # half up, as the wage engine rounds


def _last_months(today: date) -> list[Period]:
    """The complete months since the crew arrived."""
    first = today - timedelta(days=122)
    found, at = [], month(f"{first:%Y-%m}")
    while at.end is not None and at.end + timedelta(days=PAID_DAY) <= today:
        found.append(at)
        at = month(f"{at.end:%Y-%m}")
    return found
