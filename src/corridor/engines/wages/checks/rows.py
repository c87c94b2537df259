"""The wide rows that every further check reads: core result, terms, payslip and law together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import polars as pl

from corridor.core.periods import Period
from corridor.engines import exact
from corridor.engines.days import day_number
from corridor.engines.terms.legal import LawBook
from corridor.engines.terms.resolve import distinct, join
from corridor.engines.wages.checks import rates
from corridor.engines.wages.checks.columns import CONTRACT_EXTRAS, PAYMENT_EXTRAS, completed

GROUP = ("worker_id", "employer_id")
_TERMS = (
    *("regime", "sector", "job", "stream", "pay_period", "origin", "account"),
    *("basic_minor", "food_minor", "housing_minor", "hours_week", "referral_minor"),
    *("applied_basic_minor", "applied_food_minor", "applied_housing_minor", "applied_hours_week"),
)
_PROVIDED = ("food_provided", "housing_provided")
_SUMS = (
    *("fee_minor", "overtime_minor", "overtime_day", "overtime_night", "overtime_rest"),
    *("paid_hours", "returned_minor", "hours"),
)
SAME_FROM = 10
"""From so many workers of one employer on, the same wage for all is looked at."""


def wide(checked: Any, contracts: Any, payments: Any, month: Period, book: LawBook) -> Any:
    """Every row of ``check`` with what the further checks read (a Narwhals frame).

    ``checked`` is the native answer of ``wages.check``; ``contracts`` and ``payments`` are the
    frames it was made from, with or without the optional columns. Several contracts or payments
    of one worker and employer are one row; terms that differ between them are unknown.
    """
    rows = nw.from_native(checked)
    terms = completed(nw.from_native(contracts), CONTRACT_EXTRAS)
    paid = completed(nw.from_native(payments), PAYMENT_EXTRAS)
    rows = rows.join(_terms(_active(terms, month)), on=list(GROUP), how="left")
    rows = rows.join(_payslips(paid), on=list(GROUP), how="left")
    rows = rows.join(_alike(rows), on="employer_id", how="left")
    rows = _with_reasons(rows, paid, month, book)
    found = distinct(rows, list(rates.KEYS))
    rows = join(rows, rates.table(book, found, month), list(rates.KEYS))
    _guard(rows)
    return rows


def _active(contracts: Any, month: Period) -> Any:
    """Contracts with a day in the month: an earlier one says nothing about this one."""
    first, after = day_number(month.start), day_number(month.end or month.start)
    begun = nw.col("start_day").is_null() | (nw.col("start_day") < after)
    running = nw.col("end_day").is_null() | (nw.col("end_day") > first)
    return contracts.filter(begun & running)


def _terms(contracts: Any) -> Any:
    """The terms of worker and employer; a term that two contracts state differently is null."""
    grouped = contracts.group_by(*GROUP).agg(
        *[nw.col(name).min().alias(f"__least_{name}") for name in _TERMS],
        *[nw.col(name).max().alias(name) for name in _TERMS],
        *[nw.col(name).is_null().any().alias(f"__no_{name}") for name in _TERMS],
        *[nw.col(name).all().alias(f"__all_{name}") for name in _PROVIDED],
        *[nw.col(name).is_null().any().alias(f"__no_{name}") for name in _PROVIDED],
    )
    nothing: Any = nw.lit(None)
    agreed = [
        nw.when((nw.col(name) == nw.col(f"__least_{name}")) & ~nw.col(f"__no_{name}"))
        .then(nw.col(name))
        .otherwise(nothing)
        .alias(name)
        for name in _TERMS
    ]
    said = [
        nw.when(~nw.col(f"__no_{name}"))
        .then(nw.col(f"__all_{name}"))
        .otherwise(nothing)
        .alias(name)
        for name in _PROVIDED
    ]
    return _public(grouped.with_columns(*agreed, *said))


def _payslips(payments: Any) -> Any:
    """Payslip facts of worker and employer; a sum with an unknown part is unknown."""
    shared = _shared(payments)
    payments = payments.join(shared, on=["employer_id", "account"], how="left")
    grouped = payments.group_by(*GROUP).agg(
        *[exact.total(name) for name in _SUMS],
        *[nw.col(name).is_null().any().alias(f"__no_{name}") for name in _SUMS],
        nw.col("account").min().alias("credited_to"),
        nw.col("account").max().alias("credited_too"),
        nw.col("account_valid").min().cast(nw.Int64).alias("__least_valid"),
        nw.col("account_valid").is_null().any().alias("__no_valid"),
        nw.col("account_workers").max().alias("account_workers"),
        nw.col("round_withdrawals").max().alias("round_withdrawals"),
    )
    nothing = nw.lit(None, dtype=nw.Int64)
    sums = [
        nw.when(nw.col(f"__no_{name}")).then(nothing).otherwise(nw.col(name)).alias(name)
        for name in _SUMS
    ]
    known = nw.when(nw.col("__no_valid") & (nw.col("__least_valid") != 0)).then(nothing)
    valid = known.otherwise(nw.col("__least_valid")).alias("account_valid")
    return _public(grouped.with_columns(*sums, valid))


def _shared(payments: Any) -> Any:
    """How many workers of one employer were paid into each account."""
    known = payments.filter(~nw.col("account").is_null())
    each = known.select("employer_id", "account", "worker_id").unique()
    counted = each.group_by("employer_id", "account").agg(nw.len().alias("account_workers"))
    return counted.with_columns(nw.col("account_workers").cast(nw.Int64))


def _alike(rows: Any) -> Any:
    """Per employer: how many were paid, and whether all got the same for different dues."""
    paid = rows.filter(nw.col("paid_minor") > 0)
    grouped = paid.group_by("employer_id").agg(
        nw.len().alias("paid_workers"),
        (nw.col("paid_minor").max() - nw.col("paid_minor").min()).alias("paid_spread"),
        (nw.col("due_minor").max() - nw.col("due_minor").min()).alias("due_spread"),
    )
    names = ("paid_workers", "paid_spread", "due_spread")
    return grouped.with_columns(*[nw.col(name).cast(nw.Int64) for name in names])


def _with_reasons(rows: Any, paid: Any, month: Period, book: LawBook) -> Any:
    """Whether the law's list has the reasons given (see ``rates.listed``), the worst of a month."""
    taken = paid.filter(nw.col("deductions_minor") > 0)
    taken = taken.select(*GROUP, "deduction_reason").join(
        rows.select(*GROUP, "destination", "regime"), on=list(GROUP), how="inner"
    )
    on = ["destination", "regime", "deduction_reason"]
    found = [row | {"__listed": _listed(row, month, book)} for row in distinct(taken, on)]
    types: dict[str, Any] = dict.fromkeys(on, pl.String) | {"__listed": pl.Int64}
    judged = join(taken, pl.DataFrame(found, schema=types, orient="row"), on)
    grouped = judged.group_by(*GROUP).agg(
        nw.col("__listed").min().alias("__least"),
        nw.col("__listed").is_null().any().alias("__open"),
    )
    doubt = nw.col("__open") & (nw.col("__least").fill_null(1) != 0)
    least = nw.when(doubt).then(nw.lit(None, dtype=nw.Int64)).otherwise(nw.col("__least"))
    kept = grouped.select(*GROUP, least.alias("__reason_listed"))
    return rows.join(kept, on=list(GROUP), how="left")


def _listed(row: Mapping[str, Any], month: Period, book: LawBook) -> int | None:
    if row["deduction_reason"] is None:
        return None
    key = {"regime": row["regime"]} if row["regime"] else {}
    return rates.listed(book, row["destination"] or "", key, month, row["deduction_reason"])


def _public(frame: Any) -> Any:
    """Without the helper columns of the grouping."""
    names = frame.collect_schema().names()
    return frame.select(*[name for name in names if not name.startswith("__")])


def _guard(rows: Any) -> None:
    """Bound every product that the checks form. Raises ``BadInput`` "exact.too_large"."""
    names = ("basic_minor", "overtime_day", "overtime_night", "overtime_rest", "deductions_minor")
    exact.guard(
        rows.select(*names, "due_minor", "days"),
        *[("basic_minor", name, 3 * rates.PERMILLE * 2) for name in names[1:4]],
        ("basic_minor", 10**5),
        ("deductions_minor", rates.PERMILLE),
        ("due_minor", rates.PERMILLE),
    )
