"""Two contracts of one worker on the same days: said with both, and kept out of the arithmetic.

For one employer's file such a contract is a refusal. In a nation it is a fault of the data like
others: it is reported, and everybody else's wage is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import polars as pl

from corridor.core.periods import Period
from corridor.engines import exact
from corridor.engines.wages.check import in_force
from corridor.engines.wages.refusals import overlaps

TWO_CONTRACTS = "two_contracts"
_SIDE = ("contract_id", "employer_id", "start_day", "end_day")
FAULTS: dict[str, Any] = {
    "worker_id": pl.String,
    "fault": pl.String,
    **{name: pl.Int64 if name.endswith("_day") else pl.String for name in _SIDE},
    **{f"other_{n}": pl.Int64 if n.endswith("_day") else pl.String for n in _SIDE},
}
"""A row of the faults of a month: whose, which, and both contracts."""


def found(contracts: Any, month: Period) -> pl.DataFrame:
    """The faults of a month among ``contracts`` (a Narwhals frame of any backend)."""
    rows = [
        {"worker_id": one["worker_id"], "fault": TWO_CONTRACTS}
        | {name: one[name] for name in _SIDE}
        | {f"other_{name}": other[name] for name in _SIDE}
        for one, other in overlaps(in_force(contracts, month))
    ]
    return pl.DataFrame(rows, schema=FAULTS, orient="row")


def without(frame: Any, faults: pl.DataFrame) -> Any:
    """``frame`` (a Narwhals frame) without the workers of whom a fault is said."""
    if faults.is_empty():
        return frame
    named = nw.from_native(faults.select("worker_id").unique())
    return frame.join(exact.on_backend(named, frame), on="worker_id", how="anti")


def workers(faults: Sequence[pl.DataFrame]) -> pl.Series:
    """Everybody of whom any month says a fault."""
    return pl.concat([one["worker_id"] for one in faults]).unique()
