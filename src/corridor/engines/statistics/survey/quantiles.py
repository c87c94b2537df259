"""Weighted quantiles by domain, with Woodruff's interval.

A quantile is the smallest value that at least the asked share of weight does not exceed, or that
value itself where the share is met exactly. The interval of the share below it is read back
through the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corridor.engines.statistics.survey.columns import Floats
from corridor.engines.statistics.survey.domains import Domains


@dataclass(frozen=True, slots=True)
class Ladder:
    """The values of one domain from the lowest, and the weight up to and with each of them."""

    values: Floats
    heights: Floats
    whole: float

    def at(self, share: float) -> float:
        """The value below which ``share`` of the weight lies; NaN outside 0 to 1 and for nobody."""
        if not 0 <= share <= 1 or not len(self.values):
            return float("nan")
        below = np.flatnonzero(self.heights <= share * self.whole)
        place = int(below[-1]) if len(below) else 0
        if share - self.heights[place] / self.whole == 0:
            return float(self.values[place])
        return float(self.values[min(place + 1, len(self.values) - 1)])


def ladders(values: Floats, members: Domains) -> tuple[Ladder, ...]:
    """One ladder for each domain, from values (members,).

    Weights are added in extended precision where the machine has it, so that equal weights meet
    an exact share exactly.
    """
    order = np.lexsort((values, members.code))
    edges = np.searchsorted(members.code[order], np.arange(members.count + 1))
    found = []
    for start, end in pairwise(edges):
        chosen = order[start:end]
        kept = chosen[members.weights[chosen] != 0]
        weights = members.weights[kept]
        heights = np.cumsum(weights, dtype=np.longdouble).astype(np.float64)
        whole = float(np.cumsum(members.weights[np.sort(kept)], dtype=np.longdouble)[-1:].sum())
        found.append(Ladder(values[kept], heights, whole))
    return tuple(found)
