"""The exact interval against published values, against fractions, and by its own promise."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.engines.arrivals import PARTS, interval
from corridor.engines.arrivals.bound import _low

HALF = Fraction(1, 40)  # half of what 95 per cent leave


def at_least(hits: int, of: int, share: int) -> Fraction:
    """P(at least ``hits`` of ``of``) at a share in parts, without any rounding."""
    p = Fraction(share, PARTS)
    terms = (comb(of, j) * p**j * (1 - p) ** (of - j) for j in range(hits, of + 1))
    return sum(terms, Fraction(0))


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (0, 10, "0.0000", "0.3085"),
        (5, 10, "0.1871", "0.8129"),
        (10, 10, "0.6915", "1.0000"),
        (1, 20, "0.0013", "0.2487"),
        (15, 148, "0.0578", "0.1617"),
        (8, 40, "0.0905", "0.3565"),
        (0, 100, "0.0000", "0.0362"),
        (81, 263, "0.2527", "0.3676"),
    ],
)
def test_published_intervals(hits: int, of: int, low: str, high: str) -> None:
    """Tables round to the nearest; ours rounds outwards, so it may stand one part further out."""
    found = interval(hits, of)
    assert int(Fraction(low) * PARTS) - found.low in {0, 1}
    assert found.high - int(Fraction(high) * PARTS) in {0, 1}


def test_every_small_interval_equals_the_one_in_fractions() -> None:
    for of in range(1, 15):
        for hits in range(of + 1):
            found = interval(hits, of)
            if hits:
                assert at_least(hits, of, found.low) <= HALF < at_least(hits, of, found.low + 1)
            if hits < of:
                mirrored = PARTS - found.high
                assert at_least(of - hits, of, mirrored) <= HALF
                assert at_least(of - hits, of, mirrored + 1) > HALF


@given(st.integers(1, 250).flatmap(lambda of: st.tuples(st.integers(1, of), st.just(of))))
def test_the_low_end_is_exact_for_more_workers(case: tuple[int, int]) -> None:
    hits, of = case
    low = _low(hits, of, (5, 200))
    assert at_least(hits, of, low) <= HALF < at_least(hits, of, low + 1)


@given(st.integers(0, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share_and_mirrors(case: tuple[int, int]) -> None:
    hits, of = case
    found, mirror = interval(hits, of), interval(of - hits, of)
    assert 0 <= found.low <= found.high <= PARTS
    assert found.low * of <= hits * PARTS <= found.high * of
    assert (mirror.low, mirror.high) == (PARTS - found.high, PARTS - found.low)
    assert interval(hits, of, 99).low <= found.low


@pytest.mark.parametrize("share", [100, 1000, 3333, 5000, 9000, 9950])
@pytest.mark.parametrize("of", [10, 25])
def test_it_is_right_at_least_as_often_as_it_says(of: int, share: int) -> None:
    """Whatever the truth, the interval of what one sees holds it in 95 of 100 cases or more."""
    p = Fraction(share, PARTS)
    right = sum(
        comb(of, hits) * p**hits * (1 - p) ** (of - hits)
        for hits in range(of + 1)
        if interval(hits, of).low <= share <= interval(hits, of).high
    )
    assert right >= Fraction(95, 100)


def test_a_nation_is_no_harder_than_a_firm() -> None:
    found = interval(870_000, 1_000_000)
    assert (found.low, found.high) == (8693, 8707)


def test_nobody_counted_says_nothing_and_nonsense_is_refused() -> None:
    assert (interval(0, 0).low, interval(0, 0).high) == (0, PARTS)
    for bad in ((1, 0), (-1, 5), (6, 5)):
        with pytest.raises(ValueError, match="no share"):
            interval(*bad)
    with pytest.raises(ValueError, match="confidence"):
        interval(1, 2, 100)
