"""The law of every month asked, looked up once for each distinct kind of contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from corridor.core.periods import Period
from corridor.engines.terms.legal import LawBook
from corridor.engines.wages.floors import KEYS, law_table

PARTS = ("month", "hour", "food", "housing")
WORDS = (*KEYS, "pay_period")
"""What makes a kind of contract: what the law may hang on, and by what the wage is counted."""

_TRIES = 8


@dataclass(frozen=True, slots=True)
class Laws:
    """``kind``: the expression that names a contract's kind. ``tables``: law of each month and how
    many stretches of it, a row for each kind; ``words``: its texts, in the same order. ``bounds``:
    by kind its place there (``__law``), the greatest values over all months, and ``__grace``, the
    fewest days that a payment may come after the end of its month.
    """

    kind: pl.Expr
    words: pl.DataFrame
    tables: tuple[tuple[pl.DataFrame, int], ...]
    bounds: pl.DataFrame


def laws_of(contracts: pl.LazyFrame, months: Sequence[Period], book: LawBook) -> Laws:
    """The law for the kinds of contract in a table; which key columns make a kind, see ``KEYS``."""
    kind, rows = _kinds(contracts)
    keys = rows.select(KEYS).rows(named=True)
    tables, worst = [], []
    for month in months:
        table, width = law_table(book, keys, month)
        table = table.with_columns(rows["__kind"])
        worst.append(table.select("__kind", *_bounds(width)))
        tables.append((table.drop("__kind", *KEYS), width))
    unknown = [pl.col(name).has_nulls().alias(f"__no_{name}") for name in worst[0].columns[1:]]
    most = (
        pl.concat(worst)
        .group_by("__kind")
        .agg(pl.col("__grace").min(), pl.col("^__sum_.*$").max(), *unknown)
    )
    sure = [
        pl.when(~pl.col(f"__no_{name}")).then(pl.col(name)).alias(name)
        for name in worst[0].columns[1:]
    ]
    order = rows.select("__kind", pl.int_range(pl.len(), dtype=pl.UInt32).alias("__law"))
    known = most.select("__kind", *sure).join(order, on="__kind")
    return Laws(kind, rows.select(WORDS), tuple(tables), known)


def _bounds(width: int) -> list[pl.Expr]:
    """The greatest value of each part over the stretches of a month, unknown if one is."""
    found = [(pl.col("__latest") - pl.col("__due")).alias("__grace")]
    for part in PARTS:
        pieces = [pl.col(f"__{part}{k}") for k in range(width)]
        doubt = pl.any_horizontal([piece.is_null() for piece in pieces])
        found.append(pl.when(~doubt).then(pl.max_horizontal(pieces)).alias(f"__sum_{part}"))
    return found


def _kinds(contracts: pl.LazyFrame) -> tuple[pl.Expr, pl.DataFrame]:
    """Each kind of contract under a number of 64 bits, which no two kinds share.

    Numbers are hashes of the key columns. That no two kinds fell on the same one is looked at in
    the same pass; if they did, other hashes are tried.
    """
    for seed in range(_TRIES):
        kind = _mixed(WORDS, seed)
        rows = contracts.group_by(kind.alias("__kind")).agg(
            pl.len().alias("__rows"),
            *[pl.col(name).min() for name in WORDS],
            *[pl.col(name).max().alias(f"__{name}") for name in WORDS],
            *[pl.col(name).null_count().alias(f"__no_{name}") for name in WORDS],
        )
        found = rows.collect(engine="streaming").sort("__kind")
        if not found.select(pl.any_horizontal(_mixes()).any()).item():
            return kind, found
    raise RuntimeError("eight hashes in a row that collide are no accident")


def _mixes() -> list[Any]:
    two = [pl.col(name) != pl.col(f"__{name}") for name in WORDS]
    some = [pl.col(f"__no_{name}").is_between(1, pl.col("__rows") - 1) for name in WORDS]
    return [*two, *some]


def _mixed(names: Sequence[str], seed: int) -> pl.Expr:
    total = pl.lit(0, dtype=pl.UInt64)
    for place, name in enumerate(names):
        total = total + pl.col(name).hash(seed * len(names) + place)
    return total
