"""Paid against owed, for one worker or for millions, by the same expressions.

The rule in prose, with numbered cases, is docs/algorithms/wages.md. Money is integer minor
units, days are integers, every division is ``engines.exact``.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import narwhals as nw

from corridor.core.periods import Period
from corridor.engines import exact
from corridor.engines.days import day_number
from corridor.engines.terms.legal import LawBook
from corridor.engines.terms.resolve import distinct, join
from corridor.engines.wages.floors import KEYS, law_table
from corridor.engines.wages.judging import judged
from corridor.engines.wages.refusals import guard, refuse_overlaps

IN_KIND = -1
_GROUP = ("worker_id", "employer_id")
_HOUR_DEN = 300


def check(
    contracts: Any,
    payments: Any,
    month: Period,
    book: LawBook,
    on: date,
    *,
    complete: bool = False,
    heard: Any = None,
    apart: bool = False,
) -> Any:
    """One row per worker and employer with a contract in ``month``: owed, paid, still owed.

    ``contracts`` and ``payments`` are native frames of one backend, with ``CONTRACT_COLUMNS``
    and ``PAYMENT_COLUMNS`` (several payments of a month are added up). ``on`` is the day of the
    check. ``complete``: every employer's file is in ``payments``, so that none is a missing
    wage; else an employer without any payment is unknown. ``heard``: a frame of ``employer_id``,
    whose payments are known, where ``payments`` holds only some of them. ``apart``: it has been
    looked at that no worker has two contracts on one day. Answers a native frame
    with ``due_minor``, ``contract_minor``, ``floor_minor``, ``paid_minor``, ``lawful_minor``,
    ``still_owed_minor``, ``unproven_minor``, ``deemed_paid`` (1, 0, null) and ``CHECKS``.

    Raises ``Conflict`` "wages.two_contracts" for two contracts of one worker on one day and
    ``BadInput`` "exact.too_large".
    """
    active = in_force(nw.from_native(contracts), month)
    paid = nw.from_native(payments)
    if not apart:
        refuse_overlaps(active)
    table, width = law_table(book, distinct(active, list(KEYS)), month)
    guard(active, paid)
    known = paid if heard is None else nw.from_native(heard)
    rows = with_payments(join(active, table, list(KEYS)), paid, known, complete=complete)
    rows = judged(by_employer(promised(rows, month, width)), on)
    kept = [name for name in rows.collect_schema().names() if not name.startswith("__")]
    return nw.to_native(rows.select(*kept))


def promised(rows: Any, month: Period, width: int) -> Any:
    """Rows of contracts with law and payments, and what contract and law promise for ``month``."""
    return promised_in(rows.with_columns(*span(month)), month.days or 0, width)


def promised_in(rows: Any, length: int, width: int) -> Any:
    """The same for rows of months of one ``length``, which ``span`` has told apart."""
    for step in (_days(width), _stretched(width), owed_parts(length), promised_parts()):
        rows = rows.with_columns(*step)
    return rows


def ghosts(contracts: Any, payments: Any, month: Period) -> Any:
    """Payments to workers who have no contract with that employer in ``month`` (native frame)."""
    active = in_force(nw.from_native(contracts), month).select(*_GROUP).unique()
    paid = nw.from_native(payments)
    return nw.to_native(paid.join(active, on=list(_GROUP), how="anti"))


def in_force(contracts: Any, month: Period) -> Any:
    """The contracts that have a day in ``month`` (Narwhals frame)."""
    first, after = day_number(month.start), day_number(month.end or month.start)
    begun = nw.col("start_day").is_null() | (nw.col("start_day") < after)
    running = nw.col("end_day").is_null() | (nw.col("end_day") > first)
    return contracts.filter(begun & running)


def with_payments(rows: Any, paid: Any, heard: Any, *, complete: bool) -> Any:
    """Payments of the month per worker and employer, and whether the employer's are known."""
    sums = ("paid_minor", "basic_paid_minor", "deductions_minor", "lawful_minor", "forbidden_minor")
    grouped = paid.group_by(*_GROUP).agg(
        *[exact.total(name) for name in (*sums, "hours")],
        *[nw.col(name).is_null().any().alias(f"__no_{name}") for name in (*sums, "hours")],
        nw.col("paid_day").max().alias("paid_day"),
        nw.col("paid_day").is_null().any().alias("__no_day"),
        nw.col("currency").min().alias("__currency"),
        nw.col("currency").max().alias("__currency_too"),
    )
    nothing = nw.lit(None, dtype=nw.Int64)
    grouped = grouped.with_columns(
        *[
            nw.when(nw.col(f"__no_{name}")).then(nothing).otherwise(nw.col(name)).alias(name)
            for name in ("paid_minor", "basic_paid_minor", "deductions_minor", "hours")
        ],
        nw.when(nw.col("__no_day")).then(nothing).otherwise(nw.col("paid_day")).alias("paid_day"),
        nw.lit(1).alias("__paid_row"),
    )
    heard = heard.select("employer_id").unique().with_columns(nw.lit(1).alias("__heard"))
    wide = rows.join(grouped, on=list(_GROUP), how="left").join(heard, on="employer_id", how="left")
    known = nw.lit(value=True) if complete else nw.col("__heard") == 1
    return wide.with_columns(
        (nw.col("__paid_row") == 1).fill_null(value=False).alias("__has_row"),
        known.fill_null(value=False).alias("__file_seen"),
    )


