"""Which parts of a tree a proof is made of: pure arithmetic of leaf numbers, no hash.

A range ``(start, end)`` stands for the hash of the subtree over leaves ``start..end - 1``.
Two stores make proofs from the same ranges: the tree in memory and the tiles.
"""

from __future__ import annotations

from collections.abc import Iterator

Range = tuple[int, int]


def split(start: int, end: int) -> int:
    """Where RFC 9162 splits two or more leaves: after the largest power of two below."""
    return start + (1 << ((end - start - 1).bit_length() - 1))


def inclusion(index: int, size: int) -> list[Range]:
    """The siblings on the way from leaf ``index`` up to the root of ``size`` leaves."""
    start, end, found = 0, size, []
    while end - start > 1:
        middle = split(start, end)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    found.reverse()
    return found


def consistency(old: int, new: int) -> list[Range]:
    """What shows that the first ``old`` of ``new`` leaves are unchanged; ``0 < old <= new``."""
    start, end, found, known = 0, new, [], True
    while end != old:
        middle = split(start, end)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start, known = middle, False
    if not known:
        found.append((start, end))
    found.reverse()
    return found


def complete(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees of a range from left to right, each as (level, index).

    ``start`` is a multiple of the largest power of two that fits, as in every range here.
    """
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level
