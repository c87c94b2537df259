"""Scores with what known totals already tell taken out of them.

Every calibration leaves as residual of a weighted score the score less a combination of columns:
indicators of cells times a weight, or a basis of the margins. The combination is found from sums
over the members of a domain, so that many domains cost one pass over the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from corridor.engines.statistics.survey.columns import Floats, Ints, firsts, sums

_SWEEPS = 10
_DEPENDENT = 1e-13
Coefficients = Callable[[Floats, Ints, Ints, int], Floats]


@dataclass(frozen=True, slots=True)
class Part:
    """Columns of a calibration: ``weights`` (rows,) in the column of each row's cell, or, without
    ``cells``, in one column for all rows.
    """

    weights: Floats
    count: int = 1
    cells: Ints | None = None

    def sums(self, units: Ints, number: int) -> Floats:
        """Totals of the columns by unit (units, columns)."""
        if self.cells is None:
            return sums(units, self.weights, number)[:, None]
        codes = units * self.count + self.cells
        table: Floats = sums(codes, self.weights, number * self.count)
        return np.reshape(table, (number, self.count))

    def combined(self, factors: Floats) -> Floats:
        """The combination (rows,) of the columns with factors (columns,)."""
        if self.cells is None:
            return self.weights * float(factors[0])
        found: Floats = self.weights * factors[self.cells]
        return found


@dataclass(frozen=True, slots=True)
class Residuals:
    """The columns of a calibration, and how much of each a score holds: ``coefficients`` takes
    weighted scores (members,), their rows, the code of their domain and the number of domains, and
    answers (domains, columns).
    """

    parts: tuple[Part, ...]
    coefficients: Coefficients

    @property
    def columns(self) -> int:
        """How many columns the parts have."""
        return sum(part.count for part in self.parts)

    def sums(self, units: Ints, number: int) -> Floats:
        """Totals of all columns by unit (units, columns)."""
        return np.hstack([part.sums(units, number) for part in self.parts])

    def combined(self, factors: Floats) -> Floats:
        """The combination (rows,) of all columns with factors (columns,)."""
        found = np.zeros(len(self.parts[0].weights))
        start = 0
        for part in self.parts:
            found += part.combined(factors[start : start + part.count])
            start += part.count
        return found


def of_cells(cells: Ints, weights: Floats, new: Floats, count: int) -> Residuals:
    """Post-stratification: scores less the mean of their cell, by the weights before."""
    held = sums(cells, weights, count)

    def coefficients(scores: Floats, rows: Ints, code: Ints, domains: int) -> Floats:
        before = scores * weights[rows] / new[rows]
        found = sums(code * count + cells[rows], before, domains * count)
        means: Floats = found.reshape(domains, count) / held
        return means

    return Residuals((Part(new, count, cells),), coefficients)


def of_projection(matrix: Floats, weights: Floats, new: Floats) -> Residuals:
    """Linear calibration: the residual of the regression of scores on the margins, by the weights
    before.
    """
    half: Floats = np.sqrt(weights)
    basis = _basis(half[:, None] * matrix)
    inner = basis.T @ basis
    turned = np.where(new == 0, 0, new / half)

    def coefficients(scores: Floats, rows: Ints, code: Ints, domains: int) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            flat = np.where(new[rows] == 0, 0, half[rows] * scores / new[rows])
        columns = [sums(code, flat * column[rows], domains) for column in basis.T]
        found: Floats = np.stack(columns, axis=1)
        return found + found @ (np.eye(len(inner)) - inner)

    return Residuals(tuple(Part(turned * column) for column in basis.T), coefficients)


def _basis(matrix: Floats) -> Floats:
    """Orthonormal columns that span the matrix, dependent ones dropped.

    From the products of the columns, twice: the second time takes away what rounding left.
    """
    scale = np.sqrt((matrix * matrix).sum(axis=0))
    scale[scale == 0] = 1
    found: Floats = matrix / scale
    for _ in range(2):
        sizes, turned = np.linalg.eigh(found.T @ found)
        kept = sizes > _DEPENDENT * sizes[-1]
        found = found @ (turned[:, kept] / np.sqrt(sizes[kept]))
    return found


def of_sweeps(
    margins: Sequence[Ints], joint: Ints, weights: Floats, steps: Sequence[Floats]
) -> Residuals:
    """Raking: scores less the plain mean of their cell, margin after margin, some rounds.

    ``steps`` holds the factor of each joint cell after the last scaling of each margin.
    """
    count = len(steps[0])
    first = firsts(joint, count)
    sweep = _Sweep(
        [margin[first] for margin in margins],
        [int(margin.max()) + 1 for margin in margins],
        np.bincount(joint, minlength=count).astype(np.float64),
        steps,
    )

    def coefficients(scores: Floats, rows: Ints, code: Ints, domains: int) -> Floats:
        plain = scores / weights[rows]
        table = sums(code * count + joint[rows], plain, domains * count)
        return np.stack([sweep.swept(one) for one in table.reshape(domains, count)])

    parts = [
        Part(weights * step[joint], int(margin.max()) + 1, margin)
        for margin, step in zip(margins, steps, strict=True)
    ]
    return Residuals(tuple(parts), coefficients)


@dataclass(frozen=True, slots=True)
class _Sweep:
    """The joint table of raked margins: the cell of each joint cell, cells, rows and factors."""

    cells: Sequence[Ints]
    counts: Sequence[int]
    members: Floats
    steps: Sequence[Floats]

    def swept(self, table: Floats) -> Floats:
        """Coefficients (columns,) from the sums of scores per weight before (joint cells,)."""
        found = [np.zeros(count) for count in self.counts]
        rest = table.copy()
        for _ in range(_SWEEPS):
            for at, (cells, step) in enumerate(zip(self.cells, self.steps, strict=True)):
                rows = sums(cells, self.members, self.counts[at])
                means = sums(cells, rest / step, self.counts[at]) / rows
                found[at] += means
                rest = rest - self.members * step * means[cells]
        return np.concatenate(found)
