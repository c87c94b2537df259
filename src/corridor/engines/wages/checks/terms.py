"""The contract itself: under the referral wage, replaced by a worse one, food and housing."""

from __future__ import annotations

import narwhals as nw

from corridor.engines.wages.checks.in_kind import ITEMS, beyond_due, compensated
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

_KIND = -1


def below_referral() -> Judged:
    """A basic wage a month under the wage that the worker's own state asks for her work."""
    by_law, given = nw.col("__referral"), nw.col("referral_minor")
    least = nw.max_horizontal(by_law, given)
    basic = pick(nw.col("pay_period") == "month", nw.col("basic_minor"), nothing())
    unknown = least.is_null() | basic.is_null()
    verdict = pick(basic < least, BREACH, pick(unknown, UNKNOWN, OK))
    asked = flag(nw.col("__has_referral")) | known("referral_minor")
    return Judged(pick(asked, verdict, NOT_APPLICABLE), expected=least, actual=basic)


def substitution() -> Judged:
    """Terms really applied that are worse than the registered ones."""
    names = ("basic_minor", "food_minor", "housing_minor", "hours_week")
    worse = [_worse(name) for name in names]
    silent = [nw.col(name).is_null() | nw.col(f"applied_{name}").is_null() for name in names]
    any_worse = worse[0] | worse[1] | worse[2] | worse[3]
    doubt = silent[0] | silent[1] | silent[2] | silent[3]
    verdict = pick(any_worse, BREACH, pick(doubt, UNKNOWN, OK))
    return Judged(verdict, expected=nw.col("basic_minor"), actual=nw.col("applied_basic_minor"))


def _worse(name: str) -> nw.Expr:
    """Less money, or more hours. What was to be given and is neither given nor paid is less;
    kind against money is not comparable here and left to the comparison of contracts."""
    one, other = nw.col(name), nw.col(f"applied_{name}")
    if name == "hours_week":
        return flag(other > one)
    if name == "basic_minor":
        return flag(other < one)
    return flag(((one == _KIND) & (other == 0)) | ((other >= 0) & (other < one)))


def in_kind() -> Judged:
    """Food or housing that the contract gives in kind and that was found not to be given.

    The law's amount for the days becomes due in money, less what the file pays for it beyond the
    wage; where the law names none, the breach stands without a sum.
    """
    missing, open_ = {}, []
    for item in ITEMS:
        promised = flag(nw.col(f"{item}_minor") == _KIND)
        given = nw.col(f"{item}_provided")
        missing[item] = promised & flag(~given)
        open_.append(promised & given.is_null())
    left = compensated(missing, _surplus())
    asked = flag((nw.col("food_minor") == _KIND) | (nw.col("housing_minor") == _KIND))
    unheard = nw.col("food_minor").is_null() | nw.col("housing_minor").is_null()
    doubt = open_[0] | open_[1] | unheard | (left.verdict == UNKNOWN)
    verdict = pick(left.verdict == BREACH, BREACH, pick(doubt, UNKNOWN, OK))
    there = pick(asked | unheard, verdict, NOT_APPLICABLE)
    covered = pick(left.covered > 0, left.covered, nothing())
    owed = pick(left.owed > 0, left.owed, nothing())
    return Judged(there, expected=left.expected, actual=covered, owed=owed)


def _surplus() -> nw.Expr:
    """What came beyond the wage due, without what the payslip calls overtime."""
    beyond = beyond_due(nw.col("paid_minor"))
    rest = beyond - nw.col("overtime_minor").fill_null(0)
    return pick(rest < 0, 0, rest)