def span(month: Period) -> list[nw.Expr]:
    """First day and first day after, within the month; a null start stays null."""
    first, after = day_number(month.start), day_number(month.end or month.start)
    started, ended = nw.col("start_day"), nw.col("end_day")
    start = nw.when(started < first).then(nw.lit(first)).otherwise(started)
    end = nw.when(ended < after).then(ended).otherwise(nw.lit(after))
    return [start.cast(nw.Int64).alias("__start"), end.cast(nw.Int64).alias("__end")]


def _days(width: int) -> list[nw.Expr]:
    """Days of the contract in the month, and in each stretch of law."""
    start, end = nw.col("__start"), nw.col("__end")
    found = [(end - start).alias("days")]
    for k in range(width):
        low = nw.max_horizontal(start, nw.col(f"__from{k}"))
        high = nw.min_horizontal(end, nw.col(f"__to{k}"))
        days = nw.when(high > low).then(high - low).otherwise(nw.lit(0))
        known = nw.when(~start.is_null()).then(days).otherwise(nw.lit(None, dtype=nw.Int64))
        found.append(known.cast(nw.Int64).alias(f"__days{k}"))
    return found


def _stretched(width: int) -> list[nw.Expr]:
    """Per part of the law's minimum, the sum of amount x days; unknown where days are in doubt."""
    found = []
    for part in ("month", "hour", "food", "housing"):
        pieces = [
            nw.when(nw.col(f"__days{k}") == 0)
            .then(nw.lit(0))
            .otherwise(nw.col(f"__{part}{k}") * nw.col(f"__days{k}"))
            for k in range(width)
        ]
        total = pieces[0]
        for piece in pieces[1:]:
            total = total + piece
        found.append(total.cast(nw.Int64).alias(f"__sum_{part}"))
    return found


def owed_parts(length: int) -> list[nw.Expr]:
    """Each component for the days worked, rounded half up once; the law's parts likewise."""
    days = nw.col("days")
    found = [_basic(length).alias("__basic")]
    for name in ("food", "housing"):
        cash = nw.col(f"{name}_minor").fill_null(0)
        paid = nw.when(cash == IN_KIND).then(nw.lit(0)).otherwise(cash)
        found.append(exact.div_half_up(paid * days, length).alias(f"__{name}"))
    for part in ("month", "food", "housing"):
        by_law = exact.div_half_up(nw.col(f"__sum_{part}"), length)
        found.append(by_law.alias(f"__law_{part}"))
    return [*found, _law_hours(length).alias("__law_hour")]


