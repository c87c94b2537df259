"""The service cut where the law changed, and what each part of it earns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Protocol

from corridor.engines.eos.formula import Band, Formula, formula_of
from corridor.engines.eos.service import Service, span
from corridor.engines.terms.legal import LawBook

ONE_DAY = timedelta(days=1)


class Book(LawBook, Protocol):
    """The law book, with the history of a value and every state."""

    def timeline(self, id_: str, /) -> Sequence[Any]: ...
    def jurisdictions(self) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class Part:
    """From ``start`` up to ``end`` years of service (exact) one formula holds."""

    start: Fraction
    end: Fraction
    formula: Formula


def cuts(book: Book, place: str, on: date, formula: Formula) -> list[tuple[date, int, int]]:
    """Days on which the rates changed, newest first, with the months and days since until ``on``.

    None for a law that values the whole service by the day of leaving.
    """
    if not formula.own_time:
        return []
    rows = book.timeline(f"{place}.eos.bands")
    days = {row.start.earliest for row in rows if row.start is not None}
    return [(day, *span(day, on + ONE_DAY)) for day in sorted(days, reverse=True) if day <= on]


def parts_of(
    book: Book, place: str, service: Service, on: date, key: Mapping[str, str], formula: Formula
) -> tuple[Part, ...]:
    """The service as parts, in order of time. Raises ``Unknown`` where an earlier law is."""
    total = service.years(formula.year_days, unpaid=formula.unpaid)
    found: list[Part] = []
    end, current = total, formula
    for day, months, days in cuts(book, place, on, formula):
        start = total - Fraction(months, 12) - Fraction(days, formula.year_days)
        if start <= 0:
            break
        found.append(Part(start, end, current))
        end, current = start, formula_of(book, place, day - ONE_DAY, key)
    found.append(Part(Fraction(0), end, current))
    return tuple(reversed(found))


def floored(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The same with full years only."""
    whole = Fraction(int(parts[-1].end))
    kept = [part for part in parts if part.start < whole]
    return tuple(replace(part, end=min(part.end, whole)) for part in kept)


def earned(parts: Sequence[Part]) -> list[tuple[Part, Band, Fraction]]:
    """(part, band, years) wherever a part of the service lies in a band."""
    return [
        (part, band, years)
        for part in parts
        for band in part.formula.bands
        if (years := _overlap(part, band)) > 0
    ]


def _overlap(part: Part, band: Band) -> Fraction:
    start = max(part.start, Fraction(band.start, 12))
    return (part.end if band.end is None else min(part.end, Fraction(band.end, 12))) - start


def months_of_wage(parts: Sequence[Part]) -> Fraction:
    """What the service earns, in months of wage; exact."""
    return sum((years * band.rate for _, band, years in earned(parts)), Fraction(0))
