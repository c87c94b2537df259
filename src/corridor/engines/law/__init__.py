"""Law as data: dated, sourced values and procedures, read from the packs of ``corridor/law``.

``book()`` answers questions; ``check(path)`` lists every problem of a pack. Nothing else in
this software reads law files.
"""

from __future__ import annotations

from functools import lru_cache

from corridor.engines.law.book import Book
from corridor.engines.law.kinds import Ratio, Table, Value
from corridor.engines.law.model import (
    Answer,
    Charge,
    Cite,
    Clause,
    Corridor,
    Dated,
    FeeItem,
    Jurisdiction,
    LawConflict,
    Parameter,
    StepNote,
)

__all__ = [
    "Answer",
    "Book",
    "Charge",
    "Cite",
    "Clause",
    "Corridor",
    "Dated",
    "FeeItem",
    "Jurisdiction",
    "LawConflict",
    "Parameter",
    "Ratio",
    "StepNote",
    "Table",
    "Value",
    "book",
]


@lru_cache(maxsize=1)
def book() -> Book:
    """The packaged law, read once per process and only as far as it is asked."""
    return Book()
