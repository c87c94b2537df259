"""Finds rows by a number of 64 bits, in plain arrays: no hash table, hardly any memory.

A row stands in a table of places under some bits of its number; of those that meet on one place
the last stays, and the others go to a smaller table under other bits, and so on.
"""

from __future__ import annotations

from typing import Any

import numpy as np

NOBODY = 2**64 - 1
"""Number of a row that is not to be found."""

_STIRRED = (1, *((0x9E3779B97F4A7C15 * odd) % 2**64 for odd in range(1, 40, 2)))
_SMALLEST = 4


class Index:
    """Rows by their number (an array of UInt64); ``twins`` are rows that no look-up finds.

    A twin has the number of another row.
    """

    def __init__(self, numbers: Any) -> None:
        self.none = len(numbers)
        self._numbers = np.append(numbers, np.uint64(NOBODY))
        self._levels: list[tuple[int, Any]] = []
        twins: list[Any] = []
        rest = np.flatnonzero(numbers != np.uint64(NOBODY)).astype(np.uint32)
        for stir in _STIRRED:
            rest = self._placed(stir, rest, twins)
            if not len(rest):
                break
        self.twins = np.concatenate([*twins, rest])

    def _placed(self, stir: int, rows: Any, twins: list[Any]) -> Any:
        """Place rows on a level of their own; the rows that rows of other numbers pushed out."""
        bits = max(_SMALLEST, (len(rows) * 2).bit_length())
        table = np.full(1 << bits, self.none, dtype=np.uint32)
        numbers = at(self._numbers, rows)
        slots = _slots(numbers, stir, table)
        table[slots] = rows
        self._levels.append((stir, table))
        stay = at(table, slots)
        lost = np.flatnonzero(stay != rows)
        same = self._numbers[stay[lost]] == numbers[lost]
        twins.append(rows[lost[same]])
        return rows[lost[~same]]

    def find(self, numbers: Any) -> Any:
        """The row of each number; ``none``, one beyond the last, where there is none."""
        stir, table = self._levels[0]
        rows = at(table, _slots(numbers, stir, table)).astype(np.int64)
        lost = np.flatnonzero(at(self._numbers, rows) != numbers)
        for stir, table in self._levels[1:]:
            if not len(lost):
                return rows
            wanted = at(numbers, lost)
            other = at(table, _slots(wanted, stir, table))
            rows[lost] = other
            lost = lost[at(self._numbers, other) != wanted]
        rows[lost] = self.none
        return rows


class Known:
    """Numbers met so far, each under a small one in the order of their coming."""

    def __init__(self) -> None:
        self._numbers: Any = np.empty(0, dtype=np.uint64)
        self._index = Index(self._numbers)

    def codes(self, numbers: Any) -> tuple[Any, Any]:
        """The small number of each, and where the new ones among them stand first (arrays)."""
        codes = self._index.find(numbers)
        lost = np.flatnonzero(codes == self._index.none)
        if not len(lost):
            return codes, lost
        _, places = np.unique(numbers[lost], return_index=True)
        first = lost[np.sort(places)]
        self._numbers = np.concatenate([self._numbers, numbers[first]])
        self._index = Index(self._numbers)
        codes[lost] = self._index.find(numbers[lost])
        for beyond in self._index.twins:  # hardly ever: one that found no place
            codes[numbers == self._numbers[beyond]] = beyond
        return codes, first


def at(values: Any, places: Any) -> Any:
    """The values at some places that are known to exist: without looking whether they do, numpy
    takes two thirds of its time."""
    return values.take(places, mode="clip")


def distinct(numbers: Any) -> Any:
    """Each number once, in order: numpy's own way counts on a hash table, and is slow."""
    found = np.sort(numbers)
    return found[np.append(True, found[1:] != found[:-1])] if len(found) else found


def _slots(numbers: Any, stir: int, table: Any) -> Any:
    """Some bits of the numbers as places: the last, or those that ``stir`` mixes from all."""
    mask, half = np.uint64(len(table) - 1), np.uint64(32)
    if stir != 1:
        numbers = ((numbers ^ (numbers >> half)) * np.uint64(stir)) >> half
    return (numbers & mask).view(np.int64)
