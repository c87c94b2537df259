"""A table from a CSV or Parquet file, the wanted columns only, every CSV cell as its text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.core.problems import BadInput, NotFound, Place, Problem, Problems, raise_all
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.statistics import csv_opening

if TYPE_CHECKING:
    import polars as pl

WHOLE = 256_000_000


def read(path: Path) -> pl.LazyFrame:
    """The table of a file, not yet read. Raises ``BadInput`` for what is no table, and
    ``NotFound`` for a file that cannot be opened.
    """
    import polars as pl

    try:
        with path.open("rb") as stream:
            if stream.read(4) == b"PAR1":
                return pl.scan_parquet(path)
        by, _ = csv_opening.heading(path)
    except OSError as error:
        raise NotFound(
            "stats.table.file",
            sentence(N_("The file {name} cannot be opened."), name=path.name),
            remedy=sentence(N_("Check its name and that you may read it.")),
            place=Place(file=str(path)),
            found=error.strerror,
        ) from None
    return pl.scan_csv(path, infer_schema=False, separator=by)


def first_line(path: Path) -> int:
    """The line of the first row: 2 below a heading, 1 in a Parquet file."""
    with path.open("rb") as stream:
        return 1 if stream.read(4) == b"PAR1" else 2


def collected(table: pl.LazyFrame, wanted: Sequence[str], path: Path) -> pl.DataFrame:
    """The wanted columns that the table has, read. Raises ``BadInput`` for a damaged table.

    A CSV file is read whole up to ``WHOLE`` bytes: only so is a row with too many cells seen. A
    row with too few ends in an empty cell, so the last column is always looked at.
    """
    import polars as pl

    try:
        names = table.collect_schema().names()
        found = [name for name in names if name in set(wanted)] or names[:1]
        text = first_line(path) == 2
        whole = text and path.stat().st_size <= WHOLE
        frame = (table if whole else table.select({*found, names[-1]})).collect()
        if text and len(names) > 1 and frame.get_column(names[-1]).null_count():
            raise_all(csv_opening.faults(path, ends=False))
            frame = frame.head(frame.height - csv_opening.blank_at_end(path))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _damaged(path) from error
    if not frame.height:
        raise _refused(sentence(N_("The file {name} has a heading and no rows."), name=path.name))
    return frame.select(found)


def names_of(table: pl.LazyFrame, path: Path) -> list[str]:
    """The names of its columns, in order."""
    import polars as pl

    try:
        return table.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> Problem:
    """Where a CSV file breaks, as far as it can be told."""
    if first_line(path) == 2:
        found = csv_opening.faults(path)
        if found:
            return found[0] if len(found) == 1 else Problems(found)
    return _refused(sentence(N_("The table is damaged or cut off.")))


def _refused(words: Sentence, **place: Any) -> BadInput:
    remedy = sentence(N_("Save the table as UTF-8 CSV with one heading line, or as Parquet."))
    return BadInput("stats.table.broken", words, remedy=remedy, place=Place(**place))
