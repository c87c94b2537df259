"""The law of every month asked, looked up once for each distinct kind of contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from corridor.core.periods import Period
from corridor.engines.terms.legal import LawBook
from corridor.engines.wages.floors import KEYS, law_table

PARTS = ("month", "hour", "food", "housing")
WORDS = (*KEYS, "pay_period")
"""What makes a kind of contract: what the law may hang on, and by what the wage is counted."""


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
    """The law for kinds of contract (a row of ``WORDS`` each); see ``kinds.Kinds``."""
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
