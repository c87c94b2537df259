"""The clauses of a contract, and what is worse for the worker in each.

The 23 names and their directions are the canonical list of the standard contracts (Philippine
land-based rules of 2016 s.135, Indian Emigration Act rule 15, Nepali and Pakistani specimens);
the law packs carry the list with its sources, and a test holds the two together. ``pay_period``
is not a clause of its own: it says what ``basic_wage`` is counted by.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a clause's value is written, and so how two of them are compared."""

    IDENTITY = "identity"  # free text that must not change
    ISCO = "isco"
    WAGE = "wage"
    CURRENCY = "currency"
    ALLOWANCE = "allowance"
    HIGHER_WORSE = "higher_worse"
    LOWER_WORSE = "lower_worse"
    MONTHS = "months"
    PAYER = "payer"
    BURDEN = "burden"  # what may be added against the worker
    PASSPORT = "passport"
    FORUM = "forum"
    LANGUAGE = "language"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Clause:
    """``name`` as in the canonical list; ``decimals`` a number may carry; ``top`` its limit."""

    name: str
    kind: Kind
    decimals: int = 0
    top: int = 0


CLAUSES: tuple[Clause, ...] = (
    Clause("employer_id", Kind.IDENTITY),
    Clause("worksite", Kind.IDENTITY),
    Clause("occupation_isco", Kind.ISCO),
    Clause("basic_wage", Kind.WAGE),
    Clause("currency", Kind.CURRENCY),
    Clause("allowance_food", Kind.ALLOWANCE),
    Clause("allowance_housing", Kind.ALLOWANCE),
    Clause("hours_week", Kind.HIGHER_WORSE, decimals=2, top=168),
    Clause("rest_days_week", Kind.LOWER_WORSE, decimals=2, top=7),
    Clause("overtime_rate", Kind.LOWER_WORSE, decimals=4, top=20),
    Clause("annual_leave_days", Kind.LOWER_WORSE, decimals=2, top=366),
    Clause("contract_months", Kind.MONTHS, top=600),
    Clause("probation_months", Kind.HIGHER_WORSE, decimals=2, top=600),
    Clause("notice_days_worker", Kind.HIGHER_WORSE, top=3660),
    Clause("ticket_out", Kind.PAYER),
    Clause("ticket_return", Kind.PAYER),
    Clause("medical_insurance", Kind.PAYER),
    Clause("deductions", Kind.BURDEN),
    Clause("penalty_clause", Kind.BURDEN),
    Clause("passport_clause", Kind.PASSPORT),
    Clause("dispute_forum", Kind.FORUM),
    Clause("language", Kind.LANGUAGE),
    Clause("signed_place_date", Kind.SIGNED),
)

BY_NAME: dict[str, Clause] = {clause.name: clause for clause in CLAUSES}

PAY_PERIODS: tuple[str, ...] = ("month", "week", "day", "hour")

PAYERS: dict[str, int] = {"none": 0, "worker": 0, "shared": 1, "employer": 2}
"""Who pays a ticket or the insurance; the higher the better for the worker."""
