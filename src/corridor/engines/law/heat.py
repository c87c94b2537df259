"""Summer bans on outdoor work: whether a moment lies in one."""

from __future__ import annotations

from datetime import date

from corridor.engines.law.kinds import Ratio, Table
from corridor.engines.law.model import Answer


def heat_banned(
    ban: Answer, on: date, time: str, stop: Answer | None = None, wbgt: Ratio | None = None
) -> bool | None:
    """Whether outdoor work is forbidden at ``time`` (HH:MM, local) of a day.

    ``ban`` is a table with ``first_day``, ``last_day`` (both included), ``start`` (included)
    and ``end`` (not included); ``stop`` the wet-bulb globe temperature above which all work
    stops, with ``wbgt`` measured in the same unit. None when the law of that day is unknown.
    """
    if stop is not None and wbgt is not None and _above(wbgt, stop.value):
        return True
    if not isinstance(ban.value, Table):
        return None
    month_day = on.strftime("%m-%d")
    return any(
        row["first_day"] <= month_day <= row["last_day"] and row["start"] <= time < row["end"]
        for row in ban.value.rows
    )


def _above(measured: Ratio, limit: object) -> bool:
    return isinstance(limit, Ratio) and measured.num * limit.den > limit.num * measured.den
