"""Estimates with the variance of replicate weights: every figure again for each replicate."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corridor.engines.statistics.survey.columns import Floats, Ints, compact, sums
from corridor.engines.statistics.survey.design import Design
from corridor.engines.statistics.survey.domains import Domains
from corridor.engines.statistics.survey.replicates import Replicates
from corridor.engines.statistics.survey.taylor import Fit
from corridor.engines.statistics.survey.variance import partition

_TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class Replication:
    """The replicate method for one design."""

    design: Design
    made: Replicates

    def fit(self, top: Floats, bottom: Floats | None, members: Domains) -> Fit:
        """The total of ``top`` (members,) over that of ``bottom``, or alone, by domain."""
        totals = members.sums(members.weights * top)
        repeated = self._totals(top, members)
        if bottom is None:
            return Fit(totals, self._spread(repeated, totals))
        under = members.sums(members.weights * bottom)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = totals / under
            repeated = repeated / self._totals(bottom, members)
            logit, logits = _logit(ratio), _logit(repeated)
        return Fit(ratio, self._spread(repeated, ratio), self._spread(logits, logit))

    def _totals(self, values: Floats, members: Domains) -> Floats:
        """Totals by domain and replicate (domains, replicates)."""
        made = self.made
        units = len(made.factors)
        codes = members.code * units + made.units[members.rows]
        pair, kept = compact(codes, members.count * units)
        held = sums(pair, made.base[members.rows] * values, len(kept))
        edges = np.searchsorted(kept, np.arange(members.count + 1) * units)
        found = np.empty((members.count, made.factors.shape[1]))
        for domain, (start, end) in enumerate(pairwise(edges)):
            found[domain] = held[start:end] @ made.factors[kept[start:end] % units]
        return found

    def _spread(self, repeated: Floats, estimate: Floats) -> Floats:
        """The variance (domains,) of replicates; one that gives no number is left out."""
        made = self.made
        told = ~np.isnan(repeated)
        counted = told & (made.rscales > 0)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            middle = np.where(counted, repeated, 0).sum(axis=1) / counted.sum(axis=1)
            if made.mse:
                middle = estimate
            apart = np.where(told, repeated - middle[:, None], 0)
            found: Floats = (apart * apart * made.rscales).sum(axis=1) * made.scale
        return found

    def variance(self, scores: Floats, members: Domains) -> Floats:
        """The variance (domains,) of totals of scores that already carry their weights."""
        with np.errstate(divide="ignore", invalid="ignore"):
            plain = scores / members.weights
        return self._spread(self._totals(plain, members), members.sums(scores))

    def degrees(self, members: Domains) -> Floats:
        """Degrees of freedom (domains,): the rank of the replicate weights less one."""
        made = self.made
        units = len(made.factors)
        codes = members.code * units + made.units[members.rows]
        pair, kept = compact(codes, members.count * units)
        sizes = np.sqrt(sums(pair, made.base[members.rows] ** 2, len(kept)))
        edges = np.searchsorted(kept, np.arange(members.count + 1) * units)
        found = np.zeros(members.count)
        for domain, (start, end) in enumerate(pairwise(edges)):
            weights = sizes[start:end, None] * made.factors[kept[start:end] % units]
            found[domain] = _rank(weights) - 1
        return found

    def units(self, members: Domains) -> Ints:
        """First-stage units with members (domains,)."""
        rows = (members.rows, members.code, members.count)
        return partition(self.design.stages, self.design.lonely, *rows).units


def _logit(share: Floats) -> Floats:
    found: Floats = np.log(share / (1 - share))
    return found


def _rank(matrix: Floats) -> int:
    """Columns that are not, within a tolerance, combinations of those before them.

    Found on the squares and products of the columns: what is left of a column after those before
    it is told from rounding by many orders of magnitude.
    """
    if not matrix.size or not np.isfinite(matrix).all():
        return 0
    sizes = np.sqrt((matrix * matrix).sum(axis=0))
    scaled = matrix[:, sizes > 0] / sizes[sizes > 0]
    rest = scaled.T @ scaled
    found = 0
    for at in range(len(rest)):
        if rest[at, at] >= _TOLERANCE * _TOLERANCE and found < len(matrix):
            found += 1
            below = rest[at + 1 :, at] / rest[at, at]
            rest[at + 1 :, at + 1 :] -= np.outer(below, rest[at, at + 1 :])
    return found
