"""The tables of a national run, read some rows at a time.

A Parquet file is cut where its own groups of rows end, so that no group is decoded twice and only
one part is in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from corridor.engines.wages.bulk.index import distinct
from corridor.engines.wages.bulk.lines import files, open_contracts, open_lines, typed

PART = 1_000_000
"""Rows of a part at most."""
_GROUP = 500_000
"""Small groups are read together up to so many rows."""

Cut = tuple[pl.LazyFrame, int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """``frame``: the table. ``cuts``: its parts in their order, each a lazy frame with the first
    row of the part in it and how many; without them ``PART`` rows are one."""

    frame: pl.LazyFrame
    cuts: tuple[Cut, ...] = ()

    def parts(self, columns: Sequence[Any] = ()) -> Iterator[pl.DataFrame]:
        """The rows in their order, each part in one piece; ``columns`` of them, or all."""
        if not self.cuts:
            yield from _counted(self.frame.select(columns) if columns else self.frame)
        for frame, begun, height in self.cuts:
            yield _read(frame, begun, height, columns)

    def rows(self, numbers: Any, columns: Sequence[Any] = ()) -> pl.DataFrame:
        """Some rows by their numbers in the table (an array), in their order, each once."""
        wanted, begun = distinct(numbers), 0
        found = [self.nothing(columns)]
        for frame, first, height in self.cuts or _even(self.frame, wanted):
            low, high = np.searchsorted(wanted, (begun, begun + height))
            if low < high:
                part = _read(frame, first, height, columns)
                found.append(compact(part[pl.Series(wanted[low:high] - begun)]))
            begun += height
        return pl.concat(found)

    def nothing(self, columns: Sequence[Any] = ()) -> pl.DataFrame:
        """A frame like the table, without any row."""
        frame = self.frame.select(columns) if columns else self.frame
        return pl.DataFrame(schema=frame.collect_schema())


def as_table(given: pl.LazyFrame | Table) -> Table:
    """``given`` as a table."""
    return given if isinstance(given, Table) else Table(given)


def read_contracts(path: Path) -> Table:
    """The contracts of a Parquet file or a folder of them. Raises as ``open_contracts``."""
    return Table(open_contracts(path), _cuts(files(path), "contracts", path))


def read_lines(path: Path, only: Sequence[Path] = ()) -> Table:
    """The payments of a Parquet file or a folder of them. Raises as ``open_lines``."""
    frame = open_lines(path, only)
    return Table(frame, _cuts(list(only) or files(path), "payments", path))


def compact(rows: pl.DataFrame) -> pl.DataFrame:
    """A few rows of many, whose texts no longer hold the memory of all the others."""
    table = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
    found = pl.from_arrow(table, schema=rows.schema)
    return found if isinstance(found, pl.DataFrame) else found.to_frame()


def _cuts(paths: Sequence[Path], table: str, path: Path) -> tuple[Cut, ...]:
    found = []
    for each in paths:
        frame, begun = typed(pl.scan_parquet(each), table, path), 0
        for height in _heights(each):
            found.append((frame, begun, height))
            begun += height
    return tuple(found)


def _heights(path: Path) -> list[int]:
    """How many rows each part of a file has: a group, some small ones, or a piece of a huge one."""
    from pyarrow import parquet

    about = parquet.read_metadata(path)
    found: list[int] = []
    for number in range(about.num_row_groups):
        height = about.row_group(number).num_rows
        if found and found[-1] + height <= _GROUP:
            found[-1] += height
        else:
            whole, rest = divmod(height, PART)
            found += [PART] * whole + [rest] * bool(rest)
    return found


def _even(frame: pl.LazyFrame, wanted: Any) -> Iterator[Cut]:
    """A table without cuts, as far as its rows are wanted."""
    last = int(wanted[-1]) if len(wanted) else -1
    for begun in range(0, last + 1, PART):
        yield frame, begun, PART


def _counted(frame: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    begun = 0
    while True:
        part = _read(frame, begun, PART, ())
        if part.is_empty():
            return
        begun += part.height
        yield part


def _read(frame: pl.LazyFrame, begun: int, height: int, columns: Sequence[Any]) -> pl.DataFrame:
    chosen = frame.select(columns) if columns else frame
    return chosen.slice(begun, height).collect(engine="streaming").rechunk()
