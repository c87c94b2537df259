"""A nation's months by ``check`` itself, whole and one at a time, on Polars, DuckDB or Spark.

The slow and plain way: it spares itself nothing, runs where the tables are, and can add the
further checks. ``nation`` answers the same rows from one pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import narwhals as nw
import polars as pl

from corridor.core.periods import Period
from corridor.engines import exact
from corridor.engines.verdicts import CHECKS
from corridor.engines.wages.bulk import overlaps
from corridor.engines.wages.bulk.lines import refuse_nobody
from corridor.engines.wages.bulk.model import Month, Nation, by_employer, doubtful
from corridor.engines.wages.bulk.nation import once
from corridor.engines.wages.bulk.plain import ANSWER
from corridor.engines.wages.check import check, ghosts, in_force
from corridor.engines.wages.checks import FURTHER, judge

PARTS = 8
_PAIR = ["worker_id", "employer_id"]


def months(nation: Nation, *, further: bool = False) -> Iterator[Month]:
    """The answer of each month; ``further``: with the verdicts of the further checks as well.

    ``nation`` holds native lazy frames of one backend. Raises ``BadInput`` "exact.too_large" as
    ``check`` does, and "wages.identifier" for rows of nobody.
    """
    _refuse_nobody(nation.contracts, "contract")
    _refuse_nobody(nation.lines, "payment")
    for month in nation.months:
        faults = overlaps.found(nw.from_native(nation.contracts), month)
        yield _month(nation, month, faults, further)


def parts(nation: Nation, count: int = PARTS) -> Iterator[Month]:
    """The answer of each month with the further checks, employers in ``count`` parts (Polars).

    A part holds all of an employer, so what is asked of an establishment is asked whole; only
    one part is in memory at a time.
    """
    for month in nation.months:
        faults = overlaps.found(nw.from_native(nation.contracts), month)
        every = [_part(nation, month, faults, number, count) for number in range(count)]
        yield replace(_joined(every), faults=faults)


def _part(nation: Nation, month: Period, faults: pl.DataFrame, number: int, count: int) -> Month:
    mine = pl.col("employer_id").hash(7) % count == number
    lines = nation.lines.filter((pl.col("month") == f"{month.start:%Y-%m}") & mine)
    contracts = in_force(nw.from_native(nation.contracts.filter(mine)), month).to_native()
    frames = [frame.collect(engine="streaming") for frame in (contracts, lines)]
    some = replace(nation, contracts=frames[0], lines=frames[1], months=[month])
    for table, frame in zip(("contract", "payment"), frames, strict=True):
        _refuse_nobody(frame, table)
    return _month(some, month, faults, further=True)


def _joined(found: list[Month]) -> Month:
    def all_of(name: str, *by: str) -> pl.DataFrame:
        frame: pl.DataFrame = pl.concat([getattr(part, name) for part in found])
        return frame.sort(*by) if by else frame

    employers = all_of("employers").sort(
        "still_owed_minor", "employer_id", descending=[True, False]
    )
    findings = all_of("findings", "employer_id", "worker_id")
    strangers, repeated = all_of("strangers"), all_of("repeated")
    return Month(found[0].month, findings, strangers, repeated, employers, found[0].faults)


def _month(nation: Nation, month: Period, faults: pl.DataFrame, further: bool) -> Month:
    contracts = nw.from_native(nation.contracts)
    lines = nw.from_native(nation.lines).filter(nw.col("month") == f"{month.start:%Y-%m}")
    lines, repeated = _once(lines.drop("month"))
    everybody = nw.to_native(contracts), nw.to_native(lines)
    terms, paid = (nw.to_native(overlaps.without(one, faults)) for one in (contracts, lines))
    answer = check(
        terms,
        paid,
        month,
        nation.book,
        nation.on,
        complete=nation.complete,
        heard=everybody[1],
        apart=True,
    )
    names = list(ANSWER)
    if further:
        answer = judge(answer, terms, paid, month, nation.book)
        names += FURTHER
    rows = nw.from_native(answer).filter(doubtful(names)).select(*names)
    found = _types(_local(rows)).sort("employer_id", "worker_id")
    strangers = _types(_local(nw.from_native(ghosts(*everybody, month))))
    counted = in_force(contracts, month).group_by("employer_id").agg(nw.len().alias("contracts"))
    employers = _local(counted.with_columns(nw.col("contracts").cast(nw.Int64)))
    rows = by_employer(found, strangers, repeated, employers)
    return Month(month, found, strangers, repeated, rows, faults)


def _once(lines: Any) -> tuple[Any, pl.DataFrame]:
    """Lines of a month without those that stand there twice, and these; see ``once``."""
    several = lines.group_by(*_PAIR).agg(nw.len().alias("__n")).filter(nw.col("__n") > 1)
    doubtful_lines = _local(lines.join(several.select(*_PAIR), on=_PAIR, how="semi"))
    kept, repeated = once(doubtful_lines)
    if repeated.is_empty():
        return lines, repeated
    twice = exact.on_backend(nw.from_native(repeated.select(_PAIR).unique()), lines)
    back = kept.join(repeated.select(_PAIR).unique(), on=_PAIR, how="semi")
    rest = lines.join(twice, on=_PAIR, how="anti")
    return nw.concat([rest, exact.on_backend(nw.from_native(back), lines)]), repeated


def _local(frame: Any) -> pl.DataFrame:
    """A Narwhals frame of any backend as a frame of Polars."""
    if isinstance(frame, nw.LazyFrame):
        found: pl.DataFrame = frame.collect(backend="polars").to_native()
        return found
    here: pl.DataFrame = frame.to_native()
    return here


def _types(frame: pl.DataFrame) -> pl.DataFrame:
    """Whole numbers in the widths of ``check`` on Polars, whatever the backend answers in."""
    verdicts = (*CHECKS, "deemed_paid", *FURTHER)
    return frame.cast({n: pl.Int8 for n in verdicts if n in frame.columns})


def _refuse_nobody(frame: Any, table: str) -> None:
    absent = nw.col("worker_id").is_null() | nw.col("employer_id").is_null()
    rows = nw.from_native(frame).select(absent.cast(nw.Int64).sum().cast(nw.Int64).alias("n"))
    refuse_nobody(int(_local(rows)["n"][0] or 0), table)
