"""The exact interval of a share (Clopper and Pearson 1934), in integers.

The lower end is the largest share under which so many successes, or more, would still be as rare
as the chosen confidence allows; the upper end is the same for failures. No approximation by a
normal curve: it fails where it matters, with few workers and shares near none or all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isqrt

PARTS = 10_000
"""Shares are told in ten-thousandths: 2500 is a quarter."""

_ONE = 1 << 128  # a term below 2^-128 of the first one decides nothing


@dataclass(frozen=True, slots=True)
class Interval:
    """``hits`` of ``of``, and the ends in ten-thousandths: low rounded down, high rounded up."""

    hits: int
    of: int
    low: int
    high: int


@lru_cache(maxsize=65_536)
def interval(hits: int, of: int, confidence: int = 95) -> Interval:
    """The exact two-sided interval of a share at ``confidence`` per cent.

    Nobody counted (``of`` 0) leaves everything open: from none to all. Raises ``ValueError`` for
    more hits than cases, or a confidence that is none.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is no share")
    if not 0 < confidence < 100:
        raise ValueError(f"{confidence} per cent is no confidence")
    if of == 0:
        return Interval(0, 0, 0, PARTS)
    rare = (100 - confidence, 200)  # half of what is left, on each side
    return Interval(hits, of, _low(hits, of, rare), PARTS - _low(of - hits, of, rare))


def _low(hits: int, of: int, rare: tuple[int, int]) -> int:
    """The largest share in parts at which ``hits`` or more of ``of`` are as rare as ``rare``."""
    if hits == 0:
        return 0
    low, high = _around(hits, of, rare)
    while high - low > 1:
        middle = (low + high) >> 1
        if _rare_above(hits, of, middle, rare):
            low = middle
        else:
            high = middle
    return low


def _around(hits: int, of: int, rare: tuple[int, int]) -> tuple[int, int]:
    """Two shares with the end between them: near the share itself where that holds, to be quick."""
    mean = hits * PARTS // of
    wide = isqrt(mean * (PARTS - mean) // of) + 1  # one standard deviation, in parts
    low, high = mean - 4 * wide, mean + 1
    if low <= 0 or not _rare_above(hits, of, low, rare):
        low = 0  # so many hits are impossible
    if high >= PARTS or _rare_above(hits, of, high, rare):
        high = PARTS  # they are certain
    return low, high


def _rare_above(hits: int, of: int, share: int, rare: tuple[int, int]) -> bool:
    """Whether P(at least ``hits``) at ``share`` is at most ``rare``.

    Every term is counted in units of P(exactly ``hits``). The side on which terms fall is summed
    first; the other one only until it decides.
    """
    top, bottom = rare
    if hits * PARTS > share * of:  # hits lie above the mean: terms fall upwards
        above = _ONE + _upward(hits, of, share)
        # Rare means: what lies below outweighs what lies above by (bottom - top) to top.
        return _downward(hits, of, share, -(-above * (bottom - top) // top)) is None
    below = _downward(hits, of, share, None) or 0
    limit = top * below // (bottom - top)
    return _ONE + _upward(hits, of, share, limit) <= limit


def _upward(hits: int, of: int, share: int, limit: int | None = None) -> int:
    """The terms above ``hits``; no further than is needed to pass ``limit``."""
    term, total = _ONE, 0
    for at in range(hits, of):
        term = term * (of - at) * share // ((at + 1) * (PARTS - share))
        total += term
        if term == 0 or (limit is not None and total > limit):
            break
    return total


def _downward(hits: int, of: int, share: int, enough: int | None) -> int | None:
    """The terms below ``hits``; None as soon as they reach ``enough``."""
    term, total = _ONE, 0
    for at in range(hits, 0, -1):
        term = term * at * (PARTS - share) // ((of - at + 1) * share)
        total += term
        if enough is not None and total >= enough:
            return None
        if term == 0:
            break
    return total
