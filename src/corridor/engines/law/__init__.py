"""Law as data: dated, sourced values and procedures, read from the packs of ``corridor/law``.

``book()`` answers questions; ``check(path)`` lists every problem of a pack; ``at_dates`` answers
for whole frames. Nothing else in this software reads law files.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from corridor.engines.law.book import PACKAGED, Book
from corridor.engines.law.checks import Report, check, report
from corridor.engines.law.clauses import ClauseList
from corridor.engines.law.frames import at_dates
from corridor.engines.law.heat import heat_banned
from corridor.engines.law.kinds import Ratio, Table, Value
from corridor.engines.law.model import (
    KEY_COLUMNS,
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
from corridor.engines.law.procedures import procedure_json
from corridor.engines.law.prose import texts

__all__ = [
    "KEY_COLUMNS",
    "PACKAGED",
    "Answer",
    "Book",
    "Charge",
    "Cite",
    "Clause",
    "ClauseList",
    "Corridor",
    "Dated",
    "FeeItem",
    "Jurisdiction",
    "LawConflict",
    "Parameter",
    "Ratio",
    "Report",
    "StepNote",
    "Table",
    "Value",
    "at_dates",
    "book",
    "check",
    "heat_banned",
    "procedure_json",
    "report",
    "set_policy",
    "texts",
]


_policy: dict[str, str] = {}


@lru_cache(maxsize=1)
def book() -> Book:
    """The packaged law, read once per process and only as far as it is asked."""
    return Book(policy=_policy)


def set_policy(changes: Mapping[str, str]) -> None:
    """Change this deployment's policy, once, before the book is asked. Raises ``BadInput``.

    ``changes``: id such as ``OC.cooling_off.days`` to its value as text. Law cannot be changed.
    """
    Book(policy=changes).clauses()  # reads the standards, and with them every changed policy
    _policy.clear()
    _policy.update(changes)
    book.cache_clear()
