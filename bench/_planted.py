"""What the generated nation of ``nation.py`` is made with: sizes, months, shares, draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

MONTHS = ("2026-07", "2026-08", "2026-09")
"""July ends with a deadline on a Friday (Qatar) and on a Saturday (Emirates)."""
LATEST = {"QAT": 7, "ARE": 0}
CURRENCY = {"QAT": "QAR", "ARE": "AED"}
SECTORS = ("construction", "hospitality", "security", "cleaning", "retail", "trade")
GREATEST = 20_000
ONE_OF = 1_000_000
SUBSTITUTED, SHORT, LATE, PHANTOM = 20_000, 50_000, 30_000, 10_000  # of a million
NONE = np.iinfo(np.int64).min
Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How large, from which seed, whether anything is planted, and the share of Qatar."""

    workers: int
    employers: int
    seed: int = 7
    planted: bool = True
    qatar: float = 0.6


def day(moment: date) -> int:
    """Days since 1970-01-01."""
    return (moment - date(1970, 1, 1)).days


def bounds(month: str) -> tuple[int, int]:
    """First day of a month, and the first day after it."""
    year, number = int(month[:4]), int(month[5:])
    return day(date(year, number, 1)), day(date(year + number // 12, number % 12 + 1, 1))


FIRST, AFTER = bounds(MONTHS[0])[0], bounds(MONTHS[-1])[1]


def ulids(count: int, draw: np.random.Generator) -> np.ndarray:
    """ULIDs as text, in the order of their making over three years."""
    letters = np.frombuffer(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ", dtype=np.uint8)
    at = 1_690_000_000_000 + np.arange(count) * (94_000_000_000 // max(count, 1))
    found = np.empty((count, 26), dtype=np.uint8)
    for place in range(10):
        found[:, place] = letters[(at >> (5 * (9 - place))) & 31]
    found[:, 10:] = letters[draw.integers(0, 32, (count, 16), dtype=np.uint8)]
    return found.view("S26").ravel()


def text(ids: np.ndarray) -> pl.Series:
    """Identifiers as a column of text."""
    return pl.Series(ids.tolist(), dtype=pl.Binary).cast(pl.String)


def choose(draw: np.random.Generator, count: int, names: dict[str, float]) -> np.ndarray:
    """A variant for each, by share."""
    shares = np.array(list(names.values()))
    return draw.choice(np.array(list(names)), size=count, p=shares / shares.sum())
