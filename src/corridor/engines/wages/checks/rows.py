"""The wide rows that every further check reads: core result, terms, payslip and law together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import polars as pl

from corridor.core.periods import Period
from corridor.engines import exact
from corridor.engines.terms.legal import LawBook
from corridor.engines.terms.resolve import distinct, join
from corridor.engines.wages.checks import facts, rates
from corridor.engines.wages.checks.columns import completed
from corridor.engines.wages.checks.facts import GROUP

SAME_FROM = 10
"""From so many workers of one employer on, the same wage for all is looked at."""


def wide(checked: Any, contracts: Any, payments: Any, month: Period, book: LawBook) -> Any:
    """Every row of ``check`` with what the further checks read (a Narwhals frame).

    ``checked`` is the native answer of ``wages.check``; ``contracts`` and ``payments`` are the
    frames it was made from, with or without the optional columns. Several contracts or payments
    of one worker and employer are one row; terms that differ between them are unknown.
    """
    rows = nw.from_native(checked)
    paid = nw.from_native(payments)
    rows = rows.join(facts.terms(nw.from_native(contracts), month), on=list(GROUP), how="left")
    rows = rows.join(facts.payslips(paid), on=list(GROUP), how="left")
    rows = rows.join(_alike(rows), on="employer_id", how="left")
    rows = _with_reasons(rows, paid, month, book)
    found = distinct(rows, list(rates.KEYS))
    rows = join(rows, rates.table(book, found, month), list(rates.KEYS))
    _guard(rows)
    return rows


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
    taken = completed(paid, {"deduction_reason": pl.String})
    taken = taken.filter(nw.col("deductions_minor") > 0)
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
