"""Which payments of a nation need no arithmetic, found in one pass over all months.

Contracts and lines meet on one number of 64 bits made from worker, employer and currency. A line
that met a foreign contract by accident is noticed where that contract has a line of its own, since
it then has two. What is left is less than one chance in a million for a nation of 30 million
lines. Lines that meet no contract, that share a month with another line, or whose worker has two
contracts with one employer are left to ``check``, which goes by the texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import polars as pl

from corridor.core.periods import Period
from corridor.engines.days import day_number
from corridor.engines.wages.bulk.index import Index
from corridor.engines.wages.bulk.laws import Laws
from corridor.engines.wages.bulk.lines import refuse_nobody
from corridor.engines.wages.bulk.plain import bounds

PAID = (
    *("paid_minor", "basic_paid_minor", "deductions_minor", "lawful_minor", "forbidden_minor"),
    *("hours", "paid_day"),
)
MOST = 2**42
"""A line with a greater amount goes to ``check``, which bounds or refuses it."""

TERMS = ("basic_minor", "food_minor", "housing_minor", "hours_week")
_BATCH = 262_144
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)


@dataclass
class Screened:
    """What the pass leaves to be computed.

    The place of a contract's month is month x number of contracts + contract. ``seen``: by place,
    whether there is a line. ``left``: lines that are not clean. ``twice``: places with several
    lines. ``unmatched``: marks of workers whose lines meet no contract, or one of several that
    are alike. ``nobody``: lines without a worker or an employer.
    """

    seen: pl.Series
    left: list[pl.DataFrame]
    twice: list[pl.Series] = field(default_factory=list)
    unmatched: list[pl.Series] = field(default_factory=list)
    nobody: int = 0

    @classmethod
    def nothing(cls, places: int) -> Screened:
        """Before the first line."""
        kind: Any = pl.UInt32 if places < 2**32 else pl.UInt64
        schema = {"__place": kind, **dict.fromkeys(PAID, pl.Int64)}
        seen = pl.Series("seen", [0], dtype=pl.UInt8).new_from_index(0, places)
        empty = pl.Series("__place", [], dtype=kind)
        return cls(seen, [pl.DataFrame(schema=schema)], [empty])

    @property
    def kind(self) -> Any:
        """The type of a place."""
        return self.twice[0].dtype


def mark() -> pl.Expr:
    """32 bits that stand for a worker. Two may share them: good to choose by, not to join."""
    return (pl.col("worker_id").hash(101) & 0xFFFFFFFF).cast(pl.UInt32).alias("__mark")


def _key() -> pl.Expr:
    """64 bits for worker, employer and currency; null where one of the two is nobody."""
    employer = pl.col("employer_id").hash(102) * pl.lit(_ODD[0], dtype=pl.UInt64)
    currency = pl.col("currency").hash(103) * pl.lit(_ODD[1], dtype=pl.UInt64)
    named = pl.col("worker_id").is_not_null() & pl.col("employer_id").is_not_null()
    return pl.when(named).then(pl.col("worker_id").hash(101) + employer + currency).alias("__key")


def prepared(contracts: pl.LazyFrame, laws: Laws) -> pl.DataFrame:
    """A row of numbers for each contract, in the table's order; ``__c`` is its place there.

    Raises ``BadInput`` "wages.identifier" for a contract of nobody or with nobody.
    """
    wide = contracts.with_row_index("__c").with_columns(laws.kind.alias("__kind"))
    wide = wide.join(laws.bounds.lazy(), on="__kind", how="left", maintain_order="left")
    needed: Any = nw.to_native(bounds(nw.from_native(wide)))
    found: pl.DataFrame = needed.select(
        _key(),
        mark(),
        "__c",
        "__law",
        "__need",
        pl.col("start_day", "end_day").cast(pl.Int32),
        pl.col(TERMS).cast(_width(contracts)),
    ).collect(engine="streaming")
    refuse_nobody(found["__key"].null_count(), "contract")
    return found if found["__c"].is_sorted() else found.sort("__c")


def _width(contracts: pl.LazyFrame) -> Any:
    """Half the width for the terms where every one of them fits."""
    fits = [pl.col(name).abs().max().fill_null(0) < 2**31 for name in TERMS]
    small = contracts.select(pl.all_horizontal(fits)).collect(engine="streaming").item()
    return pl.Int32 if small else pl.Int64


def screen(
    contracts: pl.DataFrame, lines: pl.LazyFrame, months: Sequence[Period], laws: Laws
) -> Screened:
    """Let every line of the months pass by its contract; see ``Screened`` for what remains.

    Raises ``BadInput`` "wages.identifier" for a line of nobody or from nobody.
    """
    size = contracts.height
    index = Index(contracts["__key"])
    found = Screened.nothing(size * len(months))
    found.unmatched.append(contracts["__mark"].gather(index.twins))
    before = [number * size for number in range(len(months))]
    told = lines.select(pl.col("basic_paid_minor").is_not_null().any())
    grace = laws.bounds.sort("__law")["__grace"]
    terms, clean = _terms(contracts, grace, basic=told.collect(engine="streaming").item())
    _numbered(lines, months, before, found.kind).sink_batches(
        lambda batch: _take(batch, index, terms, clean, found),
        chunk_size=_BATCH,
        maintain_order=False,
        engine="streaming",
    )
    refuse_nobody(found.nobody, "payment")
    return found


def _numbered(
    lines: pl.LazyFrame, months: Sequence[Period], before: Sequence[int], kind: Any
) -> pl.LazyFrame:
    """Lines of the months: key, places before their month's first, days after the wage was due."""
    names = [f"{month.start:%Y-%m}" for month in months]
    due = [day_number(month.end or month.start) for month in months]
    return lines.select(
        _key(),
        mark(),
        _by_month(names, before, kind).alias("__before"),
        (pl.col("paid_day") - _by_month(names, due, pl.Int64)).alias("__after"),
        _simple().alias("__simple"),
        *PAID,
    ).filter(pl.col("__before").is_not_null())


