"""Contract comparison: pairs per second and peak memory, against pandas on the same arithmetic.

Run: ``python bench/terms.py [10000 100000 1000000]``. Both sides read the same Parquet file and
must answer the same sums and verdict counts. The pandas side writes the number, payer, equality
and money rules with ``numpy.where``; it is spared the dated law and the lists of deductions,
which ours looks up. ratio: pandas seconds / our seconds; growth: 1.00 is linear.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import _measure as measure

SAME = ("employer_id", "worksite", "currency", "language", "signed_place_date")
LOWER = ("rest_days_week", "overtime_rate", "annual_leave_days")
HIGHER = ("probation_months", "notice_days_worker")
PAYERS = ("ticket_out", "ticket_return", "medical_insurance")


def make(path: Path, rows: int) -> None:
    """``rows`` pairs as Parquet; about one clause in four changes, one in ten is silent."""
    import polars as pl
    from ulid import ULID

    from corridor.engines.terms.frame import day_number, schema

    first = int(ULID.from_str("01KAPXQ0000000000000000000"))
    ids = [str(ULID.from_int(first + 2**40 * number)) for number in range(rows)]
    seed = pl.int_range(rows, dtype=pl.Int64)

    def pick(values: list[Any], salt: int) -> pl.Expr:
        kind = pl.String if any(isinstance(value, str) for value in values) else pl.Int64
        step = (seed * (2 * salt + 7919) + salt * 104729) % 1009 % len(values)
        return pl.lit(pl.Series(values, dtype=kind)).gather(step)

    columns: dict[str, pl.Expr] = {}
    for salt, (name, kind) in enumerate(schema().items()):
        columns[name] = pick(_values(name.partition("_")[2] or name), salt).cast(kind)
    columns["corridor"] = pl.lit("NPL-QAT").repeat_by(1).list.first()
    columns["on_day"] = pl.lit(day_number(date(2026, 2, 1)), dtype=pl.Int64)
    columns["months"] = pl.lit(24, dtype=pl.Int64)
    for name in ("route", "sector", "job", "presented_regime"):
        columns[name] = pl.lit(None, dtype=pl.String)
    columns["regime"] = pl.lit("general")
    for side in ("offered", "presented"):
        columns[f"{side}_after_arrival"] = pl.lit(value=False)
        columns[f"{side}_deductions"] = columns[f"{side}_penalty_clause"] = pl.lit("[]")
    pl.DataFrame({"pair_id": ids}).with_columns(**columns).write_parquet(path)


def _values(name: str) -> list[Any]:
    found: dict[str, list[Any]] = {
        "basic_wage": [83000, 100000, 120000, 120001, None],
        "pay_period": ["month", "month", "hour"],
        "allowance_food": [0, 25000, 30000, None],
        "allowance_housing": [0, 50000, 60000],
        "hours_week": [4000, 4800, 3850, None],
        "contract_months": [12, 24],
        "occupation_isco": ["9313", "7112"],
        "passport_clause": ["worker", "employer"],
        "dispute_forum": ["committee", "court", "none"],
        "currency": ["QAR"],
        "language": ["en"],
        "signed_place_date": ["NPL|2026-01-10"],
    }
    if name in found:
        return found[name]
    return ["a", "b"] if name in ("employer_id", "worksite") else [0, 1, 2, None]


def ready(name: str) -> None:
    """Imports and the law's packs, which are not what is measured."""
    if name == "pandas":
        import pandas as _

        return
    import polars as _  # noqa: F401

    from corridor.engines import law, wages  # noqa: F401
    from corridor.engines.terms import frame  # noqa: F401

    law.book().ids()


def ours(path: Path) -> Any:
    """The engine, lazily on Polars."""
    import polars as pl

    from corridor.engines import law
    from corridor.engines.terms.frame import compare_frame

    kept = ["verdict", "per_month", "over_term"]
    found = compare_frame(pl.scan_parquet(path), law.book()).select(kept).collect()
    counts = found["verdict"].value_counts().sort("verdict").rows()
    return [[list(row) for row in counts], found["per_month"].sum(), found["over_term"].sum()]


