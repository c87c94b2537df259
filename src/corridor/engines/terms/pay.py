"""Wages of any pay period, as exact money per month.

A month is 52/12 weeks. The ratio is kept until the one rounding, half up, on the final figure:
a monthly loss and a loss over the term are each rounded from the exact ratio, never one from
the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from corridor.core.money import Money
from corridor.engines.exact import div_half_up

WEEKS_NUM, WEEKS_DEN = 13, 3
"""52/12 weeks in a month, in lowest terms."""


@dataclass(frozen=True, slots=True)
class Monthly:
    """``num / den`` minor units per month, exactly."""

    num: int
    den: int

    def rounded(self, months: int = 1) -> int:
        """Minor units over ``months``, rounded half up once."""
        return div_half_up(self.num * months, self.den)

    def __sub__(self, other: Monthly) -> Monthly:
        return Monthly(self.num * other.den - other.num * self.den, self.den * other.den)


def monthly(
    amount: Money, period: str, hours: int | None, rest: int | None = None
) -> Monthly | None:
    """The wage per month; weekly ``hours`` and ``rest`` days in hundredths.

    None: an hourly wage without hours, or a daily wage without rest days.
    """
    if period == "month":
        return Monthly(amount.minor, 1)
    if period == "week":
        return Monthly(amount.minor * WEEKS_NUM, WEEKS_DEN)
    if period == "day":
        return None if rest is None else by_hour(amount, 700 - rest)
    return None if hours is None else by_hour(amount, hours)


def by_hour(amount: Money, hours: int) -> Monthly:
    """An amount per hour (or day) for hundredths of an hour (or day) a week, per month."""
    return Monthly(amount.minor * hours * WEEKS_NUM, 100 * WEEKS_DEN)


def hourly(amount: Money, period: str, hours: int | None, rest: int | None = None) -> int | None:
    """Minor units per hour of ordinary work, rounded half up once. None: hours unknown."""
    if period == "hour":
        return amount.minor
    month = monthly(amount, period, hours, rest)
    if not hours or month is None:
        return None
    return div_half_up(month.num * 100 * WEEKS_DEN, month.den * hours * WEEKS_NUM)
