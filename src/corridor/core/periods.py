"""Half-open periods of dates, and dates known only to the month or the year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` up to, not including, ``end``. ``end`` None is open."""

    start: date
    end: date | None

    def __post_init__(self) -> None:
        """Refuse an end before the start; an empty period is allowed."""
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def __contains__(self, day: date) -> bool:
        """Whether the day lies in it; the end does not."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether any day lies in both."""
        start = max(self.start, other.start)
        return start in self and start in other

    @property
    def days(self) -> int | None:
        """How many days, or None when open."""
        return None if self.end is None else (self.end - self.start).days

    def as_json(self) -> dict[str, str | None]:
        """First and last day, both included, as people write them."""
        last = None if self.end is None else (self.end - timedelta(days=1)).isoformat()
        return {"from": self.start.isoformat(), "to": last}


def month(text: object) -> Period:
    """The month ``YYYY-MM`` as a period. Raises ``BadInput``."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII) if isinstance(text, str) else None
    # The month after the last one, 9999-12, is no date.
    if match is None or not 1 <= int(match[2]) <= 12 or not 1 <= int(match[1]) <= 9998:
        raise BadInput(
            "period.month",
            sentence(N_("“{found}” is not a month."), found=text),
            remedy=sentence(N_("Write year and month, such as 2026-09.")),
            expected="YYYY-MM",
            found=text,
        )
    first = date(int(match[1]), int(match[2]), 1)
    return Period(first, add_months(first, 1))


def day(text: str) -> date:
    """The date ``YYYY-MM-DD``. Raises ``BadInput``."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError(text)
        return date.fromisoformat(text)
    except (ValueError, TypeError):
        raise BadInput(
            "period.date",
            sentence(N_("“{found}” is not a date."), found=text),
            remedy=sentence(N_("Write year, month and day, such as 2026-09-30.")),
            expected="YYYY-MM-DD",
            found=text,
        ) from None


def add_months(start: date, months: int) -> date:
    """The same day ``months`` later, or the last day of a shorter month."""
    years, index = divmod(start.month - 1 + months, 12)
    year, number = start.year + years, index + 1
    return date(year, number, min(start.day, calendar.monthrange(year, number)[1]))


@lru_cache(maxsize=8192)
def _earliest(text: str) -> date:
    """Law asks for the days of the same few texts again and again."""
    parts = [int(part) for part in text.split("-")]
    return date(*[*parts, 1, 1][:3])


@lru_cache(maxsize=8192)
def _latest(text: str) -> date:
    parts = text.split("-")
    if len(parts) == 1:
        return date(int(parts[0]), 12, 31)
    first = _earliest(text)
    return first if len(parts) == 3 else add_months(first, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RoughDate:
    """A date as precise as its source: a day, a month (``2017-11``) or a year (``2004``)."""

    text: str

    def __post_init__(self) -> None:
        """Raise ``ValueError`` where an impossible date is written, not where it is used."""
        if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", self.text, re.ASCII):
            raise ValueError(f"{self.text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
        self.earliest  # noqa: B018 - the calendar decides

    def __str__(self) -> str:
        """As its source gives it."""
        return self.text

    @property
    def earliest(self) -> date:
        """The first day it can mean."""
        return _earliest(self.text)

    @property
    def latest(self) -> date:
        """The last day it can mean."""
        return _latest(self.text)

    @property
    def exact(self) -> bool:
        """Whether it names one day."""
        return self.earliest == self.latest
