"""Estimates with the variance of replicate weights: every figure again for each replicate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from corridor.engines.statistics.survey.columns import Floats, Ints, sums
from corridor.engines.statistics.survey.design import Design
from corridor.engines.statistics.survey.domains import Domains
from corridor.engines.statistics.survey.replicates import Replicates
from corridor.engines.statistics.survey.taylor import Fit
from corridor.engines.statistics.survey.variance import partition

_TOLERANCE = 1e-5
_SMALL = 500
_TABLE = 20_000_000


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
        weighted = made.base[members.rows] * values
        return np.vstack(
            [table @ made.factors for table in self._by_unit(weighted, members)],
        )

    def _by_unit(self, values: Floats, members: Domains) -> Iterator[Floats]:
        """Totals by unit of replication (domains, units), as many domains at once as memory allows.

        ``values`` (members,) are summed without any weight of their own.
        """
        units = len(self.made.factors)
        many = max(_TABLE // units, 1)
        place = self.made.units[members.rows]
        if members.count <= many:
            codes = members.code * units + place
            yield sums(codes, values, members.count * units).reshape(members.count, units)
            return
        for start in range(0, members.count, many):
            inside = (members.code >= start) & (members.code < start + many)
            count = min(many, members.count - start)
            codes = (members.code[inside] - start) * units + place[inside]
            yield sums(codes, values[inside], count * units).reshape(count, units)

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

    def degrees(self, members: Domains) -> Floats:
        """Degrees of freedom (domains,): the rank of the replicate weights less one."""
        squares = self.made.base[members.rows] ** 2
        tables = self._by_unit(squares, members)
        return np.array([_rank(self.made.factors, row) - 1.0 for table in tables for row in table])

    def units(self, members: Domains) -> Ints:
        """First-stage units with members (domains,)."""
        rows = (members.rows, members.code, members.count)
        return partition(self.design.stages, self.design.lonely, *rows).units


def _logit(share: Floats) -> Floats:
    found: Floats = np.log(share / (1 - share))
    return found


def _rank(factors: Floats, squares: Floats) -> int:
    """Columns of replicate weights that are not combinations of those before them.

    ``squares`` (units,) are the squared weights of each unit's members. Found on the products of
    the columns: what is left of a column after those before it is told from rounding by many
    orders of magnitude.
    """
    there = np.flatnonzero(squares)
    if len(there) < len(squares):
        factors, squares = factors[there], squares[there]
    if not len(there) or not np.isfinite(factors).all():
        return 0
    weights = factors * np.sqrt(squares)[:, None]
    if len(there) < weights.shape[1]:  # rows and columns have one rank, and fewer are cheaper
        weights = weights.T
    products = weights.T @ weights
    sizes = np.sqrt(np.diag(products))
    kept = sizes > 0
    rest = products[np.ix_(kept, kept)] / np.outer(sizes[kept], sizes[kept])
    return _eliminated(rest) if len(rest) <= _SMALL else _pivoted(rest)


def _pivoted(products: Floats) -> int:
    """The rank of many columns, the longest of what is left first."""
    from scipy.linalg import lapack

    _, _, found, _ = lapack.dpstrf(products, tol=_TOLERANCE * _TOLERANCE)
    return int(found)


def _eliminated(rest: Floats) -> int:
    found = 0
    for at in range(len(rest)):
        if rest[at, at] >= _TOLERANCE * _TOLERANCE:
            found += 1
            below = rest[at + 1 :, at] / rest[at, at]
            rest[at + 1 :, at + 1 :] -= np.outer(below, rest[at, at + 1 :])
    return found
