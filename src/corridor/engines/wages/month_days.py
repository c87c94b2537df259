"""The days of one month: due, paid, late by how much, and what was owed from each day on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.engines.days import day_number
from corridor.engines.verdicts import BREACH, NOT_APPLICABLE, UNKNOWN
from corridor.engines.wages import month_rows
from corridor.engines.wages.floors import Timing
from corridor.engines.wages.ladder import MOST_DAYS
from corridor.engines.wages.month_input import Question

_PAID_CHECKS = ("short", "below_minimum", "below_contract", "deduction")
_OPEN = ("still_owed_minor", "unproven_minor", "deemed_paid")


def figures(
    row: Mapping[str, Any], question: Question, clock: Timing, today: int, *, covered: bool
) -> dict[str, Any]:
    """What the days of this contract change in a row, and what no payment at all means."""
    paid = month_rows.paid_day(question, row["due_minor"], row["lawful_minor"] or 0)
    found: dict[str, Any] = {
        "due_day": clock.due_day,
        "latest_day": clock.latest_day,
        "paid_day": paid,
    }
    if question.payments:
        doubt = paid is None or clock.latest_day is None
        late = UNKNOWN if doubt else BREACH if _after(paid, clock.latest_day) else 0
        return found | {"late": late}
    found |= dict.fromkeys((*_PAID_CHECKS, "late"), NOT_APPLICABLE)
    if not covered:
        return found | dict.fromkeys((*_OPEN, "paid_minor")) | {"missing": UNKNOWN}
    if row["due_minor"] == 0:
        return found | {"missing": NOT_APPLICABLE}
    if not _after(today, clock.latest_day if clock.latest_day is not None else clock.due_day - 1):
        return found | dict.fromkeys(_OPEN) | {"missing": NOT_APPLICABLE}
    return found | {"missing": UNKNOWN if clock.latest_day is None else BREACH}


def _after(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one > other


def late(
    question: Question, figures: Mapping[str, Any], today: int, *, covered: bool | None
) -> bool | None:
    """Paid after the last lawful day, or not paid by now although it is over."""
    latest = figures["latest_day"]
    if not question.payments and figures["due_minor"] == 0:
        return False
    day = figures["paid_day"] if question.payments else today
    if latest is None or day is None or (not question.payments and not covered):
        return None
    return bool(day > latest)


def days_late(figures: Mapping[str, Any], late: bool | None, today: int) -> int | None:
    """Days after the due date, as ladders count; 0 in time. Unknown without a day."""
    if late is not None and not late:
        return 0
    paid = figures["paid_day"]
    if late is None and (paid is None or figures["latest_day"] is not None):
        return None
    day = today if paid is None else paid
    return min(max(0, int(day) - int(figures["due_day"])), MOST_DAYS)


def balances(
    question: Question, figures: Mapping[str, Any], today: int
) -> list[tuple[int, int]] | None:
    """What was owed from each day on, from the due date to the day of the check."""
    due, payments = figures["due_minor"], question.payments
    foreign = any(one.currency != question.currency for one in payments)
    if due is None or foreign or any(one.on is None for one in payments):
        return None
    rest = due - (figures["lawful_minor"] or 0)
    days = sorted((day_number(one.on), one.amount) for one in payments if one.on)
    first = int(figures["due_day"])
    found = [(first, max(0, rest - sum(amount for day, amount in days if day <= first)))]
    for day, _ in days:
        if first < day <= today:
            left = rest - sum(amount for other, amount in days if other <= day)
            found.append((day, max(0, left)))
    return [*found, (max(today, first), 0)]
