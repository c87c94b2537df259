"""The acts' clock in a test's hand: ``clock.set(day)``, ``clock.next_day()``, ``next_month()``."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from corridor.core.periods import add_months

START = date(2026, 1, 10)


class Clock:
    """The morning (``hour`` in UTC) of a day that moves only when the test moves it."""

    def __init__(self, day: date = START) -> None:
        self.day, self.hour = day, 9

    def now(self) -> datetime:
        """What ``clock.queries.now`` answers while the test runs."""
        return datetime.combine(self.day, time(self.hour), tzinfo=UTC)

    def set(self, day: date) -> date:
        """Make it ``day``, also an earlier one."""
        self.day = day
        return day

    def next_day(self, days: int = 1) -> date:
        """Let days pass."""
        return self.set(self.day + timedelta(days=days))

    def next_month(self, months: int = 1) -> date:
        """Let months pass."""
        return self.set(add_months(self.day, months))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The acts' clock, standing at 10 January 2026 until the test moves it."""
    frozen = Clock()
    for module in ("corridor.platform.clock.queries", "corridor.platform.journal.actions"):
        monkeypatch.setattr(f"{module}.now", frozen.now)
    return frozen