def pandas(path: Path) -> Any:  # noqa: C901, PLR0915 - one peer, kept in one place
    """The same arithmetic with numpy on pandas columns, integers only."""
    import numpy as np
    import pandas as pd

    data = pd.read_parquet(path)
    verdict = np.full(len(data), -1, dtype=np.int8)

    def column(side: str, name: str) -> tuple[Any, Any]:
        series = data[f"{side}_{name}"]
        gone = series.isna().to_numpy()
        if series.dtype == object or str(series.dtype) in ("str", "string"):
            return series.to_numpy(), gone
        return series.fillna(0).astype("int64").to_numpy(), gone

    def put(name: str, code: Any) -> Any:
        nonlocal verdict
        gone = column("offered", name)[1], column("presented", name)[1]
        full = np.where(gone[0] & gone[1], -1, np.where(gone[0] | gone[1], 2, code)).astype("int8")
        verdict = np.maximum(verdict, full)
        return full

    def two(name: str) -> tuple[Any, Any]:
        return column("offered", name)[0], column("presented", name)[0]

    def half_up(num: Any, den: int) -> Any:
        size = np.abs(num)
        return np.sign(num) * ((2 * size + den) // (2 * den))

    for name in (*SAME, "occupation_isco"):
        put(name, np.where(two(name)[0] == two(name)[1], 0, 4))
    for name in (*LOWER, *PAYERS):
        one, other = two(name)
        put(name, np.where(one == other, 0, np.where(other < one, 4, 1)))
    for name in HIGHER:
        one, other = two(name)
        put(name, np.where(one == other, 0, np.where(other > one, 4, 1)))
    one, other = two("contract_months")
    put("contract_months", np.where(one == other, 0, np.where(other > one, 3, 4)))
    one, other = two("passport_clause")
    put("passport_clause", np.where(one == other, 0, np.where(other == "employer", 4, 1)))
    one, other = two("dispute_forum")
    moved = np.where(other == "none", 4, np.where(one == "none", 1, 3))
    put("dispute_forum", np.where(one == other, 0, moved))
    for name in ("deductions", "penalty_clause"):
        put(name, np.where(two(name)[0] == two(name)[1], 0, 4))

    month = np.zeros(len(data), dtype=np.int64)
    term = np.zeros(len(data), dtype=np.int64)
    months = data["months"].to_numpy()

    def lose(code: Any, num: Any, den: int) -> None:
        nonlocal month, term
        lost = (code == 4) & (num > 0)
        month = month + np.where(lost, half_up(num, den), 0)
        term = term + np.where(lost, half_up(num * months, den), 0)

    for name in ("allowance_food", "allowance_housing"):
        one, other = two(name)
        code = put(name, np.where(one == other, 0, np.where(other < one, 4, 1)))
        lose(code, one - other, 1)
    wage, paid = two("basic_wage")
    hours, later = two("hours_week")
    gone = [column(side, "hours_week")[1] for side in ("offered", "presented")]
    hour = [data[f"{side}_pay_period"].to_numpy() == "hour" for side in ("offered", "presented")]
    both = hour[0] & hour[1]
    shared = np.where((paid > wage) & ~gone[0] & ~gone[1], np.minimum(hours, later), hours)
    first = np.where(hour[0], wage * np.where(both, shared, hours) * 13, wage * 300)
    second = np.where(hour[1], paid * np.where(both, shared, later) * 13, paid * 300)
    unknown = np.where(both, gone[0] & (wage != paid), (hour[0] & gone[0]) | (hour[1] & gone[1]))
    settled = np.where(
        second < first, 4, np.where(hour[0] != hour[1], 3, np.where(second > first, 1, 0))
    )
    lose(put("basic_wage", np.where(unknown, 2, settled)), first - second, 300)
    code = np.where(hours == later, 0, np.where(later > hours, 4, np.where(both, 4, 1)))
    no_wage = column("offered", "basic_wage")[1] | column("presented", "basic_wage")[1]
    fewer = np.where(
        both & (later < hours) & ~no_wage, np.minimum(wage, paid) * (hours - later) * 13, 0
    )
    lose(put("hours_week", code), fewer, 300)
    values, counts = np.unique(np.where(verdict == -1, 2, verdict), return_counts=True)
    pairs = [[int(v), int(c)] for v, c in zip(values, counts, strict=True)]
    return [pairs, int(month.sum()), int(term.sum())]


def run(rows: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides on the same file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pairs.parquet"
        make(path, rows)
        return measure.child(__file__, "ours", path), measure.child(__file__, "pandas", path)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        ready(sys.argv[2])
        measure.side(lambda: {"ours": ours, "pandas": pandas}[sys.argv[2]](Path(sys.argv[3])))
    else:
        measure.table("contract comparison", run, measure.sizes(sys.argv[1:]))
