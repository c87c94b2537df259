"""The attack itself: how small and how large could each withheld figure be?

A *witness* is a full set of figures that agrees with everything known. Each one found is checked
by plain arithmetic and shows for every cell at once that it could have that figure. One linear
program pushes many cells together; whatever no witness shows is asked for alone, and then the
program's answer is the exact bound. Counts need witnesses in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from corridor.engines.statistics.disclosure.knowledge import Knowledge

NEAR = 1e-6
NODES, PATIENCE = 5_000, 600.0
ROUNDS = 25
ROUNDED = 1e-4
"""Figures (in units of the usual one) known nearer than this are known."""
HAIR = 1e-8
ENDLESS = 1e6
"""A figure (in units of the usual one) that may be this large may be any."""


@dataclass
class Attack:
    """``low``/``high`` are the outermost figures that a witness has shown for each cell so far."""

    known: Knowledge
    whole: bool
    scale: float

    def __post_init__(self) -> None:
        """Nothing has been shown yet."""
        size = len(self.known.low)
        self.low, self.high = np.full(size, np.inf), np.full(size, -np.inf)
        self.least = np.array(self.known.low) / self.scale
        self.most = np.array(self.known.high) / self.scale
        self.questions = 0

    @cached_property
    def rows(self) -> Any:
        """Every sum."""
        return self.known.matrix

    @cached_property
    def free(self) -> np.ndarray:
        """Cells whose figure is not simply known, but for the rounding of its last decimal."""
        return np.flatnonzero(self.most - self.least > ROUNDED)

    @cached_property
    def held(self) -> np.ndarray:
        """The known figures, in the middle of their rounding; nothing for free cells."""
        middle = np.where(np.isfinite(self.most), (self.least + self.most) / 2.0, 0.0)
        middle[self.free] = 0.0
        return middle

    @cached_property
    def slack(self) -> np.ndarray:
        """By how much the rounding of known figures may let each sum be missed."""
        half = np.where(np.isfinite(self.most), (self.most - self.least) / 2.0, 0.0)
        half[self.free] = 0.0
        # Without a hair's breadth the solver calls sums of decimal figures impossible.
        hair = 0.0 if self.whole else HAIR
        return np.asarray(abs(self.rows) @ half) + hair

    @cached_property
    def equations(self) -> tuple[Any, np.ndarray, np.ndarray]:
        """The sums over the free cells, and between what they must come to."""
        part = self.rows[:, self.free].tocsr()
        used = np.flatnonzero(np.diff(part.indptr))
        right = -(self.rows @ self.held)[used]
        return part[used], right - self.slack[used], right + self.slack[used]

    def possible(self) -> bool:
        """Whether any figures at all agree with everything known."""
        bounds = Bounds(self.least[self.free], self.most[self.free])
        goal = np.zeros(len(self.free))
        return not len(goal) or self._asked(goal, *self.equations, bounds) is not None

    def spread(self, cells: np.ndarray, targets: np.ndarray, side: int) -> np.ndarray:
        """Push cells up (1) or down (-1) to their targets; answers which no witness got there."""
        place = np.full(len(self.least), -1)
        place[self.free] = np.arange(len(self.free))
        left = np.ones(len(cells), dtype=bool)
        left &= place[cells] >= 0
        for _ in range(ROUNDS):
            left &= ~self._reached(cells, targets, side)
            if not left.any():
                break
            before = int(left.sum())
            if not self._push(place[cells[left]], targets[left], side):
                break
            if before == int((left & ~self._reached(cells, targets, side)).sum()):
                break
        return np.flatnonzero(~self._reached(cells, targets, side))

    def _reached(self, cells: np.ndarray, targets: np.ndarray, side: int) -> np.ndarray:
        if side > 0:
            return np.asarray(self.high[cells] >= targets - NEAR)
        return np.asarray(self.low[cells] <= targets + NEAR)

    def _push(self, places: np.ndarray, targets: np.ndarray, side: int) -> bool:
        """One program for all: each cell counts as far as its target, and no farther."""
        matrix, least, most = self.equations
        width, count = len(self.free), len(places)
        cap = sparse.csr_matrix(
            (
                np.concatenate([np.full(count, float(side)), np.full(count, -1.0)]),
                (
                    np.tile(np.arange(count), 2),
                    np.concatenate([places, width + np.arange(count)]),
                ),
            ),
            shape=(count, width + count),
        )
        padded = sparse.hstack([matrix, sparse.csr_matrix((matrix.shape[0], count))])
        every = sparse.vstack([padded, cap], format="csr")
        low = np.concatenate([least, np.zeros(count)])
        high = np.concatenate([most, np.full(count, np.inf)])
        bounds = Bounds(
            np.concatenate([self.least[self.free], np.full(count, -np.inf)]),
            np.concatenate([self.most[self.free], side * targets]),
        )
        goal = np.concatenate([np.zeros(width), np.full(count, -1.0)])
        return self._asked(goal, every, low, high, bounds, near=0.1) is not None

    def alone(self, cell: int, side: int) -> float:
        """The exact bound of one cell: the largest (1) or smallest (-1) figure it could have."""
        at = int(np.searchsorted(self.free, cell))
        if at == len(self.free) or self.free[at] != cell:
            return float(self.held[cell])
        goal = np.zeros(len(self.free))
        goal[at] = -float(side)
        most = self.most[self.free].copy()
        most[at] = min(most[at], ENDLESS)
        found = self._asked(goal, *self.equations, Bounds(self.least[self.free], most))
        if found is None:
            return float(self.high[cell] if side > 0 else self.low[cell])
        return float(found[at])

    def _asked(
        self,
        goal: np.ndarray,
        matrix: Any,
        low: np.ndarray,
        high: np.ndarray,
        bounds: Bounds,
        near: float = 0.0,
    ) -> np.ndarray | None:
        """Solve, in whole numbers if they must be and are not; keep what it shows."""
        width = len(self.free)
        found = self._solved(goal, matrix, low, high, bounds, whole=False)
        if found is not None and self.whole and not self._seen(found[:width]):
            found = self._solved(goal, matrix, low, high, bounds, whole=True, near=near)
        if found is None or not self._seen(found[:width]):
            return None
        return found[:width]

    def _solved(
        self,
        goal: np.ndarray,
        matrix: Any,
        low: np.ndarray,
        high: np.ndarray,
        bounds: Bounds,
        *,
        whole: bool,
        near: float = 0.0,
    ) -> np.ndarray | None:
        self.questions += 1
        kinds = np.zeros(len(goal))
        kinds[: len(self.free)] = 1.0
        answer = milp(
            goal,
            constraints=LinearConstraint(matrix, low, high),
            bounds=bounds,
            integrality=kinds if whole else None,
            options={"node_limit": NODES, "time_limit": PATIENCE, "mip_rel_gap": near},
        )
        return None if answer.x is None else np.asarray(answer.x)

    def _seen(self, figures: np.ndarray) -> bool:
        """Check a witness by arithmetic and learn from it; False if it is none."""
        if self.whole:
            if np.abs(figures - np.rint(figures)).max(initial=0.0) > NEAR:
                return False
            figures = np.rint(figures)
        every = self.held.copy()
        every[self.free] = figures
        size = max(1.0, float(np.abs(every).max(initial=1.0)))
        if (np.abs(self.rows @ every) > NEAR * size + self.slack).any():
            return False
        near = NEAR * size
        if (every < self.least - near).any() or (every > self.most + near).any():
            return False
        every[every >= ENDLESS - NEAR] = np.inf
        np.minimum(self.low, every, out=self.low)
        np.maximum(self.high, every, out=self.high)
        return True