def _by_month(names: Sequence[str], values: Sequence[int], kind: Any) -> pl.Expr:
    found: Any = pl.lit(None, dtype=kind)
    for name, value in zip(names, values, strict=True):
        found = pl.when(pl.col("month") == name).then(pl.lit(value, dtype=kind)).otherwise(found)
    chosen: pl.Expr = found
    return chosen


def _simple() -> pl.Expr:
    """A line without anything that no contract could put in order.

    A deduction is never clean: how much of it is lawful hangs on what is due.
    """
    paid, lawful = pl.col("paid_minor"), pl.col("lawful_minor").fill_null(0)
    taken = pl.col("deductions_minor").fill_null(0)
    return (
        (taken <= 0)
        & (lawful == 0)
        & (pl.col("forbidden_minor").fill_null(0) <= 0)
        & (paid < MOST)
        & (taken > -MOST)
        & (pl.col("hours").fill_null(0) == 0)
    ).fill_null(value=False)


def _terms(
    contracts: pl.DataFrame, grace: pl.Series, *, basic: bool
) -> tuple[pl.DataFrame, pl.Expr]:
    """What a line is held against, by row and once beyond the last; and whether it is clean.

    A clean line is one that every check of the core finds in order, whatever part of a month it
    pays. Where nothing is known no line reaches what it is held against, so there are no nulls.
    """
    enough = pl.col("__simple") & (pl.col("paid_minor") >= pl.col("__need"))
    known = grace.gather(contracts["__law"]).is_not_null() if grace.has_nulls() else True
    columns: list[Any] = [pl.when(known).then(pl.col("__need")).otherwise(None).fill_null(MOST)]
    told = pl.col("basic_paid_minor").is_null()
    if basic:
        columns.append(pl.col("basic_minor").cast(pl.Int64).fill_null(MOST).alias("__basic"))
        told = told | (pl.col("basic_paid_minor") >= pl.col("__basic"))
    limit = pl.lit(grace.min() or 0)
    if grace.drop_nulls().n_unique() > 1:
        columns.append(grace.fill_null(0).gather(contracts["__law"]).alias("__grace"))
        limit = pl.col("__grace")
    clean = enough & (pl.col("__after") <= limit) & told
    terms = contracts.select(columns)
    beyond = pl.DataFrame({name: [MOST] for name in terms.columns}, schema=terms.schema)
    return pl.concat([terms, beyond]).rechunk(), clean.fill_null(value=False)


def _take(
    batch: pl.DataFrame, index: Index, terms: pl.DataFrame, clean: pl.Expr, found: Screened
) -> None:
    """Note the places of one batch; keep its lines that are not clean."""
    rows, met = index.find(batch["__key"])
    wide = batch.with_columns([terms[name].gather(rows) for name in terms.columns])
    rest = met & ~wide.select(clean).to_series()
    place = (batch["__before"] + rows.cast(found.kind)).alias("__place")
    found.left.append(batch.select(place, *PAID).filter(rest))
    if not met.all():
        lost = batch.select("__mark", "__key").filter(~met)
        found.unmatched.append(lost["__mark"])
        found.nobody += lost["__key"].null_count()
        place = place.filter(met)
    _note(place, found)


def _note(place: pl.Series, found: Screened) -> None:
    again = found.seen.gather(place).cast(pl.Boolean)
    if again.any():
        found.twice.append(place.filter(again))
    if place.n_unique() < place.len():
        found.twice.append(place.filter(place.is_duplicated()))
    found.seen.scatter(place, 1)
