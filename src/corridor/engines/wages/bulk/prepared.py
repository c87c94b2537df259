"""A nation's contracts as numbers, from one reading of their table; kept between runs.

Nothing here hangs on a law or a month, so that the run of one more month need not read and
weigh millions of contracts anew.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from corridor.engines.wages.bulk.laws import WORDS, Laws, kinds
from corridor.engines.wages.bulk.lines import refuse_nobody
from corridor.engines.wages.bulk.plain import bounds
from corridor.engines.wages.refusals import guard_contracts

TERMS = ("basic_minor", "food_minor", "housing_minor", "hours_week")
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)
_SHAPE = 1
"""Counts up when what is kept changes."""


@dataclass(frozen=True, slots=True)
class Contracts:
    """``numbers``: a row for each contract in the table's order, ``__c`` its place there, with
    ``__key`` (worker, employer and currency), ``__mark`` (worker), ``__employer``, its days and
    terms, and ``__law``, the row of its kind in ``words``."""

    numbers: pl.DataFrame
    words: pl.DataFrame


def key() -> pl.Expr:
    """64 bits for worker, employer and currency; null where one of the two is nobody."""
    employer = pl.col("employer_id").hash(102) * pl.lit(_ODD[0], dtype=pl.UInt64)
    currency = pl.col("currency").hash(103) * pl.lit(_ODD[1], dtype=pl.UInt64)
    named = pl.col("worker_id").is_not_null() & pl.col("employer_id").is_not_null()
    return pl.when(named).then(pl.col("worker_id").hash(101) + employer + currency).alias("__key")


def mark() -> pl.Expr:
    """64 bits that stand for a worker, good to choose by, not to join."""
    return pl.col("worker_id").hash(101).alias("__mark")


def prepare(contracts: pl.LazyFrame) -> Contracts:
    """The contracts as numbers.

    Raises ``BadInput`` "wages.identifier" for a contract of nobody or with nobody, and
    "exact.too_large".
    """
    guard_contracts(nw.from_native(contracts))
    kind, words = kinds(contracts)
    order = words.select("__kind", pl.int_range(pl.len(), dtype=pl.UInt32).alias("__law"))
    wide = contracts.with_row_index("__c").with_columns(kind.alias("__kind"))
    wide = wide.join(order.lazy(), on="__kind", how="left", maintain_order="left")
    found: pl.DataFrame = wide.select(
        key(),
        mark(),
        pl.col("employer_id").hash(102).alias("__employer"),
        "__c",
        "__law",
        pl.col("start_day", "end_day").cast(pl.Int32),
        pl.col(TERMS).cast(_width(contracts)),
    ).collect(engine="streaming")
    refuse_nobody(found["__key"].null_count(), "contract")
    numbers = found if found["__c"].is_sorted() else found.sort("__c")
    return Contracts(numbers, words.select(WORDS))


def _width(contracts: pl.LazyFrame) -> Any:
    """Half the width for the terms where every one of them fits."""
    fits = [pl.col(name).abs().max().fill_null(0) < 2**31 for name in TERMS]
    small = contracts.select(pl.all_horizontal(fits)).collect(engine="streaming").item()
    return pl.Int32 if small else pl.Int64


def needs(contracts: Contracts, laws: Laws) -> pl.Series:
    """What a payment must reach to leave no doubt, by contract; see ``plain.bounds``."""
    periods = laws.words.select("pay_period").with_row_index("__law")
    law = laws.bounds.join(periods, on="__law").lazy()
    terms = contracts.numbers.lazy().select("__law", "start_day", pl.col(TERMS).cast(pl.Int64))
    wide = terms.join(law, on="__law", how="left", maintain_order="left")
    needed: Any = nw.to_native(bounds(nw.from_native(wide)))
    found: pl.DataFrame = needed.select("__need").collect(engine="streaming")
    return found["__need"]


def kept(folder: Path, made_of: Mapping[str, Any], contracts: pl.LazyFrame) -> Contracts:
    """The contracts as an earlier run left them in ``folder``, where they were made of the same.

    Else prepared anew and left there. ``made_of`` is JSON-shaped. Raises what ``prepare`` does.
    """
    probe = str(pl.Series(["another machine may count otherwise"]).hash(101)[0])
    about = {"shape": _SHAPE, "polars": pl.__version__, "probe": probe, **made_of}
    try:
        if json.loads(folder.joinpath("made_of.json").read_text("utf-8")) == about:
            return Contracts(*(pl.read_ipc(folder.joinpath(f"{name}.arrow")) for name in _TABLES))
    except (OSError, ValueError, pl.exceptions.PolarsError):
        pass  # none, or none that can be read
    found = prepare(contracts)
    _keep(folder, about, found)
    return found


_TABLES = ("numbers", "words")


def _keep(folder: Path, about: Mapping[str, Any], found: Contracts) -> None:
    """Write beside the place, then rename: half of it is never there."""
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name in _TABLES:
        getattr(found, name).write_ipc(partial.joinpath(f"{name}.arrow"))
    partial.joinpath("made_of.json").write_text(json.dumps(about), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(partial, folder)
