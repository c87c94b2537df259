"""Estimates with linearised variances: a ratio of two totals, or one total, in every domain."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from corridor.engines.statistics.survey.columns import Floats, Ints
from corridor.engines.statistics.survey.design import Design
from corridor.engines.statistics.survey.domains import Domains
from corridor.engines.statistics.survey.variance import Partition, partition


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
        if self.design.calibration is None:
            return self.sorted(members).variance(scores)
        whole = self._whole()
        found = np.empty(members.count)
        for domain in range(members.count):
            inside = members.code == domain
            full = np.zeros(len(self.design.weights))
            full[members.rows[inside]] = scores[inside]
            found[domain] = whole.variance(self.design.calibration(full))[0]
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

    def _whole(self) -> Partition:
        rows = np.arange(len(self.design.weights), dtype=np.int64)
        if 0 not in self._kept:
            made = partition(self.design.stages, self.design.lonely, rows, np.zeros_like(rows), 1)
            none = np.zeros(1, dtype=np.int64)
            members = Domains(rows, np.zeros_like(rows), ({},), self.design.weights, none)
            self._kept[0] = (members, made)
        return self._kept[0][1]

    def degrees(self, members: Domains) -> Floats:
        """Degrees of freedom (domains,): units less strata, both with members."""
        made = self.sorted(members)
        return (made.units - made.strata).astype(np.float64)

    def units(self, members: Domains) -> Ints:
        """First-stage units with members (domains,)."""
        return self.sorted(members).units
