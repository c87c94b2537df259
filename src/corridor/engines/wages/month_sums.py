"""The sums of one month where a cap or another currency keeps a part of them from counting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.engines.verdicts import BREACH, OK, UNKNOWN
from corridor.engines.wages.month_input import Question


def figures(row: Mapping[str, Any], question: Question) -> dict[str, Any]:
    """What changes in a judged row: deductions over the cap, money in another currency."""
    if any(one.currency != question.currency for one in question.payments):
        return _own_currency(row, question)
    lawful, most = row["lawful_minor"] or 0, row["deduction_cap_expected"]
    if row["still_owed_minor"] is None or most is None or lawful <= most:
        return {}
    return _capped(row, lawful, most)


def own_sum(question: Question) -> int:
    """What was paid in the contract's own currency."""
    return sum(one.amount for one in question.payments if one.currency == question.currency)


def _own_currency(row: Mapping[str, Any], question: Question) -> dict[str, Any]:
    """Only the contract's currency counts; where it covers the due alone, nothing is owed."""
    own, due = own_sum(question), row["due_minor"]
    found: dict[str, Any] = {"paid_minor": own}
    if due is None or own < due:
        return found
    return found | {"still_owed_minor": 0, "unproven_minor": 0, "deemed_paid": 1, "short": OK}


def _capped(row: Mapping[str, Any], lawful: int, most: int) -> dict[str, Any]:
    """Beyond the cap nothing is proven lawful: that part stays owed until it is."""
    paid, over = row["paid_minor"] or 0, lawful - most
    rest = max(0, row["due_minor"] - most - paid)
    claimed = (row["deductions_minor"] or 0) - lawful - (row["forbidden_minor"] or 0)
    unproven = min(max(0, claimed) + over, rest)
    short = OK if not rest else BREACH if rest > unproven else UNKNOWN
    under = row["floor_minor"] is not None and paid + most < row["floor_minor"]
    doubt = row["below_minimum"] == OK and under
    return {
        "lawful_minor": most,
        "still_owed_minor": rest,
        "unproven_minor": unproven,
        "short": short,
        "below_minimum": UNKNOWN if doubt else row["below_minimum"],
        "deduction": max(row["deduction"], UNKNOWN),
        "deemed_paid": None if rest and row["deemed_paid"] == 1 else row["deemed_paid"],
    }
