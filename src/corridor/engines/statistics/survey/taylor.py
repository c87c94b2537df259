"""Estimates with linearised variances: a ratio of two totals, or one total, in every domain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from corridor.engines.statistics.survey.columns import Floats, Ints, sums
from corridor.engines.statistics.survey.design import Design
from corridor.engines.statistics.survey.domains import Domains
from corridor.engines.statistics.survey.residuals import Residuals
from corridor.engines.statistics.survey.stages import Stage
from corridor.engines.statistics.survey.variance import Partition, of_units, partition


@dataclass(frozen=True, slots=True)
class Fit:
    """Estimates and their variances (domains,); ``spread`` is the variance of the logit, where the
    method has its own.
    """

    estimate: Floats
    variance: Floats
    spread: Floats | None = None


@dataclass(slots=True)
class Taylor:
    """The linearised method for one design; sorted members are kept for the next question."""

    design: Design
    _kept: dict[int, tuple[Domains, Partition]] = field(default_factory=dict)
    _units: dict[int, Partition] = field(default_factory=dict)

    def fit(self, top: Floats, bottom: Floats | None, members: Domains) -> Fit:
        """The total of ``top`` (members,) over that of ``bottom``, or alone, by domain."""
        weighted = members.weights * top
        totals = members.sums(weighted)
        if bottom is None:
            return Fit(totals, self.variance(weighted, members))
        under = members.sums(members.weights * bottom)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = totals / under
            scores = members.weights * (top - ratio[members.code] * bottom) / under[members.code]
        return Fit(ratio, self.variance(scores, members))

    def variance(self, scores: Floats, members: Domains) -> Floats:
        """The variance (domains,) of totals of weighted scores (members,)."""
        taken = self.design.calibration
        if taken is None:
            return self.sorted(members).variance(scores)
        found = np.zeros(members.count)
        factors = taken.coefficients(scores, members.rows, members.code, members.count)
        for depth, stage in enumerate(self.design.stages):
            whole = self._whole(depth)
            for domain, units in enumerate(_residual(stage, taken, factors, scores, members)):
                found[domain] += whole.variance(units)[0]
        return found

    def sorted(self, members: Domains) -> Partition:
        """The members sorted into units and strata."""
        kept = self._kept.get(id(members))
        if kept is None:
            made = partition(
                self.design.stages,
                self.design.lonely,
                members.rows,
                members.code,
                members.count,
            )
            kept = self._kept[id(members)] = (members, made)
        return kept[1]

    def _whole(self, depth: int) -> Partition:
        """All units of one stage in one domain; scores are given by unit."""
        if depth not in self._units:
            stage = self.design.stages[depth]
            lonely = (
                self.design.lonely if depth == 0 or self.design.lonely == "adjust" else "remove"
            )
            self._units[depth] = of_units(stage, lonely)
        return self._units[depth]

    def degrees(self, members: Domains) -> Floats:
        """Degrees of freedom (domains,): units less strata, both with members."""
        made = self.sorted(members)
        return (made.units - made.strata).astype(np.float64)

    def units(self, members: Domains) -> Ints:
        """First-stage units with members (domains,)."""
        return self.sorted(members).units


_WIDE = 20_000_000
"""Numbers in a table of units and columns that is kept; larger ones are summed row by row."""


def _residual(
    stage: Stage, taken: Residuals, factors: Floats, scores: Floats, members: Domains
) -> Iterator[Floats]:
    """The residual scores of each unit of a stage (units,), domain by domain."""
    number = len(stage.stratum_of)
    order = np.argsort(members.code, kind="stable")
    edges = np.searchsorted(members.code[order], np.arange(members.count + 1))
    units, sorted_scores = stage.clusters[members.rows[order]], scores[order]
    table = taken.sums(stage.clusters, number) if number * taken.columns <= _WIDE else None
    for domain, (start, end) in enumerate(pairwise(edges)):
        found = sums(units[start:end], sorted_scores[start:end], number)
        if table is not None:
            yield found - table @ factors[domain]
        else:
            yield found - sums(stage.clusters, taken.combined(factors[domain]), number)
