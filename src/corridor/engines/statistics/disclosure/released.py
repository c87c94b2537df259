"""What was published once and cannot be taken back: a table with the definition of whom it counts.

A characteristic of the population that is one text ("sex": "F") and a code of a dimension are the
same thing said in two ways: the total of a table about women is the cell "F" of a table by sex.
Ranges and lists are compared: {"from": 18} lies within {"from": 15}.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from corridor.engines.statistics.disclosure.model import CELL_KEY, ROUND, TOTAL, Specification

Key = frozenset[tuple[str, str]]
Scope = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, eq=False)
class Released:
    """A specification and what was published under it (dimensions, time, measure, value, conf).

    ``somebody``: empty cells are published as empty, so that a withheld one is thought to hold
    somebody; ``empty`` names those of which that is not true.
    """

    spec: Specification
    frame: pl.DataFrame
    somebody: bool = False
    empty: frozenset[Key] = frozenset()

    @property
    def id(self) -> str:
        """How a reader calls it."""
        return f"{self.spec.id} ({self.spec.time})"

    @cached_property
    def scope(self) -> Scope:
        """The characteristics that are ranges or lists."""
        many = {
            name: value
            for name, value in self.spec.population.items()
            if not isinstance(value, str)
        }
        return tuple(sorted((name, _frozen(value)) for name, value in many.items()))

    @cached_property
    def whom(self) -> Key:
        """The characteristics that are one text each, and the time."""
        plain = [
            (name, value) for name, value in self.spec.population.items() if isinstance(value, str)
        ]
        return frozenset([*plain, ("time", self.spec.time)])

    def key(self, codes: Mapping[str, str]) -> Key:
        """A cell's name among all releases: totals say nothing."""
        own = {(name, code) for name, code in codes.items() if code != TOTAL}
        return self.whom | own

    def values(self, measure: str) -> dict[Key, float | None]:
        """What was published for a measure: by cell its figure, None where it was withheld."""
        rows = self.frame.filter(pl.col("measure") == measure)
        columns = [rows[name].to_list() for name in self.spec.names]
        figures = rows["value"].to_list()
        return {
            self.key(dict(zip(self.spec.names, codes, strict=True))): figure
            for *codes, figure in zip(*columns, figures, strict=True)
        }

    def spread(self, measure: str, figures: Iterable[float | None]) -> float:
        """How far a published figure may be from the true one."""
        noise = self.spec.noise
        if self.spec.method == ROUND:
            return float(noise.base * (1 + noise.further) - 1)
        if self.spec.method == CELL_KEY:
            return float(noise.most)
        return rounding(figures)


def rounding(figures: Iterable[float | None]) -> float:
    """Half a unit of the last decimal that the figures show: nothing for whole numbers."""
    places = 0
    for figure in figures:
        if figure is not None and figure != int(figure):
            places = max(places, len(repr(float(figure)).partition(".")[2]))
    return 0.0 if places == 0 else 0.5 * 10.0**-places


def within(small: Scope, large: Scope) -> bool:
    """Whether everybody of the small scope is certainly in the large one."""
    have = dict(small)
    return all(name in have and _inside(have[name], value) for name, value in large)


def _inside(small: Any, large: Any) -> bool:
    if isinstance(large, Range) and isinstance(small, Range):
        return small.low >= large.low and small.high <= large.high
    if isinstance(large, frozenset) and isinstance(small, frozenset):
        return small <= large
    return bool(small == large)


@dataclass(frozen=True, order=True, slots=True)
class Range:
    """From ``low`` to ``high``, both included."""

    low: float
    high: float


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        low, high = value.get("from", "-inf"), value.get("to", "inf")
        return Range(float(low), float(high))
    if isinstance(value, (list, tuple)):
        return frozenset(str(one) for one in value)
    return str(value)
