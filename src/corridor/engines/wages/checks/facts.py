"""Terms and payslip facts as one row of worker and employer, at the cost of what is there.

Columns that a frame does not have are not aggregated but added as unknown; a frame in which
nobody stands twice is taken as it is.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl

from corridor.core.periods import Period
from corridor.engines import exact
from corridor.engines.days import day_number
from corridor.engines.wages.checks.columns import completed

GROUP = ("worker_id", "employer_id")
_TEXTS = ("regime", "sector", "job", "stream", "pay_period", "origin", "account")
_AMOUNTS = (
    *("basic_minor", "food_minor", "housing_minor", "hours_week", "referral_minor"),
    *("applied_basic_minor", "applied_food_minor", "applied_housing_minor", "applied_hours_week"),
)
_PROVIDED = ("food_provided", "housing_provided")
_SUMS = (
    *("fee_minor", "overtime_minor", "overtime_day", "overtime_night", "overtime_rest"),
    *("paid_hours", "returned_minor", "hours", "food_paid_minor", "housing_paid_minor"),
)
_MOST = ("account_workers", "account_employer", "round_withdrawals")
_CREDITED = ("credited_to", "credited_too")


def terms(contracts: Any, month: Period) -> Any:
    """The terms of worker and employer; a term that two contracts state differently is null."""
    active = _active(contracts, month)
    names = _there(active, (*_TEXTS, *_AMOUNTS, *_PROVIDED))
    found = active.select(*GROUP, *names) if _once_each(active) else _agreed(active, names)
    types: dict[str, Any] = dict.fromkeys(_TEXTS, pl.String) | dict.fromkeys(_AMOUNTS, pl.Int64)
    return completed(found, types | dict.fromkeys(_PROVIDED, pl.Boolean))


def _active(contracts: Any, month: Period) -> Any:
    """Contracts with a day in the month: an earlier one says nothing about this one."""
    first, after = day_number(month.start), day_number(month.end or month.start)
    begun = nw.col("start_day").is_null() | (nw.col("start_day") < after)
    running = nw.col("end_day").is_null() | (nw.col("end_day") > first)
    return contracts.filter(begun & running)


def _there(frame: Any, names: tuple[str, ...]) -> list[str]:
    known = set(frame.collect_schema().names())
    return [name for name in names if name in known]


def _once_each(frame: Any) -> bool:
    """Whether nobody stands twice; what lies in a database is grouped without asking."""
    if not isinstance(frame, nw.DataFrame):
        return False
    return len(frame.select(*GROUP).unique()) == len(frame)


def _agreed(contracts: Any, names: list[str]) -> Any:
    grouped = contracts.group_by(*GROUP).agg(
        *[nw.col(name).min().alias(f"__least_{name}") for name in names],
        *[nw.col(name).max().alias(name) for name in names],
        *[nw.col(name).is_null().any().alias(f"__no_{name}") for name in names],
    )
    nothing: Any = nw.lit(None)
    agreed = [
        nw.when((nw.col(name) == nw.col(f"__least_{name}")) & ~nw.col(f"__no_{name}"))
        .then(nw.col(name))
        .otherwise(nothing)
        .alias(name)
        for name in names
    ]
    return grouped.with_columns(*agreed).select(*GROUP, *names)


def payslips(payments: Any) -> Any:
    """Payslip facts of worker and employer; a sum with an unknown part is unknown.

    ``credited_to`` and ``credited_too`` are the first and the last account of several, in their
    order; ``account_valid`` and ``account_employer`` are 1, 0 or null; ``account_workers`` counts
    the employer's workers who were paid into the account.
    """
    paid = _with_sharers(_numbered(payments))
    names = _there(paid, (*_SUMS, *_MOST))
    credited = _there(paid, ("account", "account_valid"))
    if _once_each(paid):
        found = paid.select(*GROUP, *names, *_single(credited))
    else:
        found = _added(paid, names, credited)
    types: dict[str, Any] = dict.fromkeys((*_SUMS, *_MOST, "account_valid"), pl.Int64)
    return completed(found, types | dict.fromkeys(_CREDITED, pl.String))


def _numbered(payments: Any) -> Any:
    """True and false as 1 and 0, which every engine can compare."""
    if "account_employer" not in _there(payments, ("account_employer",)):
        return payments
    return payments.with_columns(nw.col("account_employer").cast(nw.Int64))


def _single(credited: list[str]) -> list[Any]:
    valid = [nw.col("account_valid").cast(nw.Int64)] if "account_valid" in credited else []
    if "account" not in credited:
        return valid
    return [*[nw.col("account").alias(name) for name in _CREDITED], *valid]


def _added(paid: Any, names: list[str], credited: list[str]) -> Any:
    sums = [name for name in names if name in _SUMS]
    asked = [exact.total(name) for name in sums]
    asked += [nw.col(name).is_null().any().alias(f"__no_{name}") for name in sums]
    asked += [nw.col(name).max() for name in names if name in _MOST]
    kept = [*names]
    if "account" in credited:
        kept += _CREDITED
        asked += [nw.col("account").min().alias("credited_to")]
        asked += [nw.col("account").max().alias("credited_too")]
    if "account_valid" in credited:
        kept.append("account_valid")
        asked += [nw.col("account_valid").min().cast(nw.Int64).alias("__least")]
        asked += [nw.col("account_valid").is_null().any().alias("__open")]
    grouped = paid.group_by(*GROUP).agg(*asked)
    nothing = nw.lit(None, dtype=nw.Int64)
    whole = [
        nw.when(nw.col(f"__no_{name}")).then(nothing).otherwise(nw.col(name)).alias(name)
        for name in sums
    ]
    if "account_valid" in credited:
        doubt = nw.col("__open") & (nw.col("__least").fill_null(1) != 0)
        whole.append(
            nw.when(doubt).then(nothing).otherwise(nw.col("__least")).alias("account_valid")
        )
    return grouped.with_columns(*whole).select(*GROUP, *kept)


def _with_sharers(payments: Any) -> Any:
    """How many workers of one employer were paid into each account."""
    if "account" not in _there(payments, ("account",)):
        return payments
    known = payments.filter(~nw.col("account").is_null())
    if isinstance(known, nw.DataFrame) and known["account"].n_unique() == len(known):
        alone = nw.when(~nw.col("account").is_null()).then(nw.lit(1)).otherwise(nw.lit(None))
        return payments.with_columns(alone.cast(nw.Int64).alias("account_workers"))
    each = known.select("employer_id", "account", "worker_id").unique()
    counted = each.group_by("employer_id", "account").agg(nw.len().alias("account_workers"))
    counted = counted.with_columns(nw.col("account_workers").cast(nw.Int64))
    return payments.join(counted, on=["employer_id", "account"], how="left")
