"""The migrant wage gap: raw, among comparable workers, and decomposed (Oaxaca and Blinder).

Every estimator here gives the figure and its influence values: how much the figure would move for
a little more weight on each worker. Their total has the variance of the figure, so that the design
of the survey decides the standard error and nothing else does.

``group`` is 1 for migrants and 0 for all others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Linear:
    """A figure and its influence values (workers,): the change of the figure per unit of weight."""

    estimate: float
    influence: Floats


NOTHING = float("nan")


def nothing(count: int) -> Linear:
    """The answer where one of the groups is empty."""
    return Linear(NOTHING, np.zeros(count))


def mean_of(wage: Floats, weights: Floats, inside: Floats) -> Linear:
    """The weighted mean among the workers with ``inside`` 1."""
    total = float((weights * inside).sum())
    middle = float((weights * inside * wage).sum()) / total
    return Linear(middle, inside * (wage - middle) / total)


def gap(lower: Linear, upper: Linear) -> Linear:
    """How far ``lower`` lies below ``upper``, as a share of ``upper``."""
    ratio = lower.estimate / upper.estimate
    moved = ratio * upper.influence - lower.influence
    return Linear(1 - ratio, moved / upper.estimate)


def raw_mean(wage: Floats, weights: Floats, group: Floats) -> Linear:
    """The gap between the mean wages."""
    if not _both(weights, group):
        return nothing(len(wage))
    return gap(mean_of(wage, weights, group), mean_of(wage, weights, 1 - group))


def raw_median(wage: Floats, weights: Floats, group: Floats) -> Linear:
    """The gap between the median wages."""
    if not _both(weights, group):
        return nothing(len(wage))
    return gap(median_of(wage, weights, group), median_of(wage, weights, 1 - group))


def median_of(wage: Floats, weights: Floats, inside: Floats) -> Linear:
    """The weighted median among the workers with ``inside`` 1.

    Its influence is that of the share at or below it, over the density of wages there. The density
    is measured over as wide an interval as a simple sample of the same effective size would leave
    around one half (as Woodruff's interval does).
    """
    kept = inside > 0
    total = float((weights * inside).sum())
    half = min(0.25, 0.98 * float(np.sqrt((weights[kept] ** 2).sum())) / total)
    points = (0.5, 0.5 - half, 0.5 + half)
    middle, low, high = (_quantile(wage[kept], weights[kept], at) for at in points)
    density = 2 * half / (high - low) if high > low else np.inf
    below = (wage <= middle).astype(np.float64)
    share = float((weights * inside * below).sum()) / total
    return Linear(middle, -inside * (below - share) / (total * density))


def _quantile(values: Floats, weights: Floats, share: float) -> float:
    """The smallest value at or below which at least ``share`` of the weight lies."""
    order = np.argsort(values, kind="stable")
    running = np.cumsum(weights[order])
    place = int(np.searchsorted(running, share * running[-1] * (1 - 1e-12)))
    return float(values[order][min(place, len(values) - 1)])


def weighted(wage: Floats, weights: Floats, group: Floats, cell: Ints) -> Linear:
    """The gap within cells of comparable workers, weighted by the migrants in each cell.

    ``cell`` (workers,) numbers the cells from 0. A cell without one of the groups is left out: it
    has nobody to be compared with.
    """
    count = int(cell.max()) + 1 if len(cell) else 0
    people = [np.bincount(cell, weights * part, count) for part in (1 - group, group)]
    sums = [np.bincount(cell, weights * part * wage, count) for part in (1 - group, group)]
    used = (people[0] > 0) & (people[1] > 0) & (sums[0] > 0)
    if not used.any():
        return nothing(len(wage))
    safe = [np.where(used, one, 1.0) for one in (*people, *sums)]
    means = safe[2] / safe[0], safe[3] / safe[1]
    gaps = np.where(used, 1 - means[1] / means[0], 0.0)
    migrants = np.where(used, people[1], 0.0)
    total = float(migrants.sum())
    found = float((migrants * gaps).sum()) / total
    share = (migrants / total)[cell]
    above = (1 - group) * (wage - means[0][cell]) / safe[0][cell]
    below = group * (wage - means[1][cell]) / safe[1][cell]
    ratio = (means[1] / means[0])[cell]
    moved = share * (ratio * above - below) / means[0][cell]
    moved = moved + group * used[cell] * (gaps[cell] - found) / total
    return Linear(found, np.where(used[cell], moved, 0.0))


@dataclass(frozen=True, slots=True)
class _Line:
    """A regression of log wages in one group: coefficients (k,), their influence (workers, k), and
    the means of the characteristics with theirs.
    """

    slope: Floats
    slope_moves: Floats
    means: Floats
    means_moves: Floats


def oaxaca(
    log_wage: Floats, weights: Floats, group: Floats, traits: Floats
) -> tuple[Linear, Linear]:
    """The difference in mean log wages (others less migrants) as explained and unexplained part.

    ``traits`` (workers, k) has a constant among its columns. The explained part is what the
    difference in traits is worth at the pay of the others; the unexplained part what the same
    traits of migrants are paid less. The two add up to the difference.
    """
    if not _both(weights, group):
        return nothing(len(log_wage)), nothing(len(log_wage))
    upper = _line(log_wage, weights, 1 - group, traits)
    lower = _line(log_wage, weights, group, traits)
    apart = upper.means - lower.means
    moves = upper.means_moves - lower.means_moves
    explained = Linear(float(apart @ upper.slope), moves @ upper.slope + upper.slope_moves @ apart)
    less = upper.slope - lower.slope
    unexplained = Linear(
        float(lower.means @ less),
        lower.means_moves @ less + (upper.slope_moves - lower.slope_moves) @ lower.means,
    )
    return explained, unexplained


def _line(log_wage: Floats, weights: Floats, inside: Floats, traits: Floats) -> _Line:
    weight = weights * inside
    total = float(weight.sum())
    inverse = np.linalg.pinv(traits.T @ (weight[:, None] * traits), hermitian=True)
    slope = inverse @ (traits.T @ (weight * log_wage))
    left = inside * (log_wage - traits @ slope)
    means = (weight @ traits) / total
    return _Line(
        slope=slope,
        slope_moves=(left[:, None] * traits) @ inverse,
        means=means,
        means_moves=inside[:, None] * (traits - means) / total,
    )


def _both(weights: Floats, group: Floats) -> bool:
    return bool((weights * group).sum() > 0 and (weights * (1 - group)).sum() > 0)


def dummies(columns: list[Ints]) -> Floats:
    """A constant and one column (0 or 1) for each code but the first of each column."""
    made = [np.ones(len(columns[0]))]
    for column in columns:
        made += [(column == code).astype(np.float64) for code in np.unique(column)[1:]]
    return np.column_stack(made)
