"""The sums of one month where another currency keeps a part of them from counting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.engines.verdicts import OK
from corridor.engines.wages.month_input import Question


def figures(row: Mapping[str, Any], question: Question) -> dict[str, Any]:
    """What money in another currency changes in a judged row."""
    if any(one.currency != question.currency for one in question.payments):
        return _own_currency(row, question)
    return {}


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
