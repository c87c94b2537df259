"""Weights brought to known totals, and scores with what the totals already tell taken out.

Post-stratification scales each cell. Raking does so margin by margin until all hold. Linear
calibration moves each weight by a linear function of the margins; generalised raking by the
exponential of one. A calibrated total varies only by the residuals of its scores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from corridor.core.problems import BadInput, Place
from corridor.core.text import N_, sentence
from corridor.engines.statistics.survey.columns import Columns, Floats, Ints, crossed, sums
from corridor.engines.statistics.survey.plan import Calibration, Margin

Residuals = Callable[[Floats], Floats]
"""From weighted scores (rows,) to their residuals (rows,)."""
_SWEEPS = 10


@dataclass(frozen=True, slots=True)
class Known:
    """A margin met in a table: ``cells`` (rows,) with ``totals`` (cells,), or ``values`` (rows,)
    of a number column with one total.
    """

    totals: Floats
    cells: Ints | None = None
    values: Floats | None = None


def margins(plan: Calibration, columns: Columns) -> tuple[Known, ...]:
    """The margins of a plan as columns of the table; cells that do not fit are faults."""
    found = [
        _met(margin, columns, f"design.calibrate.margins[{at}]")
        for at, margin in enumerate(plan.margins)
    ]
    return tuple(one for one in found if one is not None)


def _met(margin: Margin, columns: Columns, path: str) -> Known | None:
    if margin.by:
        return _cells(margin, columns, path)
    total = np.array([margin.total or 0.0])
    if margin.variable is None:
        return Known(total, values=np.ones(columns.rows))
    if not columns.known(margin.variable, path):
        return None
    values = columns.numbers(margin.variable)
    _complete(columns, margin.variable, columns.missing(margin.variable))
    return Known(total, values=values)


def _complete(columns: Columns, name: str, rows: Ints) -> None:
    if len(rows):
        words = sentence(N_("“{field}” is missing, and the calibration needs it."), field=name)
        remedy = sentence(N_("Fill it in for every row of the sample."))
        columns.cells("stats.calibrate.missing", words, remedy, name, rows)


def _cells(margin: Margin, columns: Columns, path: str) -> Known | None:
    """The cells of a margin: the sample and the totals must name the same ones."""
    if not columns.all_known(margin.by, path):
        return None
    for name in margin.by:
        _complete(columns, name, np.flatnonzero(columns.codes(name).values < 0))
    coded = crossed([columns.codes(name) for name in margin.by])
    sampled = [tuple(label.split("\x1f")) for label in coded.labels]
    for cell in sampled:
        if not margin.totals.get(cell):
            words = sentence(
                N_("The sample has rows in cell “{cell}”, and the margin gives it no total."),
                cell=", ".join(cell),
            )
            remedy = sentence(N_("Give the total of the cell, or join cells."))
            columns.faults.add("stats.calibrate.cell", words, remedy, field=path)
    for cell, total in margin.totals.items():
        if total and cell not in sampled:
            words = sentence(
                N_("The margin names cell “{cell}”, and no row of the sample is in it."),
                cell=", ".join(cell),
            )
            remedy = sentence(N_("Correct the name, or join the cell with another."))
            columns.faults.add("stats.calibrate.cell", words, remedy, field=f"{path}.totals")
    totals = np.array([margin.totals.get(cell, 0.0) for cell in sampled])
    return Known(totals, cells=coded.values)


def calibrated(
    plan: Calibration, known: Sequence[Known], weights: Floats
) -> tuple[Floats, Residuals]:
    """The new weights (rows,), and what takes the margins out of scores. Raises ``BadInput``."""
    if plan.method == "poststratify":
        return _poststratified(known[0], weights)
    if plan.method == "rake":
        return _raked(plan, known, weights)
    matrix = _matrix(known)
    totals = np.concatenate([one.totals for one in known])
    factors = _linear if plan.method == "linear" else _exponential
    grown = factors(matrix, weights, totals)
    return weights * grown, _projected(matrix, weights, weights * grown)


def replicated(plan: Calibration, known: Sequence[Known], weights: Floats) -> Floats:
    """The weights of one replicate brought to the totals; NaN where a cell has nobody left."""
    if plan.method == "poststratify":
        return _poststratified(known[0], weights)[0]
    if plan.method == "rake":
        return _raked(plan, known, weights)[0]
    matrix = _matrix(known)
    totals = np.concatenate([one.totals for one in known])
    factors = _linear if plan.method == "linear" else _exponential
    return weights * factors(matrix, weights, totals)


def _ratio(top: Floats, bottom: Floats) -> Floats:
    """A quotient in which nothing over nothing is NaN and says so later."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = top / bottom
    return found


def _poststratified(known: Known, weights: Floats) -> tuple[Floats, Residuals]:
    cells = known.cells
    if cells is None:
        raise ValueError("post-stratification needs a margin of cells")
    count = len(known.totals)
    held = sums(cells, weights, count)
    new = weights * _ratio(known.totals, held)[cells]

    def residuals(scores: Floats) -> Floats:
        means = sums(cells, _ratio(scores * weights, new), count) / held
        found: Floats = scores - means[cells] * new
        return found

    return new, residuals


