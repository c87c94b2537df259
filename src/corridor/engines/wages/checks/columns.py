"""What the further checks read beside the core columns. Each is optional: absent is unknown.

A frame may leave out any of these columns, and any cell may be null; a check whose facts are
missing answers ``unknown``, never ``ok``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import narwhals as nw
import polars as pl

from corridor.engines.wages.columns import CONTRACT_COLUMNS, PAYMENT_COLUMNS

CONTRACT_EXTRAS: dict[str, Any] = {
    "origin": pl.String,
    "stream": pl.String,
    "referral_minor": pl.Int64,
    "account": pl.String,
    "applied_basic_minor": pl.Int64,
    "applied_food_minor": pl.Int64,
    "applied_housing_minor": pl.Int64,
    "applied_hours_week": pl.Int64,
    "food_provided": pl.Boolean,
    "housing_provided": pl.Boolean,
}
"""Columns that a contracts frame may have as well.

- ``origin``: the worker's own state, alpha-3; its referral wage is looked up for her work.
- ``stream``: the part of a seasonal scheme (``short``, ``long``), where guarantees depend on it.
- ``referral_minor``: a referral wage a month set otherwise, in minor units; the higher counts.
- ``account``: the account on record as the worker's own, without spaces, in capitals.
- ``applied_*``: the terms really applied, where they are known (a second contract, a payslip, an
  inspection); the row's own terms are the registered ones. -1 is in kind.
- ``food_provided``, ``housing_provided``: what an inspection found of what is owed in kind.
"""

PAYMENT_EXTRAS: dict[str, Any] = {
    "account": pl.String,
    "account_valid": pl.Boolean,
    "account_employer": pl.Boolean,
    "deduction_reason": pl.String,
    "fee_minor": pl.Int64,
    "food_paid_minor": pl.Int64,
    "housing_paid_minor": pl.Int64,
    "overtime_minor": pl.Int64,
    "overtime_day": pl.Int64,
    "overtime_night": pl.Int64,
    "overtime_rest": pl.Int64,
    "paid_hours": pl.Int64,
    "returned_minor": pl.Int64,
    "round_withdrawals": pl.Int64,
}
"""Columns that a payments frame may have as well.

- ``account``: where the money went, without spaces, in capitals; ``account_valid``: whether its
  check digits hold (see ``accounts.valid``), null when it has none; ``account_employer``: whether
  the employer's own wage account is the same one.
- ``deduction_reason``: the code the employer gave; an empty text: the field exists and is empty.
- ``fee_minor``: the part of the deductions that was taken for recruitment, minor units.
- ``food_paid_minor``, ``housing_paid_minor``: the allowance that was paid for it, minor units.
- ``overtime_minor``: what was paid for overtime; ``overtime_day``, ``overtime_night`` and
  ``overtime_rest`` (day of rest): hours of it, hundredths. ``hours`` (core) are all hours worked.
- ``paid_hours``: hours that were paid, hundredths, for a guarantee of hours.
- ``returned_minor``: what went back from the worker to the employer or its people;
  ``round_withdrawals``: how many months in a row the same round sum was drawn at once in cash.
"""


def contracts_frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """The contracts frame with the optional columns; what a row leaves out is unknown."""
    return _frame(rows, CONTRACT_COLUMNS | CONTRACT_EXTRAS)


def payments_frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """The payments frame with the optional columns; what a row leaves out is unknown."""
    return _frame(rows, PAYMENT_COLUMNS | PAYMENT_EXTRAS)


def _frame(rows: Iterable[Mapping[str, Any]], schema: Mapping[str, Any]) -> pl.DataFrame:
    filled = [{name: row.get(name) for name in schema} for row in rows]
    return pl.DataFrame(filled, schema=dict(schema), orient="row")


def completed(frame: Any, extras: Mapping[str, Any]) -> Any:
    """A Narwhals frame with every optional column, null where the frame does not have it."""
    there = set(frame.collect_schema().names())
    types: dict[Any, Any] = {pl.String: nw.String, pl.Int64: nw.Int64, pl.Boolean: nw.Boolean}
    absent = [
        nw.lit(None, dtype=types[kind]).alias(name)
        for name, kind in extras.items()
        if name not in there
    ]
    return frame.with_columns(*absent) if absent else frame
