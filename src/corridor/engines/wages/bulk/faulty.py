"""Everything wrong with both tables of a national run at once.

Looked for only when a fault has been met: a good table is not read a second time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from corridor.core.problems import Problem
from corridor.engines.wages.bulk.lines import files, months_in, refuse_nobody, scan, typed

_IDS = ("worker_id", "employer_id")
_ROWS = {"contracts": "contract", "payments": "payment"}


def faults(contracts: Path, payments: Path) -> list[Problem]:
    """Columns, rows of nobody and months that are none, of both tables; empty for good ones."""
    return [*_table(contracts, "contracts"), *_table(payments, "payments")]


def _table(path: Path, table: str) -> list[Problem]:
    found: list[Problem] = []
    _gather(found, lambda: typed(scan(path), table, path))
    _gather(found, lambda: _nobody(path, table))
    if table == "payments":
        try:
            parts = files(path)
        except Problem:
            return found  # already among them
        for part in parts:
            _gather(found, lambda part=part: _months(part))  # type: ignore[misc]
    return found


def _gather(found: list[Problem], look: Callable[[], object]) -> None:
    """Add what ``look`` refuses, each sentence once."""
    try:
        look()
    except Problem as problem:
        known = {(one.code, one.place) for one in found}
        found += [one for one in problem.problems if (one.code, one.place) not in known]


def _nobody(path: Path, table: str) -> None:
    frame = scan(path)
    there = [name for name in _IDS if name in frame.collect_schema()]
    if there:
        absent = pl.any_horizontal(pl.col(name).is_null() for name in there)
        count = frame.select(absent.sum()).collect(engine="streaming").item()
        try:
            refuse_nobody(int(count), _ROWS[table])
        except Problem as problem:
            raise problem.at(file=str(path)) from None


def _months(path: Path) -> None:
    frame = scan(path)
    kind = frame.collect_schema().get("month")
    if kind in (pl.String, pl.Categorical, pl.Enum, pl.Date):
        months_in(frame.select(pl.col("month").cast(pl.String).str.slice(0, _length(kind))), path)


def _length(kind: object) -> int | None:
    """A day stands for its month; a text must be a month as it is."""
    return 7 if kind == pl.Date else None
