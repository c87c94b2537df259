"""A published table as statements about its figures: sums, shares, estimates, ratios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corridor.engines.statistics.published.printed import Printed

NUMBERS = (
    *("n", "N", "mean", "total", "se", "sd", "cv", "low", "high"),
    *("median", "q1", "q3", "min", "max", "percent", "proportion", "level"),
)
"""What may be printed about one variable (cv in percent; low and high bound its mean or share,
and level is that of this interval, in percent)."""

MONEY, SHARE, OTHER = "money", "share", ""
MEAN_OF_RATIOS, RATIO_OF_MEANS = "mean_of_ratios", "ratio_of_means"


@dataclass(frozen=True)
class Estimate:
    """What is printed about one variable (in one domain), by the names of ``NUMBERS``.

    ``kind`` "money" says that amounts of money differ much between people.
    """

    variable: str
    numbers: Mapping[str, Printed]
    kind: str = OTHER


@dataclass(frozen=True)
class Adding:
    """Parts of a whole; ``percent`` where the parts are percentages of it."""

    whole: Printed
    parts: tuple[Printed, ...]


@dataclass(frozen=True)
class Part:
    """A part, its whole, and the percentage that is printed beside it."""

    part: Printed
    whole: Printed
    percent: Printed


@dataclass(frozen=True)
class Ratio:
    """A ratio; by variable names where numerator and denominator are in the table.

    ``kind`` says whether it is a mean of ratios or a ratio of means; empty: the table does not.
    """

    value: Printed
    numerator: str = ""
    denominator: str = ""
    kind: str = ""
    low: Printed | None = None
    high: Printed | None = None


@dataclass(frozen=True)
class Published:
    """Everything that a table states."""

    title: str = ""
    sums: tuple[Adding, ...] = ()
    parts: tuple[Part, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    percentages: tuple[Printed, ...] = field(default_factory=tuple)
