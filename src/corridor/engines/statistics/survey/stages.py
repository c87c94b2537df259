"""The stages of a sample: strata, sampling units, how many were drawn and from how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corridor.core.text import N_, sentence
from corridor.engines.statistics.survey.columns import (
    Codes,
    Columns,
    Flags,
    Floats,
    Ints,
    compact,
    crossed,
    firsts,
)
from corridor.engines.statistics.survey.plan import DesignPlan

EXHAUSTED = 1e-7
"""A stratum of which less than this share was left out has no sampling variance."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of drawing; rows of the table carry codes.

    ``strata`` (rows,) and ``clusters`` (rows,) code each row; ``stratum_of`` (units,) is the one
    stratum of each unit. Of each stratum (strata,): units ``sampled``, ``population`` they were
    drawn from (inf: with replacement), ``share`` the fraction drawn at all stages before.
    """

    strata: Ints
    clusters: Ints
    stratum_of: Ints
    sampled: Floats
    population: Floats
    share: Floats
    labels: tuple[str, ...] = ()

    @property
    def left(self) -> Floats:
        """The finite-population correction (strata,): the share of units that was left out."""
        found = np.ones_like(self.population)
        finite = np.isfinite(self.population)
        drawn, whole = self.sampled[finite], self.population[finite]
        found[finite] = (whole - drawn) / whole
        return found

    @property
    def lonely(self) -> Flags:
        """The strata with one unit that do not hold their whole population."""
        found: Flags = (self.sampled == 1) & (self.left >= EXHAUSTED)
        return found


def stages(plan: DesignPlan, columns: Columns) -> tuple[Stage, ...]:
    """The stages of a plan. Missing codes, units in two strata and corrections that cannot be are
    faults of ``columns``; what is returned then must not be used.
    """
    names = plan.clusters or (None,)
    strata = _coded(columns, plan.strata, "design.strata")
    units = [_units(columns, name) for name in names]
    if not columns.rows or any((one.values < 0).any() for one in (*strata, *units)):
        return ()
    populations = _populations(plan, columns)
    found: list[Stage] = []
    for depth, unit in enumerate(units):
        stratum = strata[min(depth, len(strata) - 1)] if strata else None
        stage = _stage(plan, columns, stratum, unit, found)
        column = populations[depth] if depth < len(populations) else None
        found.append(_bounded(stage, column, found, columns, plan, depth))
    return tuple(found)


def _coded(columns: Columns, names: Sequence[str], field: str) -> list[Codes]:
    """Columns of codes in which nothing may be missing; “a*b” crosses two columns."""
    found = []
    for name in names:
        parts = [part.strip() for part in name.split("*")]
        if columns.all_known(parts, field):
            for part in parts:
                whole(columns, part)
            found.append(crossed([columns.codes(part) for part in parts]))
    return found


def whole(columns: Columns, name: str) -> None:
    """A fault for each row of the column that says nothing."""
    rows = np.flatnonzero(columns.codes(name).values < 0)
    if len(rows):
        words = sentence(N_("“{field}” is missing, and the design needs it."), field=name)
        remedy = sentence(N_("Fill it in, or take the row out of the sample and reweight."))
        columns.cells("stats.design.missing", words, remedy, name, rows)


def _units(columns: Columns, name: str | None) -> Codes:
    if name is None:
        return Codes((), np.arange(columns.rows, dtype=np.int64))
    found = _coded(columns, (name,), "design.clusters")
    return found[0] if found else Codes((), np.full(columns.rows, -1, dtype=np.int64))


def _stage(
    plan: DesignPlan, columns: Columns, stratum: Codes | None, unit: Codes, before: list[Stage]
) -> Stage:
    """Strata and units of a stage as codes: units of a later stage belong to those before."""
    strata = np.zeros(columns.rows, dtype=np.int64) if stratum is None else stratum.values
    labels = stratum.labels if stratum is not None else ()
    units = unit.values
    if before:
        strata = joined(strata, before[-1].clusters)
        units = joined(units, before[-1].clusters)
        labels = ()
    elif plan.nest and stratum is not None:
        units = joined(units, strata)
    units = joined(units, np.zeros(1, dtype=np.int64))
    stratum_of = strata[firsts(units, int(units.max()) + 1)]
    astray = np.flatnonzero(stratum_of[units] != strata)
    if len(astray):
        _astray(plan, columns, astray, len(before))
    count = int(strata.max()) + 1
    sampled = np.bincount(stratum_of, minlength=count).astype(np.float64)
    ones = np.ones(count)
    return Stage(strata, units, stratum_of, sampled, ones * np.inf, ones, labels)


def joined(inner: Ints, outer: Ints) -> Ints:
    """One code, without gaps, for each pair of an inner and an outer code."""
    wide = int(inner.max()) + 1
    return compact(outer * wide + inner, (int(outer.max()) + 1) * wide)[0]


def _astray(plan: DesignPlan, columns: Columns, rows: Ints, depth: int) -> None:
    name = plan.clusters[depth]
    words = sentence(N_("This “{field}” was met in another stratum before."), field=name)
    remedy = sentence(
        N_("Set nest: true where codes start anew in each stratum, or correct the code.")
    )
    found = [str(columns.frame[name.split("*")[0]][int(row)]) for row in rows[:20]]
    columns.cells("stats.design.nest", words, remedy, name.split("*")[0], rows, found)


def _populations(plan: DesignPlan, columns: Columns) -> list[Floats]:
    """The correction columns, checked; all of them sizes, or all of them fractions."""
    if not plan.fpc:
        return []
    depth = max(len(plan.clusters), 1)
    if len(plan.fpc) != depth:
        words = sentence(
            N_("The design has {stages} stages and {found} population columns."),
            stages=depth,
            found=len(plan.fpc),
        )
        remedy = sentence(N_("Give one column under fpc for each stage."))
        columns.faults.add("stats.design.fpc", words, remedy, field="design.fpc")
        return []
    found = [columns.numbers(name) for name in plan.fpc if columns.known(name, "design.fpc")]
    sizes = any((one > 1).any() for one in found)
    known = [name for name in plan.fpc if name in columns.names]
    if not all([_positive(columns, name, sizes=sizes) for name in known]):  # noqa: C419 - each
        return []
    return [one if sizes else -one for one in found]


def _positive(columns: Columns, name: str, *, sizes: bool) -> bool:
    """Whether sizes are from 1 up, or fractions above 0, and nothing is missing."""
    values = columns.numbers(name)
    bad = np.flatnonzero(~(values >= 1) if sizes else ~(values > 0))
    if len(bad):
        words = sentence(
            N_("“{field}” must be a population size from 1 up, or a fraction in every row."),
            field=name,
        )
        remedy = sentence(N_("Give sizes in all rows, or fractions drawn in all rows."))
        found = [str(values[row]) for row in bad[:20]]
        columns.cells("stats.design.fpc", words, remedy, name, bad, found)
    return not len(bad)


def _bounded(
    stage: Stage,
    column: Floats | None,
    before: list[Stage],
    columns: Columns,
    plan: DesignPlan,
    depth: int,
) -> Stage:
    """The stage with its populations, and with the share drawn at the stages before it."""
    count = len(stage.sampled)
    first = firsts(stage.strata, count)
    population = stage.population
    if column is not None:
        values = column[first]
        population = values if values.max() > 0 else stage.sampled / -values
        _steady(stage, column, values, columns, plan.fpc[depth])
        _enough(stage, population, first, columns, plan.fpc[depth])
    share = np.ones(count)
    for earlier in before:
        drawn = earlier.sampled / earlier.population
        share = share * drawn[earlier.strata[first]]
    return Stage(
        stage.strata,
        stage.clusters,
        stage.stratum_of,
        stage.sampled,
        population,
        share,
        stage.labels,
    )


def _steady(stage: Stage, column: Floats, values: Floats, columns: Columns, name: str) -> None:
    rows = np.flatnonzero(np.abs(column - values[stage.strata]) > 1e-9 * np.abs(column))
    if len(rows):
        words = sentence(N_("“{field}” differs within one stratum."), field=name)
        remedy = sentence(N_("Give every row of a stratum the same population."))
        found = [str(abs(column[row])) for row in rows[:20]]
        columns.cells("stats.design.fpc", words, remedy, name, rows, found)


def _enough(stage: Stage, population: Floats, first: Ints, columns: Columns, name: str) -> None:
    """Nobody draws more units than there are."""
    short = np.flatnonzero(population < stage.sampled * (1 - 1e-12))
    if len(short):
        words = sentence(N_("“{field}” is smaller than the sample drawn from it."), field=name)
        remedy = sentence(N_("Correct the population, or the units of this stratum."))
        found = [f"{population[one]:.12g} < {stage.sampled[one]:.0f}" for one in short[:20]]
        columns.cells("stats.design.fpc", words, remedy, name, first[short], found)
