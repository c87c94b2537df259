"""A design: weights, stages, calibration and replicate weights of one table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.core.text import N_, sentence
from corridor.engines.statistics.survey import calibrate, margins, replicates
from corridor.engines.statistics.survey.columns import Columns, Floats, firsts
from corridor.engines.statistics.survey.plan import DesignPlan
from corridor.engines.statistics.survey.residuals import Residuals
from corridor.engines.statistics.survey.stages import Stage, stages


@dataclass(frozen=True, slots=True)
class Design:
    """What an estimate needs to know of a sample.

    ``weights`` (rows,) are final. ``stages`` are those that count for the variance: without
    populations the first one alone. ``calibration`` takes the known totals out of scores;
    ``replicates`` replaces the stages where there are replicate weights.
    """

    weights: Floats
    stages: tuple[Stage, ...]
    lonely: str
    calibration: Residuals | None = None
    replicates: replicates.Replicates | None = None


def design(plan: DesignPlan, columns: Columns) -> Design:
    """The design of a table. Raises everything that is wrong with plan and columns at once."""
    given = plan.replicates is not None and bool(plan.replicates.columns)
    found = stages(plan, columns)
    base = _weights(plan, columns, found)
    if not given and found:
        _alone(plan, columns, found)
    made = None
    if plan.replicates is not None and found:
        made = replicates.replicates(plan, columns, found, base)
    known = margins.margins(plan.calibrate, columns) if plan.calibrate else ()
    columns.faults.raise_all()
    counted = found if plan.fpc else found[:1]
    if plan.calibrate is None:
        return Design(base, counted, plan.lonely, replicates=made)
    weights, residuals = calibrate.calibrated(plan.calibrate, known, base)
    if made is not None:
        made = replicates.calibrated(made, plan.calibrate, known)
    return Design(weights, counted, plan.lonely, residuals, made)


def _weights(plan: DesignPlan, columns: Columns, found: tuple[Stage, ...]) -> Floats:
    """The weights of the column, the one of every row, or from populations where none is named."""
    if plan.weights is not None:
        if plan.weights not in columns.names and (same := _number(plan.weights)) is not None:
            return np.full(columns.rows, same)
        if not columns.known(plan.weights, "design.weights"):
            return np.ones(columns.rows)
        weights = columns.numbers(plan.weights)
        _usable(columns, plan.weights, weights)
        return weights
    if plan.fpc and found:
        weights = np.ones(columns.rows)
        for stage in found:
            weights = weights * (stage.population / stage.sampled)[stage.strata]
        return weights
    if not plan.fpc:
        words = sentence(N_("The design names no weights."))
        remedy = sentence(N_("Name the column of weights, or populations under fpc."))
        columns.faults.add("stats.design.weights", words, remedy, field="design.weights")
    return np.ones(columns.rows)


def _number(text: str) -> float | None:
    """A number above zero, such as the 1 of a sample in which everybody counts alike."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if 0 < found < float("inf") else None


def _usable(columns: Columns, name: str, weights: Floats) -> None:
    """A weight is a number above zero: zero is nobody, less is not a person."""
    missing = columns.missing(name)
    low = np.flatnonzero(weights <= 0)
    if len(missing):
        words = sentence(N_("The weight “{field}” is missing."), field=name)
        remedy = sentence(N_("Give every row its weight."))
        columns.cells("stats.design.weight_missing", words, remedy, name, missing)
    if len(low):
        words = sentence(N_("The weight “{field}” is not above zero."), field=name)
        remedy = sentence(N_("Correct the weight; a row outside the sample has no place here."))
        found = [f"{weights[row]:.12g}" for row in low[:20]]
        columns.cells("stats.design.weight_low", words, remedy, name, low, found)


def _alone(plan: DesignPlan, columns: Columns, found: tuple[Stage, ...]) -> None:
    """Strata of one unit under ``fail``; ``average`` has nothing to average at later stages."""
    counted = found if plan.fpc else found[:1]
    for depth, stage in enumerate(counted):
        if plan.lonely == "fail" or (depth and plan.lonely == "average"):
            _named(plan, columns, stage, depth)


def _named(plan: DesignPlan, columns: Columns, stage: Stage, depth: int) -> None:
    alone = np.flatnonzero(stage.lonely)
    if not len(alone):
        return
    first = firsts(stage.strata, len(stage.sampled))
    if not depth and not plan.strata:
        words = sentence(N_("The sample has only one sampling unit."))
        remedy = sentence(N_("Name the right clusters: one unit tells nothing about the others."))
        columns.faults.add("stats.design.lonely", words, remedy, field="design.clusters")
        return
    names = plan.strata[:1] if depth == 0 else plan.clusters[depth - 1 : depth]
    name = (names or plan.clusters or (columns.frame.columns[0],))[0].split("*")[0]
    words = sentence(
        N_("This “{field}” has only one sampling unit at stage {stage}."),
        field=name,
        stage=depth + 1,
    )
    remedy = sentence(
        N_("Join it with a like stratum, or say under lonely how to count it: {known}."),
        known="remove, certainty, adjust, average" if depth == 0 else "remove, certainty, adjust",
    )
    said = columns.codes(name)
    found = [said.labels[said.values[first[one]]] for one in alone[:20]]
    columns.cells("stats.design.lonely", words, remedy, name, first[alone], found)
