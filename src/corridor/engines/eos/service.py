"""How long somebody served: full months and the days that remain, the last day counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from corridor.core.periods import add_months

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Service:
    """``months`` (exact, may be a fraction) and ``days`` that make no full month.

    ``start`` and ``last`` are the first and last day where they are known; ``unpaid_days`` are
    days without pay inside the service.
    """

    months: Fraction
    days: int = 0
    unpaid_days: int = 0
    start: date | None = None
    last: date | None = None

    @classmethod
    def between(cls, start: date, last: date, unpaid_days: int = 0) -> Service:
        """From the first to the last day, both included. Raises ``ValueError`` when reversed."""
        months, days = span(start, last + ONE_DAY)
        return cls(Fraction(months), days, unpaid_days, start, last)

    def years(self, year_days: int, *, unpaid: bool) -> Fraction:
        """Years of service: a month is a twelfth, a day one ``year_days``-th of a year.

        ``unpaid`` takes the unpaid days off; never below nothing.
        """
        days = self.days - (self.unpaid_days if unpaid else 0)
        return max(self.months * Fraction(1, 12) + Fraction(days, year_days), Fraction(0))


def span(start: date, end: date) -> tuple[int, int]:
    """Full months and remaining days from ``start`` up to, not including, ``end``.

    A month is full on the same day of a later month, or on the last day of a shorter one.
    Raises ``ValueError`` when ``end`` lies before ``start``.
    """
    if end < start:
        raise ValueError(f"{end} lies before {start}")
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return months, (end - add_months(start, months)).days
