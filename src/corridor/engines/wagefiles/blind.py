"""Fields whose falsity no check of a file can see, and what a file cannot show about each.

The list is printed in docs/algorithms/wagefiles.md; a test keeps the two the same, and another
shows for every one of them a false value that passes.
"""

from __future__ import annotations

from collections.abc import Mapping

from corridor.core.text import N_

BLIND: Mapping[str, Mapping[str, str]] = {
    "are-sif": {
        "employee_id": N_("A number of the right length that belongs to somebody else."),
        "agent_routing": N_("The nine digits of an institution that does not pay this worker."),
        "account": N_("A well-formed account or card that is not the worker's."),
        "pay_start": N_("A later start, when the number of days is shortened with it."),
        "pay_end": N_("An earlier end, when the number of days is shortened with it."),
        "fixed": N_("An amount that was not paid, when the total is changed with it."),
        "variable": N_("An amount that was not paid, when the total is changed with it."),
        "leave_days_unpaid": N_("Leave that was never taken, up to the days of the period."),
        "housing": N_("A wrong split of the variable pay between its parts."),
        "conveyance": N_("A wrong split of the variable pay between its parts."),
        "medical": N_("A wrong split of the variable pay between its parts."),
        "passage": N_("A wrong split of the variable pay between its parts."),
        "overtime": N_("A wrong split of the variable pay between its parts."),
        "other": N_("A wrong split of the variable pay between its parts."),
        "leave_encashment": N_("A wrong split of the variable pay between its parts."),
        "employer_id": N_("A number of the right length that is another establishment's."),
        "employer_bank_routing": N_("The nine digits of a bank that does not hold the account."),
        "file_date": N_("A real date on which the file was not made."),
        "file_time": N_("A time of day at which the file was not made."),
        "employer_reference": N_("Any text: nothing says what it must be."),
    },
    "qat-sif": {
        "employer_eid": N_("Eight digits that are another establishment's."),
        "file_date": N_("A real date on which the file was not made."),
        "file_time": N_("A time of day at which the file was not made."),
        "payer_eid": N_("Eight digits of a company that does not pay."),
        "payer_qid": N_("Eleven digits of a person who does not pay."),
        "payer_bank": N_("The short name of a bank that does not hold the account."),
        "payer_iban": N_("A right IBAN that is not the payer's."),
        "salary_month": N_("Another month: the rows carry no dates of their own."),
        "employee_qid": N_("Eleven digits that belong to somebody else."),
        "visa_id": N_("A number of the right form that belongs to somebody else."),
        "name": N_("Another person's name."),
        "bank": N_("The short name of a bank that does not hold the account."),
        "account": N_("A right IBAN that is not the worker's."),
        "working_days": N_("Any number of days up to those of the month."),
        "net": N_("An amount that was not paid, when the total is changed with it."),
        "basic": N_("Any amount: no published table ties it to the net salary."),
        "extra_hours": N_("Hours that were not worked, or worked and left out."),
        "extra_income": N_("Any amount: no published table ties it to the net salary."),
        "deductions": N_("A deduction that was not made, or made and not written."),
        "payment_type": N_("Any text: banks differ on what they expect."),
        "notes": N_("Any text."),
        "housing_allowance": N_("Any amount: no published table ties it to the net salary."),
        "food_allowance": N_("Any amount: no published table ties it to the net salary."),
        "transport_allowance": N_("Any amount: no published table ties it to the net salary."),
        "overtime_allowance": N_("Any amount: no published table ties it to the net salary."),
        "deduction_reason": N_("A reason code that is not the true reason."),
    },
}
"""Format id -> field name -> what false content passes every check."""
