"""Hours: overtime paid or not, more than the law allows, fewer than were guaranteed."""

from __future__ import annotations

import narwhals as nw

from corridor.engines import exact
from corridor.engines.wages.checks.judged import (
    BREACH,
    NOT_APPLICABLE,
    OK,
    UNKNOWN,
    Judged,
    flag,
    known,
    nothing,
    pick,
)
from corridor.engines.wages.checks.rates import PERMILLE

KINDS = ("day", "night", "rest")
HUNDREDTHS = 100
"""Hours are counted in hundredths."""
_MONTH_HOURS = 240
"""An hour of a monthly wage is the basic wage divided by 30 and by 8."""
_DAY_HOURS = 8
_WEEK = 7
_WORK_DAYS = 6


def overtime() -> Judged:
    """Overtime that was worked and not paid with the law's premium.

    Hours of a kind that is not reported count as none for the least that is owed; the verdict
    then is at best unknown. What was paid beyond the ordinary wage counts when the payslip does
    not tell overtime apart.
    """
    hours = [nw.col(f"overtime_{kind}") for kind in KINDS]
    heard = flag(~hours[0].is_null() | ~hours[1].is_null() | ~hours[2].is_null())
    silent = flag(hours[0].is_null() | hours[1].is_null() | hours[2].is_null())
    owed, paid = _premium_pay(), _overtime_paid()
    open_ = silent | _open_rate()
    whole = pick(open_, UNKNOWN, OK)
    judged = pick(paid < owed, BREACH, pick(owed.is_null() | paid.is_null(), UNKNOWN, whole))
    verdict = pick(~heard, UNKNOWN, pick(_none(hours) & ~silent, OK, judged))
    gap = pick(paid < owed, owed - paid, nothing())
    return Judged(verdict, expected=owed, actual=paid, owed=gap)


def _none(hours: list[nw.Expr]) -> nw.Expr:
    total = hours[0].fill_null(0) + hours[1].fill_null(0) + hours[2].fill_null(0)
    return flag(total == 0)


def _open_rate() -> nw.Expr:
    """Hours of a kind for which the law's premium is not known."""
    found = [
        flag((nw.col(f"overtime_{kind}") > 0) & nw.col(f"__premium_{kind}").is_null())
        for kind in KINDS
    ]
    return found[0] | found[1] | found[2]


def _premium_pay() -> nw.Expr:
    """The least owed for overtime: basic by the hour x hours x (1 + premium), rounded once."""
    parts = []
    for kind in KINDS:
        hours, premium = nw.col(f"overtime_{kind}"), nw.col(f"__premium_{kind}")
        worth = hours * (premium + PERMILLE)
        parts.append(pick(hours.is_null() | premium.is_null(), 0, worth).cast(nw.Int64))
    weighted = parts[0] + parts[1] + parts[2]
    period = nw.col("pay_period")
    count = pick(period == "hour", 1, pick(period == "day", _DAY_HOURS, _MONTH_HOURS))
    whole = nw.col("basic_minor") * weighted
    amount = exact.div_half_up(whole, (count * HUNDREDTHS * PERMILLE).cast(nw.Int64))
    counted = flag((period == "month") | (period == "day") | (period == "hour"))
    return pick(counted, amount, nothing()).cast(nw.Int64)


def _overtime_paid() -> nw.Expr:
    """What was paid for overtime: by the payslip, and never more than was paid beyond the due.

    What a payslip calls overtime while the ordinary wage is short is ordinary wage.
    """
    beyond = nw.col("paid_minor") + nw.col("lawful_minor").fill_null(0) - nw.col("due_minor")
    surplus = pick(beyond > 0, beyond, pick(beyond <= 0, 0, nothing()))
    told = nw.col("overtime_minor")
    within = pick(surplus < told, surplus, told)
    return pick(known("overtime_minor"), within, surplus).cast(nw.Int64)


def over() -> Judged:
    """More hours than the law's longest week, with the overtime it allows, comes to.

    The limit of the month is the weekly limit and six days' overtime by the days of the
    contract / 7, rounded up. A contract that promises more than the week itself is a breach.
    """
    week, extra = nw.col("__limit_week"), nw.col("__limit_overtime_day")
    days, worked = nw.col("days"), nw.col("hours")
    ordinary = exact.div_up(week * HUNDREDTHS * days, _WEEK)
    allowed = exact.div_up((week + extra * _WORK_DAYS) * HUNDREDTHS * days, _WEEK)
    top = pick(extra.is_null(), ordinary, allowed).cast(nw.Int64)
    promised = flag(nw.col("hours_week") > week * HUNDREDTHS)
    much = pick(worked > top, BREACH, pick(worked.is_null() | top.is_null(), UNKNOWN, OK))
    overtime_over = flag(
        _overtime_hours() > exact.div_up(extra * _WORK_DAYS * HUNDREDTHS * days, _WEEK)
    )
    verdict = pick(promised | overtime_over, BREACH, much)
    there = pick(week.is_null(), UNKNOWN, verdict)
    return Judged(there, expected=top, actual=worked)


def _overtime_hours() -> nw.Expr:
    """Overtime by day and night; work on the day of rest has a rule of its own."""
    return nw.col("overtime_day").fill_null(0) + nw.col("overtime_night").fill_null(0)


def guarantee() -> Judged:
    """Fewer paid hours than are guaranteed for so many weeks, by the days of the contract.

    The employer owes the gap at the wage by the hour.
    """
    hours, days, paid = nw.col("__limit_guarantee"), nw.col("days"), nw.col("paid_hours")
    span = pick(nw.col("__limit_guarantee_weeks") > 0, nw.col("__limit_guarantee_weeks"), nothing())
    least = exact.div_half_up(hours * HUNDREDTHS * days, (span * _WEEK).cast(nw.Int64))
    short = paid < least
    unknown = paid.is_null() | least.is_null()
    verdict = pick(short, BREACH, pick(unknown, UNKNOWN, OK))
    there = pick(flag(nw.col("__has_guarantee")), verdict, NOT_APPLICABLE)
    gap = exact.div_half_up((least - paid) * nw.col("basic_minor"), HUNDREDTHS)
    owed = pick(short & (nw.col("pay_period") == "hour"), gap, nothing())
    return Judged(there, expected=least, actual=paid, owed=owed)
