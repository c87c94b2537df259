"""The further checks where nobody was paid: only contract and law are left to read.

What needs a payslip is at best unknown then, and is not computed. The rows of several months are
judged together, at the cost of one: a worker's year without a file is one frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from corridor.core.findings import Finding
from corridor.core.periods import Period
from corridor.engines.terms.legal import LawBook
from corridor.engines.terms.resolve import distinct, join
from corridor.engines.verdicts import BREACH
from corridor.engines.wages.checks import facts, hours, rates, said, terms
from corridor.engines.wages.checks.judged import expressions

BY_CONTRACT = {
    "below_referral": terms.below_referral,
    "hours_over": hours.over,
    "in_kind": terms.in_kind,
    "substitution": terms.substitution,
}
"""The checks that contract, law and what was found of the terms can breach without a payment."""

_AT = "__at"
_UNHEARD = (
    *("hours", "overtime_day", "overtime_night", "overtime_minor"),
    *("food_paid_minor", "housing_paid_minor"),
)


def breaches(
    months: Sequence[tuple[Period, Any, Any]], book: LawBook, regime: str | None = None
) -> list[list[Finding]]:
    """The breaches of each month, in their order; the same as ``further`` of ``judge`` says.

    ``months`` are the month, the native answer of ``check`` and the native contracts it was
    asked for, all on Polars and without any payment.
    """
    found: list[list[Finding]] = [[] for _ in months]
    if not months:
        return found
    wide = [_wide(at, *month, book) for at, month in enumerate(months)]
    rows = nw.concat(wide, how="vertical")
    rows = rows.with_columns(
        *[one for name, check in BY_CONTRACT.items() for one in expressions(name, check())]
    )
    wrong = [nw.col(name) == BREACH for name in BY_CONTRACT]
    for row in rows.filter(nw.any_horizontal(*wrong, ignore_nulls=True)).rows(named=True):
        period = months[row[_AT]][0]
        found[row[_AT]] += [
            said.finding(row, name, period, book, regime)
            for name in BY_CONTRACT
            if row[name] == BREACH
        ]
    return found


def _wide(at: int, month: Period, checked: Any, contracts: Any, book: LawBook) -> Any:
    """The month's rows with terms and law; what only a payslip tells is unknown."""
    rows: Any = nw.from_native(checked)
    rows = rows.join(
        facts.terms(nw.from_native(contracts), month), on=list(facts.GROUP), how="left"
    )
    rows = join(rows, rates.table(book, distinct(rows, list(rates.KEYS)), month), list(rates.KEYS))
    unheard = [nw.lit(None, dtype=nw.Int64).alias(name) for name in _UNHEARD]
    return rows.with_columns(nw.lit(at).cast(nw.Int64).alias(_AT), *unheard)
