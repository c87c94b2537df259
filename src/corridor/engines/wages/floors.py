"""What the law of a month asks: minimum wages by stretch of days, days of grace, thresholds.

Resolved once per distinct (destination, regime, sector, job, currency); a law that changes in
the middle of the month gives two stretches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from corridor.core.periods import Period
from corridor.engines.days import day_number
from corridor.engines.terms.legal import LawBook, ask, known
from corridor.engines.terms.minimum import Minimum, minimum
from corridor.engines.wages.checks import rates
from corridor.engines.wages.ladder import grace_days

KEYS = ("destination", "regime", "sector", "job", "currency")
_PARTS = ("month", "hour", "food", "housing")
_LAST_SURE_DAY = 28  # every month has it


@dataclass(frozen=True, slots=True)
class Timing:
    """Due day, last lawful day (None: the law does not say), and the authority's threshold."""

    due_day: int
    latest_day: int | None
    threshold: tuple[int, int] | None
    law: tuple[str, ...]


def stretches(
    book: LawBook, row: Mapping[str, Any], month: Period
) -> list[tuple[int, int, Minimum]]:
    """(first day, first day after, minimum) over the month, in days since 1970-01-01."""
    key = {name: row[name] for name in ("regime", "sector", "job") if row[name]}
    last = _after(month) - timedelta(days=1)

    def on(day: date) -> Minimum:
        return minimum(book, row["destination"], day, row["currency"] or "", key)

    first, final = on(month.start), on(last)
    if _same(first, final):
        return [(day_number(month.start), day_number(last) + 1, first)]
    found: list[tuple[int, int, Minimum]] = []
    day = month.start
    while day <= last:
        now, number = on(day), day_number(day)
        if found and _same(found[-1][2], now):
            found[-1] = (found[-1][0], number + 1, now)
        else:
            found.append((number, number + 1, now))
        day += timedelta(days=1)
    return found


def _same(one: Minimum, other: Minimum) -> bool:
    return all(getattr(one, part) == getattr(other, part) for part in _PARTS)


def _after(month: Period) -> date:
    if month.end is None:
        raise ValueError("a wage month has an end")
    return month.end


def timing(book: LawBook, row: Mapping[str, Any], month: Period) -> Timing:
    """When wages of a month are due, and what the law of that day asks.

    They are due on the first day after the month, or on the later day of that month that
    ``<place>.wps.due.due_day`` names. Grace is ``<place>.wps.pay_within`` (days) or the record
    ``<place>.wps.due``; ``<place>.wps.compliant`` is the threshold, a ratio.
    """
    place, key = row["destination"], {"regime": row["regime"]} if row["regime"] else {}
    due, asked = _due(book, place, _after(month), key)
    days, ids = grace_days(book, place, due, key)
    latest = None if days is None else day_number(due) + days
    law = tuple(dict.fromkeys((*asked, *ids)))
    return Timing(day_number(due), latest, _threshold(book, place, due, key), law)


def _due(
    book: LawBook, place: str, first: date, key: Mapping[str, str]
) -> tuple[date, tuple[str, ...]]:
    """The due date in the month that begins with ``first``, and the id that moved it."""
    value_id = f"{place}.wps.due.due_day"
    day = known(book, value_id, first, key)
    if not isinstance(day, int) or not 1 < day <= _LAST_SURE_DAY:
        return first, ()
    return first + timedelta(days=day - 1), (value_id,)


def _threshold(
    book: LawBook, place: str, due: date, key: Mapping[str, str]
) -> tuple[int, int] | None:
    for tail in ("wps.compliant.worker", "wps.compliant"):
        answer = ask(book, f"{place}.{tail}", due, key)
        value: Any = answer.value if answer is not None and answer.state == "known" else None
        if hasattr(value, "num") and hasattr(value, "den"):
            return int(value.num), int(value.den)
    return None


def deduction_share(book: LawBook, row: Mapping[str, Any], month: Period) -> int | None:
    """The share of a month's wage that may be deducted, in thousandths; None: no such law."""
    key = {name: row[name] for name in ("regime", "sector", "job") if row[name]}
    asked = rates.Question(book, row["destination"] or "", key, month)
    return rates.thousandths(asked.first(*rates.CAPS))


def _law_types(width: int) -> dict[str, Any]:
    """Every column of the law table, which stands even when no contract asks for a row of it."""
    types: dict[str, Any] = dict.fromkeys(KEYS, pl.String)
    types |= {"__minimum": pl.Boolean}
    types |= dict.fromkeys(("__due", "__latest", "__num", "__den", "__share"), pl.Int64)
    for k in range(width):
        types |= dict.fromkeys((f"__from{k}", f"__to{k}"), pl.Int64)
        types |= dict.fromkeys((f"__{part}{k}" for part in _PARTS), pl.Int64)
    return types


def law_table(book: LawBook, rows: list[dict[str, Any]], month: Period) -> tuple[pl.DataFrame, int]:
    """One row per distinct key with every stretch side by side; and how many stretches."""
    all_stretches = [stretches(book, row, month) for row in rows]
    width = max((len(found) for found in all_stretches), default=1)
    types = _law_types(width)
    filled = []
    for row, found in zip(rows, all_stretches, strict=True):
        clock = timing(book, row, month)
        num, den = clock.threshold or (None, None)
        cells: dict[str, Any] = {
            "__minimum": any(m.exists for _, _, m in found),
            "__due": clock.due_day,
            "__latest": clock.latest_day,
            "__num": num,
            "__den": den,
            "__share": deduction_share(book, row, month),
        }
        for k in range(width):
            start, end, least = found[k] if k < len(found) else (0, 0, Minimum(0, 0, 0, 0, ()))
            cells |= {f"__from{k}": start, f"__to{k}": end}
            cells |= {f"__{part}{k}": getattr(least, part) for part in _PARTS}
        filled.append({name: row[name] for name in KEYS} | cells)
    return pl.DataFrame(filled, schema=types, orient="row"), width