def _raked(plan: Calibration, known: Sequence[Known], weights: Floats) -> tuple[Floats, Residuals]:
    """Iterative proportional fitting; the residuals sweep cell means margin by margin."""
    whole = float(weights.sum())
    limit = plan.epsilon if plan.epsilon >= 1 else plan.epsilon * whole
    joint = _joint(known)
    before = sums(joint, weights)
    new, steps = weights, [weights] * len(known)
    for _ in range(plan.rounds):
        for at, margin in enumerate(known):
            new = _scaled(margin, new)
            steps[at] = new
        after = sums(joint, new)
        moved = float(np.abs(after - before).max())
        before = after
        if not moved >= limit:
            return new, _swept(known, steps)
    raise _unconverged(plan, moved)


def _scaled(margin: Known, weights: Floats) -> Floats:
    cells = margin.cells
    if cells is None:
        raise ValueError("raking needs margins of cells")
    held = sums(cells, weights, len(margin.totals))
    found: Floats = weights * _ratio(margin.totals, held)[cells]
    return found


def _joint(known: Sequence[Known]) -> Ints:
    from corridor.engines.statistics.survey.stages import joined

    found = np.zeros(1, dtype=np.int64)
    for margin in known:
        if margin.cells is not None:
            found = joined(margin.cells, found)
    return found


def _swept(known: Sequence[Known], steps: Sequence[Floats]) -> Residuals:
    def residuals(scores: Floats) -> Floats:
        for _ in range(_SWEEPS):
            for margin, weights in zip(known, steps, strict=True):
                scores = _centred(margin, weights, scores)
        return scores

    return residuals


def _centred(margin: Known, weights: Floats, scores: Floats) -> Floats:
    """Scores less the plain mean of their cell, both per unit of weight."""
    cells = margin.cells
    if cells is None:
        raise ValueError("raking needs margins of cells")
    count = len(margin.totals)
    means = sums(cells, scores / weights, count) / np.bincount(cells, minlength=count)
    found: Floats = scores - weights * means[cells]
    return found


def _unconverged(plan: Calibration, moved: float) -> BadInput:
    return BadInput(
        "stats.calibrate.unconverged",
        sentence(N_("Raking did not settle in {rounds} rounds."), rounds=plan.rounds),
        remedy=sentence(
            N_("See whether the margins contradict each other, or join cells with few rows.")
        ),
        place=Place(field="design.calibrate"),
        found=f"{moved:.3g}",
    )


def _matrix(known: Sequence[Known]) -> Floats:
    """One column for each cell and each number margin (rows, columns)."""
    parts = []
    for one in known:
        if one.cells is not None:
            parts.append((one.cells[:, None] == np.arange(len(one.totals))).astype(np.float64))
        elif one.values is not None:
            parts.append(one.values[:, None])
    return np.hstack(parts)


def _linear(matrix: Floats, weights: Floats, totals: Floats) -> Floats:
    missing = totals - weights @ matrix
    moved = _solved(matrix, weights, missing)
    found: Floats = 1 + matrix @ moved
    _reached(matrix, weights * found, totals)
    return found


def _solved(matrix: Floats, weights: Floats, missing: Floats) -> Floats:
    """The multipliers, by least squares: crossed margins are linearly dependent."""
    scale = np.abs(matrix).max(axis=0)
    scale[scale == 0] = 1
    scaled = matrix / scale
    inner = scaled.T @ (weights[:, None] * scaled)
    found: Floats = np.linalg.lstsq(inner, missing / scale, rcond=1e-12)[0] / scale
    return found


def _exponential(matrix: Floats, weights: Floats, totals: Floats) -> Floats:
    """Newton's steps on the multipliers of generalised raking, halved where they overflow."""
    at = np.zeros(matrix.shape[1])
    grown = np.ones(len(weights))
    for _ in range(200):
        missing = totals - (weights * grown) @ matrix
        step = _solved(matrix, weights * grown, missing)
        with np.errstate(over="ignore"):
            while not np.isfinite(np.exp(matrix @ (at + step))).all():
                step = step / 2
        at = at + step
        grown = np.exp(matrix @ at)
        if np.abs(step @ matrix.T).max() < 1e-15 * 64:
            break
    _reached(matrix, weights * grown, totals)
    return grown


def _reached(matrix: Floats, weights: Floats, totals: Floats) -> None:
    """Raises ``BadInput`` unless the weights give the totals."""
    found = weights @ matrix
    off = np.abs(found - totals) / (1 + np.abs(totals))
    if not np.all(off < 1e-7):
        raise BadInput(
            "stats.calibrate.unconverged",
            sentence(N_("No weights reach all the totals.")),
            remedy=sentence(
                N_("See whether the margins contradict each other, or join cells with few rows.")
            ),
            place=Place(field="design.calibrate"),
            found=f"{float(np.nanmax(off)):.3g}",
        )


def _projected(matrix: Floats, weights: Floats, new: Floats) -> Residuals:
    """Residuals of the weighted regression of scores on the margins."""
    half: Floats = np.sqrt(weights)
    basis = _basis(half[:, None] * matrix)

    def residuals(scores: Floats) -> Floats:
        flat = half * _ratio(scores, new)
        flat = np.where(np.isfinite(flat), flat, 0)
        flat = flat - basis @ (basis.T @ flat)
        flat = flat - basis @ (basis.T @ flat)
        found: Floats = flat * new / half
        return found

    return residuals


def _basis(matrix: Floats) -> Floats:
    """Orthonormal columns that span the matrix, dependent ones dropped."""
    scale = np.sqrt((matrix * matrix).sum(axis=0))
    scale[scale == 0] = 1
    left, sizes, _ = np.linalg.svd(matrix / scale, full_matrices=False)
    found: Floats = left[:, sizes > 1e-10 * sizes[0]]
    return found
