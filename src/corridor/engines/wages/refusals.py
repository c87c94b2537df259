"""What the wage check refuses before it computes anything."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import narwhals as nw

from corridor.core.problems import Conflict
from corridor.core.text import N_, sentence
from corridor.engines import exact
from corridor.engines.terms.resolve import distinct


def refuse_overlaps(active: Any) -> None:
    """Two contracts of one worker on one day cannot both be the wage: name them.

    Raises ``Conflict`` "wages.two_contracts".
    """
    if isinstance(active, nw.DataFrame) and len(active) < 2:
        return
    several = active.group_by("worker_id").agg(nw.len().alias("__n")).filter(nw.col("__n") > 1)
    doubtful = active.join(several.select("worker_id"), on="worker_id", how="semi")
    columns = ["worker_id", "contract_id", "start_day", "end_day"]
    counted = doubtful.group_by(*columns).agg(nw.len().alias("__same"))
    # a line that stands in the table twice is two contracts, however alike
    rows = [row for row in distinct(counted, [*columns, "__same"]) for _ in range(row["__same"])]
    rows.sort(key=lambda row: (row["worker_id"], row["start_day"] or 0, row["contract_id"] or ""))
    for one, other in pairwise(rows):
        apart = one["end_day"] is not None and one["end_day"] <= (other["start_day"] or 0)
        if one["worker_id"] == other["worker_id"] and not apart:
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
