"""The texts of those who are named: read again, for the rows that need them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from corridor.engines.wages.bulk.prepared import Contracts
from corridor.engines.wages.bulk.tables import Table


class Texts:
    """Names of the workers of some contracts, and numbers of employers by their names."""

    def __init__(self, contracts: Contracts, terms: Table, rows: Sequence[Any]) -> None:
        """``rows``: contracts (arrays of their places in the table, in any order)."""
        wanted = np.zeros(contracts.numbers.height, dtype=np.bool_)
        for some in rows:
            wanted[some] = True
        numbers = np.flatnonzero(wanted)
        self._names = terms.rows(numbers, ("worker_id",))["worker_id"].rechunk()
        self._place = np.zeros(len(wanted), dtype=np.uint32)
        self._place[numbers] = np.arange(len(numbers), dtype=np.uint32)
        self._employers = contracts.employers.with_row_index("code")

    def workers(self, contracts: pl.Series) -> pl.Series:
        """The worker of each of these contracts."""
        return self._names.gather(pl.Series(self._place[contracts.to_numpy()]))

    def employers(self, names: pl.Series) -> Any:
        """The number of each of these employers (an array)."""
        rows = names.alias("employer_id").to_frame()
        found = rows.join(self._employers, on="employer_id", how="left", maintain_order="left")
        return found["code"].to_numpy()
