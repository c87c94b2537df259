"""Counting days the way a law counts them: every day, or working days only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Literal

DayKind = Literal["calendar", "working"]

_ONE = timedelta(days=1)


def is_working(
    day: date, weekend: Collection[int] = frozenset(), holidays: Collection[date] = frozenset()
) -> bool:
    """Whether ``day`` is neither a weekend day (ISO weekday, Monday 1) nor a holiday."""
    return day.isoweekday() not in weekend and day not in holidays


def add_days(
    day: date,
    n: int,
    kind: DayKind = "calendar",
    weekend: Collection[int] = frozenset(),
    holidays: Collection[date] = frozenset(),
) -> date:
    """The ``n``-th day after ``day``, which is itself day 0.

    ``weekend`` holds ISO weekdays: Friday and Saturday are ``{5, 6}``. Calendar days ignore
    weekend and holidays. Raises ``ValueError`` when ``n`` is negative or no day is ever worked.
    """
    if n < 0:
        raise ValueError(f"days are counted forward, not {n}")
    if kind == "calendar":
        return day + n * _ONE
    if set(range(1, 8)) <= set(weekend):
        raise ValueError("a week in which every day is a weekend day has no working day")
    while n:
        day += _ONE
        if is_working(day, weekend, holidays):
            n -= 1
    return day
