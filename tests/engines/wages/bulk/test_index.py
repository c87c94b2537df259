"""Rows are found by their number, twins by nobody, and what is not there is not found."""

from __future__ import annotations

import polars as pl

from corridor.engines.wages.bulk.index import Index


def test_every_row_is_found_but_twins_and_nothing_else() -> None:
    numbers = pl.int_range(20_000, dtype=pl.UInt64, eager=True).hash(5)
    doubled = pl.concat([numbers, numbers.head(50), pl.Series([None], dtype=pl.UInt64)])
    index = Index(doubled)
    rows, found = index.find(doubled.head(20_000))
    twins = doubled.gather(index.twins)
    assert set(numbers.filter(~found)) <= set(twins)  # a few find no place in four tables
    assert (doubled.gather(rows.filter(found)) == numbers.filter(found)).all()
    assert set(numbers.head(50)) <= set(twins)
    assert twins.len() < 150
    _, strangers = index.find(pl.int_range(5_000, dtype=pl.UInt64, eager=True).hash(6))
    assert not strangers.any()
    _, nobody = index.find(pl.Series([None, numbers[0]], dtype=pl.UInt64))
    assert nobody.to_list() == [False, True]


def test_numbers_that_share_their_last_bits_find_other_places() -> None:
    numbers = pl.int_range(300, dtype=pl.UInt64, eager=True) * (1 << 40) + 7
    index = Index(numbers)
    rows, found = index.find(numbers)
    placed = numbers.len() - index.twins.len()
    assert found.sum() == placed > 250
    assert (numbers.gather(rows.filter(found)) == numbers.filter(found)).all()
