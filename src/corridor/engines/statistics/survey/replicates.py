"""Replicate weights: made from the stages of a design, or taken from columns of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corridor.core.text import N_, sentence
from corridor.engines.statistics.survey import calibrate, jackknife, resampled
from corridor.engines.statistics.survey.columns import Columns, Floats, Ints, firsts
from corridor.engines.statistics.survey.halves import halves
from corridor.engines.statistics.survey.margins import Known
from corridor.engines.statistics.survey.plan import Calibration, DesignPlan, Replication
from corridor.engines.statistics.survey.stages import Stage

MOST = 100_000_000
"""Factors (units times replicates) that are made at most: 800 MB of them."""


@dataclass(frozen=True, slots=True)
class Replicates:
    """Replicate weights in two parts: the weight of row i in replicate r is
    ``base[i] * factors[units[i], r]``. The variance of an estimate is ``scale`` times the sum over
    replicates of ``rscales`` times its squared distance from their mean, or, with ``mse``, from
    the estimate itself.
    """

    base: Floats
    units: Ints
    factors: Floats
    scale: float
    rscales: Floats
    mse: bool = False


def replicates(
    plan: DesignPlan, columns: Columns, stages: Sequence[Stage], weights: Floats
) -> Replicates | None:
    """The replicates of a plan, or None with a fault."""
    asked = plan.replicates
    if asked is None:
        return None
    if asked.columns:
        return _given(asked, columns, weights)
    stage = stages[0]
    if _many(asked, columns, len(stage.stratum_of)):
        return None
    factors, scale, rscales = _made(plan, asked, columns, stage)
    if factors is None or rscales is None:
        return None
    return Replicates(weights, stage.clusters, factors, scale, rscales, asked.mse)


def _many(asked: Replication, columns: Columns, units: int) -> bool:
    """Whether the replicates would fill the memory; a fault that says what to do instead."""
    number = asked.number if "bootstrap" in asked.type else units
    if units * number <= MOST:
        return False
    words = sentence(
        N_("{number} replicates of {units} sampling units are too many."),
        number=number,
        units=units,
    )
    remedy = sentence(N_("Leave “replicates” out: the linearised error needs none of them."))
    columns.faults.add("stats.replicates.many", words, remedy, field="design.replicates")
    return True


Made = tuple[Floats | None, float, Floats | None]


def _made(plan: DesignPlan, asked: Replication, columns: Columns, stage: Stage) -> Made:
    if asked.type == "JK1":
        if len(stage.sampled) > 1:
            words = sentence(N_("JK1 is for designs without strata."))
            remedy = sentence(N_("Use JKn, which leaves out units stratum by stratum."))
            columns.faults.add("stats.replicates.strata", words, remedy, field="design.replicates")
            return None, 1.0, None
        return jackknife.jackknife(stage, plan.lonely)
    if asked.type == "JKn":
        return jackknife.jackknife(stage, plan.lonely)
    if asked.type in ("BRR", "Fay"):
        return _halved(asked, columns, plan, stage)
    return resampled.resampled(asked, stage)


def _halved(asked: Replication, columns: Columns, plan: DesignPlan, stage: Stage) -> Made:
    """Half-samples, where every stratum has two units; each other stratum is named."""
    other = np.flatnonzero(stage.sampled != 2)
    if not len(other):
        factors = halves(stage, asked.rho)
        number = factors.shape[1]
        return factors, 1 / (number * (1 - asked.rho) ** 2), np.ones(number)
    first = firsts(stage.strata, len(stage.sampled))
    name = (plan.strata or plan.clusters or (columns.frame.columns[0],))[0].split("*")[0]
    words = sentence(N_("Half-samples need two units in every stratum of “{field}”."), field=name)
    remedy = sentence(N_("Use JKn, or form pairs of units within the stratum."))
    found = [f"{stage.sampled[one]:.0f}" for one in other[:20]]
    columns.cells("stats.replicates.pairs", words, remedy, name, first[other], found)
    return None, 1.0, None


def _given(asked: Replication, columns: Columns, weights: Floats) -> Replicates | None:
    """Columns of replicate weights; with ``combined`` they are whole weights, else factors."""
    names = columns.matching(asked.columns)
    if not columns.all_known(names, "design.replicates.columns"):
        return None
    found = np.empty((columns.rows, len(names)))
    for at, name in enumerate(names):
        found[:, at] = columns.numbers(name)
        missing = columns.missing(name)
        if len(missing):
            words = sentence(N_("The replicate weight “{field}” is missing."), field=name)
            remedy = sentence(N_("Give every row its weight in every replicate; zero is allowed."))
            columns.cells("stats.replicates.missing", words, remedy, name, missing)
    rscales = _rscales(asked, columns, len(names), found)
    rows = np.arange(columns.rows, dtype=np.int64)
    base = np.ones(columns.rows) if asked.combined else weights
    return Replicates(base, rows, found, _scale(asked, found), rscales, asked.mse)


def _scale(asked: Replication, found: Floats) -> float:
    """The scale of each method; a jackknife's and “other” may be given."""
    number = found.shape[1]
    if asked.type in ("BRR", "Fay"):
        return float(1 / (number * (1 - asked.rho) ** 2))
    if asked.type in ("ACS", "successive-difference"):
        return float(4 / number)
    if asked.scale is not None:
        return asked.scale
    if asked.type == "bootstrap":
        return float(1 / (number - 1))
    if asked.type == "JK1":
        return float((number - 1) / number if asked.combined else 1 / found[:, 0].max())
    return 1.0


def _rscales(asked: Replication, columns: Columns, number: int, found: Floats) -> Floats:
    if asked.rscales is None or asked.type in ("ACS", "successive-difference", "JK2"):
        return np.ones(number)
    given = np.array(asked.rscales)
    if len(given) == 1:
        return np.repeat(given, number)
    if len(given) != number:
        words = sentence(
            N_("There are {columns} replicates and {scales} scales for them."),
            columns=number,
            scales=len(given),
        )
        remedy = sentence(N_("Give one scale for each replicate, in the same order."))
        columns.faults.add(
            "stats.replicates.rscales", words, remedy, field="design.replicates.rscales"
        )
        return np.ones(number)
    return given


def calibrated(made: Replicates, plan: Calibration, known: Sequence[Known]) -> Replicates:
    """The replicates, each brought to the known totals by itself."""
    found = np.empty((len(made.base), made.factors.shape[1]))
    for at in range(found.shape[1]):
        weights = made.base * made.factors[made.units, at]
        found[:, at] = calibrate.replicated(plan, known, weights)
    rows = np.arange(len(made.base), dtype=np.int64)
    return replace(made, base=np.ones(len(made.base)), units=rows, factors=found)
