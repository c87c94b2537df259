"""Wage check: worker-months per second and peak memory, against pandas on the same arithmetic.

Run: ``python bench/wages.py [10000 100000 1000000]``. One Qatari month: part months, food and
housing in kind or in money, deductions proven and not, missing rows. Both sides read the same
Parquet files and must answer the same sums and counts. The pandas side has the month's law
written into it as constants and merges on the worker; ours looks the law up, refuses double
contracts and figures that do not fit, and groups by worker and employer.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import _measure as measure

FIRST, AFTER, DAYS = date(2026, 9, 1), date(2026, 10, 1), 30


def make(folder: Path, rows: int) -> tuple[Path, Path]:
    """Contracts and payments of ``rows`` workers as Parquet, identifiers as ULIDs."""
    import polars as pl
    from ulid import ULID

    from corridor.engines.days import day_number
    from corridor.engines.wages import CONTRACT_COLUMNS, PAYMENT_COLUMNS

    base = int(ULID.from_str("01KAPXQ0000000000000000000"))
    ids = [str(ULID.from_int(base + 2**40 * number)) for number in range(rows)]
    firms = [str(ULID.from_int(base + 2**50 * number)) for number in range(max(1, rows // 50))]
    seed = pl.int_range(rows, dtype=pl.Int64)

    def pick(values: list[Any], salt: int) -> pl.Expr:
        step = (seed * (2 * salt + 7919) + salt * 104729) % 1009 % len(values)
        return pl.lit(pl.Series(values)).gather(step)

    start, later, due = (
        day_number(date(2026, 1, 5)),
        day_number(date(2026, 9, 11)),
        day_number(AFTER),
    )
    people = pl.DataFrame({"worker_id": ids, "contract_id": ids})
    people = people.with_columns(
        pl.lit(pl.Series(firms)).gather(seed % len(firms)).alias("employer_id")
    )
    contracts = people.with_columns(
        destination=pl.lit("QAT"),
        currency=pl.lit("QAR"),
        regime=pl.lit("general"),
        pay_period=pl.lit("month"),
        basic_minor=pick([83000, 100000, 120000, 145051], 1),
        food_minor=pick([-1, 0, 30000, 25000], 2),
        housing_minor=pick([-1, -1, 50000], 3),
        hours_week=pl.lit(4800),
        start_day=pick([start, start, start, later], 4),
    )
    files = people.with_columns(
        currency=pl.lit("QAR"),
        paid_minor=pick([83000, 100000, 120000, 145051, 225051], 5),
        basic_paid_minor=pl.lit(None, dtype=pl.Int64),
        deductions_minor=pick([0, 0, 5000, 20000], 6),
        lawful_minor=pick([0, 5000, 0], 7),
        forbidden_minor=pl.lit(0),
        paid_day=pick([due + 2, due + 7, due + 8], 8),
    ).filter(pl.int_range(rows) % 20 != 0)
    paths = folder / "contracts.parquet", folder / "payments.parquet"
    for frame, columns, path in zip(
        (contracts, files), (CONTRACT_COLUMNS, PAYMENT_COLUMNS), paths, strict=True
    ):
        gone = [pl.lit(None).cast(t).alias(n) for n, t in columns.items() if n not in frame.columns]
        frame.with_columns(*gone).select(*columns).cast(columns).write_parquet(path)
    return paths


def ready(name: str) -> None:
    """Imports and the law's packs, which are not what is measured."""
    if name == "pandas":
        import pandas as _

        return
    import polars as _  # noqa: F401

    from corridor.engines import law, wages  # noqa: F401
    from corridor.engines.terms import frame  # noqa: F401

    law.book().ids()


def ours(contracts: Path, payments: Path) -> Any:
    """The engine, lazily on Polars."""
    import polars as pl

    from corridor.core.periods import Period
    from corridor.engines import law, wages

    month, on = Period(FIRST, AFTER), date(2026, 10, 20)
    frames = pl.scan_parquet(contracts), pl.scan_parquet(payments)
    found = wages.check(*frames, month, law.book(), on, complete=True)
    kept = ["due_minor", "still_owed_minor", "unproven_minor", "missing", "late", "short"]
    row = found.select(
        *[pl.col(name).sum() for name in kept[:3]],
        *[(pl.col(name) == 2).sum() for name in kept[3:]],
        (pl.col("below_minimum") == 2).sum(),
    ).collect()
    return list(row.row(0))


def pandas(contracts: Path, payments: Path) -> Any:
    """The same arithmetic with numpy on merged pandas columns, integers only."""
    import numpy as np
    import pandas as pd

    from corridor.engines.days import day_number

    terms, paid = pd.read_parquet(contracts), pd.read_parquet(payments)
    data = terms.merge(paid, on=["worker_id", "employer_id"], how="left", indicator=True)
    first, after = day_number(FIRST), day_number(AFTER)
    days = after - np.maximum(data["start_day"].to_numpy(), first)

    def part(amount: Any) -> Any:
        num = amount * days
        return (2 * num + DAYS) // (2 * DAYS)

    food, housing = data["food_minor"].to_numpy(), data["housing_minor"].to_numpy()
    contract = part(data["basic_minor"].to_numpy()) + part(np.maximum(food, 0))
    contract = contract + part(np.maximum(housing, 0))
    floor = part(np.full(len(data), 100000)) + np.where(
        food == -1, 0, part(np.full(len(data), 30000))
    )
    floor = floor + np.where(housing == -1, 0, part(np.full(len(data), 50000)))
    due = np.maximum(contract, floor)
    has = (data["_merge"] == "both").to_numpy()
    cells = {n: data[n].fillna(0).astype("int64").to_numpy() for n in PAID}
    lawful = cells["lawful_minor"]
    owed = np.maximum(due - cells["paid_minor"] - lawful, 0)
    claim = np.maximum(cells["deductions_minor"] - lawful - cells["forbidden_minor"], 0)
    unproven = np.minimum(owed, claim)
    late = has & (cells["paid_day"] > after + 7)
    short = has & (owed > unproven)
    below = has & (cells["paid_minor"] + lawful < floor)
    sums = [
        due.sum(),
        owed.sum(),
        unproven.sum(),
        (~has).sum(),
        late.sum(),
        short.sum(),
        below.sum(),
    ]
    return [int(value) for value in sums]


PAID = ("paid_minor", "lawful_minor", "deductions_minor", "forbidden_minor", "paid_day")


def run(rows: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides on the same files."""
    with tempfile.TemporaryDirectory() as folder:
        paths = make(Path(folder), rows)
        return measure.child(__file__, "ours", *paths), measure.child(__file__, "pandas", *paths)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        chosen = {"ours": ours, "pandas": pandas}[sys.argv[2]]
        ready(sys.argv[2])
        measure.side(lambda: chosen(Path(sys.argv[3]), Path(sys.argv[4])))
    else:
        measure.table("wage check", run, measure.sizes(sys.argv[1:]))
