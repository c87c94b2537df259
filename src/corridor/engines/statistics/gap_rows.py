"""The wage gap in every domain of a survey, with the error that the design gives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from corridor.engines.statistics import gap
from corridor.engines.statistics.survey import intervals
from corridor.engines.statistics.survey.domains import domains
from corridor.engines.statistics.survey.plan import Ask
from corridor.engines.statistics.survey.taylor import Fit

if TYPE_CHECKING:
    from corridor.engines.statistics.gap import Floats, Linear
    from corridor.engines.statistics.survey.domains import Domains
    from corridor.engines.statistics.survey.run import Survey


def rows(
    survey: Survey, estimator: str, ask: Ask, traits: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """One row a domain, shaped as the survey's own. ``ask.variables`` are wage and group.

    ``traits`` are the columns of codes that make workers comparable. Workers without an answer to
    one of them are left out and counted under ``missing``.
    """
    columns = survey.columns
    wage, group = (columns.numbers(name) for name in ask.variables)
    members = domains(ask, columns, survey.design.weights).told(wage, group)
    coded = [columns.codes(name).values for name in traits]
    for one in coded if estimator not in ("gap_mean", "gap_median") else ():
        members = members.coded(one)
    inside = [values[members.rows] for values in (wage, group, *coded)]
    estimates = np.empty(members.count)
    influence = np.zeros(len(members.rows))
    for domain in range(members.count):
        here = members.code == domain
        part = [values[here] for values in inside]
        found = _linear(estimator, members.weights[here], part[0], part[1], part[2:])
        estimates[domain], influence[here] = found.estimate, found.influence
    spread = survey.method.fit(influence, None, members).variance
    yield from _shaped(survey, ask, members, Fit(estimates, spread))


def _linear(
    estimator: str, weights: Floats, wage: Floats, group: Floats, traits: list[Any]
) -> Linear:
    if estimator == "gap_mean":
        return gap.raw_mean(wage, weights, group)
    if estimator == "gap_median":
        return gap.raw_median(wage, weights, group)
    if estimator == "gap_weighted":
        return gap.weighted(wage, weights, group, _cells(traits, len(wage)))
    explained, unexplained = gap.oaxaca(
        np.log(wage), weights, group, gap.dummies(traits) if traits else np.ones((len(wage), 1))
    )
    return explained if estimator == "oaxaca_explained" else unexplained


def _cells(traits: list[Any], count: int) -> Any:
    """Each combination of codes as a number from 0."""
    if not traits:
        return np.zeros(count, dtype=np.int64)
    _, cell = np.unique(np.column_stack(traits), axis=0, return_inverse=True)
    return cell.reshape(-1).astype(np.int64)


def _shaped(survey: Survey, ask: Ask, members: Domains, fit: Fit) -> Iterator[dict[str, Any]]:
    degrees = survey.method.degrees(members)
    low, high = intervals.plain(fit, intervals.critical(survey.options.conf, degrees))
    units = survey.method.units(members)
    for at, label in enumerate(members.labels):
        value, error = _told(fit.estimate[at]), _told(np.sqrt(fit.variance[at]))
        error = None if value is None else error
        row: dict[str, Any] = {
            "domain": label,
            "level": None,
            "estimate": value,
            "se": error,
            "ci": [_told(low[at]), _told(high[at])],
            "cv": abs(error / value) if value and error is not None else None,
            "deff": None,
            "df": float(degrees[at]),
            "n": int(members.members[at]),
            "n_psu": int(units[at]),
            "missing": int(members.missing[at]),
        }
        yield row | {"quality": intervals.quality(row, survey.options)}


def _told(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
