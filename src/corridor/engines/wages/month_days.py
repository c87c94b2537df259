"""The days of one month: due, paid, late by how much, and what was owed from each day on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.engines.days import day_number
from corridor.engines.verdicts import BREACH, NOT_APPLICABLE, OK, UNKNOWN
from corridor.engines.wages import month_rows, month_sums
from corridor.engines.wages.floors import Timing
from corridor.engines.wages.judging import WAITS
from corridor.engines.wages.ladder import MOST_DAYS
from corridor.engines.wages.month_input import Question

_OPEN = ("still_owed_minor", "unproven_minor", "deemed_paid")


def figures(
    row: Mapping[str, Any], question: Question, clock: Timing, today: int, *, covered: bool
) -> dict[str, Any]:
    """What the days of this contract change in a row that was judged as if all were over."""
    sums = month_sums.figures(row, question)
    row = {**row, **sums}
    paid = month_rows.paid_day(question, row["due_minor"], row["lawful_minor"] or 0)
    found = sums | {
        "due_day": clock.due_day,
        "latest_day": clock.latest_day,
        "paid_day": paid,
        "open_days": _open_days(row, clock, today),
    }
    if question.payments:
        found["late"] = _late_verdict(paid, clock)
    elif not covered:
        silent = dict.fromkeys((*_OPEN, "paid_minor", "open_days"))
        return found | silent | {"missing": UNKNOWN, "deduction": NOT_APPLICABLE}
    elif row["missing"] != NOT_APPLICABLE:
        found["missing"] = UNKNOWN if clock.latest_day is None else BREACH
    return found | (_waiting(row | found) if _early(clock, today) else {})


def _early(clock: Timing, today: int) -> bool:
    """Whether the last lawful day has not passed; where nobody knows it, the due date counts."""
    return today <= (clock.due_day - 1 if clock.latest_day is None else clock.latest_day)


def _late_verdict(paid: int | None, clock: Timing) -> int:
    """On or before the due date nothing is late, whatever grace there is."""
    if paid is None:
        return UNKNOWN
    if paid <= clock.due_day:
        return OK
    if clock.latest_day is None:
        return UNKNOWN
    return BREACH if paid > clock.latest_day else OK


def _waiting(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is not in order yet, while it can still be paid in time, is not due yet."""
    waits = {name: NOT_APPLICABLE for name in WAITS if row[name] != OK}
    return waits | {"deemed_paid": row["deemed_paid"] or None}


def _open_days(row: Mapping[str, Any], clock: Timing, today: int) -> int | None:
    """Days since the due date while the wage does not count as paid, whatever came of it."""
    owed, deemed = row["still_owed_minor"], row["deemed_paid"]
    if owed is None:
        return None
    unmeasured = deemed is None and clock.threshold is None
    unpaid = deemed == 0 or (unmeasured and owed > (row["unproven_minor"] or 0))
    return min(max(0, today - clock.due_day), MOST_DAYS) if unpaid else 0


def late(
    question: Question, figures: Mapping[str, Any], today: int, *, covered: bool | None
) -> bool | None:
    """Paid after the last lawful day, or not paid by now although it is over."""
    latest = figures["latest_day"]
    if not question.payments and figures["due_minor"] == 0:
        return False
    day = figures["paid_day"] if question.payments else today
    if day is None or (not question.payments and not covered):
        return None
    if day <= figures["due_day"]:
        return False
    return None if latest is None else bool(day > latest)


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
