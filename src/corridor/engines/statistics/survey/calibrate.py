"""Weights brought to known totals.

Post-stratification scales each cell. Raking does so margin by margin until all hold. Linear
calibration moves each weight by a linear function of the margins; generalised raking by the
exponential of one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corridor.core.problems import BadInput, Place
from corridor.core.text import N_, sentence
from corridor.engines.statistics.survey import residuals
from corridor.engines.statistics.survey.columns import Floats, Ints, firsts, sums
from corridor.engines.statistics.survey.margins import Known
from corridor.engines.statistics.survey.plan import Calibration
from corridor.engines.statistics.survey.residuals import Residuals
from corridor.engines.statistics.survey.stages import joined

_REACHED = 1e-7
"""How far, relatively, a total may be missed."""


def calibrated(
    plan: Calibration, known: Sequence[Known], weights: Floats
) -> tuple[Floats, Residuals]:
    """The new weights (rows,), and what takes the margins out of scores. Raises ``BadInput``."""
    if plan.method == "poststratify":
        cells, totals = known[0].coded, known[0].totals
        new = _scaled(cells, totals, weights)
        return new, residuals.of_cells(cells, weights, new, len(totals))
    if plan.method == "rake":
        joint, steps = _raked(plan, known, weights)
        final = weights * steps[-1][joint]
        return final, residuals.of_sweeps([one.coded for one in known], joint, weights, steps)
    matrix = _matrix(known)
    new = weights * _factors(plan, known, matrix, weights)
    return new, residuals.of_projection(matrix, weights, new)


def replicated(plan: Calibration, known: Sequence[Known], weights: Floats) -> Floats:
    """The weights of one replicate brought to the totals; NaN where a cell has nobody left."""
    if plan.method == "poststratify":
        return _scaled(known[0].coded, known[0].totals, weights)
    if plan.method == "rake":
        joint, steps = _raked(plan, known, weights)
        with np.errstate(invalid="ignore"):
            found: Floats = weights * steps[-1][joint]
        return found
    matrix = _matrix(known)
    return weights * _factors(plan, known, matrix, weights)


def _scaled(cells: Ints, totals: Floats, weights: Floats) -> Floats:
    held = sums(cells, weights, len(totals))
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = weights * (totals / held)[cells]
    return found


def _raked(plan: Calibration, known: Sequence[Known], weights: Floats) -> tuple[Ints, list[Floats]]:
    """Iterative proportional fitting on the joint table of the margins.

    Returns the joint cell of each row, and by margin the factor of each joint cell after the last
    time that margin was scaled.
    """
    joint = np.zeros(1, dtype=np.int64)
    for margin in known:
        joint = joined(margin.coded, joint)
    start = sums(joint, weights)
    first = firsts(joint, len(start))
    margins = [(margin.coded[first], margin.totals) for margin in known]
    limit = plan.epsilon if plan.epsilon >= 1 else plan.epsilon * float(start.sum())
    factors, before = np.ones(len(start)), start
    for _ in range(plan.rounds):
        steps = []
        for cells, totals in margins:
            with np.errstate(divide="ignore", invalid="ignore"):
                held = sums(cells, start * factors, len(totals))
                factors = factors * (totals / held)[cells]
            steps.append(factors)
        with np.errstate(invalid="ignore"):
            moved = float(np.abs(start * factors - before).max())
            before = start * factors
        if not moved >= limit:
            return joint, steps
    raise _unconverged(plan, moved)


def _factors(plan: Calibration, known: Sequence[Known], matrix: Floats, weights: Floats) -> Floats:
    """What each weight is multiplied by. Raises ``BadInput`` where no factors reach the totals."""
    totals = np.concatenate([one.totals for one in known])
    try:
        grow = _linear if plan.method == "linear" else _exponential
        found = grow(matrix, weights, totals)
    except np.linalg.LinAlgError:
        raise _unreached(float("inf")) from None
    off = np.abs((weights * found) @ matrix - totals) / (1 + np.abs(totals))
    if not np.all(off < _REACHED):
        raise _unreached(float(np.nanmax(off)))
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
    return grown


def _unreached(off: float) -> BadInput:
    return BadInput(
        "stats.calibrate.unconverged",
        sentence(N_("No weights reach all the totals.")),
        remedy=sentence(
            N_("See whether the margins contradict each other, or join cells with few rows.")
        ),
        place=Place(field="design.calibrate"),
        found=f"{off:.3g}",
    )
