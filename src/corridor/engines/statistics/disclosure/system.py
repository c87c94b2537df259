"""Figures that add up, and the question whether some of them could be others.

Everything that is not *open* (published, or known from elsewhere) stays as it is. An attacker
may put any figures into the open cells that keep every sum. ``Mover`` finds such figures with one
cell at or beyond a target: a *witness* that the cell could be that large or that small.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from corridor.engines.statistics.disclosure.program import Fresh, program

NEAR = 1e-6
"""Figures (scaled to about one) that differ by less are the same to the solver."""

TRIES = 5
"""Other prices that are tried where an answer is not whole, before whole numbers are asked for."""

FREE = 1e-4
"""Price of moving a cell that is withheld anyway: not nothing, so that few are moved."""


@dataclass(frozen=True, slots=True)
class Need:
    """A cell must be able to reach ``target``: at least it (``side`` 1) or at most it (-1).

    ``given`` is a cell whose figure this attacker knows besides, because it is his own; or -1.
    """

    cell: int
    side: int
    target: float
    given: int = -1


@dataclass(frozen=True, slots=True)
class Witness:
    """Figures of the cells that differ from the truth; all sums hold with them."""

    cells: np.ndarray
    figures: np.ndarray

    def meets(self, need: Need) -> bool:
        """Whether it shows the need's cell at its target, the given cell unchanged."""
        at = int(np.searchsorted(self.cells, need.cell))
        if at == len(self.cells) or self.cells[at] != need.cell:
            return False
        if need.given >= 0 and self.touches(need.given):
            return False
        return bool((self.figures[at] - need.target) * need.side >= -NEAR)

    def touches(self, cell: int) -> bool:
        """Whether the cell differs from the truth in it."""
        at = int(np.searchsorted(self.cells, cell))
        return at < len(self.cells) and bool(self.cells[at] == cell)


@dataclass(frozen=True)
class System:
    """``sums @ figures == 0``; ``floor`` is the least that anyone would think possible.

    Figures are in units of ``scale``. ``unknown`` cells have no true figure here (nothing stands
    in ``figures``); ``always`` marks cells that nobody publishes. ``whole``: only whole numbers.
    """

    sums: Any
    figures: np.ndarray
    floor: np.ndarray
    unknown: np.ndarray
    always: np.ndarray
    whole: bool = False
    scale: float = 1.0

    @cached_property
    def columns(self) -> Any:
        """The sums by cell."""
        return sparse.csc_matrix(self.sums)

    @cached_property
    def missing(self) -> np.ndarray:
        """What the cells without a figure must add up to, for each sum."""
        gap: np.ndarray = -(self.sums @ self.figures)
        gap[np.abs(gap) < NEAR] = 0.0
        return gap

    @cached_property
    def entries(self) -> Rows:
        """The sums, laid out for narrowing bounds."""
        return Rows.of(self)

    def neighbours(self, cell: int) -> np.ndarray:
        """Every cell that stands in a sum with this one, itself included."""
        rows = self.rows(np.array([cell]))
        return np.unique(self.sums[rows].indices)

    def rows(self, cells: np.ndarray) -> np.ndarray:
        """The sums in which any of the cells stands."""
        return np.unique(self.columns[:, cells].indices)


