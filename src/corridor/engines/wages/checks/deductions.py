"""What was taken off the wage: for which reason, how much, and whether for recruitment."""

from __future__ import annotations

import narwhals as nw

from corridor.engines.wages.checks.judged import (
    BREACH,
    NOT_APPLICABLE,
    OK,
    UNKNOWN,
    Judged,
    flag,
    known,
    pick,
)
from corridor.engines.wages.checks.rates import PERMILLE


def reason() -> Judged:
    """A deduction whose reason the law does not list, or that states none.

    What is proven lawful needs no code; a list that the pack does not have leaves it open.
    """
    taken, proven = nw.col("deductions_minor"), nw.col("lawful_minor").fill_null(0)
    listed = nw.col("__reason_listed")
    claimed = pick(listed == 0, BREACH, pick(listed == 1, OK, UNKNOWN))
    verdict = pick(taken <= proven, OK, pick(taken.is_null(), UNKNOWN, claimed))
    return Judged(verdict, actual=taken - proven)


def cap() -> Judged:
    """All deductions of a month, proven or not, against the law's share of the wage."""
    taken, share = nw.col("deductions_minor"), nw.col("__cap")
    wage = pick(known("due_minor"), nw.col("due_minor"), nw.col("contract_minor"))
    over = taken * PERMILLE > share * wage
    unknown = taken.is_null() | wage.is_null() | share.is_null()
    verdict = pick(taken == 0, OK, pick(unknown, UNKNOWN, pick(over, BREACH, OK)))
    there = pick(flag(nw.col("__has_cap")), verdict, NOT_APPLICABLE)
    return Judged(there, expected=_most(wage, share), actual=taken)


def _most(wage: nw.Expr, share: nw.Expr) -> nw.Expr:
    from corridor.engines import exact

    return exact.div_down(wage * share, PERMILLE)


def fee() -> Judged:
    """A deduction for recruitment, where the law lets recruitment cost the worker less."""
    charged, allowed = nw.col("fee_minor"), nw.col("__fee")
    over = pick(allowed.is_null(), UNKNOWN, pick(charged > allowed, BREACH, OK))
    silent = pick(nw.col("deductions_minor") == 0, OK, UNKNOWN)
    verdict = pick(charged.is_null(), silent, pick(charged == 0, OK, over))
    return Judged(verdict, expected=allowed, actual=charged)
