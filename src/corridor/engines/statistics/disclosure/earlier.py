"""Earlier releases beside this one: what is out already, and who is in one and not in the other.

Cells of the same people are one cell: what was published is fixed, and its tables' sums hold
here too. Where one population lies within another, each shared cell has a *difference*: the
people in one and not in the other. Nobody publishes it, and it must be no handful that anyone
can count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy import sparse

from corridor.engines.statistics.disclosure.graph import Graph, build
from corridor.engines.statistics.disclosure.released import Key, Released, within
from corridor.engines.statistics.disclosure.system import NEAR, Need, System


@dataclass(frozen=True)
class Beside:
    """What earlier releases add to one measure: cells, sums, fixed cells, differences.

    ``public`` marks cells of the graph whose figure is out; ``few`` those from which an earlier
    figure leaves a handful; ``gaps`` are (cell, column of its difference, true difference);
    ``corrected`` names the releases whose data were corrected since.
    """

    system: System
    public: np.ndarray
    few: np.ndarray
    gaps: Sequence[tuple[int, int, float]] = ()
    corrected: frozenset[str] = frozenset()

    def needs(self, few: np.ndarray, threshold: float, share: float) -> list[Need]:
        """How far the differences of the ``few`` cells must be hidden."""
        found = []
        for cell, column, gap in self.gaps:
            if few[cell] and gap > NEAR:
                whole = self.system.whole
                low, high = (0.0, threshold) if whole else (gap - share * gap, gap + share * gap)
                if not whole or gap < threshold:
                    found += [Need(column, 1, high), Need(column, -1, low)]
        return found


@dataclass
class _Growing:
    """Columns and rows added to a system."""

    graph: Graph
    system: System
    figures: list[float] = field(default_factory=list)
    unknown: list[bool] = field(default_factory=list)
    always: list[bool] = field(default_factory=list)
    rows: list[tuple[list[int], list[float]]] = field(default_factory=list)

    def column(self, figure: float | None, *, always: bool) -> int:
        self.figures.append(0.0 if figure is None else figure)
        self.unknown.append(figure is None)
        self.always.append(always)
        return self.graph.size + len(self.figures) - 1

    def row(self, columns: list[int], signs: list[float]) -> None:
        self.rows.append((columns, signs))

    def done(self) -> System:
        """The old system with the new columns and rows."""
        size = self.graph.size + len(self.figures)
        wide = sparse.csr_matrix(self.system.sums)
        wide.resize((wide.shape[0], size))
        row = [place for place, (columns, _) in enumerate(self.rows) for _ in columns]
        column = [one for columns, _ in self.rows for one in columns]
        sign = [one for _, signs in self.rows for one in signs]
        more = sparse.csr_matrix((sign, (row, column)), shape=(len(self.rows), size))
        extra = len(self.figures)
        return replace(
            self.system,
            sums=sparse.vstack([wide, more], format="csr"),
            figures=np.concatenate([self.system.figures, np.array(self.figures)]),
            floor=np.concatenate([self.system.floor, np.zeros(extra)]),
            unknown=np.concatenate([self.system.unknown, np.array(self.unknown, dtype=bool)]),
            always=np.concatenate([self.system.always, np.array(self.always, dtype=bool)]),
        )


def beside(graph: Graph, system: System, measure: str, earlier: Sequence[Released]) -> Beside:
    """One measure's system together with all earlier releases of that measure."""
    public, few = np.zeros(graph.size, dtype=bool), np.zeros(graph.size, dtype=bool)
    if not earlier:
        return Beside(system, public, few)
    now = Released(graph.spec, earlier[0].frame.clear())
    cells = {
        now.key(graph.names(cell)): cell for cell in range(graph.size) if not graph.hidden[cell]
    }
    growing = _Growing(graph, system)
    gaps: list[tuple[int, int, float]] = []
    corrected: set[str] = set()
    for one in earlier:
        values = {
            key: None if figure is None else figure / system.scale
            for key, figure in one.values(measure).items()
        }
        if not values:
            continue
        if now.scope == one.scope and _agrees(system, cells, values):
            _same(growing, one, cells, values, public)
        elif now.scope == one.scope:
            corrected.add(one.id)
            _revised(graph, system, cells, values, few)
        elif within(one.scope, now.scope) or within(now.scope, one.scope):
            gaps += _nested(growing, one, cells, values, few, now)
    return Beside(growing.done(), public, few, gaps, frozenset(corrected))


def _agrees(system: System, cells: dict[Key, int], values: dict[Key, float | None]) -> bool:
    """Whether every figure that was published is still the true one."""
    return all(
        figure is None or key not in cells or abs(figure - system.figures[cells[key]]) < 1e-5
        for key, figure in values.items()
    )


def _same(
    growing: _Growing,
    one: Released,
    cells: dict[Key, int],
    values: dict[Key, float | None],
    public: np.ndarray,
) -> None:
    for key, figure in values.items():
        if key not in cells:
            cells[key] = growing.column(figure, always=figure is None)
        elif figure is not None and cells[key] < growing.graph.size:
            public[cells[key]] = True
    _sums(growing, one, cells)


def _sums(growing: _Growing, one: Released, cells: dict[Key, int]) -> None:
    """The sums of an earlier release, over the columns of its cells."""
    old = build(replace(one.spec, tables=tuple(t for t in one.spec.tables if not t.hidden)))
    at = [cells[one.key(old.names(cell))] for cell in range(old.size)]
    for row in range(old.sums.shape[0]):
        line: Any = old.sums[row]
        growing.row([at[cell] for cell in line.indices], line.data.tolist())


def _revised(
    graph: Graph,
    system: System,
    cells: dict[Key, int],
    values: dict[Key, float | None],
    few: np.ndarray,
) -> None:
    """Figures of other data: a change by a handful is not published either."""
    for key, figure in values.items():
        cell = cells.get(key, graph.size)
        if figure is not None and cell < graph.size and system.whole:
            few[cell] |= 0 < abs(system.figures[cell] - figure) < graph.spec.rules.threshold


def _nested(
    growing: _Growing,
    one: Released,
    cells: dict[Key, int],
    values: dict[Key, float | None],
    few: np.ndarray,
    now: Released,
) -> list[tuple[int, int, float]]:
    theirs = {key: growing.column(figure, always=figure is None) for key, figure in values.items()}
    _sums(growing, one, theirs)
    larger, gaps = within(one.scope, now.scope), []
    least = float(growing.graph.spec.rules.threshold)
    for key, figure in values.items():
        cell = cells.get(key, growing.graph.size)
        if cell >= growing.graph.size:
            continue
        gap = None if figure is None else (growing.system.figures[cell] - figure)
        gap = gap if larger or gap is None else -gap
        if gap is not None and gap < 0:
            continue  # not nested after all: nothing certain follows from the two
        rest = growing.column(gap, always=True)
        whole, part = (cell, theirs[key]) if larger else (theirs[key], cell)
        growing.row([whole, part, rest], [1.0, -1.0, -1.0])
        if gap is not None:
            gaps.append((cell, rest, gap))
            few[cell] |= growing.system.whole and 0 < gap < least
    return gaps
