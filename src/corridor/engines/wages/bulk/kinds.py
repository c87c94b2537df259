"""Kinds of contract: what the law may hang on, told apart by numbers and looked at as texts."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from corridor.engines.wages.bulk.index import Known
from corridor.engines.wages.bulk.laws import WORDS
from corridor.engines.wages.bulk.tables import compact


class CollisionError(Exception):
    """Two kinds of contract fell on one number."""


class Kinds:
    """The kinds met so far, each with the texts of its ``WORDS``; ``seed`` chooses the hashes."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._known = Known()
        self.words = pl.DataFrame(schema=dict.fromkeys(WORDS, pl.String))

    def of(self, part: pl.DataFrame) -> Any:
        """The kind of each contract, a row of ``words`` (an array).

        Raises ``CollisionError`` where the hashes are equal and the texts are not.
        """
        numbers = part.select(mixed(self._seed).alias("kind"))["kind"].to_numpy()
        codes, new = self._known.codes(numbers)
        if len(new):
            rows = compact(part.select(WORDS)[pl.Series(new)])
            self.words = pl.concat([self.words, rows])
        mine = pl.Series(codes.astype(np.uint32))
        same = [self.words[name].gather(mine).eq_missing(part[name]).all() for name in WORDS]
        if not all(same):
            raise CollisionError
        return codes


def mixed(seed: int) -> pl.Expr:
    """64 bits for the texts of a kind; other ones for another ``seed``."""
    total = pl.lit(0, dtype=pl.UInt64)
    for place, name in enumerate(WORDS):
        total = total + pl.col(name).hash(seed * len(WORDS) + place)
    return total
