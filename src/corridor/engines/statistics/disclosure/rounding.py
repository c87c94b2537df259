"""Controlled rounding: every figure a multiple of a base, next to the true one, and all sums hold.

Each cell is rounded down or up to a neighbouring multiple; a whole program in whole numbers
chooses for all linked tables at once so that parts sum to their wholes and as little as possible
is changed. Where no choice between neighbours exists, figures may go one multiple further.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics.disclosure.graph import Graph

PATIENCE = 50.0
NEARLY = 0.02
"""Within this share of the least possible change an answer is good enough."""


def rounded(graph: Graph, values: np.ndarray, base: int) -> tuple[np.ndarray, int]:
    """Figures rounded to ``base`` over all linked tables, and how many multiples further than the
    neighbours they may be.

    Raises ``BadInput`` when no additive rounding is found within a step beyond the neighbours.
    """
    for further in (0, 1):
        found = _chosen(graph, values, base, further)
        if found is not None:
            return found, further
    raise BadInput(
        "disclosure.rounding",
        sentence(N_("No rounding to multiples of {base} keeps every sum."), base=base),
        remedy=sentence(N_("Take a smaller base or fewer linked tables, or withhold cells.")),
    )


def _chosen(graph: Graph, values: np.ndarray, base: int, further: int) -> np.ndarray | None:
    """Multiples between the neighbours (and ``further`` steps beyond them), least change."""
    low = np.floor(values / base + 1e-9)
    exact = np.abs(values - low * base) < 1e-9
    least = np.maximum(low - further, 0.0)
    most = np.where(exact, low, low + 1.0) + further
    if further == 0:
        least, most = np.where(exact, low, least), np.where(exact, low, most)
    share = values / base - low
    # Distance from the true figure is 1 - 2 * share apart between down and up; beyond, it grows.
    price = 1.0 - 2.0 * share
    steps = most - least
    answer = milp(
        np.where(steps > 1, 0.0, price),
        constraints=LinearConstraint(graph.sums, 0.0, 0.0),
        bounds=Bounds(least, most),
        integrality=np.ones(graph.size),
        options={"time_limit": PATIENCE, "mip_rel_gap": NEARLY},
    )
    return None if answer.x is None else np.rint(answer.x) * base
