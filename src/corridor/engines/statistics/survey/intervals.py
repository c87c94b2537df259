"""Intervals, coefficients of variation, design effects and the flag of quality."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridor.engines.statistics.survey.columns import Floats
from corridor.engines.statistics.survey.domains import Domains
from corridor.engines.statistics.survey.plan import Options
from corridor.engines.statistics.survey.taylor import Fit


def critical(conf: float, degrees: Floats) -> Floats:
    """Student's quantile for the level, by degrees of freedom; NaN where there are none."""
    from scipy import special

    upper = 0.5 + conf / 2
    normal = float(special.ndtri(upper))
    finite = np.where(np.isfinite(degrees) & (degrees > 0), degrees, 1.0)
    found = np.where(np.isinf(degrees), normal, special.stdtrit(finite, upper))
    return np.where(degrees > 0, found, np.nan)


def plain(fit: Fit, times: Floats) -> tuple[Floats, Floats]:
    """Estimate less and plus its error times a critical value."""
    errors = np.sqrt(fit.variance)
    return fit.estimate - times * errors, fit.estimate + times * errors


def logit(fit: Fit, times: Floats) -> tuple[Floats, Floats]:
    """The interval of a share on the scale of its logit; NaN where the share is 0 or 1."""
    share = fit.estimate
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.log(share / (1 - share))
        errors = np.sqrt(fit.variance) / (share * (1 - share))
        if fit.spread is not None:
            errors = np.where(np.isfinite(fit.spread), np.sqrt(fit.spread), errors)
        low = 1 / (1 + np.exp(times * errors - middle))
        high = 1 / (1 + np.exp(-times * errors - middle))
    inner = (share > 0) & (share < 1)
    return np.where(inner, low, np.nan), np.where(inner, high, np.nan)


def effect(fit: Fit, values: Floats, members: Domains, options: Options, *, mean: bool) -> Floats:
    """The design effect (domains,): the variance over that of a simple random sample as large.

    ``values`` (members,) is what is averaged or summed. Without replacement, by default, a sample
    as large as its population has no such variance, and the effect is NaN.
    """
    count = members.members
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = members.sums(members.weights)
        middle = members.sums(members.weights * values) / whole
        apart = values - middle[members.code]
        spread = members.sums(members.weights * apart * apart) / whole * count / (count - 1)
        simple = spread / count
        if options.deff == "without":
            simple = np.where(whole > count, simple * (whole - count) / whole, np.nan)
        if not mean:
            simple = simple * whole * whole
        found = fit.variance / simple
    return np.where(np.isfinite(found), found, np.nan)


def quality(row: dict[str, Any], options: Options) -> str:
    """How far a figure may be used: ``reliable``, ``with_care`` or ``unreliable``."""
    cv, degrees = row["cv"], row["df"]
    if cv is None or cv >= options.with_care or (degrees is not None and degrees < 1):
        return "unreliable"  # one unit tells nothing of its error, whatever it seems to be
    few = row["n"] < options.least_n or (degrees is not None and degrees < options.least_df)
    return "with_care" if few or cv >= options.reliable else "reliable"
