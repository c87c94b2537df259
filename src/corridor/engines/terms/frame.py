"""Contract comparison for millions of pairs, on Polars, DuckDB and PySpark through Narwhals.

The same rules as ``compare``, as integer expressions; a property test holds the two together
row by row. What needs more than arithmetic (deduction lists, languages) and what law says
(values in kind) is resolved once per distinct combination and joined back on equality.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import narwhals as nw

from corridor.engines import exact
from corridor.engines.days import day_number
from corridor.engines.terms import values
from corridor.engines.terms.clauses import CLAUSES, Kind
from corridor.engines.terms.encode import (
    CODES,
    IN_KIND_CODE,
    SILENT,
    pairs_frame,
    schema,
)
from corridor.engines.terms.legal import LawBook
from corridor.engines.terms.resolve import helpers, with_law, with_resolved
from corridor.engines.terms.result import BETTER, CHANGED, SAME, UNKNOWN, WORSE

__all__ = ["CODES", "SILENT", "VALUED", "compare_frame", "day_number", "pairs_frame", "schema"]

VALUED = ("basic_wage", "allowance_food", "allowance_housing", "hours_week", "deductions")
"""Clauses whose change is money: ``<clause>_per_month``, ``<clause>_over_term``; gains negative."""


def compare_frame(frame: Any, book: LawBook) -> Any:
    """Verdict codes and money of every pair; native frame of any Narwhals backend in and out.

    Input columns: ``schema()``; money in minor units of the offered currency, hours and days
    scaled as in ``CLAUSES``, -1 an allowance in kind. Output adds per clause ``<clause>_verdict``
    (``CODES``, -1 both silent), for ``VALUED`` the money (loss positive, gain negative, null no
    figure), and ``verdict``, ``per_month``, ``over_term`` (losses only). Raises ``BadInput``
    "exact.too_large" before anything is computed that would not be exact.
    """
    data = nw.from_native(frame)
    _guard(data)
    data = with_law(data, book)
    data = with_resolved(data, book)
    data = data.with_columns(*_money_parts())
    verdicts = {clause.name: _verdict(clause.name, clause.kind) for clause in CLAUSES}
    data = data.with_columns(
        *[
            _both(name, expression).cast(nw.Int8).alias(f"{name}_verdict")
            for name, expression in verdicts.items()
        ],
        _regime().cast(nw.Int8).alias("regime_verdict"),
    )
    data = data.with_columns(*_figures())
    data = data.with_columns(*_sums())
    return nw.to_native(data.drop("__one", "__other", "__hours_lost", *helpers()))


def _column(side: str, name: str) -> nw.Expr:
    return nw.col(f"{side}_{name}")


def _two(name: str) -> tuple[nw.Expr, nw.Expr]:
    return _column("offered", name), _column("presented", name)


def _same_currency() -> nw.Expr:
    one, other = _two("currency")
    return (one == other).fill_null(value=False) | (one.is_null() & other.is_null())


def _hourly(side: str) -> nw.Expr:
    return _column(side, "pay_period") == "hour"


def _guard(data: Any) -> None:
    """Every product that is formed below, bounded before it is formed."""
    parts = []
    for side in ("offered", "presented"):
        wage = _column(side, "basic_wage")
        parts += [
            nw.when(_hourly(side)).then(wage).otherwise(nw.lit(0)).alias(f"{side} hourly wage"),
            nw.when(~_hourly(side)).then(wage).otherwise(nw.lit(0)).alias(f"{side} wage"),
            _column(side, "hours_week").alias(f"{side} hours"),
            _column(side, "allowance_food").alias(f"{side} food"),
            _column(side, "allowance_housing").alias(f"{side} housing"),
        ]
    bounded = data.select(*parts, nw.col("months").alias("months"))
    longest = ("months", 2)
    exact.guard(
        bounded,
        *[
            product
            for side in ("offered", "presented")
            for product in (
                (f"{side} hourly wage", "offered hours", 13, *longest),
                (f"{side} hourly wage", "presented hours", 13, *longest),
                (f"{side} wage", 9100, *longest),
                (f"{side} food", *longest),
                (f"{side} housing", *longest),
            )
        ],
    )


def _money_parts() -> list[nw.Expr]:
    """Both wages and the loss of hours, as numerators over 300 minor units per month."""
    one, other = _two("basic_wage")
    hours, later = _two("hours_week")
    both_hourly = _hourly("offered") & _hourly("presented")
    fewer = nw.when(later < hours).then(later).otherwise(hours)
    shared = nw.when(other > one).then(fewer).otherwise(hours)
    unneeded = both_hourly & (one == other) & hours.is_null()
    lower = nw.when(other < one).then(other).otherwise(one)
    zero = nw.lit(0).cast(nw.Int64)
    return [
        nw.when(unneeded)
        .then(zero)
        .otherwise(_over_300("offered", one, nw.when(both_hourly).then(shared).otherwise(hours)))
        .alias("__one"),
        nw.when(unneeded)
        .then(zero)
        .otherwise(
            _over_300("presented", other, nw.when(both_hourly).then(shared).otherwise(later))
        )
        .alias("__other"),
        nw.when(
            both_hourly & (later < hours) & _same_currency() & ~one.is_null() & ~other.is_null()
        )
        .then(lower * (hours - later) * 13)
        .otherwise(nw.lit(None, dtype=nw.Int64))
        .alias("__hours_lost"),
    ]


def _over_300(side: str, wage: nw.Expr, hours: nw.Expr) -> nw.Expr:
    period = _column(side, "pay_period")
    return (
        nw.when(period == "hour")
        .then(wage * hours * 13)
        .otherwise(
            nw.when(period == "week")
            .then(wage * 1300)
            .otherwise(
                nw.when(period == "day")
                .then(wage * (700 - _column(side, "rest_days_week")) * 13)
                .otherwise(wage * 300)
            )
        )
    )


def _code(name: str) -> nw.Expr:
    return nw.lit(CODES[name])


def _choose(condition: nw.Expr, then: nw.Expr | str, otherwise: nw.Expr | str) -> nw.Expr:
    yes = _code(then) if isinstance(then, str) else then
    no = _code(otherwise) if isinstance(otherwise, str) else otherwise
    return nw.when(condition).then(yes).otherwise(no)


def _both(name: str, expression: nw.Expr) -> nw.Expr:
    """Silence first: both silent decides nothing, one silent is unknown."""
    one, other = _two(name)
    return (
        nw.when(one.is_null() & other.is_null())
        .then(nw.lit(SILENT))
        .otherwise(_choose(one.is_null() | other.is_null(), UNKNOWN, expression))
    )


def _verdict(name: str, kind: Kind) -> nw.Expr:
    """The verdict where both speak and the written values differ in any way, or SAME."""
    one, other = _two(name)
    whole: Mapping[Kind, Callable[[], nw.Expr]] = {
        Kind.WAGE: _wage,
        Kind.ALLOWANCE: lambda: _allowance(name),
        Kind.SIGNED: _signed,
        Kind.BURDEN: lambda: nw.col(f"__{name}_code"),
        Kind.LANGUAGE: lambda: nw.col(f"__{name}_code"),
    }
    if kind in whole:
        return whole[kind]()
    return _choose(one == other, SAME, _difference(name, kind, one, other))


def _difference(name: str, kind: Kind, one: nw.Expr, other: nw.Expr) -> nw.Expr:
    fewer_hours = _hours_fewer() if name == "hours_week" else _code(BETTER)
    new_forum = _choose(one == values.NONE, BETTER, CHANGED)
    found: Mapping[Kind, Callable[[], nw.Expr]] = {
        Kind.IDENTITY: lambda: _code(WORSE),
        Kind.CURRENCY: lambda: _code(WORSE),
        Kind.ISCO: lambda: _choose(_prefix(one, other), UNKNOWN, WORSE),
        Kind.HIGHER_WORSE: lambda: _choose(other > one, WORSE, fewer_hours),
        Kind.LOWER_WORSE: lambda: _choose(other < one, WORSE, BETTER),
        Kind.PAYER: lambda: _choose(other < one, WORSE, BETTER),
        Kind.MONTHS: lambda: _choose(other > one, CHANGED, WORSE),
        Kind.PASSPORT: lambda: _choose(other == values.EMPLOYER_KEEPS, WORSE, BETTER),
        Kind.FORUM: lambda: _choose(other == values.NONE, WORSE, new_forum),
    }
    return found[kind]()


def _prefix(one: nw.Expr, other: nw.Expr) -> nw.Expr:
    shorter = [
        ((one.str.len_chars() == n) | (other.str.len_chars() == n))
        & (one.str.slice(0, n) == other.str.slice(0, n))
        for n in (1, 2, 3)
    ]
    return shorter[0] | shorter[1] | shorter[2]


def _wage() -> nw.Expr:
    one, other = nw.col("__one"), nw.col("__other")
    periods = _two("pay_period")
    settled = _choose(
        other < one,
        WORSE,
        _choose(periods[0] != periods[1], CHANGED, _choose(other > one, BETTER, SAME)),
    )
    first, second = _two("basic_wage")
    plain = _choose(second < first, WORSE, _choose(second > first, BETTER, SAME))
    uncounted = _choose(periods[0] == periods[1], plain, UNKNOWN)
    found = _choose(one.is_null() | other.is_null(), uncounted, settled)
    return _choose(~_same_currency(), UNKNOWN, found)


def _hours_fewer() -> nw.Expr:
    return _choose(_hourly("offered") & _hourly("presented"), WORSE, BETTER)


def _allowance(name: str) -> nw.Expr:
    one, other = _two(name)
    kind = (one == IN_KIND_CODE) | (other == IN_KIND_CODE)
    same = (one == other) & ((one <= 0) | _same_currency())
    plain = _choose(
        (one > 0) & (other > 0) & ~_same_currency(),
        UNKNOWN,
        _choose(other < one, WORSE, BETTER),
    )
    return _choose(same, SAME, _choose(kind, _kind_code(name), plain))


def _kind_loss(name: str) -> tuple[nw.Expr, nw.Expr]:
    """Whether it can be valued, and what is lost when kind and money are exchanged."""
    one, other = _two(name)
    legal, was_kind = nw.col(f"__law_{name}"), one == IN_KIND_CODE
    paid = nw.when(was_kind).then(other).otherwise(one)
    valued = ~legal.is_null() & ((paid == 0) | _same_currency())
    return valued, nw.when(was_kind).then(legal - paid).otherwise(paid - legal)


def _kind_code(name: str) -> nw.Expr:
    one, _ = _two(name)
    valued, lost = _kind_loss(name)
    gained = _choose(one == 0, BETTER, CHANGED)
    unvalued = _choose(one == IN_KIND_CODE, WORSE, gained)
    return _choose(valued, _choose(lost > 0, WORSE, gained), unvalued)


def _signed() -> nw.Expr:
    one, other = _two("signed_place_date")
    before, after = _two("after_arrival")
    doubt = before.is_null() | after.is_null()
    return _choose(
        one == other,
        SAME,
        _choose(
            after.fill_null(value=False),
            WORSE,
            _choose(doubt, UNKNOWN, _choose(before.fill_null(value=False), BETTER, SAME)),
        ),
    )


def _regime() -> nw.Expr:
    one, other = nw.col("regime"), nw.col("presented_regime")
    return _choose((one != other).fill_null(value=False), nw.lit(CODES[CHANGED]), nw.lit(SILENT))


def _figures() -> list[nw.Expr]:
    """Money of the valued clauses: loss positive, gain negative, null no figure."""
    found = []
    for name in VALUED:
        code = nw.col(f"{name}_verdict")
        moved = (code == CODES[WORSE]) | (code == CODES[BETTER])
        numerator, den = _numerator(name)
        nothing = nw.lit(None, dtype=nw.Int64)
        month = nw.when(moved).then(exact.div_half_up(numerator, den)).otherwise(nothing)
        term = exact.div_half_up(numerator * nw.col("months"), den)
        found += [
            month.alias(f"{name}_per_month"),
            nw.when(moved).then(term).otherwise(nothing).alias(f"{name}_over_term"),
        ]
    return found


def _numerator(name: str) -> tuple[nw.Expr, int]:
    if name == "basic_wage":
        return nw.col("__one") - nw.col("__other"), 300
    if name == "hours_week":
        return nw.col("__hours_lost"), 300
    if name == "deductions":
        return nw.col("__deductions_amount"), 1
    one, other = _two(name)
    nothing = nw.lit(None, dtype=nw.Int64)
    valued, lost = _kind_loss(name)
    kind = (one == IN_KIND_CODE) | (other == IN_KIND_CODE)
    plain = nw.when(_same_currency() | (other == 0)).then(one - other).otherwise(nothing)
    in_kind = nw.when(valued).then(lost).otherwise(nothing)
    return nw.when(kind).then(in_kind).otherwise(plain), 1


def _sums() -> list[nw.Expr]:
    codes = [nw.col(f"{clause.name}_verdict") for clause in CLAUSES] + [nw.col("regime_verdict")]
    worst = nw.max_horizontal(*codes)
    zero = nw.lit(0).cast(nw.Int64)

    def lost(name: str, over: str) -> nw.Expr:
        amount = nw.col(f"{name}_{over}")
        return nw.when(amount > 0).then(amount).otherwise(zero)

    month = nw.sum_horizontal(*[lost(name, "per_month") for name in VALUED]).cast(nw.Int64)
    term = nw.sum_horizontal(*[lost(name, "over_term") for name in VALUED]).cast(nw.Int64)
    unbounded = nw.col("months").is_null() & (month > 0)
    nothing = nw.lit(None, dtype=nw.Int64)
    return [
        _choose(worst == SILENT, UNKNOWN, worst).cast(nw.Int8).alias("verdict"),
        month.alias("per_month"),
        nw.when(unbounded).then(nothing).otherwise(term).alias("over_term"),
    ]
