"""The only place in the engines that divides and rounds.

Every function takes Python ints or Narwhals integer expressions and gives the same integers on
Polars, DuckDB and PySpark. Operands at or above 2**53 are refused: Polars would wrap around
silently and Spark's integer division is wrong beyond that.

An expression cannot refuse anything by itself, so a caller with a frame calls ``guard`` on the
factors of each product before it computes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar, overload

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence

if TYPE_CHECKING:
    import narwhals as nw

    FrameT = TypeVar("FrameT", nw.DataFrame[Any], nw.LazyFrame[Any])

LIMIT = 2**53
"""No operand may reach this magnitude."""


def _checked(*operands: int) -> None:
    for operand in operands:
        if abs(operand) >= LIMIT:
            raise too_large(operand)


def too_large(found: int, field: str | None = None) -> BadInput:
    """The refusal of an operand that cannot be computed exactly on every engine."""
    problem = BadInput(
        "exact.too_large",
        sentence(N_("The figure {found} is too large to be computed exactly."), found=found),
        remedy=sentence(
            N_("Check the amount: it must stay below {limit} minor units."), limit=LIMIT
        ),
        expected=f"< {LIMIT}",
        found=str(found),
    )
    if field is not None:
        problem.at(field=field)
    return problem


def _denominator(den: int) -> None:
    if den <= 0:
        raise ValueError(f"the denominator must be a positive integer, not {den}")


def _expression_parts(num: nw.Expr, den: int | nw.Expr) -> tuple[Any, Any, Any]:
    """Sign, quotient and remainder of |num| by ``den``, all Int64."""
    import narwhals as nw

    size = num.abs()
    quotient = (size // den).cast(nw.Int64)
    rest = (size - quotient * den).cast(nw.Int64)
    sign = nw.when(num < 0).then(nw.lit(-1)).otherwise(nw.lit(1)).cast(nw.Int64)
    return sign, quotient, rest


@overload
def div_half_up(num: int, den: int) -> int: ...
@overload
def div_half_up(num: nw.Expr, den: int | nw.Expr) -> nw.Expr: ...
def div_half_up(num: Any, den: Any) -> Any:
    """``num / den`` to the nearest integer, halves away from zero. ``den`` is positive.

    Raises ``BadInput`` "exact.too_large" for an int of 2**53 or more, ``ValueError`` for a
    denominator that is not positive.
    """
    if isinstance(den, int):
        _denominator(den)
    if isinstance(num, int):
        _checked(num, den)
        half_up = (2 * abs(num) + den) // (2 * den)
        return -half_up if num < 0 else half_up
    import narwhals as nw

    # (2n+d)//(2d), not quotient and remainder: the numerator's tree is built twice, not six times.
    sign = nw.when(num < 0).then(nw.lit(-1)).otherwise(nw.lit(1)).cast(nw.Int64)
    return (sign * ((num.abs() * 2 + den) // (2 * den))).cast(nw.Int64)


@overload
def div_half_even(num: int, den: int) -> int: ...
@overload
def div_half_even(num: nw.Expr, den: int | nw.Expr) -> nw.Expr: ...
def div_half_even(num: Any, den: Any) -> Any:
    """``num / den`` to the nearest integer, halves to the even neighbour. ``den`` positive."""
    if isinstance(den, int):
        _denominator(den)
    if isinstance(num, int):
        _checked(num, den)
        quotient, rest = divmod(abs(num), den)
        up = 2 * rest > den or (2 * rest == den and quotient % 2 == 1)
        return -(quotient + up) if num < 0 else quotient + up
    import narwhals as nw

    sign, quotient, rest = _expression_parts(num, den)
    odd = (quotient - (quotient // 2).cast(nw.Int64) * 2) == 1
    up = (2 * rest > den) | ((2 * rest == den) & odd)
    return (sign * (quotient + up.cast(nw.Int64))).cast(nw.Int64)


@overload
def div_down(num: int, den: int) -> int: ...
@overload
def div_down(num: nw.Expr, den: int | nw.Expr) -> nw.Expr: ...
def div_down(num: Any, den: Any) -> Any:
    """``num / den`` without its fraction (towards zero). ``den`` positive."""
    if isinstance(den, int):
        _denominator(den)
    if isinstance(num, int):
        _checked(num, den)
        quotient = abs(num) // den
        return -quotient if num < 0 else quotient
    import narwhals as nw

    sign, quotient, _ = _expression_parts(num, den)
    return (sign * quotient).cast(nw.Int64)


@overload
def div_up(num: int, den: int) -> int: ...
@overload
def div_up(num: nw.Expr, den: int | nw.Expr) -> nw.Expr: ...
def div_up(num: Any, den: Any) -> Any:
    """``num / den``, any fraction counted as a whole (away from zero). ``den`` positive."""
    if isinstance(den, int):
        _denominator(den)
    if isinstance(num, int):
        _checked(num, den)
        quotient = -(-abs(num) // den)
        return -quotient if num < 0 else quotient
    import narwhals as nw

    sign, quotient, rest = _expression_parts(num, den)
    return (sign * (quotient + (rest > 0).cast(nw.Int64))).cast(nw.Int64)


def half_up(value: Fraction) -> int:
    """An exact fraction to the nearest integer, halves away from zero. Of any size."""
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return -whole if value < 0 else whole


MODES: Mapping[str, Callable[..., Any]] = {
    "half_up": div_half_up,
    "half_even": div_half_even,
    "down": div_down,
    "up": div_up,
}
"""Rounding modes by the names that law data uses."""


def div(num: Any, den: Any, mode: str) -> Any:
    """Divide in the ``mode`` that the law names. Raises ``BadInput`` "exact.mode"."""
    if mode not in MODES:
        raise BadInput(
            "exact.mode",
            sentence(N_("“{found}” is not a rounding mode."), found=mode),
            remedy=sentence(N_("Use one of: {modes}."), modes=", ".join(MODES)),
            expected=sorted(MODES),
            found=mode,
        )
    return MODES[mode](num, den)


def total(name: str) -> nw.Expr:
    """The sum of an integer column, cast back to Int64 (DuckDB answers in decimals)."""
    import narwhals as nw

    return nw.col(name).sum().cast(nw.Int64).alias(name)


def guard(frame: FrameT, *products: Sequence[str | int]) -> FrameT:
    """Refuse the frame unless every product stays below 2**52 for any row.

    Half of ``LIMIT``, since rounding half up doubles its operand.

    Each product is a sequence of column names and constants. The bound is the product of the
    columns' greatest magnitudes, taken in one pass, so that nothing is multiplied before it is
    known to fit. Returns the frame; raises ``BadInput`` "exact.too_large" naming the column.
    """
    import narwhals as nw

    names = sorted({part for product in products for part in product if isinstance(part, str)})
    asked = frame.select(
        *[nw.col(name).max().cast(nw.Int64).alias(f"{name}__max") for name in names],
        *[nw.col(name).min().cast(nw.Int64).alias(f"{name}__min") for name in names],
    )
    lazy: Any = asked
    row = (lazy.collect() if hasattr(lazy, "collect") else lazy).rows(named=True)[0]
    bound = {n: max(abs(row[f"{n}__max"] or 0), abs(row[f"{n}__min"] or 0)) for n in names}
    for product in products:
        size = 1
        for part in product:
            size *= bound[part] if isinstance(part, str) else abs(part)
        if 2 * size >= LIMIT:
            columns = [part for part in product if isinstance(part, str)]
            widest = max(columns, key=lambda name: bound[name])
            raise too_large(bound[widest], widest)
    return frame


def on_backend(small: Any, like: Any) -> Any:
    """A small local Narwhals frame, as a frame of the backend that ``like`` runs on.

    DuckDB joins only what lives on one connection: the caller's relations must come from its
    default connection (``duckdb.sql``, ``duckdb.from_arrow``).
    """
    import narwhals as nw

    if not isinstance(like, nw.LazyFrame):
        return small
    backend = like.implementation
    if backend.is_polars():
        return small.lazy()
    if backend.is_duckdb():
        return small.lazy("duckdb")
    native: Any = nw.to_native(like)
    return small.lazy(backend, session=native.sparkSession)
