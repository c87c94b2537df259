"""The same arithmetic for millions of leavers: one integer expression over a frame.

Service is counted in units of which a year has ``12 × year_days``: a month is ``year_days``
units, a day is 12. Rates and shares are brought to common denominators, so that one division
at the end gives the same amount as the exact fractions of a single award.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import lcm
from typing import TYPE_CHECKING, Any, TypeVar

from corridor.engines.eos.formula import Formula, Unknown, formula_of
from corridor.engines.eos.model import REASONS
from corridor.engines.eos.parts import ONE_DAY, Book, cuts
from corridor.engines.exact import div_down, div_half_up, guard

if TYPE_CHECKING:
    import narwhals as nw

    FrameT = TypeVar("FrameT", nw.DataFrame[Any], nw.LazyFrame[Any])


@dataclass(frozen=True, slots=True)
class Stretch:
    """Between ``far`` and ``near`` units before the end one formula holds; far None: open."""

    far: int | None
    near: int
    formula: Formula


COLUMNS = ("months", "days", "unpaid_days", "basic_minor", "allowances_minor", "reason")
"""Integers, none of them null or negative; ``reason`` is one of ``REASONS``."""


def award_frame(
    frame: FrameT, book: Book, place: str, on: date, key: Mapping[str, str] | None = None
) -> FrameT:
    """``frame`` with ``eos_minor``: what each row is owed when it leaves on ``on``.

    Null: the sources do not say, as for a reason whose share is open or unknown here. Raises
    ``Unknown`` where the formula itself is, ``BadInput`` for amounts that cannot be computed
    exactly on every engine.
    """
    import narwhals as nw

    formula = formula_of(book, place, on, key)
    frame = frame.with_columns(
        __units=_units(formula), __base=_wage(formula.base), __cap=_wage(formula.cap_base)
    )
    stretches = _stretches(book, place, on, key or {}, formula)
    rates, (scale, shares) = _common(stretches), _shares(formula)
    _guard(frame, stretches, rates, scale)
    unit = 12 * formula.year_days
    value = nw.col("__base") * _weight(stretches, rates)
    if formula.cap_months is not None:
        cap = nw.col("__cap") * (formula.cap_months * unit * rates)
        value = nw.when(value > cap).then(cap).otherwise(value)
    amount = div_half_up(value * shares, unit * rates * scale)
    nothing = nw.lit(None).cast(nw.Int64)
    amount = nw.when(shares < 0).then(nothing).otherwise(amount)
    short = nw.col("__units") < formula.minimum_months * formula.year_days
    amount = nw.when(short).then(nw.lit(0)).otherwise(amount)
    unsaid = _lost(stretches) | ~nw.col("reason").is_in(list(REASONS))
    amount = nw.when(unsaid).then(nothing).otherwise(amount.cast(nw.Int64))
    return frame.with_columns(eos_minor=amount).drop("__units", "__base", "__cap")


def _units(formula: Formula) -> nw.Expr:
    """Units of service; full years only where a law counts no part of a year."""
    import narwhals as nw

    days = nw.col("days") - nw.col("unpaid_days") if formula.unpaid else nw.col("days")
    found = nw.col("months") * formula.year_days + days * 12
    found = nw.when(found < 0).then(nw.lit(0)).otherwise(found).cast(nw.Int64)
    if formula.pro_rata is False:
        year = 12 * formula.year_days
        found = (div_down(found, year) * year).cast(nw.Int64)
    return found


def _wage(base: str) -> nw.Expr:
    import narwhals as nw

    basic = nw.col("basic_minor")
    return basic if base == "basic" else basic + nw.col("allowances_minor")


def _stretches(
    book: Book, place: str, on: date, key: Mapping[str, str], formula: Formula
) -> list[Stretch]:
    """Where the law changed within any service that ends on ``on``, newest first."""
    found: list[Stretch] = []
    near, current = 0, formula
    for day, months, days in cuts(book, place, on, formula):
        far = months * formula.year_days + days * 12
        found.append(Stretch(far, near, current))
        try:
            near, current = far, formula_of(book, place, day - ONE_DAY, key)
        except Unknown:
            return found
    found.append(Stretch(None, near, current))
    return found


def _common(stretches: Sequence[Stretch]) -> int:
    """The common denominator of all rates."""
    return lcm(*(band.rate.denominator for one in stretches for band in one.formula.bands))


def _weight(stretches: Sequence[Stretch], rates: int) -> nw.Expr:
    """Units times rate, over all stretches and bands: an integer over ``unit × rates``."""
    import narwhals as nw

    total: Any = nw.lit(0)
    for stretch in stretches:
        units, year_days = nw.col("__units"), stretch.formula.year_days
        end = units - stretch.near
        start = nw.lit(0) if stretch.far is None else units - stretch.far
        for band in stretch.formula.bands:
            low = _above(start, band.start * year_days)
            high = end if band.end is None else _below(end, band.end * year_days)
            width = nw.when(high > low).then(high - low).otherwise(nw.lit(0))
            total = total + width * int(band.rate * rates)
    weight: nw.Expr = total
    return weight


def _lost(stretches: Sequence[Stretch]) -> nw.Expr:
    """Whether a service reaches back to where no law is known."""
    import narwhals as nw

    far = stretches[-1].far
    return nw.lit(False) if far is None else nw.col("__units") > far


def _above(value: nw.Expr, least: int) -> nw.Expr:
    import narwhals as nw

    return nw.when(value < least).then(nw.lit(least)).otherwise(value)


def _below(value: nw.Expr, most: int) -> nw.Expr:
    import narwhals as nw

    return nw.when(value > most).then(nw.lit(most)).otherwise(value)


def _shares(formula: Formula) -> tuple[int, nw.Expr]:
    """(common denominator, numerator by reason and service; -1 where the sources are open)."""
    import narwhals as nw

    known = [row.part.denominator for row in formula.shares if row.part is not None]
    scale = lcm(*known) if known else 1
    found: Any = nw.lit(scale)
    for row in formula.shares:
        size = -1 if row.part is None else int(row.part * scale)
        holds = (nw.col("reason") == row.reason) & (
            nw.col("__units") >= row.start * formula.year_days
        )
        if row.end is not None:
            holds = holds & (nw.col("__units") < row.end * formula.year_days)
        found = nw.when(holds).then(nw.lit(size)).otherwise(found)
    return scale, found


def _guard(frame: Any, stretches: Sequence[Stretch], rates: int, scale: int) -> None:
    """Refuse amounts whose products leave what every engine computes exactly."""
    most = max(band.rate for one in stretches for band in one.formula.bands)
    formula = stretches[0].formula
    products: list[Sequence[str | int]] = [("__base", "__units", int(most * rates) * scale)]
    if formula.cap_months is not None:
        unit = 12 * formula.year_days
        products.append(("__cap", formula.cap_months * unit * rates * scale))
    guard(frame, *products)