class Mover:
    """Looks for witnesses; what is open and what a change costs may be altered between them."""

    def __init__(self, system: System, open_: np.ndarray, price: np.ndarray) -> None:
        """``open_``: a mask of cells; ``price``: what moving each costs, endless for never.

        Both may end before the system's last columns, which are open where nobody publishes them.
        """
        self.system = system
        more = system.always[len(open_) :]
        open_ = np.concatenate([open_, more])
        price = np.concatenate([price, np.full(len(more), FREE)])
        self.low = np.where(system.unknown, 0.0, np.minimum(system.floor - system.figures, 0.0))
        self.high = np.full(len(self.low), np.inf)
        self.open, self.price = np.zeros(len(self.low), dtype=bool), np.ones(len(self.low))
        self.program = program(system.sums, system.missing)
        self.set(np.flatnonzero(open_ & np.isfinite(price)), open_=True)
        self.charge(np.flatnonzero(np.isfinite(price)), price[np.isfinite(price)])

    def set(self, cells: np.ndarray, *, open_: bool) -> None:
        """Let cells vary from now on, or hold them at their figures."""
        self.open[cells] = open_
        nothing = np.zeros(len(cells))
        if open_:
            self.program.bound(cells, self.low[cells], self.high[cells])
        else:
            self.program.bound(cells, nothing, nothing)

    def charge(self, cells: np.ndarray, price: np.ndarray) -> None:
        """What moving cells costs from now on."""
        self.price[cells] = price
        self.program.charge(cells, price)

    def witness(self, need: Need) -> Witness | None:
        """The cheapest figures that meet a need; None if there are none.

        Whole numbers are asked of the solver only where its answer is not whole anyway.
        """
        if not self.open[need.cell]:
            return None
        low, high = self._target(need)
        if low > high:
            return None
        cell, given = np.array([need.cell]), np.array([need.given])
        self.program.bound(cell, np.array([low]), np.array([high]))
        held = need.given >= 0 and bool(self.open[need.given])
        if held:
            self.set(given, open_=False)
        change = self.program.solve()
        if change is not None and self.system.whole and not is_whole(change):
            change = self._other_prices()
            if change is None:
                change = self._whole(cell, low, high)
        if held:
            self.set(given, open_=True)
        self.set(cell, open_=True)
        return None if change is None else self._seen(change)

    def _other_prices(self) -> np.ndarray | None:
        """The same question with slightly other prices: another corner is often a whole one."""
        cells = np.flatnonzero(self.open)
        draw = np.random.default_rng(len(cells))
        found = None
        for _ in range(TRIES):
            self.program.charge(cells, self.price[cells] * draw.uniform(0.2, 1.8, len(cells)))
            change = self.program.solve()
            if change is not None and is_whole(change):
                found = change
                break
        self.program.charge(cells, self.price[cells])
        return found

    def _target(self, need: Need) -> tuple[float, float]:
        """Least and largest change of the need's cell."""
        distance = need.target - self.system.figures[need.cell]
        if need.side > 0:
            return max(distance, float(self.low[need.cell])), float(np.inf)
        return float(self.low[need.cell]), distance

    def _whole(self, cell: np.ndarray, low: float, high: float) -> np.ndarray | None:
        """The same question in whole numbers."""
        cells = np.flatnonzero(self.open)
        part = self.system.columns[:, cells].tocsr()
        used = np.flatnonzero(np.diff(part.indptr))
        exact = Fresh(part[used], self.system.missing[used], whole=True)
        exact.bound(np.arange(len(cells)), self.low[cells], self.high[cells])
        exact.bound(np.searchsorted(cells, cell), np.array([low]), np.array([high]))
        exact.charge(np.arange(len(cells)), self.price[cells])
        found = exact.solve()
        if found is None:
            return None
        change = np.zeros(len(self.low))
        change[cells] = found
        return change

    def _seen(self, change: np.ndarray) -> Witness:
        if self.system.whole:
            change = np.rint(change)
        cells = np.flatnonzero((np.abs(change) > NEAR) | (self.system.unknown & self.open))
        return Witness(cells, self.system.figures[cells] + change[cells])


def is_whole(change: np.ndarray) -> bool:
    """Whether figures are whole numbers, but for the solver's own inexactness."""
    return bool(np.abs(change - np.rint(change)).max(initial=0.0) < NEAR)


def outer(system: System, open_: np.ndarray, need: Need, rounds: int = 6) -> tuple[float, float]:
    """Bounds that no figures of the open cells can leave for the need's cell: a quick proof.

    Each sum in turn bounds each of its cells by the bounds of the others. The true range may be
    narrower than the answer, never wider.
    """
    low, high = system.figures.copy(), system.figures.copy()
    low[open_], high[open_] = system.floor[open_], np.inf
    low[system.always], high[system.always] = 0.0, np.inf
    if need.given >= 0:
        low[need.given] = high[need.given] = system.figures[need.given]
    for _ in range(rounds):
        before = low[need.cell], high[need.cell]
        system.entries.narrow(low, high)
        if _beyond(need, low, high) or before == (low[need.cell], high[need.cell]):
            break
    return float(low[need.cell]), float(high[need.cell])


def impossible(system: System, open_: np.ndarray, need: Need) -> bool:
    """Whether simple arithmetic already shows that a need cannot be met."""
    low, high = outer(system, open_, need)
    return need.target > high + NEAR if need.side > 0 else need.target < low - NEAR


def _beyond(need: Need, low: np.ndarray, high: np.ndarray) -> bool:
    if need.side > 0:
        return bool(need.target > high[need.cell] + NEAR)
    return bool(need.target < low[need.cell] - NEAR)


@dataclass(frozen=True, slots=True)
class Rows:
    """The sums laid out for narrowing bounds, all at once."""

    row: np.ndarray
    cell: np.ndarray
    sign: np.ndarray
    count: int

    @classmethod
    def of(cls, system: System) -> Rows:
        """From a system's sums."""
        form = system.sums.tocoo()
        return cls(form.row, form.col, form.data, system.sums.shape[0])

    def narrow(self, low: np.ndarray, high: np.ndarray) -> None:
        """One round, in place: what each sum leaves to each of its cells."""
        up = self.sign > 0
        least = np.where(up, low[self.cell], -high[self.cell])
        most = np.where(up, high[self.cell], -low[self.cell])
        rest_least = self._others(least, -np.inf)
        rest_most = self._others(most, np.inf)
        # sign * x + rest = 0, so sign * x lies between -rest_most and -rest_least.
        np.maximum.at(low, self.cell, np.where(up, -rest_most, rest_least))
        np.minimum.at(high, self.cell, np.where(up, -rest_least, rest_most))

    def _others(self, values: np.ndarray, endless: float) -> np.ndarray:
        """For each entry the sum of its row's other entries; one endless one is endless."""
        without = np.isinf(values)
        finite = np.where(without, 0.0, values)
        total = np.bincount(self.row, finite, self.count)[self.row] - finite
        many = np.bincount(self.row, without, self.count)[self.row] - without
        return np.where(many > 0, endless, total)
