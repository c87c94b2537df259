"""A state's formula as data: which wage, which rate for which years, what a reason leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.terms.legal import LawBook

POLICY_DAYS = "OC.eos.year_days"
POLICY_UNPAID = "OC.eos.unpaid_excluded"


@dataclass(frozen=True, slots=True)
class Band:
    """From ``start`` up to, not including, ``end`` months: ``rate`` months of wage a year."""

    start: int
    end: int | None
    rate: Fraction
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What a reason leaves from ``start`` up to ``end`` months. ``part`` None: unknown.

    ``disputed``: the sources do not agree whether ``start`` itself belongs here.
    """

    reason: str
    start: int
    end: int | None
    part: Fraction | None
    disputed: bool


@dataclass(frozen=True, slots=True)
class Formula:
    """The law of one state on one day. None where the sources do not say."""

    base: str
    month_days: int | None
    bands: tuple[Band, ...]
    shares: tuple[Share, ...]
    minimum_months: int
    cap_months: int | None
    cap_base: str
    pro_rata: bool | None
    unpaid_excluded: bool | None
    own_time: bool
    year_days: int
    unpaid_policy: bool
    law: tuple[Any, ...]

    @property
    def unpaid(self) -> bool:
        """Whether unpaid days are taken off: by law, or by policy where the law is silent."""
        return self.unpaid_policy if self.unpaid_excluded is None else self.unpaid_excluded

    def share(self, reason: str, months: Fraction) -> tuple[Share | None, Share | None]:
        """The share that holds, and the one before it when its boundary is disputed.

        (None, None): the law names no exception for this reason.
        """
        rows = [row for row in self.shares if row.reason == reason]
        for index, row in enumerate(rows):
            if row.start <= months and (row.end is None or months < row.end):
                at_edge = row.disputed and months == row.start and index > 0
                return row, rows[index - 1] if at_edge else None
        return None, None

    def raised(self, days_per_year: int) -> Formula:
        """The formula of a contract that promises so many days a year, where that is more."""
        rate = Fraction(days_per_year, self.month_days or 30)
        bands = tuple(
            band if band.rate >= rate else Band(band.start, band.end, rate, days_per_year)
            for band in self.bands
        )
        return replace(self, bands=bands)


class Unknown(Exception):  # noqa: N818 - an answer, carried out of the reading
    """The law leaves the formula open; ``reason`` says why, ``law`` what was asked."""

    def __init__(self, reason: Sentence, law: tuple[Any, ...] = ()) -> None:
        super().__init__(reason)
        self.reason, self.law = reason, law


def formula_of(
    book: LawBook, place: str, on: date, key: Mapping[str, str] | None = None
) -> Formula:
    """The formula of ``place`` (alpha-3) on a day. Raises ``Unknown`` or ``BadInput``.

    ``key`` may hold ``regime`` and ``stream``; what the law does not ask for is not looked at.
    """
    facts = _known(book, f"{place}.eos", on, key or {})
    bands = _known(book, f"{place}.eos.bands", on, key or {})
    shares = _known(book, f"{place}.eos.shares", on, key or {})
    row = facts.value.row
    month_days = row["month_days"]
    return Formula(
        base=row["base"],
        month_days=month_days,
        bands=tuple(_band(band, month_days) for band in bands.value.rows),
        shares=tuple(_share(share) for share in shares.value.rows),
        minimum_months=row["minimum_months"] or 0,
        cap_months=row["cap_months"],
        cap_base=row["cap_base"] or row["base"],
        pro_rata=row["pro_rata"],
        unpaid_excluded=row["unpaid_excluded"],
        own_time=bool(row["own_time"]),
        year_days=book.value(POLICY_DAYS, on).value,
        unpaid_policy=book.value(POLICY_UNPAID, on).value,
        law=(facts, bands, shares),
    )


def _known(book: LawBook, id_: str, on: date, key: Mapping[str, str]) -> Any:
    """The answer when it is known. Raises ``Unknown``; ``BadInput`` for a bad key."""
    try:
        answer = book.value(id_, on, key)
    except BadInput as problem:
        if problem.code != "law.id":
            raise
        place = id_.partition(".")[0]
        words = N_("No formula for the end of service in {place} is on record.")
        raise Unknown(sentence(words, place=place)) from None
    if answer.state != "known":
        raise Unknown(answer.reason or sentence(N_("The sources do not say.")), (answer,))
    return answer


def _band(row: Mapping[str, Any], month_days: int | None) -> Band:
    if row["wage_months"] is not None:
        rate = Fraction(row["wage_months"].num, row["wage_months"].den)
        return Band(row["from_months"], row["to_months"], rate)
    days = row["days"]
    return Band(row["from_months"], row["to_months"], Fraction(days, month_days or 30), days)


def _share(row: Mapping[str, Any]) -> Share:
    part = row["part_left"]
    return Share(
        reason=row["reason"],
        start=row["from_months"],
        end=row["to_months"],
        part=None if part is None else Fraction(part.num, part.den),
        disputed=bool(row["start_disputed"]),
    )
