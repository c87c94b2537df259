"""Integers of 128 bits as two words (…, 2): lower first; adding them and reading them."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]

LIMIT = 2**127


def add(one: Ints, other: Ints) -> Ints:
    """The sums of two arrays of two words. Raises ``OverflowError`` beyond 128 bits."""
    low, more = one[..., 0].view(np.uint64), other[..., 0].view(np.uint64)
    total = low + more
    carry = (total < low).astype(np.int64)
    high = one[..., 1] + other[..., 1] + carry
    same = (one[..., 1] < 0) == (other[..., 1] < 0)
    if bool((same & ((high < 0) != (one[..., 1] < 0))).any()):
        raise OverflowError
    return np.stack([total.view(np.int64), high], axis=-1)


def whole(words: Ints) -> npt.NDArray[np.object_]:
    """Python integers of arrays of two words."""
    low = words[..., 0].astype(np.uint64).astype(object)
    found: npt.NDArray[np.object_] = words[..., 1].astype(object) * 2**64 + low
    return found


def words(value: int) -> tuple[int, int]:
    """A Python integer as two signed words. Raises ``OverflowError`` beyond 128 bits."""
    if not -LIMIT <= value < LIMIT:
        raise OverflowError
    low = value & (2**64 - 1)
    return (low - 2**64 if low >= 2**63 else low), value >> 64
