"""Finds rows by a number of 64 bits, in plain columns: no hash table, hardly any memory.

A row stands in a table of places under some bits of its number; of those that meet on one place
the last stays, and the others go to a smaller table under other bits, four times.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

_STIRRED = (0, 1, 2, 3)
_SMALLEST = 4
_NOBODY = 2**64 - 1


@dataclass(frozen=True, slots=True)
class _Level:
    stir: int
    bits: int
    rows: pl.Series


class Index:
    """Rows by their number; ``twins`` are rows that no look-up finds.

    A twin has the number of another row or, seldom, found no place in four tables. ``numbers``
    are UInt64; null is not to be found, and is not looked for.
    """

    def __init__(self, numbers: pl.Series) -> None:
        self.none = numbers.len()
        # no nulls in what is gathered: looking after them takes longer than the numbers
        beyond = pl.Series("n", [_NOBODY], dtype=pl.UInt64)
        self._numbers = pl.concat([numbers.alias("n").fill_null(_NOBODY), beyond])
        self._levels: list[_Level] = []
        self._twins: list[pl.Series] = []
        rest = pl.int_range(self.none, dtype=pl.UInt32, eager=True).filter(numbers.is_not_null())
        for stir in _STIRRED:
            rest = self._placed(stir, rest)
        self.twins = pl.concat([*self._twins, rest])

    def _placed(self, stir: int, rows: pl.Series) -> pl.Series:
        """Place rows on a level of their own; the rows that rows of other numbers pushed out."""
        bits = max(_SMALLEST, (rows.len() * 2).bit_length())
        table = pl.Series("c", [self.none], dtype=pl.UInt32).new_from_index(0, 1 << bits)
        level = _Level(stir, bits, table)
        numbers = self._numbers.gather(rows)
        slots = _slots(numbers, level)
        table.scatter(slots, rows)
        self._levels.append(level)
        stay = table.gather(slots)
        lost = stay != rows
        out = rows.filter(lost)
        same = self._numbers.gather(stay.filter(lost)) == numbers.filter(lost)
        self._twins.append(out.filter(same))
        return out.filter(~same)

    def find(self, numbers: pl.Series) -> tuple[pl.Series, pl.Series]:
        """The row of each number (any, or one beyond the last), and whether there is one."""
        wanted = numbers.fill_null(0) if numbers.has_nulls() else numbers
        rows = self._levels[0].rows.gather(_slots(wanted, self._levels[0]))
        found = self._same(rows, wanted)
        for level in self._levels[1:]:
            lost = (~found).arg_true()
            if lost.is_empty():
                break
            rest = wanted.gather(lost)
            other = level.rows.gather(_slots(rest, level))
            rows.scatter(lost, other)
            found.scatter(lost, self._same(other, rest))
        return rows, found

    def _same(self, rows: pl.Series, numbers: pl.Series) -> pl.Series:
        return self._numbers.gather(rows) == numbers


def _slots(numbers: pl.Series, level: _Level) -> pl.Series:
    """The last bits of the numbers, stirred anew for every level but the first."""
    number = pl.col("n").hash(level.stir) if level.stir else pl.col("n")
    mask = pl.lit((1 << level.bits) - 1, dtype=pl.UInt64)
    return numbers.alias("n").to_frame().select((number & mask).cast(pl.UInt32))["n"]
