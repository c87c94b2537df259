"""Jackknife replicates: each leaves one sampling unit out and lifts the rest of its stratum."""

from __future__ import annotations

import numpy as np

from corridor.engines.statistics.survey.columns import Floats
from corridor.engines.statistics.survey.stages import EXHAUSTED, Stage


def jackknife(stage: Stage, lonely: str) -> tuple[Floats, float, Floats]:
    """Factors (units, replicates), the scale of all, and the scale of each.

    A replicate is scaled by (n - 1) / n of its stratum and by what the stratum left out of its
    population. Strata drawn whole give no replicate, and neither do those of one unit; under
    ``average`` the others stand for them, under ``adjust`` such a stratum is left out whole.
    """
    units = len(stage.stratum_of)
    strata = len(stage.sampled)
    left = stage.left
    columns: list[Floats] = []
    scales: list[float] = []
    for unit in np.argsort(stage.stratum_of, kind="stable"):
        stratum = stage.stratum_of[unit]
        inside = stage.stratum_of == stratum
        drawn = stage.sampled[stratum]
        if left[stratum] < EXHAUSTED:
            continue
        if drawn > 1:
            column = np.where(inside, drawn / (drawn - 1), 1.0)
            column[unit] = 0
            columns.append(column)
            scales.append(left[stratum] * (drawn - 1) / drawn)
        elif lonely == "adjust" and strata > 1:
            columns.append(np.where(inside, 0.0, strata / (strata - 1)))
            scales.append((strata - 1) / strata)
    scale = units / len(columns) if lonely == "average" and columns else 1.0
    factors = np.stack(columns, axis=1) if columns else np.ones((units, 1))
    return factors, scale, np.array(scales or [0.0])
