"""The arithmetic of ``check`` where nothing has to be added up: one contract and one payment.

``alone`` stands in for the groupings of ``check``; ``bounds`` says which payments need no
arithmetic at all. Both use the expressions of ``check`` itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import narwhals as nw

from corridor.core.periods import Period
from corridor.engines.wages.check import IN_KIND, owed_parts, promised, promised_parts
from corridor.engines.wages.judging import judged

ANSWER = (
    *("worker_id", "employer_id", "destination", "days", "contract_minor", "floor_minor"),
    *("food_if_not_given_minor", "housing_if_not_given_minor"),
    *("paid_minor", "basic_paid_minor", "deductions_minor", "lawful_minor", "forbidden_minor"),
    *("paid_day", "currency", "contracts", "due_minor", "unproven_minor", "deemed_paid"),
    *("missing", "late", "short", "below_minimum", "below_contract", "deduction"),
    *("due_day", "latest_day", "still_owed_minor"),
)
"""The columns that ``check`` answers, in the order of a finding's row."""


def check_alone(
    rows: Any, month: Period, width: int, on: date, names: Sequence[str] = ANSWER
) -> Any:
    """What ``check`` answers for rows that stand alone (a Narwhals frame), in columns ``names``.

    ``rows``: contracts with the law of ``law_table`` and the only payment of the month beside
    them: the payment's columns, ``__currency`` (its currency), ``__has_row`` (whether there is
    one) and ``__file_seen`` (whether the employer's payments are known).
    """
    return judged(_alone(promised(rows, month, width)), on).select(*names)


def _alone(rows: Any) -> Any:
    """A sum of one payment is that payment; unsaid lawful and forbidden parts are nothing."""
    there = nw.col("__has_row")
    return rows.with_columns(
        *[
            nw.when(there).then(nw.col(name).fill_null(0)).otherwise(nw.col(name)).alias(name)
            for name in ("lawful_minor", "forbidden_minor")
        ],
        nw.col("currency").alias("__other_currency"),
        nw.col("__currency").alias("__currency_too"),
        nw.lit(1).cast(nw.Int64).alias("contracts"),
    )


def bounds(rows: Any) -> Any:
    """``rows`` with ``__need``: a payment of so much leaves no doubt, in any of the months.

    ``rows``: contracts with the greatest law values of the months asked in ``__sum_month``,
    ``__sum_hour``, ``__sum_food`` and ``__sum_housing``. Null where no payment alone can settle
    a month: contract or law is silent, or the wage hangs on hours or days worked. A part of a
    month asks for less than a whole one, so this is the arithmetic of a month of one day.
    """
    day, nothing = nw.lit(1).cast(nw.Int64), nw.lit(None, dtype=nw.Int64)
    rows = rows.with_columns(day.alias("days"), nothing.alias("hours"))
    rows = rows.with_columns(*owed_parts(1)).with_columns(*promised_parts())
    contract, high = nw.col("contract_minor"), nw.col("__high")
    most = nw.when(high > contract).then(high).otherwise(contract)
    sure = nw.col("pay_period").fill_null("month") == "month"
    sure = sure & (nw.col("__sum_hour") == 0) & (nw.col("basic_minor") >= 0)
    for name in ("food_minor", "housing_minor"):
        sure = sure & (nw.col(name).fill_null(0) >= IN_KIND)
    for name in ("contract_minor", "__high", "start_day"):
        sure = sure & ~nw.col(name).is_null()
    return rows.with_columns(nw.when(sure).then(most).otherwise(nothing).alias("__need"))
