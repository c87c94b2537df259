"""The minimum wage of a place on a day: per month, per hour, by sector, food and housing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from corridor.engines.terms.legal import LawBook, ask, money


@dataclass(frozen=True, slots=True)
class Minimum:
    """Minor units of the place's currency; None: the law does not know it on this day.

    ``month`` and ``hour`` are 0 when the place has no such minimum; a general minimum per hour
    does not count where there is one per month. ``food`` and ``housing`` are due per month
    unless given in kind. ``law`` names the ids that answered.
    """

    month: int | None
    hour: int | None
    food: int | None
    housing: int | None
    law: tuple[str, ...]

    @property
    def exists(self) -> bool:
        """Whether the place has any minimum wage in its pack."""
        return bool(self.law)


def minimum(book: LawBook, place: str, on: date, currency: str, key: Mapping[str, str]) -> Minimum:
    """The minimum of ``place`` (alpha-3) on a day; the higher of sector and general per hour."""
    ids: list[str] = []

    def amount(tail: str) -> int | None:
        answer = ask(book, f"{place}.minimum_wage.{tail}", on, key)
        if answer is None:
            return 0 if "." not in tail else _absent(book, f"{place}.minimum_wage.{tail}")
        ids.append(f"{place}.minimum_wage.{tail}")
        value = money(answer.value, currency) if answer.state == "known" else None
        return None if value is None else value.minor

    month, food, housing = amount("basic"), amount("food"), amount("housing")
    # beside a month's minimum, the hour's is for those paid by the hour
    hours = [0 if month else amount("hour"), *_sector(key, amount)]
    hour = None if any(rate is None for rate in hours) else max(r for r in hours if r is not None)
    return Minimum(month, hour, food, housing, tuple(ids))


def _absent(book: LawBook, value_id: str) -> int | None:
    """A sector's minimum that exists on other days only is in doubt on this one."""
    return None if value_id in book.ids() else 0


def _sector(key: Mapping[str, str], amount: object) -> list[int | None]:
    """The sector's own minimum per hour: by id, and by job where the sector sets one per job."""
    sector, job = key.get("sector"), key.get("job")
    if sector is None or not callable(amount):
        return []
    return [amount(sector), *([amount(f"{sector}.{job}")] if job else [])]
