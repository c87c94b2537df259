"""What is protected and how: dimensions, linked tables, measures, rules.

A *cell* is named by one code for each dimension, ``_T`` where a table does not break down; so
two tables that share a total share the cell itself, and what is known about it in one table is
known in all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

TOTAL = "_T"

N = "n"
"""The number of contributors, published beside every figure, is a measure like any other."""

SUPPRESS, ROUND, CELL_KEY = "suppress", "round", "cell_key"
METHODS = (SUPPRESS, ROUND, CELL_KEY)
RECORDS, CELLS = "records", "cells"


@dataclass(frozen=True, slots=True)
class Sum:
    """One code as the sum of its parts, which never overlap."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """A code list with its sums: every code that is not a leaf is the whole of at least one."""

    id: str
    leaves: tuple[str, ...]
    sums: tuple[Sum, ...]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The total first, then the groups, then the leaves."""
        wholes = dict.fromkeys((TOTAL, *(one.whole for one in self.sums)))
        return (*wholes, *self.leaves)

    @cached_property
    def depth(self) -> Mapping[str, int]:
        """How many sums lie between the total (0) and each code, by the shortest way."""
        found, level, steps = {TOTAL: 0}, {TOTAL}, 0
        while level:
            steps += 1
            parts = {part for one in self.sums if one.whole in level for part in one.parts}
            level = parts - found.keys()
            found.update(dict.fromkeys(level, steps))
        return found

    @cached_property
    def above(self) -> Mapping[str, tuple[str, ...]]:
        """Each leaf's own code and every code that contains it."""
        within: dict[str, set[str]] = {code: {code} for code in self.codes}
        for _ in self.sums:
            for one in self.sums:
                for part in one.parts:
                    within[part] |= within[one.whole]
        return {leaf: tuple(sorted(within[leaf])) for leaf in self.leaves}


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown with all its totals; ``depth`` keeps a dimension above its leaves.

    A hidden table is never published: its cells are unknown to everybody, but an attacker knows
    that they exist, that none is negative and what they add up to.
    """

    by: tuple[str, ...]
    depth: Mapping[str, int] = field(default_factory=dict)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure for each cell: a count of records (``column`` is None) or the sum of a column."""

    id: str
    column: str | None = None

    @property
    def counts(self) -> bool:
        """Whether its figures are whole numbers of records."""
        return self.column is None


@dataclass(frozen=True, slots=True)
class Rules:
    """When a cell must not be published for its own sake, and how well it is then hidden.

    ``threshold``: fewer contributors than this. ``dominance``: the n largest contributors hold
    more than k percent. ``p``: the second largest could work out the largest within p percent.
    ``range``: how far, in percent of its figure, a cell withheld by the threshold is hidden.
    """

    threshold: int = 3
    dominance: tuple[int, float] | None = None
    p: float | None = None
    range: float = 20.0
    zeros: str = "publish"
    insiders: bool = True
    most_dimensions: int = 4
    most_cells: int = 100_000
    never: tuple[tuple[str, ...], ...] = ()

    @property
    def largest(self) -> int:
        """How many of a cell's largest contributions the rules look at."""
        return max(2 if self.p is not None else 0, self.dominance[0] if self.dominance else 0)


@dataclass(frozen=True, slots=True)
class Noise:
    """What the perturbing methods need: the base of rounding (and how many multiples beyond the
    neighbours a figure may have gone); spread of the cell key's noise."""

    base: int = 5
    most: int = 4
    variance: float = 2.0
    smallest: int = 2
    further: int = 0


@dataclass(frozen=True)
class Specification:
    """One release: linked tables over one source and one population.

    ``population`` says who is counted, one characteristic a name: a text, a list of texts (any of
    them) or ``{"from": 15, "to": 64}``; what is not said is not restricted.
    """

    id: str
    time: str
    dimensions: Mapping[str, Dimension]
    tables: tuple[Table, ...]
    measures: tuple[Measure, ...]
    rules: Rules
    source: str = RECORDS
    weight: str | None = None
    contributor: str | None = None
    record: str | None = None
    population: Mapping[str, Any] = field(default_factory=dict)
    method: str = SUPPRESS
    noise: Noise = field(default_factory=Noise)
    cost: str = "value"
    keep: tuple[Mapping[str, str], ...] = ()
    hidden_cells: int = 500

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The dimensions in the order of every cell key: by name."""
        return tuple(sorted(self.dimensions))
