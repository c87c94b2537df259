"""Days as the engines count them: whole numbers since 1970-01-01. Imports nothing heavy."""

from __future__ import annotations

from datetime import date

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01, as dates enter the engines."""
    return (day - EPOCH).days
