"""What the wage check refuses before it computes anything."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from corridor.core.problems import Conflict
from corridor.core.text import N_, sentence
from corridor.engines import exact
from corridor.engines.terms.resolve import distinct

_CONTRACT = ["worker_id", "contract_id", "employer_id", "start_day", "end_day"]

Row = dict[str, Any]


def refuse_overlaps(active: Any) -> None:
    """Two contracts of one worker on one day cannot both be the wage: name them.

    Raises ``Conflict`` "wages.two_contracts".
    """
    for one, other in overlaps(active):
        raise Conflict(
            "wages.two_contracts",
            sentence(
                N_("Worker {worker} has two contracts on the same days: {one} and {other}."),
                worker=one["worker_id"],
                one=one["contract_id"],
                other=other["contract_id"],
            ),
            remedy=sentence(N_("End the one that no longer applies, then check again.")),
            found=[one["contract_id"], other["contract_id"]],
        ).at(field="contract_id")


def overlaps(active: Any) -> list[tuple[Row, Row]]:
    """Contracts that share a day with one of the same worker that began before (``active``:
    a Narwhals frame of contracts in force); each with the one that lasts longest."""
    if isinstance(active, nw.DataFrame) and len(active) < 2:
        return []
    several = active.group_by("worker_id").agg(nw.len().alias("__n")).filter(nw.col("__n") > 1)
    doubtful = active.join(several.select("worker_id"), on="worker_id", how="semi")
    counted = doubtful.group_by(*_CONTRACT).agg(nw.len().alias("__same"))
    # a line that stands in the table twice is two contracts, however alike
    rows = [row for row in distinct(counted, [*_CONTRACT, "__same"]) for _ in range(row["__same"])]
    rows.sort(key=lambda row: (row["worker_id"], row["start_day"] or 0, row["contract_id"] or ""))
    found = []
    longest: Row | None = None
    for row in rows:
        if longest is None or longest["worker_id"] != row["worker_id"] or _apart(longest, row):
            longest = row
            continue
        found.append((longest, row))
        longest = max(longest, row, key=lambda one: (one["end_day"] is None, one["end_day"] or 0))
    return found


def _apart(one: Row, other: Row) -> bool:
    return one["end_day"] is not None and one["end_day"] <= (other["start_day"] or 0)


def guard(active: Any, paid: Any) -> None:
    """Bound every product that the check forms. Raises ``BadInput`` "exact.too_large"."""
    guard_contracts(active)
    guard_payments(paid)


def guard_contracts(active: Any) -> None:
    """Bound what the check multiplies on the side of the contracts."""
    hourly = nw.col("pay_period") == "hour"
    wage = nw.col("basic_minor")
    exact.guard(
        active.select(
            nw.when(hourly).then(wage).otherwise(nw.lit(0)).alias("hourly basic_minor"),
            nw.when(~hourly).then(wage).otherwise(nw.lit(0)).alias("basic_minor"),
            *[nw.col(name) for name in ("food_minor", "housing_minor", "hours_week")],
        ),
        ("hourly basic_minor", 74400, 1000),
        ("basic_minor", 31, 1000),
        ("food_minor", 31, 1000),
        ("housing_minor", 31, 1000),
        ("hours_week", 10**7, 13, 31),
    )


def guard_payments(paid: Any) -> None:
    """Bound what the check multiplies on the side of the payments."""
    exact.guard(
        paid.select("paid_minor", "lawful_minor", "deductions_minor", "hours"),
        ("paid_minor", 1000),
        ("lawful_minor", 1000),
        ("deductions_minor", 1000),
        ("hours", 10**7),
    )
