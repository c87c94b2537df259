"""What time it is for the acts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from corridor.platform.clock.models import ClockShift

_SEEN_FOR_SECONDS = 1.0
_seen: tuple[float, int] | None = None
_told: ContextVar[datetime | None] = ContextVar("told_time", default=None)


@contextmanager
def told(moment: datetime) -> Iterator[None]:
    """Within the block it is ``moment`` (aware). For the demo's past and for tests only."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def shift_days() -> int:
    """Days the demo's clock is ahead; always 0 outside the demo."""
    global _seen
    if not settings.CORRIDOR_DEMO:
        return 0
    if _seen is None or time.monotonic() - _seen[0] > _SEEN_FOR_SECONDS:
        row = ClockShift.objects.first()
        _seen = (time.monotonic(), row.days if row else 0)
    return _seen[1]


def forget() -> None:
    """Read the shift afresh at the next question (after it was moved)."""
    global _seen
    _seen = None


def now() -> datetime:
    """The aware UTC time of acts."""
    return _told.get() or timezone.now() + timedelta(days=shift_days())


def today(time_zone: str = "UTC") -> date:
    """The acts' date in a jurisdiction's own time zone."""
    return now().astimezone(ZoneInfo(time_zone)).date()
