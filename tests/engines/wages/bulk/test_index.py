"""Rows are found by their number, twins by nobody, and what is not there is not found."""

from __future__ import annotations

import numpy as np
import polars as pl

from corridor.engines.wages.bulk.index import NOBODY, Index, Known, distinct


def test_every_row_is_found_but_twins_and_nothing_else() -> None:
    numbers = pl.int_range(20_000, dtype=pl.UInt64, eager=True).hash(5).to_numpy()
    doubled = np.concatenate([numbers, numbers[:50], np.array([NOBODY], dtype=np.uint64)])
    index = Index(doubled)
    rows = index.find(numbers)
    placed = rows != index.none
    assert set(numbers[~placed]) <= set(doubled[index.twins])  # a few find no place
    assert (doubled[rows[placed]] == numbers[placed]).all()
    assert set(numbers[:50]) <= set(doubled[index.twins])
    assert len(index.twins) < 150
    strangers = pl.int_range(5_000, dtype=pl.UInt64, eager=True).hash(6).to_numpy()
    assert (index.find(strangers) == index.none).all()
    assert (Index(numbers[:0]).find(strangers) == 0).all()


def test_numbers_that_share_half_their_bits_find_other_places() -> None:
    count = np.arange(300, dtype=np.uint64)
    for numbers in (count * np.uint64(1 << 40) + np.uint64(7), count + np.uint64(5 << 33)):
        index = Index(numbers)
        rows = index.find(numbers)
        placed = rows != index.none
        assert placed.sum() == 300 - len(index.twins) > 250
        assert (rows[placed] == np.flatnonzero(placed)).all()
        assert (index.find(numbers + np.uint64(1 << 20)) == index.none).all()


def test_numbers_get_small_ones_in_the_order_of_their_coming() -> None:
    known = Known()
    first, second = np.array([9, 4, 9, 7], dtype=np.uint64), np.array([7, 5, 4], dtype=np.uint64)
    codes, new = known.codes(first)
    assert (codes.tolist(), new.tolist()) == ([0, 1, 0, 2], [0, 1, 3])
    codes, new = known.codes(second)
    assert (codes.tolist(), new.tolist()) == ([2, 3, 1], [1])
    assert known.codes(first)[1].tolist() == []
    # numbers that share their last bits crowd each other out of their places
    many = np.arange(3000, dtype=np.uint64) << np.uint64(33)
    codes, _ = known.codes(np.concatenate([many, many]))
    assert codes.tolist() == [*range(4, 3004)] * 2


def test_each_number_once_in_order() -> None:
    assert distinct(np.array([3, 1, 3, 2, 1])).tolist() == [1, 2, 3]
    assert distinct(np.empty(0, dtype=np.int64)).tolist() == []
