"""Which cells must not be published for their own sake, and how far each must be hidden.

1. Threshold: fewer than ``threshold`` contributors (and, if the rules say so, none).
2. Dominance (n, k): the n largest contributors hold more than k percent.
3. p percent: what is left beside the two largest is less than p percent of the largest, so that
   the second largest knows the largest nearer than that.

A count below the threshold is hidden when every number up to the threshold remains possible. A
sum is hidden when both a figure above and one below remain possible, each as far off as the rule
that it breaks asks (at least ``range`` percent under the threshold).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.engines.statistics.disclosure.model import Measure, Rules
from corridor.engines.statistics.disclosure.system import NEAR, Need, System
from corridor.engines.statistics.disclosure.tally import Figures

THRESHOLD, DOMINANCE, P, ZERO = "threshold", "dominance", "p", "zero"
DIFFERENCE = "difference"


@dataclass(frozen=True)
class Sensitive:
    """``mask`` of cells; by measure and cell how far a figure must be hidden if the cell is
    sensitive; by cell the rules it breaks."""

    mask: np.ndarray
    distance: dict[str, np.ndarray]
    reasons: dict[int, tuple[str, ...]]


def sensitive(rules: Rules, figures: Figures) -> Sensitive:
    """Hold every cell against the rules."""
    few = (figures.n > 0) & (figures.n < rules.threshold)
    empty = (figures.records == 0) if rules.zeros == "withhold" else np.zeros(len(few), dtype=bool)
    marks = {THRESHOLD: few, ZERO: empty}
    distance: dict[str, np.ndarray] = {}
    for name, values in figures.values.items():
        far = _by_range(rules, values, figures)
        top = figures.largest.get(name)
        if top is not None:
            for reason, asked in _concentrated(rules, values, top).items():
                asked = np.where(figures.n > 0, asked, 0.0)
                marks[reason] = marks.get(reason, np.zeros_like(few)) | (asked > 0)
                far = np.maximum(far, asked)
        distance[name] = far
    mask = np.any(list(marks.values()), axis=0)
    reasons = {
        int(cell): tuple(reason for reason, where in marks.items() if where[cell])
        for cell in np.flatnonzero(mask)
    }
    return Sensitive(mask, distance, reasons)


def with_few(found: Sensitive, few: np.ndarray) -> Sensitive:
    """Further cells, not to be published because an earlier figure beside them leaves a handful.

    It is the difference that must be hidden far; the cell itself only from being known.
    """
    new = few & ~found.mask
    if not new.any():
        return found
    distance = {name: np.where(new, 0.0, far) for name, far in found.distance.items()}
    reasons = found.reasons | {int(cell): (DIFFERENCE,) for cell in np.flatnonzero(new)}
    return Sensitive(found.mask | new, distance, reasons)


def _by_range(rules: Rules, values: np.ndarray, figures: Figures) -> np.ndarray:
    """A share of the figure; of what one contributor has on average where there is none."""
    usual = values.max(initial=0.0) / max(float(figures.n.max(initial=1)), 1.0)
    far: np.ndarray = rules.range / 100.0 * np.where(values > 0, values, usual)
    return far


def _concentrated(rules: Rules, values: np.ndarray, top: np.ndarray) -> dict[str, np.ndarray]:
    """By rule, how far above its figure a cell must be possible; 0 where the rule is kept."""
    found = {}
    near = 1e-12 * np.maximum(values, 1.0)
    if rules.dominance is not None:
        n, k = rules.dominance
        short = 100.0 / k * top[:, :n].sum(axis=1) - values
        found[DOMINANCE] = np.where(short > near, short, 0.0)
    if rules.p is not None:
        first, second = top[:, 0], top[:, 1]
        short = rules.p / 100.0 * first - (values - first - second)
        found[P] = np.where(short > near, short, 0.0)
    return found


def needs(
    rules: Rules,
    measure: Measure,
    system: System,
    found: Sensitive,
    n: np.ndarray,
) -> list[Need]:
    """What must be possible for each sensitive cell of one measure."""
    wanted: list[Need] = []
    distance = found.distance[measure.id] / system.scale
    for cell in np.flatnonzero(found.mask):
        figure = float(system.figures[cell])
        if system.whole:
            low, high = _count_targets(rules, figure, float(distance[cell]))
        else:
            low, high = figure - float(distance[cell]), figure + float(distance[cell])
        wanted += _both(system, int(cell), low, high)
    if rules.insiders:
        wanted += _insiders(system, wanted, found.mask, n)
    return wanted


def _count_targets(rules: Rules, figure: float, distance: float) -> tuple[float, float]:
    if figure < rules.threshold:
        return 0.0, float(rules.threshold)
    return float(np.floor(figure - distance)), float(np.ceil(figure + distance))


def _both(system: System, cell: int, low: float, high: float) -> list[Need]:
    """Up and down, as far down as is possible for anybody."""
    figure = float(system.figures[cell])
    low = max(low, float(system.floor[cell]), 0.0)
    found = []
    if high > figure + NEAR:
        found.append(Need(cell, 1, high))
    if low < figure - NEAR:
        found.append(Need(cell, -1, low))
    return found


def _insiders(system: System, wanted: list[Need], mask: np.ndarray, n: np.ndarray) -> list[Need]:
    """The same against whoever is alone in a sensitive cell beside it, in the same sum.

    Of a whole or a part of his own cell he knows more than anybody can hide from him.
    """
    alone = mask & (n == 1)
    found = []
    for need in wanted:
        for other in sorted(_beside(system, need.cell)):
            if other < len(alone) and alone[other] and n[need.cell]:
                found.append(Need(need.cell, need.side, need.target, other))
    return found


def _beside(system: System, cell: int) -> set[int]:
    """The other parts of the wholes that a cell is part of, without its own wholes and parts."""
    beside: set[int] = set()
    line: set[int] = {cell}
    for row in system.rows(np.array([cell])).tolist():
        entries = system.sums[row]
        mine = entries.data[entries.indices == cell][0]
        same = set(entries.indices[entries.data == mine].tolist())
        line |= set(entries.indices.tolist()) - same
        beside |= same if mine < 0 else set()
    return beside - line
