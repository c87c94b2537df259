"""The columns of a table as numbers and as codes; every cell that cannot be read is a fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corridor.core.text import N_, sentence
from corridor.engines.statistics.survey.faults import Faults

if TYPE_CHECKING:
    import polars as pl

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_WORDS = {"TRUE": "1", "true": "1", "True": "1", "FALSE": "0", "false": "0", "False": "0"}


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of codes: ``values`` (rows,) index into ``labels``; -1 where nothing is said.

    Where several columns are crossed, ``cells`` tells the label of each apart.
    """

    labels: tuple[str, ...]
    values: Ints
    crossing: tuple[tuple[str, ...], ...] | None = None

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The labels, column by column."""
        return tuple((label,) for label in self.labels) if self.crossing is None else self.crossing


class Columns:
    """Columns of one frame, read once each.

    ``first`` is the line of its first row in the file; ``names`` are the columns of the file,
    where the frame holds only some of them.
    """

    def __init__(
        self,
        frame: pl.DataFrame,
        na: Sequence[str],
        faults: Faults,
        first: int = 1,
        names: Sequence[str] = (),
    ) -> None:
        self.frame, self.na, self.faults, self.first = frame, list(na), faults, first
        self.names = list(names) or frame.columns
        self.rows = frame.height
        self._bad: dict[str, set[int]] = {}
        self._numbers: dict[str, Floats] = {}
        self._codes: dict[str, Codes] = {}

    def known(self, name: str, field: str) -> bool:
        """Whether the table has the column; a fault that lists its columns where it has not."""
        if name in self.frame.columns:
            return True
        words = sentence(N_("The table has no column “{name}”."), name=name)
        shown = ", ".join(self.names[:40])
        remedy = sentence(N_("Its columns are: {columns}."), columns=shown)
        self.faults.add("stats.table.column", words, remedy, field=field, found=name)
        return False

    def all_known(self, names: Sequence[str], field: str) -> bool:
        """Whether the table has every column; each that it has not is a fault of its own."""
        return sum(self.known(name, field) for name in names) == len(names)

    def matching(self, names: Sequence[str]) -> tuple[str, ...]:
        """The names, with each pattern (“rep*”) replaced by the columns that fit it, in order."""
        found: list[str] = []
        for name in names:
            found += [one for one in self.frame.columns if fits(one, name)] or [name]
        return tuple(dict.fromkeys(found))

    def numbers(self, name: str) -> Floats:
        """The column as numbers, NaN where nothing is said. Text is a fault by row."""
        if name not in self._numbers:
            self._numbers[name] = self._read_numbers(name)
        return self._numbers[name]

    def _read_numbers(self, name: str) -> Floats:
        import polars as pl

        series = self.frame[name]
        if series.dtype.is_numeric() or series.dtype == pl.Boolean:
            found = series.cast(pl.Float64)
        else:
            said = self._said(series)
            found = said.cast(pl.Float64, strict=False)
            if found.null_count() > said.null_count():
                found = said.replace(_WORDS).cast(pl.Float64, strict=False)
            self._text(name, said, said.is_not_null() & found.is_null())
        values: Floats = found.fill_null(float("nan")).to_numpy()
        self._text(name, series, pl.Series(np.isinf(values)))
        return values

    def _text(self, name: str, said: pl.Series, bad: pl.Series) -> None:
        """One fault for each cell that is no number."""
        if not bad.any():
            return
        rows = bad.arg_true()
        self._bad.setdefault(name, set()).update(rows.to_list())
        words = sentence(N_("“{field}” must be a number here."), field=name)
        remedy = sentence(
            N_("Write digits with a point, leave missing cells empty, or name them under “na”.")
        )
        found = [str(value) for value in said[rows.head(20)].to_list()]
        self.cells("stats.table.number", words, remedy, name, rows.to_numpy(), found)

    def missing(self, name: str) -> Ints:
        """The rows in which a number column says nothing at all."""
        rows = np.flatnonzero(np.isnan(self.numbers(name)))
        bad = self._bad.get(name, set())
        return np.array([row for row in rows if int(row) not in bad], dtype=np.int64)

    def cells(
        self, code: str, words: Any, remedy: Any, name: str, rows: Any, found: Sequence[Any] = ()
    ) -> None:
        """The same fault in several rows of a column."""
        lines = [int(row) + self.first for row in rows]
        column = self.names.index(name) + 1
        self.faults.cells(code, words, remedy, field=name, column=column, lines=lines, found=found)

    def codes(self, name: str) -> Codes:
        """The column as codes, labels in the order of numbers or of the alphabet."""
        if name not in self._codes:
            self._codes[name] = self._read_codes(name)
        return self._codes[name]

    def _read_codes(self, name: str) -> Codes:
        import polars as pl

        series = _whole(self.frame[name])
        if series.dtype.is_integer() and not series.null_count():
            return _small(series.cast(pl.Int64).to_numpy(), self.na)
        texts = series.cast(pl.String)
        said = texts.drop_nulls().unique().to_list()
        labels = _by_number(sorted({one.strip() for one in said} - set(self.na)))
        place = {label: at for at, label in enumerate(labels)}
        codes = [place.get(one.strip(), -1) for one in said]
        coded = texts.replace_strict(said, codes, default=-1, return_dtype=pl.Int64)
        return Codes(tuple(labels), coded.fill_null(-1).to_numpy())

    def _said(self, series: pl.Series) -> pl.Series:
        """The texts of a column, trimmed; null where a cell is empty or means “missing”."""
        import polars as pl

        text = series.cast(pl.String).str.strip_chars()
        return text.set(text.is_in(self.na).fill_null(value=False), None)


def _whole(series: pl.Series) -> pl.Series:
    """A number column that holds whole numbers only as integers: CSV and Parquet agree."""
    import polars as pl

    if series.dtype.is_float():
        told = series.fill_nan(None)
        if bool((told.drop_nulls() == told.drop_nulls().floor()).all()):
            return told.cast(pl.Int64)
        return told
    return series


def _small(values: Ints, na: Sequence[str]) -> Codes:
    """Integers as codes, in their own order; numbers that mean “missing” are -1."""
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    if high - low < 2**62:
        codes, kept = compact(values - low, high - low + 1)
    else:
        kept, codes = np.unique(values, return_inverse=True)
        low = 0
    labels = [str(int(one) + low) for one in kept]
    if not set(labels) & set(na):
        return Codes(tuple(labels), codes)
    told = [label for label in labels if label not in na]
    place = {label: at for at, label in enumerate(told)}
    moved = np.array([place.get(label, -1) for label in labels], dtype=np.int64)
    return Codes(tuple(told), moved[codes])


def _by_number(labels: list[str]) -> list[str]:
    try:
        return sorted(labels, key=lambda label: (float(label), label))
    except ValueError:
        return labels


def fits(name: str, wanted: str) -> bool:
    """Whether a column has the wanted name, or fits it where it is a pattern (“rep*”)."""
    return name == wanted or ("*" in wanted and fnmatchcase(name, wanted))


def sums(codes: Ints, values: Floats, count: int | None = None) -> Floats:
    """Totals (count,) of values by code."""
    found = np.bincount(codes, values, count or 0)
    return found.astype(np.float64, copy=False)


def firsts(codes: Ints, count: int) -> Ints:
    """The first row of each code (count,)."""
    found = np.zeros(count, dtype=np.int64)
    found[codes[::-1]] = np.arange(len(codes), dtype=np.int64)[::-1]
    return found


def compact(codes: Ints, size: int) -> tuple[Ints, Ints]:
    """Codes below ``size`` renumbered without gaps, and the old code of each new one, rising."""
    if size <= 8 * len(codes) + 1_000_000:
        seen = np.zeros(size, dtype=bool)
        seen[codes] = True
        kept = np.flatnonzero(seen)
        place = np.cumsum(seen) - 1
        return place[codes], kept
    kept, found = np.unique(codes, return_inverse=True)
    return found.astype(np.int64), kept


def crossed(parts: Sequence[Codes]) -> Codes:
    """Several columns as one: a code for each combination that occurs; -1 where any is missing."""
    if len(parts) == 1:
        return parts[0]
    values = parts[0].values
    labels = [(label,) for label in parts[0].labels]
    for part in parts[1:]:
        both = (values >= 0) & (part.values >= 0)
        wide = max(len(part.labels), 1)
        joined = np.where(both, values * wide + part.values, -1)
        found, kept = compact(joined[both], max(len(labels) * wide, 1))
        values = np.full(len(values), -1, dtype=np.int64)
        values[both] = found
        labels = [(*labels[code // wide], part.labels[code % wide]) for code in kept]
    return Codes(tuple(", ".join(label) for label in labels), values, tuple(labels))
