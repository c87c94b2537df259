"""Where the money went, whether it stayed, and wages that are too alike to be true."""

from __future__ import annotations

import narwhals as nw

from corridor.engines.wages.checks.judged import (
    BREACH,
    NOT_APPLICABLE,
    OK,
    UNKNOWN,
    Judged,
    flag,
    nothing,
    pick,
)
from corridor.engines.wages.checks.rows import SAME_FROM

MANY = 3
"""So many workers of one employer on one account are no family."""
ROUND_FROM = 3
"""So many months in a row with the same round sum drawn at once are a pattern."""


def payee() -> Judged:
    """An account that cannot exist, that many share, the employer's, or not the worker's."""
    account, own = nw.col("credited_to"), nw.col("account")
    valid, workers = nw.col("account_valid"), nw.col("account_workers")
    other = flag((account != own) | (nw.col("credited_too") != own))
    broken, shared = flag(valid == 0), flag(workers >= MANY)
    returned = flag(nw.col("account_employer") == 1)
    doubt = account.is_null() | own.is_null() | flag(workers > 1)
    verdict = pick(other | broken | shared | returned, BREACH, pick(doubt, UNKNOWN, OK))
    return Judged(verdict, expected=nw.lit(1).cast(nw.Int64), actual=workers)


def kickback() -> Judged:
    """Money that came and went back: returned to the employer, or drawn alike every month.

    Facts of a bank or of the worker; without them unknown. What was returned is owed again.
    """
    back, drawn = nw.col("returned_minor"), nw.col("round_withdrawals")
    pattern = flag(back > 0) | flag(drawn >= ROUND_FROM)
    doubt = back.is_null() | drawn.is_null()
    verdict = pick(pattern, BREACH, pick(doubt, UNKNOWN, OK))
    return Judged(verdict, actual=back, owed=pick(back > 0, back, nothing()))


def sameness() -> Judged:
    """The same sum to the last unit for ten or more workers whose wages due differ."""
    many = flag(nw.col("paid_workers") >= SAME_FROM)
    alike = flag((nw.col("paid_spread") == 0) & (nw.col("due_spread") > 0))
    doubt = nw.col("paid_spread").is_null() | nw.col("due_spread").is_null()
    verdict = pick(alike, BREACH, pick(doubt, UNKNOWN, OK))
    counted = pick(many, nw.col("paid_workers"), nothing())
    return Judged(pick(many, verdict, NOT_APPLICABLE), actual=counted)
