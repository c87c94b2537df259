"""Divisions that every engine answers alike."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.core.problems import BadInput
from corridor.engines import exact

DECIMAL_MODES = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "up": ROUND_UP,
}
OPERANDS = st.integers(-(2**53) + 1, 2**53 - 1)
DENOMINATORS = st.integers(1, 10**6)


@pytest.mark.parametrize(
    ("num", "den", "expected"),
    [(5, 2, 3), (-5, 2, -3), (1, 2, 1), (-1, 2, -1), (4, 3, 1), (5, 3, 2), (0, 7, 0), (7, 7, 1)],
)
def test_half_up_goes_away_from_zero(num: int, den: int, expected: int) -> None:
    assert exact.div_half_up(num, den) == expected


@pytest.mark.parametrize("mode", sorted(exact.MODES))
@settings(max_examples=50, deadline=None)
@given(num=OPERANDS, den=DENOMINATORS)
def test_integers_agree_with_decimal_arithmetic(mode: str, num: int, den: int) -> None:
    import decimal

    with decimal.localcontext() as context:
        context.prec = 60
        ratio = Decimal(num) / Decimal(den)
        assert exact.div(num, den, mode) == int(ratio.to_integral_value(DECIMAL_MODES[mode]))


@pytest.mark.parametrize("mode", sorted(exact.MODES))
def test_expressions_agree_with_integers_on_polars_and_duckdb(mode: str) -> None:
    edge = 2**51
    nums = [-edge, -(edge - 1), -7, -5, -3, -2, -1, 0, 1, 2, 3, 5, 7, 25, 35, edge - 1, edge, None]
    dens = [1, 2, 3, 10, 300]
    data = pl.DataFrame({"num": [n for n in nums for _ in dens], "den": dens * len(nums)})
    expected = [None if n is None else exact.div(n, d, mode) for n, d in data.rows()]
    expression = exact.div(nw.col("num"), nw.col("den"), mode).alias("out")
    frame = nw.from_native(data).with_columns(expression)
    assert frame["out"].to_list() == expected
    relation = nw.from_native(duckdb.from_arrow(data.to_arrow()))
    answer = relation.with_columns(expression).collect(backend="polars")
    found = dict(zip(zip(answer["num"], answer["den"], strict=True), answer["out"], strict=True))
    assert found == dict(zip(data.rows(), expected, strict=True))
    assert answer["out"].dtype == nw.Int64


def test_large_operands_and_bad_denominators_are_refused() -> None:
    assert exact.div_half_up(2**53 - 1, 1) == 2**53 - 1
    for num in (2**53, -(2**53)):
        with pytest.raises(BadInput) as refused:
            exact.div_half_up(num, 2)
        assert refused.value.code == "exact.too_large"
    for den in (0, -2):
        with pytest.raises(ValueError, match="denominator"):
            exact.div_half_up(1, den)


def test_an_unknown_mode_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput) as refused:
        exact.div(1, 2, "bankers")
    assert refused.value.expected == ["down", "half_even", "half_up", "up"]


@pytest.mark.parametrize("backend", ["polars", "lazy", "duckdb"])
def test_guard_bounds_products_before_they_are_formed(backend: str) -> None:
    data = pl.DataFrame({"a": [-(2**30), 5], "b": [2**20, None]})
    native = {"polars": data, "lazy": data.lazy(), "duckdb": duckdb.from_arrow(data.to_arrow())}
    frame = nw.from_native(native[backend])
    assert exact.guard(frame, ("a", "b", 3)) is frame
    with pytest.raises(BadInput) as refused:
        exact.guard(frame, ("a", "b", 4))
    assert refused.value.place.field == "a"


def test_sums_come_back_as_integers() -> None:
    relation = nw.from_native(duckdb.from_arrow(pl.DataFrame({"a": [1, 2]}).to_arrow()))
    assert relation.select(exact.total("a")).collect(backend="polars")["a"].dtype == nw.Int64
