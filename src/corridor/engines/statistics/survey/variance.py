"""The linearised variance of totals over the stages of a design.

Scores are summed to sampling units, compared with the mean of their stratum, and the squares are
added up: over units, strata and stages. A unit without members of the domain is a zero, not a gap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.engines.statistics.survey.columns import Floats, Ints, compact, sums
from corridor.engines.statistics.survey.stages import EXHAUSTED, Stage


@dataclass(frozen=True, slots=True)
class Layer:
    """One stage seen from the members of domains.

    A pair is a domain and a unit with members, a cell a domain and a stratum with members:
    ``pair`` (members,), ``cell`` (pairs,), ``stratum`` and ``domain`` (cells,).
    """

    pair: Ints
    pairs: int
    cell: Ints
    stratum: Ints
    domain: Ints
    seen: Floats


@dataclass(frozen=True, slots=True)
class Partition:
    """The members of domains sorted into units and strata of every stage."""

    layers: tuple[Layer, ...]
    stages: tuple[Stage, ...]
    lonely: str
    count: int

    def variance(self, scores: Floats) -> Floats:
        """The variance (domains,) of the total of weighted scores (members,) in each domain."""
        found = np.zeros(self.count)
        for depth, (layer, stage) in enumerate(zip(self.layers, self.stages, strict=True)):
            share = sums(layer.domain, _squares(layer, stage, scores, self.lonely), self.count)
            if depth == 0 and self.lonely == "average":
                share = share * _lifted(layer, stage, self.count)
            found = found + share
        return found

    @property
    def units(self) -> Ints:
        """First-stage units with members (domains,)."""
        layer = self.layers[0]
        found: Ints = np.bincount(layer.domain[layer.cell], minlength=self.count)
        return found

    @property
    def strata(self) -> Ints:
        """First-stage strata with members (domains,)."""
        return np.bincount(self.layers[0].domain, minlength=self.count)


def partition(
    stages: tuple[Stage, ...], lonely: str, rows: Ints, code: Ints, count: int
) -> Partition:
    """Members (rows and their domain's code) sorted into the units and strata of the stages."""
    layers = tuple(_layer(stage, rows, code, count) for stage in stages)
    return Partition(layers, stages, lonely, count)


def of_units(stage: Stage, lonely: str) -> Partition:
    """All units of one stage in one domain: scores are the sums of the units already."""
    strata = len(stage.sampled)
    units = np.arange(len(stage.stratum_of), dtype=np.int64)
    every = np.arange(strata, dtype=np.int64)
    none = np.zeros(strata, dtype=np.int64)
    layer = Layer(units, len(units), stage.stratum_of, every, none, stage.sampled)
    return Partition((layer,), (stage,), lonely, 1)


def _layer(stage: Stage, rows: Ints, code: Ints, count: int) -> Layer:
    units, strata = len(stage.stratum_of), len(stage.sampled)
    pair, pairs = compact(code * units + stage.clusters[rows], count * units)
    domain, unit = pairs // units, pairs % units
    cell, cells = compact(domain * strata + stage.stratum_of[unit], count * strata)
    seen = np.bincount(cell, minlength=len(cells)).astype(np.float64)
    return Layer(pair, len(pairs), cell, cells % strata, cells // strata, seen)


def _squares(layer: Layer, stage: Stage, scores: Floats, lonely: str) -> Floats:
    """The variance that each stratum adds to each domain (cells,)."""
    cells = len(layer.stratum)
    drawn = stage.sampled[layer.stratum]
    totals = sums(layer.pair, scores, layer.pairs)
    means = sums(layer.cell, totals, cells) / drawn
    alone = drawn == 1
    if lonely == "adjust":
        means = np.where(alone, 0, means)
    apart = totals - means[layer.cell]
    squares = sums(layer.cell, apart * apart, cells)
    squares = squares + (drawn - layer.seen) * means * means
    left = stage.left
    factor = np.where(left < EXHAUSTED, 0, left) * stage.share
    grown = np.where(alone, 1, drawn / np.where(alone, 1, drawn - 1))
    if lonely != "adjust":
        grown = np.where(alone, 0, grown)
    found: Floats = squares * grown * factor[layer.stratum]
    return found


def _lifted(layer: Layer, stage: Stage, count: int) -> Floats:
    """Strata for each stratum that can be measured (domains,): the others count as the mean."""
    strata = np.bincount(layer.domain, minlength=count).astype(np.float64)
    alone = sums(layer.domain, stage.lonely[layer.stratum].astype(np.float64), count)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(strata > alone, strata / (strata - alone), np.nan)
    return found
