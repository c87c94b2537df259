"""How each clause is asked: its label, its hint, its choices, and in which order."""

from __future__ import annotations

from corridor.core.text import N_

NOT_SAID = ("", N_("Choose"))
PERIODS = (("month", N_("a month")), ("week", N_("a week")), ("day", N_("a day")),
            ("hour", N_("an hour")))  # fmt: skip
PAYS = (
    ("employer", N_("The employer pays")),
    ("shared", N_("Employer and worker share")),
    ("worker", N_("The worker pays")),
)
INSURED = (
    ("employer", N_("The employer pays")),
    ("worker", N_("The worker pays")),
    ("none", N_("There is no insurance")),
)
GIVEN = (
    ("in_kind", N_("Given by the employer, free")),
    ("money", N_("Money instead")),
    ("none", N_("Not given")),
)
NOTHING = (("none", N_("Nothing")), ("some", N_("What is written below")))
KEEPS = (
    ("worker_keeps", N_("The worker keeps it")),
    ("employer_keeps", N_("The employer keeps it")),
)

LABELS: dict[str, str] = {
    "employer_id": N_("Number of the employer"),
    "worksite": N_("Place of work"),
    "occupation_isco": N_("Occupation code (ISCO-08)"),
    "basic_wage": N_("Basic wage"),
    "currency": N_("Currency"),
    "pay_period": N_("The wage is for"),
    "allowance_food": N_("Food"),
    "allowance_housing": N_("Housing"),
    "hours_week": N_("Working hours a week"),
    "rest_days_week": N_("Free days a week"),
    "overtime_rate": N_("Pay for an hour of overtime"),
    "annual_leave_days": N_("Days of paid leave a year"),
    "contract_months": N_("Length of the contract in months"),
    "probation_months": N_("Trial period in months"),
    "notice_days_worker": N_("Days of notice when the worker leaves"),
    "ticket_out": N_("The ticket to the country of work"),
    "ticket_return": N_("The ticket home"),
    "medical_insurance": N_("Medical insurance"),
    "deductions": N_("Taken from the wage"),
    "penalty_clause": N_("The worker pays for leaving early"),
    "passport_clause": N_("The passport"),
    "dispute_forum": N_("Who decides a dispute"),
}
HINTS: dict[str, str] = {
    "basic_wage": N_("Without allowances and overtime. Figures only, such as 1200.00."),
    "overtime_rate": N_("In times of the hourly wage, such as 1.25: a quarter more."),
    "deductions": N_("Whatever is taken off the wage every month."),
    "penalty_clause": N_("Such clauses are against the law in many countries."),
    "dispute_forum": N_("The court, committee or office both sides can go to."),
    "rest_days_week": N_("One free day is 24 hours in a row."),
}
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("The work"), ("employer_id", "worksite", "occupation_isco")),
    (
        N_("The wage"),
        ("basic_wage", "currency", "pay_period", "overtime_rate", "deductions"),
    ),
    (N_("Food and housing"), ("allowance_food", "allowance_housing")),
    (N_("Working time and leave"), ("hours_week", "rest_days_week", "annual_leave_days")),
    (
        N_("How long, and leaving"),
        ("contract_months", "probation_months", "notice_days_worker", "penalty_clause"),
    ),
    (N_("Journey and health"), ("ticket_out", "ticket_return", "medical_insurance")),
    (N_("Passport and disputes"), ("passport_clause", "dispute_forum")),
)
"""The clauses in the order in which a person thinks of them. The texts' languages are asked
where the texts are made, the place of signing where it is signed."""

MONEY = ("allowance_food", "allowance_housing")
LISTS = ("deductions", "penalty_clause")
FIGURES = (
    "basic_wage",
    "hours_week",
    "rest_days_week",
    "overtime_rate",
    "annual_leave_days",
    "contract_months",
    "probation_months",
    "notice_days_worker",
)
CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "pay_period": PERIODS,
    "ticket_out": PAYS,
    "ticket_return": PAYS,
    "medical_insurance": INSURED,
    "passport_clause": KEEPS,
    "allowance_food": GIVEN,
    "allowance_housing": GIVEN,
    "deductions": NOTHING,
    "penalty_clause": NOTHING,
}
ALSO: dict[str, tuple[str, ...]] = {
    "allowance_food": ("minimum_food",),
    "allowance_housing": ("minimum_housing",),
    "annual_leave_days": ("annual_leave",),
    "deductions": ("deduction_codes",),
    "dispute_forum": ("dispute",),
}
"""Groups of the corridor's laws that stand beside a clause without a check of their own."""


WHOLE = ("contract_months", "notice_days_worker", "annual_leave_days", "hours_week",
          "rest_days_week")  # fmt: skip
