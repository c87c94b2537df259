"""Jobs that exist only for the tests of the queue."""

from __future__ import annotations

import os
import time
from pathlib import Path

from corridor.core.problems import BadInput, Unavailable
from corridor.core.text import sentence
from corridor.platform.clock.models import ClockShift
from corridor.platform.jobs.declared import job


@job()
def add_days(days: int) -> int:
    """Writes a row, then may be killed or fail: the row must stand once or not at all."""
    row, _ = ClockShift.objects.get_or_create(id=1)
    row.days += days
    row.save()
    return row.days


@job(attempts=3)
def write_then_break(days: int) -> None:
    """Writes, then fails in a way that may pass."""
    add_days.func(days)
    raise Unavailable("test.later", sentence("Not now."))


@job()
def refuse(secret: str) -> None:
    """Fails in a way that will not pass."""
    raise BadInput("test.never", sentence(f"{secret} is wrong"))


@job()
def write_then_hang(folder: str) -> None:
    """Writes, says so, and waits to be killed; the second time it ends."""
    row, _ = ClockShift.objects.get_or_create(id=1)
    row.days += 1
    row.save()
    marker = Path(folder) / "started"
    if not marker.exists():
        marker.write_text(str(os.getpid()))
        time.sleep(60)
