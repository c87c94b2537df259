"""Whose month hangs on more than one contract and one line: that goes through ``check`` itself.

Two lines in a month, a line that meets no contract or one that is not in force, two contracts
with one employer, two contracts on one day. A worker is tangled in the months in which one of
these is so, with all her contracts and lines of that month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from corridor.core.periods import Period
from corridor.engines.days import day_number
from corridor.engines.wages.bulk import overlaps
from corridor.engines.wages.bulk.index import distinct
from corridor.engines.wages.bulk.prepared import Contracts, mark
from corridor.engines.wages.bulk.screen import Screened
from corridor.engines.wages.bulk.tables import Table
from corridor.engines.wages.columns import CONTRACT_COLUMNS

_FIRST, _LAST = -(2**31), 2**31 - 1


@dataclass(frozen=True, slots=True)
class Tangled:
    """By month: ``contracts`` of tangled workers, and those without a line, ``absent``, whoever's
    (arrays of rows); ``faults``. ``lines``: the whole lines of the tangled, of all months.
    """

    contracts: list[Any]
    absent: list[Any]
    faults: list[pl.DataFrame]
    lines: pl.DataFrame


def running(numbers: pl.DataFrame, month: Period) -> Any:
    """Whether each contract has a day in a month (an array)."""
    first, after = day_number(month.start), day_number(month.end or month.start)
    begun = numbers["start_day"].fill_null(_FIRST).to_numpy() < after
    begun &= numbers["end_day"].fill_null(_LAST).to_numpy() > first
    return begun


def tangled(
    contracts: Contracts, terms: Table, lines: Table, months: Sequence[Period], found: Screened
) -> Tangled:
    """What the pass over the lines left that does not stand alone."""
    absent, marks = [], _marks(contracts, found, len(months))
    for number, month in enumerate(months):
        there, paid = running(contracts.numbers, month), found.paid(number)
        absent.append(np.flatnonzero(there & ~paid).astype(np.uint32))
        outside = np.flatnonzero(~there & paid)
        marks[number].append(contracts.numbers["__mark"].to_numpy()[outside])
    faults = _faults(contracts, terms, months)
    for number, each in enumerate(faults):
        marks[number].append(each.select(mark())["__mark"].to_numpy())
    mine = _contracts(contracts.numbers["__mark"], [np.concatenate(one) for one in marks])
    return Tangled(mine, absent, faults, _lines(lines, found, mine))


def _marks(contracts: Contracts, found: Screened, months: int) -> list[list[Any]]:
    """Marks of workers with two lines at a place, with a line astray, or twice with an employer."""
    marks = contracts.numbers["__mark"].to_numpy()
    every = [[marks[found.twins]] for _ in range(months)]
    for number, one in enumerate(every):
        for _, places in found.again:
            rows = places - number * found.stride
            one.append(marks[rows[(rows >= 0) & (rows < found.stride)]])
        for _, paid_for, worker in found.astray:
            one.append(worker[paid_for == number])
    return every


def _contracts(marks: pl.Series, chosen: Sequence[Any]) -> list[Any]:
    """The contracts of the chosen workers of each month, from one look at all contracts."""
    each = [distinct(one) for one in chosen]
    every = pl.Series(distinct(np.concatenate(each)), dtype=pl.UInt64)
    rows = np.flatnonzero(marks.is_in(every.implode()).to_numpy()).astype(np.uint32)
    mine = marks.to_numpy()[rows]
    return [rows[np.isin(mine, one)] for one in each]


def _faults(contracts: Contracts, terms: Table, months: Sequence[Period]) -> list[pl.DataFrame]:
    """Two contracts on one day, by month: looked for among numbers, said from the texts."""
    numbers = contracts.numbers
    rows = contracts.several["__c"]
    some = pl.DataFrame(
        {
            "c": rows,
            "mark": numbers["__mark"].gather(rows),
            "start": numbers["start_day"].gather(rows).fill_null(_FIRST),
            "end": numbers["end_day"].gather(rows).fill_null(_LAST),
        }
    ).sort("mark", "start", "end", descending=[False, False, True])
    before = pl.col("end").cum_max().shift().over("mark")
    some = some.filter((pl.col("start") < before).any().over("mark"))
    found = terms.rows(some["c"].to_numpy().astype(np.int64), tuple(CONTRACT_COLUMNS))
    return [overlaps.found(nw.from_native(found), month) for month in months]


def _lines(lines: Table, found: Screened, mine: Sequence[Any]) -> pl.DataFrame:
    """The whole lines of these contracts in these months, and all that meet no contract."""
    wanted = [numbers for numbers, *_ in (*found.again, *found.astray)]
    for number, rows in enumerate(mine):
        one = found.seen[rows.astype(np.int64) + number * found.stride].astype(np.int64)
        wanted.append(one[one > 0] - 1)
    every = distinct(np.concatenate([np.empty(0, dtype=np.int64), *wanted]))
    nothing = lines.nothing().with_columns(pl.Series("__line", [], dtype=pl.Int64))
    there = pl.concat([nothing, *found.odd])
    there = there.filter(np.isin(there["__line"].to_numpy(), every))
    rest = np.setdiff1d(every, there["__line"].to_numpy(), assume_unique=True)
    others = lines.rows(rest).with_columns(pl.Series("__line", rest, dtype=pl.Int64))
    return pl.concat([there, others]).sort("__line").drop("__line")