def _basic(length: int) -> nw.Expr:
    """The basic wage: by hours reported, by days of seven, by days of the month."""
    period, days = nw.col("pay_period"), nw.col("days")
    count = nw.when(period == "hour").then(nw.col("hours")).otherwise(days)
    # a daily wage stays unknown: the days worked are not in the frames
    count = nw.when(period == "day").then(nw.lit(None, dtype=nw.Int64)).otherwise(count)
    den = nw.when(period == "hour").then(nw.lit(100)).otherwise(nw.lit(length))
    den = nw.when(period == "week").then(nw.lit(7)).otherwise(den).cast(nw.Int64)
    return exact.div_half_up(nw.col("basic_minor") * count, den)


def _law_hours(length: int) -> nw.Expr:
    """The hourly minimum on the hours reported, else on the contract's hours for the days."""
    rates, hours = nw.col("__sum_hour"), nw.col("hours")
    unreported = hours.is_null()
    promised = nw.col("hours_week") * 13
    num = rates * nw.when(unreported).then(promised).otherwise(hours)
    whole = nw.when(nw.col("days") > 0).then(nw.col("days") * 100).otherwise(nw.lit(1))
    den = nw.when(unreported).then(nw.lit(_HOUR_DEN * length)).otherwise(whole).cast(nw.Int64)
    none = nw.when(rates == 0).then(nw.lit(0)).otherwise(exact.div_half_up(num, den))
    return none.cast(nw.Int64)


def promised_parts() -> list[nw.Expr]:
    """By contract, and the law's floor: certain part (``__low``) and full extent (``__high``)."""
    law = nw.max_horizontal(nw.col("__law_month"), nw.col("__law_hour"))
    both = nw.col("__law_month").is_null() | nw.col("__law_hour").is_null()
    base = nw.when(both).then(nw.lit(None, dtype=nw.Int64)).otherwise(law)
    low, high = base, base
    for name in ("food", "housing"):
        given, amount = nw.col(f"{name}_minor"), nw.col(f"__law_{name}")
        cash = nw.when(given == IN_KIND).then(nw.lit(0)).otherwise(amount)
        low = low + nw.when(given.is_null()).then(nw.lit(0)).otherwise(cash)
        high = high + nw.when(given.is_null()).then(amount).otherwise(cash)
    in_kind = [
        nw.when(nw.col(f"{name}_minor") == IN_KIND)
        .then(nw.col(f"__law_{name}"))
        .otherwise(nw.lit(0))
        .cast(nw.Int64)
        .alias(f"{name}_if_not_given_minor")
        for name in ("food", "housing")
    ]
    contract = nw.col("__basic") + nw.col("__food") + nw.col("__housing")
    return [
        contract.cast(nw.Int64).alias("contract_minor"),
        low.cast(nw.Int64).alias("floor_minor"),
        high.cast(nw.Int64).alias("__high"),
        *in_kind,
    ]


def by_employer(rows: Any) -> Any:
    """Contracts that follow each other with one employer in one month are one wage."""
    summed = (
        "days",
        "contract_minor",
        "floor_minor",
        "__high",
        "__basic",
        "food_if_not_given_minor",
        "housing_if_not_given_minor",
    )
    first = (
        *("paid_minor", "basic_paid_minor", "deductions_minor", "lawful_minor"),
        *("forbidden_minor", "paid_day", "__due", "__latest", "__num", "__den", "__share"),
    )
    nothing = nw.lit(None, dtype=nw.Int64)
    grouped = rows.group_by(*_GROUP, "destination").agg(
        *[exact.total(name) for name in summed],
        *[nw.col(name).is_null().any().alias(f"__no_{name}") for name in summed],
        *[nw.col(name).max().alias(name) for name in (*first, "__has_row", "__file_seen")],
        nw.col("__minimum").max().alias("__minimum"),
        nw.col("currency").min().alias("currency"),
        nw.col("currency").max().alias("__other_currency"),
        nw.col("__currency").min().alias("__currency"),
        nw.col("__currency_too").max().alias("__currency_too"),
        nw.len().alias("contracts"),
    )
    return grouped.with_columns(
        nw.col("contracts").cast(nw.Int64),
        *[
            nw.when(nw.col(f"__no_{name}")).then(nothing).otherwise(nw.col(name)).alias(name)
            for name in summed
        ],
    )
