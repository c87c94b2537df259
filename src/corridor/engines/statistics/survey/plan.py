"""What a plan says: the design of a sample, and the figures asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Lonely = Literal["fail", "remove", "certainty", "adjust", "average"]
LONELY: tuple[str, ...] = ("fail", "remove", "certainty", "adjust", "average")
METHODS = ("poststratify", "rake", "linear", "raking")
MADE = ("JK1", "JKn", "BRR", "Fay", "bootstrap", "subbootstrap")
GIVEN = ("JK1", "JKn", "BRR", "Fay", "bootstrap", "JK2", "ACS", "successive-difference", "other")
ESTIMATORS = ("total", "mean", "ratio", "proportion", "count", "quantile")
LEVELS = ("proportion", "count")
"""The estimators that answer for every level of a column of codes."""
MISSING = ("", "NA", "NaN")


@dataclass(frozen=True, slots=True)
class Margin:
    """Known totals: of the cells of ``by``, or of a number column (``variable`` and ``total``).

    A margin with neither ``by`` nor ``variable`` is the size of the population, in ``total``.
    """

    by: tuple[str, ...] = ()
    totals: Mapping[tuple[str, ...], float] = field(default_factory=dict)
    variable: str | None = None
    total: float | None = None

    @property
    def size(self) -> float | None:
        """The population the margin implies, where it implies one."""
        if self.by:
            return sum(self.totals.values())
        return None if self.variable else self.total


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the weights are brought to known totals.

    Raking stops when no cell of the joint table moves by ``epsilon`` (a weighted count from 1 up,
    below it a share of all weights), or after ``rounds``.
    """

    method: str
    margins: tuple[Margin, ...]
    epsilon: float = 1e-14
    rounds: int = 5000


@dataclass(frozen=True, slots=True)
class Replication:
    """Replicate weights: made from the design, or given as ``columns`` of the table."""

    type: str
    columns: tuple[str, ...] = ()
    combined: bool = True
    scale: float | None = None
    rscales: tuple[float, ...] | None = None
    rho: float = 0.0
    mse: bool = False
    number: int = 50
    seed: int = 1


@dataclass(frozen=True, slots=True)
class DesignPlan:
    """How the sample was drawn, in names of columns."""

    weights: str | None = None
    strata: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    fpc: tuple[str, ...] = ()
    nest: bool = False
    lonely: Lonely = "fail"
    calibrate: Calibration | None = None
    replicates: Replication | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One line of ``estimates``: an estimator, its columns, and the domains it is asked for.

    ``path`` is where the plan says it, for faults.
    """

    estimator: str
    variables: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at: tuple[float, ...] = ()
    path: str = "estimates"


@dataclass(frozen=True, slots=True)
class Options:
    """What a plan may choose besides: level of intervals, rules of quality, words for missing."""

    conf: float = 0.95
    interval: Literal["logit", "wald"] = "logit"
    df: str = "domain"
    deff: Literal["without", "replace"] = "without"
    na: tuple[str, ...] = MISSING
    reliable: float = 0.165
    with_care: float = 0.333
    least_n: int = 30
    least_df: float = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """A design and what is asked of it."""

    design: DesignPlan
    asks: tuple[Ask, ...]
    options: Options = field(default_factory=Options)
