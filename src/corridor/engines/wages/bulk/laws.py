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
    """``tables``: law of each month and how many stretches of it, a row for each kind of contract;
    ``words``: the kinds' texts, in the same order. ``bounds``: in that order (``__law``) the
    greatest values over all months, and ``__grace``, the fewest days that a payment may come
    after the end of its month.
    """

    words: pl.DataFrame
    tables: tuple[tuple[pl.DataFrame, int], ...]
    bounds: pl.DataFrame


def laws_of(words: pl.DataFrame, months: Sequence[Period], book: LawBook) -> Laws:
    """The law for kinds of contract (a row of ``WORDS`` each); see ``kinds``."""
    keys = words.select(KEYS).rows(named=True)
    order = pl.int_range(words.height, dtype=pl.UInt32, eager=True).alias("__law")
    tables, worst = [], []
    for month in months:
        table, width = law_table(book, keys, month)
        worst.append(table.select(order, *_bounds(width)))
        tables.append((table.drop(*KEYS), width))
    names = worst[0].columns[1:]
    unknown = [pl.col(name).has_nulls().alias(f"__no_{name}") for name in names]
    most = (
        pl.concat(worst)
        .group_by("__law")
        .agg(pl.col("__grace").min(), pl.col("^__sum_.*$").max(), *unknown)
    )
    sure = [pl.when(~pl.col(f"__no_{name}")).then(pl.col(name)).alias(name) for name in names]
    return Laws(words, tuple(tables), most.select("__law", *sure).sort("__law"))


def _bounds(width: int) -> list[pl.Expr]:
    """The greatest value of each part over the stretches of a month, unknown if one is."""
    found = [(pl.col("__latest") - pl.col("__due")).alias("__grace")]
    for part in PARTS:
        pieces = [pl.col(f"__{part}{k}") for k in range(width)]
        doubt = pl.any_horizontal([piece.is_null() for piece in pieces])
        found.append(pl.when(~doubt).then(pl.max_horizontal(pieces)).alias(f"__sum_{part}"))
    return found


def kinds(contracts: pl.LazyFrame) -> tuple[pl.Expr, pl.DataFrame]:
    """Each kind of contract under a number of 64 bits, ``__kind``, which no two kinds share, with
    its ``WORDS``; and the expression of that number.

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
            return kind, found.select("__kind", *WORDS)
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
