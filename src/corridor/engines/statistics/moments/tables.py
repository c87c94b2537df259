"""Figures as the table that the observatory hands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor.engines.statistics.cube import TOTAL, Cube
from corridor.engines.statistics.moments.estimate import figures
from corridor.engines.statistics.moments.state import Moments

if TYPE_CHECKING:
    import polars as pl

_NUMBERS = ("value", "se", "low", "high", "cv", "deff", "df")


def cube(moments: Moments) -> Cube:
    """One row for each indicator and cell; a dimension that a table does not use is its total.

    Raises ``BadInput`` where the design refuses strata of one sampling unit.
    """
    return Cube.of(_frame(moments))


def _frame(moments: Moments) -> pl.DataFrame:
    import polars as pl

    spec = moments.spec
    used = sorted({name for one in spec.breakdowns for name in one})
    columns: dict[str, list[object]] = {
        name: [] for name in (*used, "time", "measure", *_NUMBERS, "n", "n_psu", "quality")
    }
    for one in figures(moments):
        for name in used:
            columns[name].append(one.codes.get(name, TOTAL))
        columns["time"].append(spec.time or TOTAL)
        columns["measure"].append(f"{one.indicator}@{spec.version}")
        numbers = (one.estimate, one.se, one.low, one.high, one.cv, one.deff, float(one.df))
        for name, value in zip(_NUMBERS, numbers, strict=True):
            columns[name].append(value)
        columns["n"].append(one.n)
        columns["n_psu"].append(one.n_psu)
        columns["quality"].append(one.quality)
    types = {name: pl.Float64() for name in _NUMBERS} | {"n": pl.Int64(), "n_psu": pl.Int64()}
    return pl.DataFrame(
        [pl.Series(name, values, types.get(name, pl.String())) for name, values in columns.items()]
    )
