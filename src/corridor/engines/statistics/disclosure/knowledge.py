"""What an attacker knows: every published figure of every release, and every sum.

Written apart from the cell graph that protects, from the code lists alone: cells are found one by
one and kept under their names, so that a mistake there is not repeated here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from scipy import sparse

from corridor.engines.statistics.disclosure.model import SUPPRESS, TOTAL, Specification, Table
from corridor.engines.statistics.disclosure.released import Key, Released, Scope, within

Place = tuple[Scope, Key]
"""A cell's name: whom its release counts, and its codes."""


@dataclass
class Knowledge:
    """Unknown figures ``x`` with ``low <= x <= high`` and, for each row, a sum of some of them.

    ``rows`` holds (place, sign) pairs that sum to nothing. ``differences`` names the cells that
    stand for people in one release and not in another.
    """

    at: dict[Place, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)
    rows: dict[tuple[int, ...], Sequence[int]] = field(default_factory=dict)
    differences: dict[int, tuple[Place, str]] = field(default_factory=dict)

    def cell(self, place: Place) -> int:
        """The number of a cell, a new one if nothing is known of it yet."""
        found = self.at.get(place)
        if found is None:
            found = self.at[place] = self.unnamed()
        return found

    def unnamed(self) -> int:
        """One more figure that may be anything not negative."""
        self.low.append(0.0)
        self.high.append(np.inf)
        self.shown.append(False)
        return len(self.low) - 1

    def narrow(self, cell: int, low: float, high: float) -> None:
        """Learn that a cell lies between two figures."""
        self.low[cell] = max(self.low[cell], low)
        self.high[cell] = max(min(self.high[cell], high), self.low[cell])
        self.shown[cell] = True

    def sum(self, whole: int, parts: Sequence[int]) -> None:
        """Learn that parts sum to their whole."""
        self.rows[(whole, *sorted(parts))] = (1,) + (-1,) * len(parts)

    @cached_property
    def matrix(self) -> Any:
        """The sums as a sparse matrix, one row each; to be asked for when all are known."""
        rows = list(self.rows.items())
        lengths = [len(cells) for cells, _ in rows]
        row = np.repeat(np.arange(len(rows)), lengths)
        column = np.array([cell for cells, _ in rows for cell in cells], dtype=np.int64)
        sign = np.array([sign for _, signs in rows for sign in signs], dtype=float)
        return sparse.csr_matrix((sign, (row, column)), shape=(len(rows), len(self.low)))


def gather(
    now: Released,
    earlier: Sequence[Released],
    measure: str,
    hidden: int,
    other_data: Collection[str] = (),
) -> Knowledge:
    """All that is known about one measure.

    ``hidden``: up to how many cells the unpublished finest breakdown is thought of as well.
    ``other_data``: earlier releases (by their names) of which the office knows that the data were
    corrected since, although no published figure may show it.
    """
    known = Knowledge()
    agree = agreeing(now, earlier, measure, other_data)
    for release in (now, *agree):
        read(known, release, measure, hidden if release is now else 0)
    for one in (*agree, *(other for other in earlier if other not in agree)):
        _compare(known, now, one, measure, one in agree)
    return known


def agreeing(
    now: Released, earlier: Sequence[Released], measure: str, other_data: Collection[str] = ()
) -> list[Released]:
    """The earlier releases that were made of the same data."""
    return [one for one in earlier if one.id not in other_data and not revised(now, one, measure)]


def revised(now: Released, other: Released, measure: str) -> bool:
    """Whether a cell of both was published with two figures: then they are of two sets of data."""
    if now.scope != other.scope:
        return False
    here, there = now.values(measure), other.values(measure)
    far = 1e-9 + now.spread(measure, here.values()) + other.spread(measure, there.values())
    return any(
        figure is not None and (was := there.get(key)) is not None and abs(figure - was) > far
        for key, figure in here.items()
    )


def read(known: Knowledge, release: Released, measure: str, hidden: int = 0) -> None:
    """Learn one measure of one release: its figures, its sums and what its empty cells tell."""
    values = release.values(measure)
    spread = release.spread(measure, values.values())
    added = any(one.id == measure and not one.counts for one in release.spec.measures)
    somebody = release.somebody and not added
    exact = release.spec.method == SUPPRESS and spread == 0.0
    for key, figure in values.items():
        cell = known.cell((release.scope, key))
        if figure is not None:
            known.narrow(cell, max(figure - spread, 0.0), figure if exact else figure + spread)
        elif somebody and key not in release.empty:
            known.low[cell] = max(known.low[cell], 1.0)
    for table in _tables(release, hidden):
        for whole, parts in sums(release.spec, table):
            cells = [known.cell((release.scope, release.key(part))) for part in parts]
            known.sum(known.cell((release.scope, release.key(whole))), cells)


def _tables(release: Released, hidden: int) -> Iterator[Table]:
    """The published tables; and the finest one, which nobody saw, if it is small."""
    spec = release.spec
    yield from shown_tables(release)
    used = sorted({name for table in spec.tables for name in table.by})
    size = 1
    for name in used:
        size *= len(spec.dimensions[name].codes)
    if size <= hidden:
        yield Table(tuple(used))


def shown_tables(release: Released) -> list[Table]:
    """The tables that were published."""
    return [table for table in release.spec.tables if not table.hidden]


def sums(
    spec: Specification, table: Table
) -> Iterator[tuple[Mapping[str, str], list[Mapping[str, str]]]]:
    """Every whole of a table with its parts, by their codes."""
    shown = {name: _codes(spec, table, name) for name in table.by}
    for name in table.by:
        others = [other for other in table.by if other != name]
        for one in spec.dimensions[name].sums:
            if not {one.whole, *one.parts} <= shown[name]:
                continue
            for codes in product(*(sorted(shown[other]) for other in others)):
                rest = dict(zip(others, codes, strict=True))
                yield {**rest, name: one.whole}, [{**rest, name: part} for part in one.parts]


def _codes(spec: Specification, table: Table, name: str) -> set[str]:
    """The codes of a dimension that a table shows."""
    dimension, deepest = spec.dimensions[name], table.depth.get(name)
    if deepest is None:
        return set(dimension.codes)
    found, level = {TOTAL}, {TOTAL}
    for _ in range(deepest):
        level = {part for one in dimension.sums if one.whole in level for part in one.parts}
        found |= level
    return found


def _compare(known: Knowledge, now: Released, other: Released, measure: str, agrees: bool) -> None:
    """Cells of two populations, one within the other: the difference is a group of people."""
    if now.scope == other.scope and agrees:
        return
    here, there = now.values(measure), other.values(measure)
    larger = within(other.scope, now.scope)
    if not larger and not within(now.scope, other.scope):
        return
    for key in here.keys() & there.keys():
        if now.scope == other.scope:
            _revision(known, here[key], there[key], (now.scope, key), other.id)
            continue
        mine, theirs = known.cell((now.scope, key)), known.cell((other.scope, key))
        rest = known.unnamed()
        known.differences[rest] = ((now.scope, key), other.id)
        if larger:
            known.sum(mine, [theirs, rest])
        else:
            known.sum(theirs, [mine, rest])


def _revision(
    known: Knowledge, figure: float | None, was: float | None, place: Place, other: str
) -> None:
    """A figure that changed since: the change is as visible as a figure."""
    if figure is not None and was is not None and figure != was:
        rest = known.unnamed()
        known.narrow(rest, abs(figure - was), abs(figure - was))
        known.differences[rest] = (place, other)
