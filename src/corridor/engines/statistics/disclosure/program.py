"""The linear program behind every witness, kept warm between questions.

Each cell has two variables, its increase and its decrease; the sums bind them; the objective is
the price of all changes. A question sets one cell's bounds, solves, and puts them back. As the
last answer is nearly the next one, the solver needs a few steps where a fresh one needs
hundreds. SciPy brings HiGHS; where this version of SciPy does not let it be kept, every question
is put afresh through the public call, with the same answers.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

try:
    from scipy.optimize._highspy import _core
except ImportError:  # pragma: no cover - another SciPy keeps its solver elsewhere
    _core = None

NODES, PATIENCE = 5_000, 600.0
"""Branches of one question in whole numbers; then it is unanswered, which is never a yes. The
seconds are only a last resort: an answer must not depend on how busy the machine is."""

NEARLY = 1.0
"""In whole numbers any answer will do, not only the cheapest: a second pass tidies up."""


class Program(Protocol):
    """Least cost ``price @ (up + down)`` with ``sums @ (up - down) == right``."""

    def bound(self, places: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        """Least and largest change of some cells."""

    def charge(self, places: np.ndarray, price: np.ndarray) -> None:
        """What a change of some cells costs."""

    def solve(self) -> np.ndarray | None:
        """The change of every cell, or None where the bounds admit none."""


def program(sums: Any, right: np.ndarray) -> Program:
    """A program whose cells are all fixed and free of charge."""
    return Fresh(sums, right) if _core is None else Warm(sums, right)


class Fresh:
    """Every question from the start, through SciPy's public call."""

    def __init__(self, sums: Any, right: np.ndarray, *, whole: bool = False) -> None:
        self.width = sums.shape[1]
        self.both = sparse.hstack([sums, -sums], format="csr")
        self.right = right
        self.low, self.high = np.zeros(2 * self.width), np.zeros(2 * self.width)
        self.price = np.zeros(2 * self.width)
        self.whole = whole

    def bound(self, places: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        self.low[places], self.high[places] = np.maximum(low, 0.0), np.maximum(high, 0.0)
        down = places + self.width
        self.low[down], self.high[down] = np.maximum(-high, 0.0), np.maximum(-low, 0.0)

    def charge(self, places: np.ndarray, price: np.ndarray) -> None:
        self.price[places] = self.price[places + self.width] = price

    def solve(self) -> np.ndarray | None:
        answer = milp(
            self.price,
            constraints=LinearConstraint(self.both, self.right, self.right),
            bounds=Bounds(self.low, self.high),
            integrality=np.ones(2 * self.width) if self.whole else None,
            options={"node_limit": NODES, "time_limit": PATIENCE, "mip_rel_gap": NEARLY},
        )
        if answer.x is None:
            return None
        change: np.ndarray = answer.x[: self.width] - answer.x[self.width :]
        return change


class Warm:
    """One HiGHS instance whose basis is kept from question to question."""

    def __init__(self, sums: Any, right: np.ndarray) -> None:
        self.width = sums.shape[1]
        self.solver = _core._Highs()
        for name, value in (
            ("output_flag", False),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("threads", 1),
        ):
            self.solver.setOptionValue(name, value)
        self.solver.passModel(self._model(sums, right))

    def _model(self, sums: Any, right: np.ndarray) -> Any:
        both = sparse.hstack([sums, -sums], format="csc")
        model, width = _core.HighsLp(), 2 * self.width
        model.num_col_, model.num_row_ = width, both.shape[0]
        model.col_cost_ = np.zeros(width)
        model.col_lower_ = model.col_upper_ = np.zeros(width)
        model.row_lower_ = model.row_upper_ = np.asarray(right, dtype=float)
        model.a_matrix_.format_ = _core.MatrixFormat.kColwise
        model.a_matrix_.start_ = both.indptr.astype(np.int32)
        model.a_matrix_.index_ = both.indices.astype(np.int32)
        model.a_matrix_.value_ = both.data
        return model

    def bound(self, places: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        for place, least, most in zip(places.tolist(), low.tolist(), high.tolist(), strict=True):
            self.solver.changeColBounds(place, max(least, 0.0), max(most, 0.0))
            self.solver.changeColBounds(place + self.width, max(-most, 0.0), max(-least, 0.0))

    def charge(self, places: np.ndarray, price: np.ndarray) -> None:
        for place, cost in zip(places.tolist(), price.tolist(), strict=True):
            self.solver.changeColCost(place, cost)
            self.solver.changeColCost(place + self.width, cost)

    def solve(self) -> np.ndarray | None:
        self.solver.run()
        if self.solver.getModelStatus() != _core.HighsModelStatus.kOptimal:
            return None
        both = np.asarray(self.solver.getSolution().col_value)
        change: np.ndarray = both[: self.width] - both[self.width :]
        return change
