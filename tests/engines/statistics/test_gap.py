"""The wage gap by hand, and its influence values against what a little more weight does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from corridor.engines.statistics import gap
from corridor.engines.statistics.gap import Linear

RNG = np.random.default_rng(3)
WAGE = np.exp(RNG.normal(2, 0.4, 60))
WEIGHTS = RNG.uniform(50, 300, 60)
GROUP = (np.arange(60) % 3 == 0).astype(float)
CELL = np.arange(60) % 4
TRAITS = gap.dummies([np.arange(60) % 2, np.arange(60) % 5])


def _explained(weights: np.ndarray) -> Linear:
    return gap.oaxaca(np.log(WAGE), weights, GROUP, TRAITS)[0]


def _unexplained(weights: np.ndarray) -> Linear:
    return gap.oaxaca(np.log(WAGE), weights, GROUP, TRAITS)[1]


@pytest.mark.parametrize(
    "figure",
    [
        lambda weights: gap.raw_mean(WAGE, weights, GROUP),
        lambda weights: gap.weighted(WAGE, weights, GROUP, CELL),
        _explained,
        _unexplained,
    ],
    ids=["raw", "weighted", "explained", "unexplained"],
)
def test_influence_is_what_a_little_weight_does(figure: Callable[[np.ndarray], Linear]) -> None:
    base = figure(WEIGHTS)
    for worker in range(0, 60, 7):
        more = WEIGHTS.copy()
        more[worker] += 1e-4
        moved = (figure(more).estimate - base.estimate) / 1e-4
        assert moved == pytest.approx(base.influence[worker], rel=1e-4, abs=1e-9)
    assert float((WEIGHTS * base.influence).sum()) == pytest.approx(0, abs=1e-9)


def test_a_gap_by_hand() -> None:
    wage = np.array([10.0, 10.0, 20.0, 6.0, 8.0])
    weights = np.array([1.0, 1.0, 2.0, 1.0, 1.0])
    group = np.array([0.0, 0, 0, 1, 1])
    assert gap.raw_mean(wage, weights, group).estimate == pytest.approx(1 - 7 / 15)
    assert gap.raw_median(wage, weights, group).estimate == pytest.approx(1 - 6 / 10)
    cells = np.array([0, 0, 1, 0, 0])  # the well paid one has no migrant to be compared with
    assert gap.weighted(wage, weights, group, cells).estimate == pytest.approx(0.3)


def test_the_two_parts_add_up_to_the_difference() -> None:
    explained, unexplained = _explained(WEIGHTS), _unexplained(WEIGHTS)
    logs = np.log(WAGE)
    others = np.average(logs, weights=WEIGHTS * (1 - GROUP))
    migrants = np.average(logs, weights=WEIGHTS * GROUP)
    assert explained.estimate + unexplained.estimate == pytest.approx(others - migrants)


def test_equal_traits_leave_nothing_explained_and_equal_pay_nothing_unexplained() -> None:
    traits = gap.dummies([np.tile([0, 1], 20)])
    group = np.repeat([0.0, 1.0], 20)
    wage = np.exp(1 + 0.3 * traits[:, 1])
    weights = np.ones(40)
    explained, unexplained = gap.oaxaca(np.log(wage), weights, group, traits)
    assert explained.estimate == pytest.approx(0, abs=1e-12)
    assert unexplained.estimate == pytest.approx(0, abs=1e-12)
    less = np.where(group == 1, wage * 0.8, wage)
    _, unexplained = gap.oaxaca(np.log(less), weights, group, traits)
    assert unexplained.estimate == pytest.approx(-np.log(0.8))


def test_without_one_of_the_groups_there_is_no_gap() -> None:
    nobody = np.zeros(60)
    for found in (
        gap.raw_mean(WAGE, WEIGHTS, nobody),
        gap.raw_median(WAGE, WEIGHTS, nobody),
        gap.weighted(WAGE, WEIGHTS, nobody, CELL),
        gap.oaxaca(np.log(WAGE), WEIGHTS, nobody, TRAITS)[0],
    ):
        assert np.isnan(found.estimate)
