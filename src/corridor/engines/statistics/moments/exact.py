"""Quotients and roots of large integers, rounded once, correctly."""

from __future__ import annotations

from math import isqrt

_BITS = 130


def quotient(over: int, under: int) -> float:
    """``over`` / ``under``, the nearest double. Raises ``OverflowError`` beyond its range."""
    return over / under  # division of Python integers rounds correctly


def root(over: int, under: int) -> float:
    """The square root of ``over`` / ``under``, the nearest double; both at least 0 and positive."""
    if over == 0:
        return 0.0
    shift = max(0, _BITS - over.bit_length() + under.bit_length())
    shift += shift % 2
    whole, rest = divmod(over << shift, under)
    found = isqrt(whole)
    # One bit more says whether something was cut off: then no tie can be mistaken.
    below = int(rest != 0 or found * found != whole)
    return quotient(2 * found + below, 1 << (shift // 2 + 1))
