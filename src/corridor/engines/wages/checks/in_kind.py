"""Food and housing that were to be given: what is owed in money for what was not given.

What the file pays for them beyond the wage that is due makes up for it; what a file calls an
allowance while the wage itself is short is ordinary wage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import narwhals as nw

from corridor.engines.wages.checks.judged import BREACH, OK, UNKNOWN, flag, nothing, pick

ITEMS = ("food", "housing")
"""What a contract can promise in kind."""


@dataclass(frozen=True, slots=True)
class Compensated:
    """``verdict`` on what was not given (``OK`` where nothing is missing), and its arithmetic.

    ``expected`` is the law's amount, ``covered`` what was or may have been paid for it, ``owed``
    the least that is left: 0 where nothing is, or where the law names no amount.
    """

    verdict: nw.Expr
    expected: nw.Expr
    covered: nw.Expr
    owed: nw.Expr


def compensated(missing: Mapping[str, nw.Expr], surplus: nw.Expr) -> Compensated:
    """What is left owed for items that were not given, by the law's amounts of a checked row.

    ``missing``: item to a condition without nulls. ``surplus``: what came beyond the wage that is
    due, null where that is not known. Reads ``<item>_if_not_given_minor`` (null: the law names
    none) and ``<item>_paid_minor`` (null: the file does not tell the item's allowance apart; then
    all that came beyond may be it, and a breach is only what that cannot cover).
    """
    law, paid, bare, maybe = [], [], [], []
    for item, absent in missing.items():
        amount, told = nw.col(f"{item}_if_not_given_minor"), nw.col(f"{item}_paid_minor")
        beyond = flag(surplus > 0) | surplus.is_null()
        enough = pick(told < amount, told, amount)
        law.append(pick(absent, amount.fill_null(0), 0))
        paid.append(pick(absent, enough.fill_null(0), 0))
        open_ = absent & beyond & told.is_null()
        unpriced = absent & amount.is_null()
        bare.append(unpriced & ~(beyond & (told.is_null() | flag(told > 0))))
        maybe.append(open_ | unpriced)
    expected, most = law[0] + law[1], paid[0] + paid[1]
    covered = pick(surplus < most, surplus, most)
    owed = expected - covered
    verdict = pick(maybe[0] | maybe[1], UNKNOWN, OK)
    verdict = pick(flag(owed > 0) | bare[0] | bare[1], BREACH, verdict)
    return Compensated(verdict, expected, covered, owed)


def beyond_due(received: nw.Expr) -> nw.Expr:
    """What came beyond the wage due and what was paid for overtime: 0 where nothing came."""
    rest = received + nw.col("lawful_minor").fill_null(0) - nw.col("due_minor")
    left = pick(rest > 0, rest, pick(rest <= 0, 0, nothing()))
    return pick(received.is_null(), 0, left).cast(nw.Int64)
